package com.illuvrse.finance.payout;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One item of a payment: what was paid for, on which day (reports, section 2.3).
 *
 * @param payment the entry that paid it
 * @param paidOn the day the payment is effective
 * @param item the place of the item paid, or of the payment's own line
 * @param gross in the currency owed; negative for what the creator had to give back
 * @param returnedBy the entry that took the payment back, in a mirror of what it paid for; else
 *     null
 */
public record PaymentFact(
        EntryId payment,
        LocalDate paidOn,
        Place item,
        Earning earning,
        Money gross,
        @Nullable EntryId returnedBy) {

    /** What a payment paid for. */
    public PaymentFact(
            EntryId payment, LocalDate paidOn, Place item, Earning earning, Money gross) {
        this(payment, paidOn, item, earning, gross, null);
    }

    /** Where an item stands in the books: items are paid in this order. */
    public record Place(LocalDate bookedOn, EntryId entry, int line, int part)
            implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int order = bookedOn.compareTo(other.bookedOn);
            order = order != 0 ? order : entry.compareTo(other.entry);
            order = order != 0 ? order : Integer.compare(line, other.line);
            return order != 0 ? order : Integer.compare(part, other.part);
        }
    }
}
