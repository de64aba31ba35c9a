package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.exporters.parquet.PayoutRow;
import com.illuvrse.finance.exporters.parquet.SealedDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.PayoutReason;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakType;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A day as it could have been: charges, sales, releases, a refund, a dispute, a payout run. */
final class MadeUpDay {

    static final LocalDate DAY = LocalDate.parse("2026-03-02");
    static final Currency USD = Currency.of("USD");
    static final Currency JPY = Currency.of("JPY");
    static final Currency KWD = Currency.of("KWD");

    private record Place(AccountId account, Currency currency) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byAccount = account.compareTo(other.account);
            return byAccount != 0 ? byAccount : currency.compareTo(other.currency);
        }
    }

    private final List<JournalEntry> entries = new ArrayList<>();
    private final List<Break> breaks = new ArrayList<>();
    private final List<PayoutRow> payouts = new ArrayList<>();
    private final List<ReconciliationRow> reconciliation = new ArrayList<>();
    private final TreeMap<Place, long[]> balances = new TreeMap<>();

    /** A quiet day in one currency. */
    static MadeUpDay quiet() {
        return new MadeUpDay().trade(USD, 1_000_00);
    }

    /** A day on which a good deal happens, in three currencies. */
    static MadeUpDay busy() {
        MadeUpDay day = new MadeUpDay();
        day.open(USD, 182_400_37).open(JPY, 1_204_500).open(KWD, 80_125);
        day.trade(USD, 48_210_55).trade(JPY, 398_000).trade(KWD, 12_500);
        day.entry("refund", Accounts.ESCROW, Accounts.CLEARING_REFUND, USD, 1_210_00);
        day.entry("bt:refund", Accounts.CLEARING_REFUND, Accounts.STRIPE_AVAILABLE, USD, 1_310_00);
        day.entry("bt:dispute", Accounts.DISPUTES_OPEN, Accounts.STRIPE_AVAILABLE, USD, 480_00);
        day.entry("bt:fee", Accounts.FEES_DISPUTE, Accounts.STRIPE_AVAILABLE, USD, 15_00);
        day.entry("bt:odd", Accounts.SUSPENSE_STRIPE, Accounts.STRIPE_AVAILABLE, USD, 12_34);
        day.entry("hold", Accounts.payable("c1"), Accounts.held("c1"), USD, 336_00);
        day.entry("payout", Accounts.payable("c1"), Accounts.PAYOUTS_CLEARING, USD, 21_050_00);
        day.entry("payout-tax", Accounts.payable("c1"), Accounts.withholding("US"), USD, 640_00);
        day.entry(
                "bt:transfer",
                Accounts.PAYOUTS_CLEARING,
                Accounts.STRIPE_AVAILABLE,
                USD,
                21_050_00);
        day.entry("bt:payout", Accounts.TRANSIT_PAYOUT, Accounts.STRIPE_AVAILABLE, USD, 9_000_00);
        day.entry("bank", Accounts.bank("main"), Accounts.TRANSIT_PAYOUT, USD, 9_000_00);
        day.found(BreakType.REFUND_WITHOUT_ORDER, "re_3", 2, Money.of(100_00, USD));
        day.found(BreakType.UNKNOWN_BT_TYPE, "txn_odd", 0, Money.of(12_34, USD));
        day.found(
                BreakType.FEED_REJECTED,
                "orders/dt=2026-03-02/<script>alert(1)</script>.jsonl",
                0,
                null);
        day.closed(BreakType.ORDER_WITHOUT_PAYMENT, "o-77", "PAYMENT_ARRIVED_OR_CANCELLED");
        day.paid("c1", 21_690_00, 640_00).unpaid("c2", 480, PayoutReason.BELOW_MINIMUM);
        day.unpaid("c3", -2_100, PayoutReason.NEGATIVE_BALANCE);
        day.reconciled("payments", USD, 0)
                .reconciled("payments", JPY, 0)
                .reconciled("payments", KWD, 0);
        return day;
    }

    MadeUpDay open(Currency currency, long minor) {
        move(Accounts.STRIPE_AVAILABLE, currency, minor, 0);
        move(Accounts.ESCROW, currency, -(minor * 6 / 10), 0);
        move(Accounts.payable("c1"), currency, -(minor * 3 / 10), 0);
        move(Accounts.COMMISSION, currency, -(minor - minor * 6 / 10 - minor * 3 / 10), 0);
        return this;
    }

    /** Charges of this sum, their sales and the release of most of them. */
    MadeUpDay trade(Currency currency, long gross) {
        long fee = gross * 3 / 100;
        long tax = gross * 7 / 100;
        long released = (gross - tax) * 8 / 10;
        long commission = released * 3 / 10;
        add(
                draft("bt:charge:" + currency)
                        .debit(Accounts.STRIPE_PENDING, Money.of(gross - fee, currency))
                        .debit(Accounts.FEES_PROCESSING, Money.of(fee, currency))
                        .credit(Accounts.CLEARING_CHARGE, Money.of(gross, currency)));
        add(
                draft("sale:" + currency)
                        .debit(Accounts.CLEARING_CHARGE, Money.of(gross, currency))
                        .credit(Accounts.tax("US-CA"), Money.of(tax, currency))
                        .credit(Accounts.ESCROW, Money.of(gross - tax, currency)));
        add(
                draft("fulfil:" + currency)
                        .debit(Accounts.ESCROW, Money.of(released, currency))
                        .credit(Accounts.COMMISSION, Money.of(commission, currency))
                        .credit(Accounts.reserve("c1"), Money.of(released / 20, currency))
                        .credit(
                                Accounts.payable("c1"),
                                Money.of(released - commission - released / 20, currency)));
        return entry(
                "bt:available:" + currency,
                Accounts.STRIPE_AVAILABLE,
                Accounts.STRIPE_PENDING,
                currency,
                gross / 2);
    }

    MadeUpDay entry(String key, AccountId debit, AccountId credit, Currency currency, long minor) {
        return add(
                draft(key)
                        .debit(debit, Money.of(minor, currency))
                        .credit(credit, Money.of(minor, currency)));
    }

    private JournalEntry.Draft draft(String key) {
        return JournalEntry.of(
                new SourceKey("made-up:" + key), DAY, Instant.parse("2026-03-02T12:00:00Z"));
    }

    private MadeUpDay add(JournalEntry.Draft draft) {
        JournalEntry entry = draft.build();
        entries.add(entry);
        entry.postings()
                .forEach(
                        line ->
                                move(
                                        line.account(),
                                        line.amount().currency(),
                                        0,
                                        line.signedMinor()));
        return this;
    }

    private void move(AccountId account, Currency currency, long opening, long moved) {
        long[] sums = balances.computeIfAbsent(new Place(account, currency), p -> new long[3]);
        sums[0] += opening;
        sums[moved < 0 ? 2 : 1] += Math.abs(moved);
    }

    MadeUpDay found(BreakType type, String ref, int age, @Nullable Money amount) {
        breaks.add(
                new Break(
                        type,
                        ref,
                        DAY.minusDays(age),
                        age,
                        type.severity(),
                        Break.Status.OPEN,
                        null,
                        null,
                        null,
                        amount));
        return this;
    }

    MadeUpDay closed(BreakType type, String ref, String resolution) {
        breaks.add(
                new Break(
                        type,
                        ref,
                        DAY.minusDays(1),
                        1,
                        type.severity(),
                        Break.Status.RESOLVED,
                        resolution,
                        DAY,
                        null,
                        null));
        return this;
    }

    MadeUpDay paid(String payee, long gross, long withheld) {
        long net = gross - withheld;
        payouts.add(
                new PayoutRow(
                        "2026-03-02",
                        payee,
                        USD,
                        gross,
                        gross,
                        withheld,
                        net,
                        USD,
                        net,
                        "SENT",
                        PayoutReason.PAID,
                        "tr_1"));
        return this;
    }

    MadeUpDay unpaid(String payee, long available, PayoutReason reason) {
        payouts.add(
                new PayoutRow(
                        "2026-03-02",
                        payee,
                        USD,
                        available,
                        0,
                        0,
                        0,
                        USD,
                        0,
                        "NONE",
                        reason,
                        null));
        return this;
    }

    /** Stripe's balance as the entries have it, but for a difference. */
    MadeUpDay reconciled(String balanceType, Currency currency, long difference) {
        long ledger = 0;
        for (AccountId account : List.of(Accounts.STRIPE_AVAILABLE, Accounts.STRIPE_PENDING)) {
            long[] sums = balances.getOrDefault(new Place(account, currency), new long[3]);
            ledger += sums[0] + sums[1] - sums[2];
        }
        reconciliation.add(
                new ReconciliationRow(
                        currency, balanceType, ledger, ledger - difference, 412, 412));
        return this;
    }

    /** The day as the page gets it, its rows in their order or the other way round. */
    SettledDay settled(boolean backwards) {
        SettledDay day =
                SettledDay.of(
                        new SealedDay(
                                "ledger.example.com/marketplace-sandbox", DAY, "5e".repeat(32)),
                        61,
                        "a7".repeat(32));
        inOrder(entries, backwards).forEach(day::add);
        inOrder(breaks, backwards).forEach(day::add);
        inOrder(payouts, backwards).forEach(day::add);
        inOrder(reconciliation, backwards).forEach(day::add);
        inOrder(accountBalances(), backwards).forEach(day::add);
        return day;
    }

    SettledDay settled() {
        return settled(false);
    }

    private List<AccountBalance> accountBalances() {
        List<AccountBalance> rows = new ArrayList<>();
        balances.forEach(
                (place, sums) ->
                        rows.add(
                                new AccountBalance(
                                        place.account(),
                                        place.currency(),
                                        sums[0],
                                        sums[1],
                                        sums[2])));
        return rows;
    }

    List<JournalEntry> entries() {
        return entries;
    }

    private static <T> List<T> inOrder(List<T> rows, boolean backwards) {
        List<T> copy = new ArrayList<>(rows);
        if (backwards) {
            Collections.reverse(copy);
        }
        return copy;
    }
}
