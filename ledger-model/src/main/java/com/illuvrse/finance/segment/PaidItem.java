package com.illuvrse.finance.segment;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An item of a payout batch that is paid, as it is sealed, and the entry it must have (segment
 * format, section 9; posting model, section 6). Amounts are minor units of the currency owed.
 *
 * @param key {@code <batch>:<payee>:<currency>}
 * @param pay what the rail sends, as Stripe's row shows it
 * @param taxes what is withheld of the gross
 * @param fx the exchange as it is sealed; empty when it is paid in the currency owed
 */
record PaidItem(
        String key,
        String batch,
        String payee,
        Currency currency,
        long gross,
        long net,
        Money pay,
        String destination,
        String rail,
        List<Tax> taxes,
        SortedMap<String, String> fx) {

    /** What is kept back for one authority. */
    record Tax(String jurisdiction, long amount) {}

    PaidItem {
        taxes = List.copyOf(taxes);
        fx = Collections.unmodifiableSortedMap(new TreeMap<>(fx));
    }

    /** Reads the row of an item that is paid. */
    static PaidItem of(String key, Json.Obj row, Money pay) {
        TreeMap<String, String> fx = new TreeMap<>();
        Json.Obj exchange = row.optionalObject("fx");
        if (exchange != null) {
            exchange.members().keySet().forEach(name -> fx.put(name, exchange.text(name)));
        }
        return new PaidItem(
                key,
                row.text("batch"),
                row.text("payee"),
                Currency.of(row.text("currency")),
                row.minor("gross"),
                row.minor("net"),
                pay,
                row.text("destination"),
                row.text("rail"),
                row.objects("withholding").stream()
                        .map(tax -> new Tax(tax.text("jurisdiction"), tax.minor("amount")))
                        .toList(),
                fx);
    }

    String source() {
        return "payout:" + key;
    }

    String cancelSource() {
        return "payout-cancel:" + key;
    }

    /** The leaf of the digest that approvers sign. */
    byte[] leaf() {
        return PayoutStatement.leaf(net, currency.code(), destination, payee, rail);
    }

    /**
     * The lines of its entry, as {@link LineAmounts} shows them: out of payable, into payouts
     * clearing and withheld tax, through trading when it is paid in another currency.
     */
    String lines() {
        return lines(1);
    }

    /** The lines of the entry that takes it back. */
    String mirrored() {
        return lines(-1);
    }

    private String lines(int sign) {
        Sides sides = new Sides(sign);
        sides.debit(Accounts.payable(payee).path(), currency, gross);
        for (Tax tax : taxes) {
            sides.credit(Accounts.withholding(tax.jurisdiction()).path(), currency, tax.amount());
        }
        if (fx.isEmpty()) {
            sides.credit(Accounts.PAYOUTS_CLEARING.path(), currency, net);
        } else {
            sides.credit(Accounts.TRADING_FX.path(), currency, net);
            sides.debit(Accounts.TRADING_FX.path(), pay.currency(), pay.minor());
            sides.credit(Accounts.PAYOUTS_CLEARING.path(), pay.currency(), pay.minor());
        }
        return sides.toString();
    }

    /** Lines that are added by side and place; the sides change places for a mirror. */
    private static final class Sides {

        private final TreeMap<String, Long> debits = new TreeMap<>();
        private final TreeMap<String, Long> credits = new TreeMap<>();
        private final boolean isMirror;

        Sides(int sign) {
            this.isMirror = sign < 0;
        }

        void debit(String account, Currency currency, long amount) {
            add(isMirror ? credits : debits, account, currency, amount);
        }

        void credit(String account, Currency currency, long amount) {
            add(isMirror ? debits : credits, account, currency, amount);
        }

        private static void add(
                Map<String, Long> side, String account, Currency currency, long amount) {
            if (amount != 0) {
                side.merge(account + " " + currency, amount, Math::addExact);
            }
        }

        @Override
        public String toString() {
            List<String> lines = new ArrayList<>();
            debits.forEach((place, amount) -> lines.add("D " + place + " " + amount));
            credits.forEach((place, amount) -> lines.add("C " + place + " " + amount));
            return lines.toString();
        }
    }
}
