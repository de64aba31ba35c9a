package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.verify.VerifyReport;
import com.illuvrse.finance.jobs.nightly.Csv;
import com.illuvrse.finance.jobs.nightly.TestStripe;
import com.illuvrse.finance.sandbox.stripe.Fault;
import com.illuvrse.finance.sandbox.stripe.Operation;
import com.illuvrse.finance.sandbox.stripe.StripeFaults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What Stripe may get wrong, planted one at a time and settled by the real job: the breaks it must
 * lead to on each day, and no other; no entry that is not a row's own; packages that verify.
 *
 * <p>Three rows a day of 100.00, -30.00 and 50.00 at 15, 16 and 17 o'clock UTC; nights at seven.
 */
class PlantedStripeFaultsTest {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);

    /** What is planted into the data folder. */
    private interface Folder {
        void write(TestStripe stripe) throws IOException;
    }

    /** What is planted into the answers. */
    private interface Script {
        void write(StripeFaults faults);
    }

    /**
     * One fault.
     *
     * @param nights how many are settled
     * @param searches on how many nights rows are searched for
     * @param breaks day, type, ref, minor units, status and resolution, all there are
     */
    record Planted(
            String name, int nights, Folder folder, Script script, long searches, String breaks) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Planted> faults() {
        return List.of(
                new Planted(
                        "a row missing from a page once is found by the search",
                        3,
                        stripe -> {},
                        script -> script.next(1, ROWS, windowOf(3), Fault.MISSING),
                        1,
                        ""),
                new Planted(
                        "a row missing for good, as three nights see it, and then comes late",
                        5,
                        stripe -> {},
                        script -> script.next(4, ROWS, windowOf(3), Fault.MISSING),
                        1,
                        """
                        03 STRIPE_BALANCE_MISMATCH payments:USD 3000 OPEN
                        04 REPORT_MISMATCH txn_3b 3000 OPEN
                        04 STRIPE_BALANCE_MISMATCH payments:USD 3000 OPEN
                        05 REPORT_MISMATCH txn_3b 3000 OPEN
                        05 STRIPE_BALANCE_MISMATCH payments:USD 3000 OPEN
                        06 LATE_ARRIVAL txn_3b -3000 INFO
                        06 REPORT_MISMATCH txn_3b 3000 AUTO_RESOLVED REPORT_AGREES
                        06 STRIPE_BALANCE_MISMATCH payments:USD 3000 AUTO_RESOLVED BALANCE_AGREES
                        """),
                new Planted(
                        "a row that a page shows changed",
                        3,
                        stripe -> {},
                        script ->
                                script.next(1, ROWS, windowOf(3), Fault.NONE)
                                        .next(1, ROWS, windowOf(3), Fault.CHANGED),
                        0,
                        """
                        04 SOURCE_CHANGED txn_3b  OPEN
                        """),
                new Planted(
                        "a row that is another from the second night on",
                        4,
                        stripe ->
                                fee(stripe, "txn_3b", "2026-03-03T16:00:00Z", -3_100)
                                        .visibleFrom("2026-03-05T06:00:00Z")
                                        .write(),
                        script -> {},
                        1,
                        """
                        04 REPORT_MISMATCH txn_3b 100 OPEN
                        04 SOURCE_CHANGED txn_3b  OPEN
                        04 STRIPE_BALANCE_MISMATCH payments:USD 100 OPEN
                        05 REPORT_MISMATCH txn_3b 100 OPEN
                        05 SOURCE_CHANGED txn_3b  OPEN
                        05 STRIPE_BALANCE_MISMATCH payments:USD 100 OPEN
                        """),
                new Planted(
                        "a row that is not in the balance",
                        3,
                        PlantedStripeFaultsTest::rowThatIsNotInTheBalance,
                        script -> {},
                        1,
                        """
                        03 STRIPE_BALANCE_MISMATCH payments:USD 777 OPEN
                        04 STRIPE_BALANCE_MISMATCH payments:USD 777 OPEN
                        """),
                new Planted(
                        "a row two days late",
                        6,
                        stripe ->
                                fee(stripe, "txn_late", "2026-03-03T18:00:00Z", -40)
                                        .visibleFrom("2026-03-06T06:00:00Z")
                                        .write(),
                        script -> {},
                        0,
                        """
                        05 LATE_ARRIVAL txn_late -40 INFO
                        """),
                new Planted(
                        "an automatic payout with a row missing until the next night",
                        4,
                        PlantedStripeFaultsTest::payoutWithALateRow,
                        script -> {},
                        0,
                        """
                        03 PAYOUT_COMPOSITION_MISMATCH po_1 500 OPEN
                        04 LATE_ARRIVAL txn_late -500 INFO
                        04 PAYOUT_COMPOSITION_MISMATCH po_1 500 AUTO_RESOLVED COMPOSITION_AGREES
                        """),
                new Planted(
                        "reports that are late, fail, are cut off and are wrong",
                        8,
                        stripe -> {},
                        PlantedStripeFaultsTest::reportsGoWrong,
                        0,
                        """
                        06 REPORT_MISMATCH txn_3b -3000 OPEN
                        06 REPORT_MISMATCH txn_4b -1 OPEN
                        06 REPORT_MISMATCH txn_5b_extra 3000 OPEN
                        07 REPORT_MISMATCH txn_3b -3000 AUTO_RESOLVED REPORT_AGREES
                        07 REPORT_MISMATCH txn_4b -1 OPEN
                        07 REPORT_MISMATCH txn_5b_extra 3000 OPEN
                        08 REPORT_MISMATCH txn_4b -1 AUTO_RESOLVED REPORT_AGREES
                        08 REPORT_MISMATCH txn_5b_extra 3000 AUTO_RESOLVED REPORT_AGREES
                        """));
    }

    private static final Operation ROWS = Operation.LIST_BALANCE_TRANSACTIONS;
    private static final Operation RUN = Operation.CREATE_REPORT_RUN;

    /** The window of a whole accounting day, as the pull asks for it once the day is over. */
    private static String windowOf(int day) {
        LocalDate date = FIRST.withDayOfMonth(day);
        return "created[gte]=%d\ncreated[lt]=%d"
                .formatted(
                        date.atStartOfDay(ZONE).toEpochSecond(),
                        date.plusDays(1).atStartOfDay(ZONE).toEpochSecond());
    }

    /** The report of a day of UTC. */
    private static String reportOf(int day) {
        return "parameters[interval_start]="
                + FIRST.withDayOfMonth(day).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    private static TestStripe.Row fee(TestStripe stripe, String id, String created, long net) {
        return stripe.row(id, "stripe_fee", "fee", created, net);
    }

    private static void rowThatIsNotInTheBalance(TestStripe stripe) throws IOException {
        fee(stripe, "txn_extra", "2026-03-03T18:00:00Z", 777).write();
        for (int day = 2; day <= 6; day++) {
            stripe.line(
                    "balance",
                    """
                    {"at":"2026-03-0%dT06:00:00Z","balance":{"object":"balance","livemode":false,\
                    "available":[{"amount":%d,"currency":"usd","source_types":{"card":0}}],"pending":[]}}"""
                            .formatted(day + 1, (day - 1) * 12_000L));
        }
    }

    /** Paid out are 70.00 - 5.00; the row of -5.00 shows itself a day later. */
    private static void payoutWithALateRow(TestStripe stripe) throws IOException {
        fee(stripe, "txn_in", "2026-03-02T18:00:00Z", 7_000).inPayout("po_1").write();
        fee(stripe, "txn_late", "2026-03-02T18:30:00Z", -500)
                .inPayout("po_1")
                .visibleFrom("2026-03-05T06:00:00Z")
                .write();
        stripe.row("txn_po", "payout", "payout", "2026-03-03T19:00:00Z", -6_500)
                .source("payout", "po_1")
                .inPayout("po_1")
                .write();
        stripe.line(
                "payouts",
                """
                {"id":"po_1","object":"payout","amount":6500,"arrival_date":1772668800,"automatic":true,\
                "balance_transaction":"txn_po","created":1772564400,"currency":"usd","failure_balance_transaction":null,\
                "failure_code":null,"reconciliation_status":"completed","status":"in_transit"}""");
    }

    /** The night of the 3rd is the first that can ask, for the 2nd. */
    private static void reportsGoWrong(StripeFaults faults) {
        int attempts = 4;
        faults.next(attempts, Operation.GET_REPORT_RUN, Fault.REPORT_PENDING);
        faults.next(1, RUN, reportOf(2), Fault.NONE)
                .next(1, RUN, reportOf(2), Fault.REPORT_FAILS)
                .next(attempts, RUN, reportOf(2), Fault.INTERNAL_ERROR);
        // the report of the second day fails that night, the file of the third is cut off
        faults.next(1, Operation.GET_FILE_CONTENTS, Fault.TRUNCATED);
        faults.next(2, RUN, reportOf(3), Fault.MISSING);
        faults.next(1, RUN, reportOf(4), Fault.CHANGED)
                .next(attempts, RUN, reportOf(4), Fault.INTERNAL_ERROR);
        faults.next(1, RUN, reportOf(5), Fault.EXTRA);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void leadsToTheseBreaksAndNoOther(Planted planted, @TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        TestStripe stripe = new TestStripe(folder);
        LocalDate last = FIRST.plusDays(planted.nights() - 1L);
        writeBusiness(stripe, data, last);
        planted.folder().write(stripe);

        Path home = Files.createDirectories(folder.resolve("home"));
        try (RunningLedger ledger = new RunningLedger(data, home)) {
            planted.script().write(ledger.stripe().faults());
            ledger.settle(FIRST, last);
            SettledMonth month = SettledMonth.of(ledger);

            assertThat(breaks(month)).isEqualTo(planted.breaks());
            assertThat(
                            ledger.database()
                                    .number(
                                            """
                                            select count(*) from fact.stripe_round where search_from is not null
                                            """))
                    .as("searches")
                    .isEqualTo(planted.searches());
            assertNothingWasMadeUp(ledger, month);
            assertThat(verdict(month, ledger.trustFile())).startsWith("0 PASS ");
        }
    }

    private static void writeBusiness(TestStripe stripe, Path data, LocalDate last)
            throws IOException {
        Files.createDirectories(data.resolve("inbox"));
        Files.writeString(
                data.resolve("settings.yml"),
                """
                settlement:
                  zone: America/New_York
                  first-day: 2026-03-02
                  payouts:
                    days: []
                """);
        for (LocalDate day = FIRST; !day.isAfter(last); day = day.plusDays(1)) {
            String id = "txn_" + day.getDayOfMonth();
            stripe.row(id + "a", "topup", "topup", day + "T15:00:00Z", 10_000).write();
            fee(stripe, id + "b", day + "T16:00:00Z", -3_000).write();
            stripe.row(id + "c", "topup", "topup", day + "T17:00:00Z", 5_000).write();
        }
    }

    /** All lines of all days of breaks.csv, as the table above has them. */
    private static String breaks(SettledMonth month) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Path day : month.days()) {
            String date = String.valueOf(day.getFileName()).substring("dt=2026-03-".length());
            for (Map<String, String> row : Csv.read(day.resolve("breaks.csv"))) {
                lines.append(
                                String.join(
                                                " ",
                                                date,
                                                row.get("type"),
                                                row.get("ref"),
                                                row.get("amount_minor"),
                                                row.get("status"),
                                                row.get("resolution"))
                                        .strip())
                        .append('\n');
            }
        }
        return lines.toString();
    }

    /** Every entry is that of a row that was pulled, or of its becoming available. */
    private static void assertNothingWasMadeUp(RunningLedger ledger, SettledMonth month)
            throws IOException {
        assertThat(
                        ledger.database()
                                .lines(
                                        """
                                        select e.source_key from ledger.entry e
                                        where not exists (
                                                select from fact.balance_transaction b
                                                where e.source_key = 'stripe:' || b.account || ':bt:' || b.id)
                                            and e.source_key not like 'stripe:%:available:%'
                                        """))
                .isEmpty();
        List<Map<String, String>> all = new ArrayList<>();
        for (Path day : month.days()) {
            all.addAll(Csv.read(day.resolve("reconciliation.csv")));
        }
        assertThat(all)
                .isNotEmpty()
                .allMatch(row -> Objects.equals(row.get("rows_stripe"), row.get("rows_ledger")));
    }

    private static String verdict(SettledMonth month, Path trust) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int exit;
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            exit = VerifyReport.run(month.segments(), trust, null, out);
        }
        return exit
                + " "
                + printed.toString(StandardCharsets.UTF_8).strip().lines().toList().getLast();
    }
}
