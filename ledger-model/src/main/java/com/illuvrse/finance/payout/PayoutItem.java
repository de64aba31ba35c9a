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
        @Nullable String rail) {

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

    static PayoutItem paid(
            String batch,
            CreatorBalance balance,
            long gross,
            Payee payee,
            List<Withholding> withholdings) {
        return new PayoutItem(
                batch,
                balance.payee(),
                balance.currency(),
                balance.payable(),
                PayoutReason.PAID,
                gross,
                withholdings,
                payee.destination(),
                payee.rail());
    }

    public boolean isPaid() {
        return reason == PayoutReason.PAID;
    }

    /** Tax kept back. */
    public long withheld() {
        return withheldOf(gross);
    }

    /** What leaves. */
    public long net() {
        return gross - withheld();
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
     * The mirror of a part of that entry, when money came back.
     *
     * @param before net that came back earlier
     * @param amount net that came back now
     * @param bt the balance transaction or bank line that says so, at {@code occurredAt}
     */
    public JournalEntry returned(
            long before, long amount, String bt, Instant occurredAt, AccountingDay day) {
        if (amount <= 0 || Math.addExact(before, amount) > net()) {
            throw new IllegalArgumentException(
                    "of payout %s of %d came back %d, and now %d more"
                            .formatted(id(), net(), before, amount));
        }
        SourceKey key = SourceKey.of("payout-return", batch, payee, currency.code(), bt);
        JournalEntry.Draft entry =
                JournalEntry.of(key, day.date(), occurredAt)
                        .effectiveOn(AccountingDay.containing(occurredAt, day.zone()).date())
                        .ref("batch", batch)
                        .ref("payee", payee)
                        .ref("bt", bt);
        entry.debit(Accounts.PAYOUTS_CLEARING, Money.of(amount, currency));
        long owed = amount;
        for (Withholding tax : withholdings) {
            long step = taxOf(tax, before + amount) - taxOf(tax, before);
            entry.debit(Accounts.withholding(tax.jurisdiction()), Money.of(step, currency));
            owed = Math.addExact(owed, step);
        }
        return entry.credit(Accounts.payable(payee), Money.of(owed, currency)).build();
    }

    /** The part of a tax that belongs to a part of the net. */
    private long taxOf(Withholding tax, long partOfNet) {
        return Fraction.of(partOfNet, net()).times(tax.on(gross)).roundHalfUp();
    }

    private void post(JournalEntry.Draft entry, long amount, int sign) {
        if (!isPaid()) {
            throw new IllegalStateException("payout " + id() + " is " + reason + ", not paid");
        }
        entry.debit(Accounts.payable(payee), Money.of(sign * amount, currency))
                .credit(Accounts.PAYOUTS_CLEARING, Money.of(sign * net(), currency));
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
        return json.build();
    }
}
