package com.illuvrse.finance.jobs.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.jobs.postgres.TrialBalances.Holding;
import com.illuvrse.finance.jobs.postgres.TrialBalances.LateEntry;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Balances on both axes against the plainest thing that could be right: adding up lines one by one.
 * Twelve days of random entries, a third of them late; the last two days are not sealed.
 */
final class TrialBalanceTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 25);
    private static final int DAYS = 12;
    private static final int SEALED = 10;
    private static final List<AccountId> ACCOUNTS =
            List.of(
                    Accounts.CLEARING_CHARGE,
                    Accounts.ESCROW,
                    Accounts.STRIPE_PENDING,
                    Accounts.payable("c1"),
                    Accounts.payable("c2"),
                    Accounts.FEES_PROCESSING);
    private static final List<Currency> CURRENCIES =
            List.of(Currency.of("USD"), Currency.of("JPY"), Currency.of("KWD"));
    private static final SealedDays LEDGER = SealedDays.create(FIRST);
    private static final TrialBalances BALANCES = new TrialBalances(LEDGER.database());
    private static final List<JournalEntry> ENTRIES = new ArrayList<>();

    @BeforeAll
    static void book() {
        Random random = new Random(20261126);
        for (int day = 0; day < DAYS; day++) {
            LocalDate bookedOn = FIRST.plusDays(day);
            LEDGER.open(bookedOn);
            List<JournalEntry> entries = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int back = random.nextInt(3) == 0 ? random.nextInt(20) : 0;
                AccountId debit = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
                AccountId credit = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
                Currency currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
                entries.add(
                        SealedDays.entry(
                                bookedOn,
                                bookedOn.minusDays(back),
                                "random:" + day + ":" + i,
                                debit,
                                credit,
                                Money.of(1 + random.nextInt(100_000), currency)));
            }
            // an account that is zero again at the end of its day, and of the next
            entries.add(zero(bookedOn, "up:" + day, Accounts.payable("gone"), Accounts.ESCROW));
            entries.add(zero(bookedOn, "down:" + day, Accounts.ESCROW, Accounts.payable("gone")));
            LEDGER.post(entries);
            ENTRIES.addAll(entries);
            if (day < SEALED) {
                LEDGER.seal(bookedOn);
            }
        }
    }

    private static JournalEntry zero(LocalDate day, String key, AccountId debit, AccountId credit) {
        return SealedDays.entry(day, day, key, debit, credit, Money.of(7, CURRENCIES.get(0)));
    }

    @AfterAll
    static void close() {
        LEDGER.close();
    }

    /** Every pair of days from before the first to after the last. */
    static Stream<Arguments> axes() {
        List<Arguments> axes = new ArrayList<>();
        for (int effective = -21; effective <= DAYS; effective += effective < -1 ? 5 : 1) {
            for (int known = -1; known <= DAYS; known++) {
                axes.add(Arguments.of(FIRST.plusDays(effective), FIRST.plusDays(known)));
            }
        }
        return axes.stream();
    }

    @ParameterizedTest(name = "effective {0}, known {1}")
    @MethodSource("axes")
    void isWhatAddingUpGives(LocalDate effective, LocalDate known) {
        Map<String, Long> expected = sums(effective, known);

        assertThat(asMap(BALANCES.of(effective, known))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "effective {0}, known {1}")
    @MethodSource("axes")
    void oneAccountIsAskedLikeAll(LocalDate effective, LocalDate known) {
        Map<String, Long> expected = sums(effective, known);
        Map<String, Long> told = new TreeMap<>();
        LEDGER.database()
                .sql()
                .sql(
                        """
                        select a.path, c.currency,
                            ledger.balance(a.path, c.currency, effective => :effective, known => :known)
                        from ledger.account a cross join (values ('USD'), ('JPY'), ('KWD')) as c (currency)
                        """)
                .param("effective", effective)
                .param("known", known)
                .query(
                        row -> {
                            if (row.getLong(3) != 0) {
                                told.put(row.getString(1) + " " + row.getString(2), row.getLong(3));
                            }
                        });

        assertThat(told).isEqualTo(expected);
    }

    @Test
    void whatWasSealedAndWhatCameLateIsWhatIsKnownNow() {
        LocalDate last = FIRST.plusDays(SEALED - 1);
        for (LocalDate end = FIRST; !end.isAfter(last); end = end.plusDays(1)) {
            Map<String, Long> sum = asMap(BALANCES.of(end, end));
            List<LateEntry> late = BALANCES.lateEntries(end, last);
            for (LateEntry entry : late) {
                assertThat(entry.bookedOn()).isAfter(end);
                assertThat(entry.effectiveOn()).isBeforeOrEqualTo(end);
                entry.lines()
                        .forEach(
                                line ->
                                        sum.merge(
                                                line.account() + " " + line.amount().currency(),
                                                line.amount().minor(),
                                                Long::sum));
            }
            sum.values().removeIf(minor -> minor == 0);

            assertThat(late.isEmpty()).isEqualTo(end.equals(last));
            assertThat(asMap(BALANCES.of(end, last))).isEqualTo(sum);
        }
    }

    @Test
    void asSealedIsWhatTheCutOfTheDayDrew() {
        for (int day = 0; day < SEALED; day++) {
            LocalDate end = FIRST.plusDays(day);
            Map<String, Long> drawn = new TreeMap<>();
            for (String line :
                    LEDGER.test()
                            .lines(
                                    "select a.path || ' ' || b.currency, b.closing from ledger.balance_day b join ledger.account a using (account_id) where b.closing <> 0 and b.day = '"
                                            + end
                                            + "'")) {
                String[] cells = line.split("\\|", -1);
                drawn.put(cells[0], Long.parseLong(cells[1]));
            }

            assertThat(asMap(BALANCES.of(end, end))).isEqualTo(drawn);
        }
    }

    @Test
    void everyTrialBalanceIsZeroInEveryCurrency() {
        Map<Currency, Long> sums = new TreeMap<>();
        for (Holding each : BALANCES.of(FIRST.plusDays(4), FIRST.plusDays(8))) {
            sums.merge(each.balance().currency(), each.balance().minor(), Long::sum);
        }

        assertThat(sums).hasSize(3).allSatisfy((currency, sum) -> assertThat(sum).isZero());
    }

    /** Forty days of a thousand entries, one in fifty of them late. */
    @Test
    void readsDrawnBalancesAndWhatIsLateAndNothingElse() {
        LocalDate begin = LocalDate.of(2026, 1, 1);
        try (SealedDays ledger = SealedDays.create(begin)) {
            for (int day = 0; day < 40; day++) {
                LocalDate bookedOn = begin.plusDays(day);
                ledger.open(bookedOn);
                List<JournalEntry> entries = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    entries.add(
                            SealedDays.entry(
                                    bookedOn,
                                    i % 50 == 0 ? bookedOn.minusDays(2) : bookedOn,
                                    "many:" + day + ":" + i,
                                    ACCOUNTS.get(i % 5),
                                    ACCOUNTS.get(5),
                                    Money.of(i + 1, CURRENCIES.get(i % 3))));
                }
                ledger.post(entries);
                ledger.seal(bookedOn);
            }
            ledger.test().asOwner("analyze ledger.entry; analyze ledger.balance_day");
            String question =
                    "ledger.trial_balance(effective => '2026-01-15', known => '2026-02-09')";

            String plan =
                    String.join(
                            "\n",
                            ledger.test()
                                    .lines("explain (analyze, buffers) select * from " + question));

            assertThat(plan).doesNotContain("Seq Scan on entry").contains("entry_that_is_late");
            assertThat(
                            new TrialBalances(ledger.database())
                                    .of(begin.plusDays(14), begin.plusDays(39)))
                    .isNotEmpty();
        }
    }

    private static Map<String, Long> sums(LocalDate effective, LocalDate known) {
        Map<String, Long> sums = new TreeMap<>();
        for (JournalEntry entry : ENTRIES) {
            if (!entry.effectiveOn().isAfter(effective) && !entry.bookedOn().isAfter(known)) {
                entry.postings()
                        .forEach(
                                line ->
                                        sums.merge(
                                                line.account() + " " + line.amount().currency(),
                                                line.signedMinor(),
                                                Long::sum));
            }
        }
        sums.values().removeIf(minor -> minor == 0);
        return sums;
    }

    private static Map<String, Long> asMap(List<Holding> holdings) {
        Map<String, Long> map = new TreeMap<>();
        for (Holding each : holdings) {
            map.put(each.account() + " " + each.balance().currency(), each.balance().minor());
        }
        assertThat(map).hasSameSizeAs(holdings);
        return map;
    }
}
