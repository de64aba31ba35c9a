package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.jobs.marketplace.ProposedContracts;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.run.RehearsedNight.Part;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.sandbox.stripe.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nights, each rehearsed before it is run: what a rehearsal says is what the night then does,
 * and nothing of it stays. Beside it the same nights without a rehearsal.
 */
class RehearsalsTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);

    @TempDir private static Path folder;

    private static RunningLedger undisturbed;
    private static RunningLedger ledger;
    private static final Map<LocalDate, Told> TOLD = new TreeMap<>();
    private static final Map<LocalDate, Told> PROPOSED = new TreeMap<>();

    /** One rehearsal, and what there was before and after it. */
    private record Told(
            Rehearsed rehearsed,
            List<String> entries,
            Map<String, String> before,
            Map<String, String> after) {

        RehearsedNight night() {
            return rehearsed.night();
        }
    }

    @BeforeAll
    static void rehearsesAndRunsThreeNights() throws Exception {
        Path data = data();
        Path home = Files.createDirectories(folder.resolve("undisturbed"));
        undisturbed = new RunningLedger(data, home);
        undisturbed.settle(FIRST, FIRST.plusDays(2));
        ledger = new RunningLedger(data, withKeysOf(home, folder.resolve("home")));
        for (LocalDate day : List.of(FIRST, FIRST.plusDays(1), FIRST.plusDays(2))) {
            TOLD.put(day, rehearse(day, ProposedContracts.NONE));
            if (!day.equals(FIRST)) {
                int version = day.equals(FIRST.plusDays(2)) ? 2 : 1;
                PROPOSED.put(day, rehearse(day, ProposedContracts.read(eightyTwenty(version))));
            }
            ledger.settle(day, day);
        }
    }

    @AfterAll
    static void stops() {
        undisturbed.close();
        ledger.close();
    }

    private static Told rehearse(LocalDate day, ProposedContracts proposed) throws Exception {
        List<String> entries = new ArrayList<>();
        List<Rehearsed> said = new ArrayList<>();
        Rehearsals.Reader reader =
                new Rehearsals.Reader() {
                    @Override
                    public void night(Rehearsed rehearsed) {
                        said.add(rehearsed);
                        assertThatThrownBy(() -> ledger.settle(day, day))
                                .isInstanceOf(AlreadyRunningException.class);
                    }

                    @Override
                    public void entry(String step, JournalEntry entry) {
                        entries.add(step + " " + entry.source() + " " + entry.postings());
                    }
                };
        Map<String, String> before = everything();
        Optional<Rehearsed> rehearsed =
                ledger.bean(Rehearsals.class).rehearse(new DueDays(day, day), proposed, reader);
        Map<String, String> after = everything();
        assertThat(said).containsExactly(rehearsed.orElseThrow());
        return new Told(said.getFirst(), entries, before, after);
    }

    @Test
    void nothingIsWrittenAnywhere() {
        for (Told told : all()) {
            assertThat(told.before()).hasSizeGreaterThan(60);
            assertThat(told.after()).isEqualTo(told.before());
        }
    }

    @Test
    void theNightsAfterRehearsalsAreThoseThatNobodyRehearsed() throws IOException {
        assertThat(ledger.bean(Segments.class).manifestIds())
                .hasSize(4)
                .isEqualTo(undisturbed.bean(Segments.class).manifestIds());
        assertThat(reports(ledger)).isNotEmpty().isEqualTo(reports(undisturbed));
        assertThat(ledger.stripe().faults().requests(Operation.CREATE_REPORT_RUN))
                .isPositive()
                .isEqualTo(undisturbed.stripe().faults().requests(Operation.CREATE_REPORT_RUN));
        assertThat(ledger.stripe().faults().transfersMade()).isEqualTo(4);
    }

    @Test
    void whatIsToldIsWhatTheNightThenPosts() {
        for (LocalDate day : TOLD.keySet()) {
            Told told = Objects.requireNonNull(TOLD.get(day));
            assertThat(told.entries().stream().map(entry -> entry.split(" ", -1)[1]))
                    .isNotEmpty()
                    .containsExactlyElementsOf(
                            ledger.database()
                                    .lines(
                                            "select source_key from ledger.entry where booked_on = '%s' order by entry_key"
                                                    .formatted(day)));
            assertThat(told.night().open().stream().map(Break::ref))
                    .containsExactlyElementsOf(
                            ledger.database()
                                    .lines(
                                            "select ref from ledger.break_day where day = '%s' and status = 'OPEN' order by type, ref"
                                                    .formatted(day)));
            assertThat(
                            told.night().payouts().stream()
                                    .map(item -> item.payee() + " " + item.gross()))
                    .containsExactlyElementsOf(
                            ledger.database()
                                    .lines(
                                            "select payee || ' ' || gross from payout.item where batch = '%s' order by payee"
                                                    .formatted(day)));
        }
    }

    @Test
    void onlyTheNextDayCanBeRehearsed() {
        assertThatThrownBy(() -> rehearse(FIRST, ProposedContracts.NONE))
                .hasMessage(
                        "day 2026-03-02 is settled, and a settled day is never worked out again;"
                                + " the next one is 2026-03-05");
        assertThatThrownBy(() -> rehearse(FIRST.plusDays(4), ProposedContracts.NONE))
                .hasMessage(
                        "day 2026-03-06 builds on days that are not settled yet; settle them, or"
                                + " rehearse 2026-03-05, which comes first");
    }

    @Test
    void ofSeveralDaysTheFirstIsRehearsedAndTheOthersAreNamed() throws Exception {
        List<LocalDate> waiting = new ArrayList<>();
        Optional<Rehearsed> rehearsed =
                ledger.bean(Rehearsals.class)
                        .rehearse(
                                new DueDays(FIRST, FIRST.plusDays(5)),
                                ProposedContracts.NONE,
                                new Rehearsals.Reader() {
                                    @Override
                                    public void night(Rehearsed night) {
                                        waiting.addAll(night.waiting());
                                    }

                                    @Override
                                    public void entry(String step, JournalEntry entry) {}
                                });

        assertThat(rehearsed.orElseThrow().night().day()).isEqualTo(FIRST.plusDays(3));
        assertThat(waiting).containsExactly(FIRST.plusDays(4), FIRST.plusDays(5));
    }

    @Test
    void nobodyRehearsesWhileAnotherProcessSettles() throws Exception {
        try (WritingTurn turn =
                WritingTurn.take(
                        ledger.database().database(), "another", ledger.bean(Clock.class))) {
            assertThat(turn.isLost()).isFalse();
            assertThatThrownBy(() -> rehearse(FIRST.plusDays(3), ProposedContracts.NONE))
                    .isInstanceOf(AlreadyRunningException.class);
        }
    }

    @Test
    void entriesAreCountedByStepAndKind() {
        assertThat(groups(FIRST.plusDays(1)))
                .containsExactly(
                        "post-facts stripe:bt 4 USD 453.33",
                        "settle-orders fulfil 1 USD 333.33",
                        "settle-orders sale 1 USD 333.33");
        assertThat(groups(FIRST.plusDays(2)))
                .containsExactly(
                        "post-facts stripe:bt 1 USD 10.00",
                        "settle-orders fulfil 2 USD 30.00",
                        "settle-orders sale 2 USD 30.00",
                        "draft-payouts payout 2 USD 363.33");
    }

    @Test
    void anotherShareMovesMoneyToTheCent() {
        Rehearsed second = Objects.requireNonNull(PROPOSED.get(FIRST.plusDays(1))).rehearsed();
        assertThat(second.replaced()).hasSize(1);
        assertThat(payable(second.without()))
                .containsEntry("c1", 233_33L)
                .containsEntry("c2", 100_00L);
        assertThat(payable(second.night()))
                .containsEntry("c1", 266_66L)
                .containsEntry("c2", 66_67L);

        Rehearsed third = Objects.requireNonNull(PROPOSED.get(FIRST.plusDays(2))).rehearsed();
        assertThat(third.replaced()).isEmpty();
        assertThat(paid(third.without())).isEqualTo(Map.of("c1", 254_33L, "c2", 109_00L));
        assertThat(paid(third.night())).isEqualTo(Map.of("c1", 255_33L, "c2", 108_00L));
    }

    @Test
    void breaksThatOpenAndCloseAreTold() {
        RehearsedNight second = Objects.requireNonNull(TOLD.get(FIRST.plusDays(1))).night();
        RehearsedNight third = Objects.requireNonNull(TOLD.get(FIRST.plusDays(2))).night();

        assertThat(second.opened())
                .extracting(each -> each.key().toString())
                .containsExactly("PAYMENT_WITHOUT_ORDER:txn_9");
        assertThat(second.closed()).isEmpty();
        assertThat(third.closed()).extracting(Break::resolution).containsExactly("ORDER_ARRIVED");
        assertThat(third.open()).isEmpty();
    }

    private static List<Told> all() {
        return Stream.concat(TOLD.values().stream(), PROPOSED.values().stream()).toList();
    }

    private static List<String> groups(LocalDate day) {
        return Objects.requireNonNull(TOLD.get(day)).night().entries().stream()
                .map(
                        each ->
                                "%s %s %d %s"
                                        .formatted(
                                                each.step(),
                                                each.kind(),
                                                each.count(),
                                                each.totals().entrySet().stream()
                                                        .map(
                                                                sum ->
                                                                        Money.of(
                                                                                        sum
                                                                                                .getValue(),
                                                                                        sum
                                                                                                .getKey())
                                                                                .toString())
                                                        .collect(Collectors.joining(" "))))
                .toList();
    }

    private static Map<String, Long> payable(@Nullable RehearsedNight night) {
        Map<String, Long> owed = new TreeMap<>();
        Objects.requireNonNull(night).creators().stream()
                .filter(each -> each.part() == Part.PAYABLE)
                .forEach(each -> owed.put(each.payee(), each.after()));
        return owed;
    }

    private static Map<String, Long> paid(@Nullable RehearsedNight night) {
        Map<String, Long> paid = new TreeMap<>();
        Objects.requireNonNull(night).payouts().forEach(item -> paid.put(item.payee(), item.net()));
        return paid;
    }

    /** A digest of every table, and of every file below the home. */
    private static Map<String, String> everything() throws IOException {
        Map<String, String> all = new TreeMap<>(files(folder.resolve("home")));
        List<String> tables =
                ledger.database()
                        .lines(
                                """
                                select format('%I.%I', schemaname, tablename) from pg_tables
                                where schemaname not in ('pg_catalog', 'information_schema', 'public')
                                """);
        for (String digest : ledger.database().digests(tables)) {
            all.put(digest.substring(0, digest.indexOf('|')), digest);
        }
        return all;
    }

    /** Without the lists of files, which are signed anew and name versions of objects. */
    private static Map<String, String> reports(RunningLedger settled) throws IOException {
        Map<String, String> digests = files(settled.reports());
        digests.keySet().removeIf(file -> file.endsWith("MANIFEST.json"));
        return digests;
    }

    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                digests.put(
                        root.relativize(file).toString(), Sha256.hexOf(Files.readAllBytes(file)));
            }
        }
        return digests;
    }

    /** The keys of one home, so that what is sealed can be the same. */
    private static Path withKeysOf(Path home, Path other) throws IOException {
        for (String name : List.of("keys", "registry")) {
            try (Stream<Path> tree = Files.walk(home.resolve(name))) {
                for (Path path : tree.toList()) {
                    Path copy = other.resolve(home.relativize(path));
                    Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                    Files.copy(path, copy);
                }
            }
        }
        return other;
    }

    private static Path eightyTwenty(int version) throws IOException {
        String from = version == 1 ? "2026-01-01" : "2026-03-04";
        Path file = folder.resolve("eighty-twenty-" + version + ".jsonl");
        return Files.writeString(file, contract(version, from, 80) + end(1));
    }

    private static Path data() throws IOException {
        Path data = folder.resolve("data");
        write(
                data,
                "settings.yml",
                """
                settlement:
                  zone: UTC
                  first-day: 2026-03-02
                  payouts:
                    days: ["2026-03-02", "2026-03-04"]
                """);
        write(
                data,
                "stripe/balance_transactions.jsonl",
                charge("1", "o-1", "2026-03-02T10:00:00Z", 100_00)
                        + charge("2", "o-2", "2026-03-03T10:00:00Z", 333_33)
                        + charge("9", "o-9", "2026-03-03T11:00:00Z", 20_00)
                        + charge("3", "o-3", "2026-03-04T10:00:00Z", 10_00));
        write(
                data,
                "inbox/contracts/dt=2026-03-02/a.jsonl",
                contract(1, "2026-01-01", 70) + end(1));
        write(data, "inbox/payees/dt=2026-03-02/a.jsonl", payee("c1") + payee("c2") + end(2));
        write(
                data,
                "inbox/orders/dt=2026-03-02/a.jsonl",
                order("o-1", "2026-03-02", 100_00) + end(2));
        write(
                data,
                "inbox/orders/dt=2026-03-03/a.jsonl",
                order("o-2", "2026-03-03", 333_33) + end(2));
        write(
                data,
                "inbox/orders/dt=2026-03-04/a.jsonl",
                order("o-3", "2026-03-04", 10_00) + order("o-9", "2026-03-03", 20_00) + end(4));
        return data;
    }

    private static String contract(int version, String from, int share) {
        return """
        {"type":"contract","contract":"ct-1","version":%d,"validFrom":"%s","validTo":null,"parties":[{"payee":"c1","share":"%d%%"},{"payee":"c2","share":"%d%%"}],"incomeType":"royalty"}
        """
                .formatted(version, from, share, 100 - share);
    }

    private static String payee(String name) {
        return """
        {"type":"payee","payee":"%1$s","version":1,"validFrom":"2026-01-01","name":"Creator","country":"US","region":"NY","stripeAccount":"acct_%1$s","payoutCurrency":"USD","payoutMinimum":100,"rail":"stripe","tax":{"form":"W-9","tinRef":"vault:%1$s","certifiedOn":"2025-12-01","treatyRate":null,"backupWithholding":false},"hold":null}
        """
                .formatted(name);
    }

    private static String order(String order, String day, long net) {
        return """
        {"type":"order.placed","event":"e1","order":"%1$s","version":1,"occurredAt":"%2$sT10:00:00Z","currency":"USD","buyer":{"id":"b-1","country":"US","region":"CA","vatId":null},"lines":[{"line":"1","sku":"s","kind":"digital_goods","quantity":1,"contract":"ct-1","net":%3$d,"taxes":[]}],"total":%3$d}
        {"type":"order.fulfilled","event":"e2","order":"%1$s","occurredAt":"%2$sT12:00:00Z","portion":"1/1"}
        """
                .formatted(order, day, net);
    }

    private static String charge(String id, String order, String created, long amount) {
        return """
        {"id":"txn_%1$s","object":"balance_transaction","amount":%2$d,"available_on":%3$d,"balance_type":"payments","created":%3$d,"currency":"usd","description":"Order %4$s","exchange_rate":null,"fee":0,"fee_details":[],"net":%2$d,"reporting_category":"charge","source":{"id":"ch_%1$s","object":"charge","amount":%2$d,"currency":"usd","metadata":{"order_id":"%4$s"}},"status":"available","type":"charge"}
        """
                .formatted(id, amount, Instant.parse(created).getEpochSecond(), order);
    }

    private static String end(int lines) {
        return "{\"type\":\"end\",\"count\":" + lines + "}\n";
    }

    private static void write(Path data, String file, String text) throws IOException {
        Path path = data.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, text);
    }
}
