package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.jobs.postgres.RunLock;
import com.illuvrse.finance.jobs.run.BreakDesk.Listed;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakKey;
import com.illuvrse.finance.reconciliation.Breaks;
import com.illuvrse.finance.segment.SegmentVerifier;
import com.illuvrse.finance.segment.TrustFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight nights in which an accountant closes what the nights leave open, over the night in which
 * the clocks change. No word and no journal ever stops a night.
 */
class ResolvedBreaksTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
    private static final LocalDate LAST = LocalDate.of(2026, 3, 9);
    private static final long CREATED = Instant.parse("2026-03-02T15:00:00Z").getEpochSecond();

    @TempDir private static Path folder;

    private static RunningLedger ledger;
    private static BreakDesk desk;
    private static final List<String> SAID = new ArrayList<>();

    @BeforeAll
    static void settlesEightNights() throws Exception {
        ledger = new RunningLedger(data(), Files.createDirectories(folder.resolve("home")));
        desk = ledger.bean(BreakDesk.class);
        night(2);
        say("UNKNOWN_FEE_TYPE:txn_1");
        say("DUPLICATE_PAYMENT:txn_2", "j-pair");
        say("AMOUNT_MISMATCH:o-3");
        say("PAYMENT_WITHOUT_ORDER:txn_4", "j-lost");
        night(3);
        say("REFUND_EXCEEDS_CAPTURE:txn_5", "j-pair");
        say("CLEARING_JOURNAL:op-1:assets:clearing:charge:USD");
        night(4);
        say("SOURCE_CHANGED:txn_6");
        night(5);
        night(6);
        night(7);
        night(8);
        night(9);
    }

    @AfterAll
    static void stops() {
        ledger.close();
    }

    private static void night(int day) throws Exception {
        LocalDate date = FIRST.withDayOfMonth(day);
        assertThat(ledger.settle(date, date)).hasSize(1);
    }

    private static void say(String id, String... journals) throws Exception {
        SAID.add(
                desk.resolve(BreakKey.parse(id), "as agreed in ticket 7", Set.of(journals), "u-9"));
    }

    @Test
    void aSecondPaymentAndItsRefundAreBookedOffEachOther() {
        assertThat(life("DUPLICATE_PAYMENT:txn_2"))
                .containsExactly(
                        "02 OPEN -10800", "03 OPEN -10800", "04 RESOLVED as agreed in ticket 7");
        assertThat(life("REFUND_EXCEEDS_CAPTURE:txn_5"))
                .containsExactly("03 OPEN 10800", "04 RESOLVED as agreed in ticket 7");
        assertThat(life("CLEARING_JOURNAL:j-pair:assets:clearing:charge:USD"))
                .containsExactly("04 AUTO_RESOLVED BOOKED_OFF DUPLICATE_PAYMENT:txn_2");
        assertThat(life("CLEARING_JOURNAL:j-pair:assets:clearing:refund:USD"))
                .containsExactly("04 AUTO_RESOLVED BOOKED_OFF REFUND_EXCEEDS_CAPTURE:txn_5");
        assertThat(ledger.database().balance("assets:clearing:refund", "USD")).isZero();
    }

    @Test
    void aResolutionWithoutItsJournalClosesNothingUntilTheJournalIsThere() {
        assertThat(life("UNKNOWN_FEE_TYPE:txn_1"))
                .containsExactly("02 OPEN 43", "03 OPEN 43", "04 RESOLVED as agreed in ticket 7");
        assertThat(life("CLEARING_JOURNAL:j-fee:assets:suspense:stripe:USD"))
                .containsExactly("04 AUTO_RESOLVED BOOKED_OFF UNKNOWN_FEE_TYPE:txn_1");
        assertThat(ledger.database().balance("assets:suspense:stripe", "USD")).isZero();
    }

    @Test
    void aJournalNobodySpokeOfStaysOpen() {
        assertThat(life("CLEARING_JOURNAL:j-alone:assets:clearing:collection:USD"))
                .hasSize(7)
                .allMatch(row -> row.endsWith(" OPEN -5"));
    }

    @Test
    void anOpeningBalanceOnClearingStaysOpenWhateverIsSaid() {
        assertThat(life("CLEARING_JOURNAL:op-1:assets:clearing:charge:USD"))
                .hasSize(8)
                .allMatch(row -> row.endsWith(" OPEN 77"));
        assertThat(
                        ledger.database()
                                .lines(
                                        "select max(age_days) from ledger.break_day where ref like 'op-1:%'"))
                .containsExactly("7");
    }

    @Test
    void anAcceptedAmountReleasesTheOrderAndAnotherAmountHoldsItAgain() {
        assertThat(life("AMOUNT_MISMATCH:o-3"))
                .startsWith(
                        "02 OPEN 400",
                        "03 RESOLVED as agreed in ticket 7",
                        "05 OPEN -200",
                        "06 OPEN -200");
        assertThat(
                        ledger.database()
                                .lines(
                                        "select booked_on from ledger.journal_entry where source_key like 'fulfil:o-3:%'"))
                .containsExactly("2026-03-03");
    }

    @Test
    void aPaymentThatWasBookedOffAndFindsItsOrderLeavesTheJournalOpen() {
        assertThat(life("PAYMENT_WITHOUT_ORDER:txn_4"))
                .containsExactly(
                        "02 OPEN -2000",
                        "03 RESOLVED as agreed in ticket 7",
                        "06 AUTO_RESOLVED ORDER_ARRIVED");
        assertThat(life("CLEARING_JOURNAL:j-lost:assets:clearing:charge:USD"))
                .startsWith(
                        "03 AUTO_RESOLVED BOOKED_OFF PAYMENT_WITHOUT_ORDER:txn_4", "06 OPEN 2000");
    }

    @Test
    void aThirdContentOpensAChangedRowAgainAndLocksPayoutsAgain() {
        assertThat(life("SOURCE_CHANGED:txn_6"))
                .containsExactly(
                        "04 OPEN ",
                        "05 RESOLVED as agreed in ticket 7",
                        "07 OPEN ",
                        "08 OPEN ",
                        "09 OPEN ");
        assertThat(lock(5)).isNull();
        assertThat(lock(7)).isNotNull();
    }

    private static @Nullable Break lock(int day) {
        return Breaks.payoutLock(
                desk.page(FIRST.withDayOfMonth(day)).orElseThrow().rows().stream()
                        .map(Listed::row)
                        .toList());
    }

    @Test
    void theDeskSaysAtOnceWhatWillBecomeOfAWord() {
        assertThat(SAID)
                .containsExactly(
                        "\"as agreed in ticket 7\" is tried again every night, it closes nothing yet: USD 0.43 still lie on assets:suspense:stripe; book a journal that moves them away and name it",
                        "\"as agreed in ticket 7\" is tried again every night, it closes nothing yet: no open break CLEARING_JOURNAL:j-pair:assets:clearing:charge:USD: the journal is not in the books yet, moved nothing there, or is used up",
                        "\"as agreed in ticket 7\" closes it with the next night",
                        "\"as agreed in ticket 7\" is tried again every night, it closes nothing yet: no open break CLEARING_JOURNAL:j-lost:assets:clearing:charge:USD: the journal is not in the books yet, moved nothing there, or is used up",
                        "\"as agreed in ticket 7\" is tried again every night, it closes nothing yet: no open break CLEARING_JOURNAL:j-pair:assets:clearing:refund:USD: the journal is not in the books yet, moved nothing there, or is used up",
                        "\"as agreed in ticket 7\" is tried again every night, it closes nothing yet: USD 0.77 still lie on assets:clearing:charge; book a journal that moves them away and name it",
                        "\"as agreed in ticket 7\" closes it with the next night");
    }

    @Test
    void theListSaysWhatWasFoundAndWhichWordsWait() {
        assertThat(desk.page(null).orElseThrow().rows())
                .filteredOn(each -> each.pending() != null)
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.row().ref()).startsWith("op-1:");
                            assertThat(each.sentence())
                                    .isEqualTo(
                                            "journal op-1 moved USD 0.77 on assets:clearing:charge, and nobody said what for");
                            assertThat(each.pending()).contains("USD 0.77 still lie");
                        });
        assertThat(desk.page(FIRST).orElseThrow().rows())
                .allSatisfy(each -> assertThat(each.sentence()).isNotBlank())
                .allSatisfy(each -> assertThat(each.pending()).isNull());
        assertThatThrownBy(() -> desk.page(LAST.plusDays(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("day 2026-03-10 is not settled; the last one is 2026-03-09");
    }

    @Test
    void refusesAWordThatCannotBeTaken() {
        refused("there is no break ORDER_CONFLICT:o-9", "ORDER_CONFLICT:o-9", "why");
        refused("there is no break DUPLICATE_PAYMENT:txn_2", "DUPLICATE_PAYMENT:txn_2", "why");
        refused(
                "cannot be resolved by a person: it stands as long as the difference does",
                "STRIPE_BALANCE_MISMATCH:payments:USD",
                "why");
        refused("the reason must be given", "SOURCE_CHANGED:txn_6", " \t");
        refused("the reason cannot be sealed", "SOURCE_CHANGED:txn_6", "two\nlines");
        refused("1000 are the most", "SOURCE_CHANGED:txn_6", "x".repeat(1_001));
        assertThatThrownBy(
                        () ->
                                desk.resolve(
                                        BreakKey.parse("SOURCE_CHANGED:txn_6"),
                                        "why",
                                        Set.of("no id"),
                                        "u-9"))
                .isInstanceOf(ResolutionRefusedException.class)
                .hasMessage("\"no id\" is no id of a journal");
    }

    private static void refused(String sentence, String id, String reason) {
        assertThatThrownBy(() -> desk.resolve(BreakKey.parse(id), reason, Set.of(), "u-9"))
                .isInstanceOf(ResolutionRefusedException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void writesNothingWhileANightRunsElsewhere() throws Exception {
        long before = ledger.database().number("select count(*) from ledger.break_resolution");
        try (RunLock other = RunLock.tryTake(ledger.database().database()).orElseThrow()) {
            assertThat(other.isLost()).isFalse();
            assertThatThrownBy(() -> say("SOURCE_CHANGED:txn_6"))
                    .isInstanceOf(AlreadyRunningException.class);
        }
        assertThat(ledger.database().number("select count(*) from ledger.break_resolution"))
                .isEqualTo(before);
    }

    @Test
    void whoSaidItIsKeptAndNotSealed() throws Exception {
        assertThat(
                        ledger.database()
                                .lines("select distinct resolved_by from ledger.break_resolution"))
                .containsExactly("u-9");
        Path sealed = ledger.segments().resolve("segment-000003/breaks.jsonl");
        assertThat(Files.readString(sealed))
                .contains("as agreed in ticket 7")
                .doesNotContain("u-9");
    }

    @Test
    void anAuditorPassesEveryDay() throws Exception {
        TrustFile trust = TrustFile.parse(Files.readAllBytes(ledger.trustFile()));

        SegmentVerifier verifier = SegmentVerifier.of(ledger.segments(), trust, LAST.plusDays(1));
        verifier.verify();

        assertThat(ledger.segments().resolve("segment-000008")).exists();
    }

    private static List<String> life(String id) {
        BreakKey key = BreakKey.parse(id);
        return ledger.database()
                .lines(
                        """
                        select to_char(day, 'DD') || ' ' || status || ' '
                            || coalesce(resolution, amount::text, '')
                        from ledger.break_day where type = '%s' and ref = '%s' order by day
                        """
                                .formatted(key.type(), key.ref()));
    }

    private static Path data() throws IOException {
        Path data = folder.resolve("data");
        write(
                data.resolve("settings.yml"),
                "settlement:",
                "  zone: America/New_York",
                "  first-day: 2026-03-02",
                "  payouts:",
                "    days: []");
        write(
                data.resolve("stripe/balance_transactions.jsonl"),
                charge(
                        "txn_1",
                        "o-1",
                        10_800,
                        fee(300, "stripe_fee") + "," + fee(43, "moon_fee"),
                        343,
                        ""),
                charge("txn_2", "o-1", 10_800, "", 0, ""),
                charge("txn_3", "o-3", 5_400, "", 0, ""),
                charge("txn_4", "o-4", 2_000, "", 0, ""),
                refund("txn_5", "ch_txn_2", 10_800),
                charge("txn_6", "o-6", 700, "", 0, ""),
                availableLater(60, visibleFrom("2026-03-05T06:30:00Z")),
                availableLater(120, visibleFrom("2026-03-08T05:30:00Z")));
        feed(
                data,
                "contracts",
                2,
                """
                {"type":"contract","contract":"ct-c1","version":1,"validFrom":"2026-01-01","validTo":null,\
                "parties":[{"payee":"c1","share":"85%"},{"payee":"platform","share":"15%"}],"incomeType":"royalty"}""");
        feed(
                data,
                "payees",
                2,
                """
                {"type":"payee","payee":"c1","version":1,"validFrom":"2026-01-01","name":"Creator c1",\
                "country":"US","region":"NY","stripeAccount":"acct_c1","payoutCurrency":"USD","payoutMinimum":100,\
                "rail":"stripe","tax":{"form":"W-9","tinRef":"vault:c1","certifiedOn":"2025-12-01","treatyRate":null,\
                "backupWithholding":false},"hold":null}""");
        feed(
                data,
                "orders",
                2,
                placed("o-1", 1, 10_800),
                placed("o-3", 1, 5_000),
                fulfilled("o-3", "1/2", 2),
                placed("o-6", 1, 700));
        feed(data, "orders", 5, placed("o-3", 2, 5_600), fulfilled("o-3", "1/1", 5));
        feed(data, "orders", 6, placed("o-4", 1, 2_000));
        feed(data, "journals", 2, journal("op-1", "assets:clearing:charge", "equity:opening", 77));
        feed(
                data,
                "journals",
                3,
                journal("j-alone", "expenses:climate", "assets:clearing:collection", 5),
                journal("j-lost", "assets:clearing:charge", "expenses:losses:chargeback", 2_000));
        feed(
                data,
                "journals",
                4,
                journal("j-fee", "expenses:fees:stripe", "assets:suspense:stripe", 43),
                journal("j-pair", "assets:clearing:charge", "assets:clearing:refund", 10_800));
        return data;
    }

    private static void feed(Path data, String feed, int day, String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(lines));
        all.add("{\"type\":\"end\",\"count\":" + lines.length + "}");
        write(
                data.resolve("inbox/%s/dt=2026-03-%02d/a.jsonl".formatted(feed, day)),
                all.toArray(String[]::new));
    }

    private static void write(Path file, String... lines) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, List.of(lines));
    }

    private static String journal(String id, String debit, String credit, long amount) {
        return """
        {"type":"journal","journal":"%s","effectiveOn":"2026-03-02","memo":"by hand","reason":"found out",\
        "reverses":null,"lines":[{"account":"%s","side":"debit","amount":%d,"currency":"USD"},\
        {"account":"%s","side":"credit","amount":%d,"currency":"USD"}]}"""
                .formatted(id, debit, amount, credit, amount);
    }

    private static String placed(String order, int version, long net) {
        return """
        {"type":"order.placed","event":"e%d","order":"%s","version":%d,"occurredAt":"2026-03-02T09:59:00Z",\
        "currency":"USD","buyer":{"id":"b-1","country":"US","region":"CA","vatId":null},\
        "lines":[{"line":"1","sku":"sku-1","kind":"digital_goods","quantity":1,"contract":"ct-c1","net":%d,\
        "taxes":[]}],"total":%d}"""
                .formatted(version, order, version, net, net);
    }

    private static String fulfilled(String order, String portion, int day) {
        return """
        {"type":"order.fulfilled","event":"f%d","order":"%s","occurredAt":"2026-03-%02dT15:00:00Z",\
        "portion":"%s"}"""
                .formatted(day, order, day, portion);
    }

    private static String fee(long amount, String type) {
        return """
        {"amount":%d,"application":null,"currency":"usd","description":"a fee","type":"%s"}"""
                .formatted(amount, type);
    }

    private static String visibleFrom(String at) {
        return ",\"_sandbox\":{\"visibleFrom\":\"" + at + "\"}";
    }

    private static String charge(
            String id, String order, long amount, String fees, long fee, String more) {
        return """
        {"id":"%1$s","object":"balance_transaction","amount":%2$d,"available_on":%3$d,"balance_type":"payments",\
        "created":%3$d,"currency":"usd","description":"Order %4$s","exchange_rate":null,"fee":%5$d,\
        "fee_details":[%6$s],"net":%7$d,"reporting_category":"charge","source":{"id":"ch_%1$s","object":"charge",\
        "amount":%2$d,"created":%3$d,"currency":"usd","metadata":{"order_id":"%4$s"}},"status":"available",\
        "type":"charge"%8$s}"""
                .formatted(id, amount, CREATED, order, fee, fees, amount - fee, more);
    }

    /** The last charge as Stripe shows it later, with another instant at which it is available. */
    private static String availableLater(long seconds, String visibleFrom) {
        return charge("txn_6", "o-6", 700, "", 0, visibleFrom)
                .replace("\"available_on\":" + CREATED, "\"available_on\":" + (CREATED + seconds));
    }

    private static String refund(String id, String charge, long amount) {
        long created = Instant.parse("2026-03-03T15:00:00Z").getEpochSecond();
        return """
        {"id":"%1$s","object":"balance_transaction","amount":-%2$d,"available_on":%3$d,"balance_type":"payments",\
        "created":%3$d,"currency":"usd","description":"Refund","exchange_rate":null,"fee":0,"fee_details":[],\
        "net":-%2$d,"reporting_category":"refund","source":{"id":"re_%1$s","object":"refund","amount":%2$d,\
        "charge":"%4$s","created":%3$d,"currency":"usd","metadata":{},"status":"succeeded"},"status":"available",\
        "type":"refund"}"""
                .formatted(id, amount, created, charge);
    }
}
