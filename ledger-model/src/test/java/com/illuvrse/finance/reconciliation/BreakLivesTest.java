package com.illuvrse.finance.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Breaks over many nights: closed by persons, open again when their word does not cover it. */
class BreakLivesTest {

    private static final Currency USD = Currency.of("USD");
    private static final AccountId CHARGE = Accounts.CLEARING_CHARGE;
    private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);

    private final Nights nights = new Nights(MONDAY);

    @Test
    void anAcceptedConditionStaysClosedWhileItIsFoundAsItWas() {
        nights.night(mismatch(200)).word(key("AMOUNT_MISMATCH", "o-1"));

        nights.night(mismatch(200)).night(mismatch(200)).night(mismatch(200));

        assertThat(nights.lives())
                .containsExactly(
                        "2026-03-02 AMOUNT_MISMATCH:o-1 200 OPEN",
                        "2026-03-03 AMOUNT_MISMATCH:o-1 200 RESOLVED because");
    }

    @Test
    void anAcceptedConditionOfAnotherAmountIsOpenedOnThatDay() {
        nights.night(mismatch(200)).word(key("AMOUNT_MISMATCH", "o-1"));

        nights.night(mismatch(200)).night(mismatch(300)).night(mismatch(200));

        assertThat(nights.lives())
                .containsExactly(
                        "2026-03-02 AMOUNT_MISMATCH:o-1 200 OPEN",
                        "2026-03-03 AMOUNT_MISMATCH:o-1 200 RESOLVED because",
                        "2026-03-04 AMOUNT_MISMATCH:o-1 300 OPEN",
                        "2026-03-05 AMOUNT_MISMATCH:o-1 200 OPEN");
        assertThat(nights.row(key("AMOUNT_MISMATCH", "o-1")).openedOn())
                .isEqualTo(LocalDate.of(2026, 3, 4));
    }

    @Test
    void anAcceptedConditionThatWasGoneIsOpenedWhenItComesBack() {
        nights.night(mismatch(200)).word(key("AMOUNT_MISMATCH", "o-1"));

        nights.night(mismatch(200)).night().night().night(mismatch(200));

        assertThat(nights.lives())
                .containsExactly(
                        "2026-03-02 AMOUNT_MISMATCH:o-1 200 OPEN",
                        "2026-03-03 AMOUNT_MISMATCH:o-1 200 RESOLVED because",
                        "2026-03-04 AMOUNT_MISMATCH:o-1 200 AUTO_RESOLVED ORDER_AMENDED",
                        "2026-03-06 AMOUNT_MISMATCH:o-1 200 OPEN");
    }

    @Test
    void anAcceptedRowOfAReportThatIsNotReadAgainIsNotCalledGone() {
        Finding differs = Finding.of(BreakType.REPORT_MISMATCH, "t1", Money.of(2, USD), "differs");
        nights.night(differs).word(differs.key());

        nights.night(differs).night().night();

        assertThat(nights.lives())
                .containsExactly(
                        "2026-03-02 REPORT_MISMATCH:t1 2 OPEN",
                        "2026-03-03 REPORT_MISMATCH:t1 2 RESOLVED because");
    }

    @Test
    void aWordGivenForOneAmountDoesNotCloseAnother() {
        nights.night(mismatch(200)).word(key("AMOUNT_MISMATCH", "o-1"));

        nights.night(mismatch(300));

        assertThat(nights.lives()).endsWith("2026-03-03 AMOUNT_MISMATCH:o-1 300 OPEN").hasSize(2);
        assertThat(nights.waiting())
                .containsExactly(
                        "AMOUNT_MISMATCH:o-1 it was resolved at USD 2.00 and is USD 3.00 now; look at it and resolve it again");
    }

    @Test
    void aConditionThatEndsBeforeTheWordCountsEndsByItsRule() {
        nights.night(payment(100))
                .journal("J1", 100, null)
                .word(key("PAYMENT_WITHOUT_ORDER", "t1"), "J1");

        nights.moved(100).night();

        assertThat(nights.lives())
                .endsWith(
                        "2026-03-03 CLEARING_JOURNAL:J1:assets:clearing:charge:USD 100 OPEN",
                        "2026-03-03 PAYMENT_WITHOUT_ORDER:t1 -100 AUTO_RESOLVED ORDER_ARRIVED");
        assertThat(nights.waiting()).isEmpty();
    }

    @Test
    void anEventThatIsFoundAgainIsOpenedAgain() {
        Finding changed = Finding.of(BreakType.SOURCE_CHANGED, "t1", "other content");
        nights.night(changed).word(changed.key());

        nights.night().night().night(changed);

        assertThat(nights.lives())
                .containsExactly(
                        "2026-03-02 SOURCE_CHANGED:t1 - OPEN",
                        "2026-03-03 SOURCE_CHANGED:t1 - RESOLVED because",
                        "2026-03-05 SOURCE_CHANGED:t1 - OPEN");
    }

    @Test
    void anEventFoundAgainOnTheNightTheWordWouldCountStaysOpen() {
        Finding changed = Finding.of(BreakType.SOURCE_CHANGED, "t1", "other content");
        nights.night(changed).word(changed.key());

        nights.night(changed).night();

        assertThat(nights.lives())
                .endsWith("2026-03-04 SOURCE_CHANGED:t1 - OPEN")
                .noneMatch(row -> row.contains("RESOLVED"));
    }

    @Test
    void whatAJournalBookedOffIsClosedWithIt() {
        nights.event("t2", -100).night().journal("J1", 100, null).night();

        nights.word(key("DUPLICATE_PAYMENT", "t2")).night().night();

        assertThat(nights.lives())
                .endsWith(
                        "2026-03-04 CLEARING_JOURNAL:J1:assets:clearing:charge:USD 100 AUTO_RESOLVED BOOKED_OFF DUPLICATE_PAYMENT:t2",
                        "2026-03-04 DUPLICATE_PAYMENT:t2 -100 RESOLVED because");
    }

    @Test
    void whenThePaymentThatWasBookedOffFindsItsOrderTheJournalIsOpenAgain() {
        nights.night(payment(100)).journal("J1", 100, null).night(payment(100));
        nights.word(key("PAYMENT_WITHOUT_ORDER", "t1"), "J1").night(payment(100));

        nights.night(payment(100)).moved(100).night();

        assertThat(nights.lives())
                .endsWith(
                        "2026-03-06 CLEARING_JOURNAL:J1:assets:clearing:charge:USD 100 OPEN",
                        "2026-03-06 PAYMENT_WITHOUT_ORDER:t1 -100 AUTO_RESOLVED ORDER_ARRIVED");
    }

    @Test
    void aJournalThatIsTakenBackIsClosedWithTheOneThatTakesItBack() {
        nights.journal("J1", 100, null).night();

        nights.journal("J2", -100, "J1").night();

        assertThat(nights.lives())
                .endsWith(
                        "2026-03-03 CLEARING_JOURNAL:J1:assets:clearing:charge:USD 100 AUTO_RESOLVED JOURNAL_REVERSED",
                        "2026-03-03 CLEARING_JOURNAL:J2:assets:clearing:charge:USD -100 AUTO_RESOLVED JOURNAL_REVERSED");
    }

    @Test
    void whatAJournalBookedOffIsOpenAgainWhenTheJournalIsTakenBack() {
        nights.event("t2", -100).journal("J1", 100, null).night();
        nights.word(key("DUPLICATE_PAYMENT", "t2")).night();

        nights.journal("J2", -100, "J1").night();

        assertThat(nights.open()).containsExactly("DUPLICATE_PAYMENT:t2");
        assertThat(nights.row(key("DUPLICATE_PAYMENT", "t2")).ageDays()).isZero();
    }

    @Test
    void aJournalThatTakesBackTheTakingBackOpensTheFirstAgain() {
        nights.journal("J1", 100, null).night().journal("J2", -100, "J1").night();

        nights.journal("J3", 100, "J2").night();

        assertThat(nights.open()).containsExactly("CLEARING_JOURNAL:J1:assets:clearing:charge:USD");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-07, 2026-03-09, 2",
        "2026-10-31, 2026-11-02, 2",
        "2028-02-28, 2028-03-01, 2",
        "2026-12-31, 2027-01-01, 1",
        "2026-03-02, 2027-03-02, 365"
    })
    void agesCountDaysOfTheCalendar(LocalDate opened, LocalDate today, int age) {
        Nights some = new Nights(opened).event("t2", -100);
        some.night();
        while (!some.today.isAfter(today)) {
            some.night();
        }

        assertThat(some.row(key("DUPLICATE_PAYMENT", "t2")).ageDays()).isEqualTo(age);
        assertThat(some.row(key("DUPLICATE_PAYMENT", "t2")).openedOn()).isEqualTo(opened);
    }

    @ParameterizedTest
    @EnumSource(BreakType.class)
    void everyTypeSaysWhatToDoNext(BreakType type) {
        assertThat(type.nextStep()).matches("[A-Z][^.]+(: [^.]+)?\\.");
    }

    /** Whatever persons say and whenever money moves, the open breaks explain what lies there. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theOpenBreaksExplainTheBalanceEveryNight(long seed) {
        Random random = new Random(seed);
        for (int ledger = 0; ledger < 40; ledger++) {
            Nights some = new Nights(MONDAY);
            TreeMap<String, Long> waiting = new TreeMap<>();
            for (int night = 0; night < 30; night++) {
                some.anything(random, waiting, night);
            }
            assertThat(some.lives()).isNotEmpty();
        }
    }

    private static BreakKey key(String type, String ref) {
        return new BreakKey(BreakType.valueOf(type), ref);
    }

    private static Finding mismatch(long minor) {
        return Finding.of(BreakType.AMOUNT_MISMATCH, "o-1", Money.of(minor, USD), "differs");
    }

    private static Finding payment(long minor) {
        return payment("t1", minor);
    }

    private static Finding payment(String ref, long minor) {
        return Finding.on(
                CHARGE, BreakType.PAYMENT_WITHOUT_ORDER, ref, Money.of(-minor, USD), "waits");
    }

    /** A ledger with one clearing account; after every night its balance must be explained. */
    private static final class Nights {

        private LocalDate today;
        private long balance;
        private final List<Finding> findings = new ArrayList<>();
        private final List<ClearingJournals.Part> journals = new ArrayList<>();
        private final TreeMap<BreakKey, Resolution> words = new TreeMap<>();
        private final TreeMap<BreakKey, ClosedBreak> closed = new TreeMap<>();
        private final Set<BreakKey> standing = new TreeSet<>();
        private final List<String> lives = new ArrayList<>();
        private RolledBreaks last =
                Breaks.roll(List.of(), List.of(), BreakNews.of(List.of()), MONDAY);

        Nights(LocalDate first) {
            today = first;
        }

        private RolledBreaks roll(LocalDate day) {
            List<Resolution> given = new ArrayList<>();
            for (Resolution word : words.values()) {
                boolean again = findings.stream().anyMatch(found -> found.key().equals(word.key()));
                given.add(
                        new Resolution(
                                word.key(),
                                word.reason(),
                                word.givenAt(),
                                word.amount(),
                                again && word.foundAgainOn() == null ? day : word.foundAgainOn(),
                                word.journals()));
            }
            given.forEach(word -> words.put(word.key(), word));
            return Breaks.roll(
                    last.rows(),
                    List.copyOf(closed.values()),
                    new BreakNews(findings, journals, given),
                    day);
        }

        /** An event whose money was booked tonight. */
        Nights event(String ref, long minor) {
            findings.add(
                    Finding.on(
                            CHARGE,
                            BreakType.DUPLICATE_PAYMENT,
                            ref,
                            Money.of(minor, USD),
                            "second"));
            return moved(minor);
        }

        Nights journal(String name, long minor, @Nullable String reverses) {
            ClearingJournals.Part part =
                    new ClearingJournals.Part(name, CHARGE, Money.of(minor, USD), reverses);
            journals.add(part);
            findings.addAll(ClearingJournals.findings(List.of(part)));
            return moved(minor);
        }

        Nights moved(long minor) {
            balance += minor;
            return this;
        }

        /** A person resolves a break as the last night left it. */
        Nights word(BreakKey key, String... named) {
            Break row = row(key);
            words.put(
                    key,
                    new Resolution(
                            key, "because", Instant.EPOCH, row.amount(), null, Set.of(named)));
            return this;
        }

        Nights night(Finding... conditions) {
            for (Finding condition : conditions) {
                findings.add(condition);
                Money amount = condition.amount();
                if (condition.account() != null
                        && amount != null
                        && standing.add(condition.key())) {
                    balance += amount.minor();
                }
            }
            last = roll(today);
            last.rows().forEach(row -> closed.remove(row.key()));
            last.closed().forEach(each -> closed.put(each.row().key(), each));
            words.keySet().removeIf(key -> !isOpen(key));
            findings.clear();
            journals.clear();
            for (Break row : last.rows()) {
                Money amount = row.amount();
                String how = row.resolution();
                lives.add(
                        "%s %s %s %s%s"
                                .formatted(
                                        today,
                                        row.key(),
                                        amount == null ? "-" : amount.minor(),
                                        row.status(),
                                        how == null ? "" : " " + how));
            }
            ControlCheck.clearingExplained(
                    List.of(new AccountBalance(CHARGE, USD, balance, 0, 0)), last.rows());
            today = today.plusDays(1);
            return this;
        }

        private boolean isOpen(BreakKey key) {
            return last.rows().stream().anyMatch(row -> row.key().equals(key) && row.isOpen());
        }

        Break row(BreakKey key) {
            return last.rows().stream()
                    .filter(row -> row.key().equals(key))
                    .findFirst()
                    .orElseThrow();
        }

        List<String> open() {
            return last.rows().stream()
                    .filter(Break::isOpen)
                    .map(row -> row.key().toString())
                    .toList();
        }

        List<String> lives() {
            return lives;
        }

        List<String> waiting() {
            return last.waiting().entrySet().stream()
                    .map(each -> each.getKey() + " " + each.getValue())
                    .toList();
        }

        /** A night with a few things of every kind, in few amounts so that many fit each other. */
        void anything(Random random, SortedMap<String, Long> waiting, int night) {
            for (int i = 0; i < random.nextInt(3); i++) {
                long minor = amount(random);
                switch (random.nextInt(5)) {
                    case 0 -> event("e" + night + "-" + i, -minor);
                    case 1 -> journal("J" + night + "-" + i, minor, null);
                    case 2 -> journal("J" + night + "-" + i, -minor, earlier(random, night));
                    case 3 -> {
                        waiting.put("t" + night + "-" + i, minor);
                        moved(-minor);
                    }
                    default -> {
                        if (!waiting.isEmpty()) {
                            // the order arrives and its sale is booked
                            moved(Objects.requireNonNull(waiting.remove(waiting.firstKey())));
                        }
                    }
                }
            }
            for (Break row : last.rows()) {
                if (row.isOpen() && random.nextInt(3) == 0) {
                    word(row.key(), random.nextBoolean() ? new String[0] : named(random));
                }
            }
            waiting.forEach((ref, minor) -> findings.add(payment(ref, minor)));
            night();
        }

        private static long amount(Random random) {
            return 100L * (1 + random.nextInt(3));
        }

        private static String earlier(Random random, int night) {
            return "J" + random.nextInt(night + 1) + "-0";
        }

        private String[] named(Random random) {
            return last.rows().stream()
                    .filter(row -> row.isOpen() && row.type() == BreakType.CLEARING_JOURNAL)
                    .filter(row -> random.nextBoolean())
                    .map(row -> row.ref().substring(0, row.ref().indexOf(':')))
                    .toArray(String[]::new);
        }
    }
}
