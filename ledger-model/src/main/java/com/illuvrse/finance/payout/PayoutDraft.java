package com.illuvrse.finance.payout;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import com.illuvrse.finance.tax.NoFigureException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A payout run over all creators: each with a balance gets an item with exactly one reason, the
 * first that applies. Only what is payable counts, never what is held or reserved.
 *
 * @param batch id of the run: its accounting day
 * @param items by payee and currency
 */
public record PayoutDraft(String batch, List<PayoutItem> items) {

    public PayoutDraft {
        items = List.copyOf(items);
    }

    /** Units of one currency for a unit of another on the day of the run; empty when unknown. */
    @FunctionalInterface
    public interface Rates {
        Optional<DayRate> of(Currency from, Currency to);
    }

    /** Drafts a run without rates: nobody is paid in another currency than is owed. */
    public static PayoutDraft of(
            LocalDate day,
            Collection<CreatorBalance> balances,
            Map<String, Payee> payees,
            Set<String> suspended,
            Taxes taxes) {
        return of(day, balances, payees, suspended, taxes, (from, to) -> Optional.empty());
    }

    /**
     * Drafts the run of an accounting day.
     *
     * @param payees the record of each creator that is valid on the day
     * @param suspended creators whose destination sent an earlier payment back
     * @param taxes what must be withheld of a payment
     * @param rates asked only of two different currencies
     */
    public static PayoutDraft of(
            LocalDate day,
            Collection<CreatorBalance> balances,
            Map<String, Payee> payees,
            Set<String> suspended,
            Taxes taxes,
            Rates rates) {
        String batch = day.toString();
        List<PayoutItem> items = new ArrayList<>();
        for (CreatorBalance balance : balances) {
            if (balance.isEmpty()) {
                continue;
            }
            Payee payee = payees.get(balance.payee());
            DayRate rate =
                    payee == null || payee.payoutCurrency().equals(balance.currency())
                            ? null
                            : rates.of(balance.currency(), payee.payoutCurrency()).orElse(null);
            PayoutReason reason = reason(balance, payee, suspended.contains(balance.payee()), rate);
            items.add(
                    reason == PayoutReason.PAID && payee != null
                            ? taxed(batch, balance, payee, taxes, rate)
                            : PayoutItem.unpaid(batch, balance, reason));
        }
        items.sort(Comparator.comparing(PayoutItem::payee).thenComparing(PayoutItem::currency));
        return new PayoutDraft(batch, items);
    }

    /** What is left after taxes is paid, unless they cannot be told or leave nothing. */
    private static PayoutItem taxed(
            String batch,
            CreatorBalance balance,
            Payee payee,
            Taxes taxes,
            @Nullable DayRate rate) {
        try {
            List<Withholding> kept = taxes.of(payee, balance, balance.payable());
            PayoutExchange exchange = rate == null ? null : PayoutExchange.at(rate);
            return PayoutItem.inSteps(batch, balance, payee, kept, exchange);
        } catch (NoFigureException unknown) {
            return PayoutItem.unpaid(batch, balance, PayoutReason.TAX_UNDECIDED);
        }
    }

    /** The first reason that applies. */
    static PayoutReason reason(
            CreatorBalance balance,
            @Nullable Payee payee,
            boolean suspended,
            @Nullable DayRate rate) {
        if (balance.payable() < 0) {
            return PayoutReason.NEGATIVE_BALANCE;
        }
        if (balance.payable() == 0 || (payee != null && payee.hold() != null)) {
            return PayoutReason.ON_HOLD;
        }
        if (suspended) {
            return PayoutReason.DESTINATION_SUSPENDED;
        }
        if (payee == null) {
            return PayoutReason.PAYEE_MISSING;
        }
        if (payee.destination() == null) {
            return PayoutReason.DESTINATION_INCOMPLETE;
        }
        if (payee.tax().form() == null) {
            return PayoutReason.TAX_FORM_MISSING;
        }
        boolean exchanged = !payee.payoutCurrency().equals(balance.currency());
        if (exchanged && rate == null) {
            return PayoutReason.RATE_MISSING;
        }
        long worth =
                rate == null
                        ? balance.payable()
                        : rate.convert(Money.of(balance.payable(), balance.currency())).minor();
        if (worth < payee.payoutMinimum()) {
            return PayoutReason.BELOW_MINIMUM;
        }
        return worth < payee.payoutCurrency().payoutStep()
                ? PayoutReason.GRANULARITY_REST
                : PayoutReason.PAID;
    }

    /** The items that are paid. */
    public List<PayoutItem> paid() {
        return items.stream().filter(PayoutItem::isPaid).toList();
    }

    /** What leaves, by the currency it is owed in. */
    public SortedMap<Currency, Long> totals() {
        TreeMap<Currency, Long> totals = new TreeMap<>();
        for (PayoutItem item : paid()) {
            totals.merge(item.currency(), item.net(), Math::addExact);
        }
        return totals;
    }

    /** Creators that earn but have no payee record, found anew every night. */
    public static List<Finding> missingPayees(
            Collection<String> creators, Collection<String> known) {
        return creators.stream()
                .distinct()
                .filter(creator -> !known.contains(creator))
                .sorted()
                .map(
                        creator ->
                                Finding.of(
                                        BreakType.PAYEE_MISSING,
                                        creator,
                                        "creator " + creator + " has no payee record"))
                .toList();
    }
}
