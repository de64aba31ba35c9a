package com.illuvrse.finance.payout;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.EntryId;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the books as one creator's {@code :payable} sees it, in one currency.
 *
 * @param source its source key
 * @param line the first of its lines on the account, from 1
 * @param amount sum of its lines on the account, positive when owed to the creator
 * @param contract the contract the entry itself names
 * @param order the order it belongs to
 * @param trace how it was worked out, as sealed; without members when it has none
 * @param journal the lines of the journal it was made of; empty for other entries
 * @param isPayment whether that journal says that it paid a creator
 */
public record PayableEntry(
        EntryId entry,
        String source,
        LocalDate bookedOn,
        LocalDate effectiveOn,
        int line,
        long amount,
        @Nullable String contract,
        @Nullable EntryId reverses,
        @Nullable Order order,
        Json.Obj trace,
        List<JournalLine> journal,
        boolean isPayment) {

    /**
     * What the marketplace told of an order.
     *
     * @param day of the order, in the ledger's zone
     * @param buyerCountry two capitals
     * @param netByContract net of its lines under each contract, in minor units, in line order
     */
    public record Order(
            String order,
            LocalDate day,
            @Nullable String buyerCountry,
            Map<String, Long> netByContract) {}

    /**
     * A line of a journal on the account.
     *
     * @param line its place in the journal, from 1
     * @param amount positive when owed to the creator
     */
    public record JournalLine(
            int line, long amount, @Nullable String contract, @Nullable String buyerCountry) {}

    /** The trace of an entry that has none. */
    public static final Json.Obj NO_TRACE = Json.object().build();

    public PayableEntry {
        journal = List.copyOf(journal);
    }

    /** The same entry with one more of its lines on the account. */
    public PayableEntry and(long moreAmount) {
        return new PayableEntry(
                entry,
                source,
                bookedOn,
                effectiveOn,
                line,
                Math.addExact(amount, moreAmount),
                contract,
                reverses,
                order,
                trace,
                journal,
                isPayment);
    }
}
