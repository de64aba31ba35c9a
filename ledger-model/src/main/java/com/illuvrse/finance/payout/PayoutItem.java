package com.illuvrse.finance.payout;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a payout run decided about one creator and currency, in minor units.
 *
 * @param batch id of the run: its accounting day
 * @param available the payable balance before the run, negative when the creator owes
 * @param gross what is paid for, 0 unless {@code PAID}
 * @param withholdings taxes kept back of it
 * @param destination where the net goes; null unless {@code PAID}
 * @param exchange the rate it is paid at; null when it is paid in the currency owed
 */
public record PayoutItem(
        String batch,
        String payee,
        Currency currency,
        long available,
        PayoutReason reason,
        long gross,
        List<Withholding> withholdings,
        @Nullable String destination,
        @Nullable String rail,
        @Nullable PayoutExchange exchange) {

    public PayoutItem {
        SourceKey.requireId(batch);
        SourceKey.requireId(payee);
        withholdings = List.copyOf(withholdings);
        boolean paid = reason == PayoutReason.PAID;
        if (paid != gross > 0 || paid != (destination != null) || paid != (rail != null)) {
            throw new IllegalArgumentException(
                    "an item is paid with an amount, a destination and a rail or not at all, found "
                            + reason
                            + " with "
                            + gross);
        }
        if (exchange != null) {
            if (!paid || exchange.currency().equals(currency)) {
                throw new IllegalArgumentException(
                        "only what is paid in another currency than %s has a rate, found one of %s"
                                .formatted(currency, exchange.currency()));
            }
            if (exchange.of(net(gross, withholdings, currency)) <= 0) {
                throw new IllegalArgumentException(
                        "a gross of %d %s pays nothing in %s"
                                .formatted(gross, currency, exchange.currency()));
            }
        }
    }

    private static Money net(long gross, List<Withholding> withholdings, Currency currency) {
        long tax =
                withholdings.stream().mapToLong(each -> each.on(gross)).reduce(0, Math::addExact);
        return Money.of(Math.subtractExact(gross, tax), currency);
    }

    /** An item that is paid in the currency owed, or not at all. */
    public PayoutItem(
            String batch,
            String payee,
            Currency currency,
            long available,
            PayoutReason reason,
            long gross,
            List<Withholding> withholdings,
            @Nullable String destination,
            @Nullable String rail) {
        this(
                batch,
                payee,
                currency,
                available,
                reason,
                gross,
                withholdings,
                destination,
                rail,
                null);
    }

    static PayoutItem unpaid(String batch, CreatorBalance balance, PayoutReason reason) {
        return new PayoutItem(
                batch,
                balance.payee(),
                balance.currency(),
                balance.payable(),
                reason,
                0,
                List.of(),
                null,
                null);
    }

    /**
     * What is paid of everything payable, less what the steps of the payout currency cut off after
     * tax. That stays payable: the gross is the least that pays the same, and each tax its rate of
     * it. Not one step: nothing is paid.
     *
     * @param withholdings taxes of everything payable
     * @param exchange null when it is paid in the currency owed
     */
    static PayoutItem inSteps(
            String batch,
            CreatorBalance balance,
            Payee payee,
            List<Withholding> withholdings,
            @Nullable PayoutExchange exchange) {
        Currency owed = balance.currency();
        Currency currency = exchange == null ? owed : exchange.currency();
        long paid = inSteps(net(balance.payable(), withholdings, owed), exchange);
        if (paid <= 0) {
            return unpaid(batch, balance, PayoutReason.GRANULARITY_REST);
        }
        long least = currency.payoutStep() == 1 ? balance.payable() : 1;
        long gross = balance.payable();
        while (least < gross) {
            long middle = least + (gross - least) / 2;
            if (inSteps(net(middle, withholdings, owed), exchange) >= paid) {
                gross = middle;
            } else {
                least = middle + 1;
            }
        }
        long paidFor = gross;
        return new PayoutItem(
                batch,
                balance.payee(),
                owed,
                balance.payable(),
                PayoutReason.PAID,
                gross,
                withholdings.stream().map(tax -> tax.within(paidFor)).toList(),
                payee.destination(),
                payee.rail(),
                exchange);
    }

    private static long inSteps(Money net, @Nullable PayoutExchange exchange) {
        return exchange == null
                ? net.minor() - net.minor() % net.currency().payoutStep()
                : exchange.of(net);
    }

    public boolean isPaid() {
        return reason == PayoutReason.PAID;
    }

    /** Tax kept back. */
    public long withheld() {
        return withheldOf(gross);
    }

    /** What leaves, in the currency owed. */
    public long net() {
        return gross - withheld();
    }

    /** What the rail sends, in the currency it sends it in; nothing unless {@code PAID}. */
    public Money pay() {
        return exchange == null
                ? Money.of(net(), currency)
                : Money.of(exchange.of(Money.of(net(), currency)), exchange.currency());
    }

    /** {@code <batch>:<payee>:<currency>}, the name of the payout. */
    public String id() {
        return batch + ":" + payee + ":" + currency;
    }

    private long withheldOf(long amount) {
        return withholdings.stream().mapToLong(tax -> tax.on(amount)).reduce(0, Math::addExact);
    }

    /** The entry that orders the payout: out of payable, into payouts clearing and withheld tax. */
    public JournalEntry entry(AccountingDay day) {
        JournalEntry.Draft entry =
                JournalEntry.of(key("payout"), day.date(), day.lastMillisecond())
                        .ref("batch", batch)
                        .ref("payee", payee);
        post(entry, gross, 1);
        return entry.build();
    }

    /** The mirror of that entry, when the batch was rejected or its time ran out. */
    public JournalEntry cancelled(AccountingDay day) {
        JournalEntry.Draft entry =
                JournalEntry.of(key("payout-cancel"), day.date(), day.lastMillisecond())
                        .ref("batch", batch)
                        .ref("payee", payee)
                        .reverses(key("payout").entryId());
        post(entry, gross, -1);
        return entry.build();
    }

    /**
     * The mirror of a part of that entry, when money came back: through trading at the rate it was
     * paid at. Parts are taken cumulatively, so that all parts together are the whole.
     *
     * @param before what came back earlier, in minor units of what was paid
     * @param amount what came back now
     * @param bt the balance transaction that says so, at {@code occurredAt}
     */
    public JournalEntry returned(
            long before, long amount, String bt, Instant occurredAt, AccountingDay day) {
        SourceKey key = SourceKey.of("payout-return", batch, payee, currency.code(), bt);
        return returned(before, amount, draft(key, occurredAt, day).ref("bt", bt));
    }

    /**
     * The same when a bank says so: a line of a statement, or of a file of returns.
     *
     * @param occurredAt the first instant of the line's day
     */
    public JournalEntry returnedByBank(
            long before,
            long amount,
            String statement,
            String line,
            Instant occurredAt,
            AccountingDay day) {
        SourceKey key =
                SourceKey.of("payout-return", batch, payee, currency.code(), statement, line);
        return returned(before, amount, draft(key, occurredAt, day).ref("statement", statement));
    }

    private JournalEntry.Draft draft(SourceKey key, Instant occurredAt, AccountingDay day) {
        return JournalEntry.of(key, day.date(), occurredAt)
                .effectiveOn(AccountingDay.containing(occurredAt, day.zone()).date())
                .ref("batch", batch)
                .ref("payee", payee);
    }

    private JournalEntry returned(long before, long amount, JournalEntry.Draft entry) {
        Money paid = pay();
        if (amount <= 0 || Math.addExact(before, amount) > paid.minor()) {
            throw new IllegalArgumentException(
                    "of payout %s of %s came back %d, and now %d more"
                            .formatted(id(), paid, before, amount));
        }
        Money back = Money.of(amount, paid.currency());
        long net = partOf(net(), before + amount) - partOf(net(), before);
        entry.debit(Accounts.PAYOUTS_CLEARING, back);
        if (exchange != null) {
            entry.credit(Accounts.TRADING_FX, back)
                    .debit(Accounts.TRADING_FX, Money.of(net, currency))
                    .fx(exchange.attributes(amount));
        }
        long owed = net;
        for (Withholding tax : withholdings) {
            long step = partOf(tax.on(gross), before + amount) - partOf(tax.on(gross), before);
            entry.debit(Accounts.withholding(tax.jurisdiction()), Money.of(step, currency));
            owed = Math.addExact(owed, step);
        }
        return entry.credit(Accounts.payable(payee), Money.of(owed, currency)).build();
    }

    /** The part of an amount owed that belongs to a part of what was paid, HALF_UP. */
    private long partOf(long amount, long partOfPay) {
        return Fraction.of(partOfPay, pay().minor()).times(amount).roundHalfUp();
    }

    private void post(JournalEntry.Draft entry, long amount, int sign) {
        if (!isPaid()) {
            throw new IllegalStateException("payout " + id() + " is " + reason + ", not paid");
        }
        Money net = Money.of(sign * net(), currency);
        entry.debit(Accounts.payable(payee), Money.of(sign * amount, currency));
        if (exchange == null) {
            entry.credit(Accounts.PAYOUTS_CLEARING, net);
        } else {
            Money pay = Money.of(sign * pay().minor(), exchange.currency());
            entry.credit(Accounts.TRADING_FX, net)
                    .debit(Accounts.TRADING_FX, pay)
                    .credit(Accounts.PAYOUTS_CLEARING, pay)
                    .fx(exchange.attributes(pay().minor()));
        }
        for (Withholding tax : withholdings) {
            entry.credit(
                    Accounts.withholding(tax.jurisdiction()),
                    Money.of(sign * tax.on(amount), currency));
        }
    }

    private SourceKey key(String kind) {
        return SourceKey.of(kind, batch, payee, currency.code());
    }

    /** The row of a sealed segment (segment format, section 9). */
    public Json.Obj toJson() {
        Json.Builder json =
                Json.object()
                        .put("kind", "item")
                        .put("batch", batch)
                        .put("payee", payee)
                        .put("currency", currency.code())
                        .putMinor("available", available)
                        .put("reason", reason.name());
        if (isPaid()) {
            json.putMinor("gross", gross)
                    .putMinor("withheld", withheld())
                    .putMinor("net", net())
                    .put("destination", destination)
                    .put("rail", rail);
        }
        if (!withholdings.isEmpty()) {
            List<Json.Obj> taxes = new ArrayList<>();
            for (Withholding tax : withholdings) {
                taxes.add(
                        Json.object()
                                .putMinor("amount", tax.on(gross))
                                .put("jurisdiction", tax.jurisdiction())
                                .put("rate", tax.rate())
                                .build());
            }
            json.put("withholding", Json.array(taxes));
        }
        if (exchange != null) {
            json.putTexts("fx", exchange.attributes(pay().minor()));
        }
        return json.build();
    }
}
