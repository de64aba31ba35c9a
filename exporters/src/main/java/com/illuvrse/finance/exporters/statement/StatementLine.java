package com.illuvrse.finance.exporters.statement;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.Fraction;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One movement of a statement, in minor units of its block's currency.
 *
 * @param entry the entry it is of
 * @param of the order line it belongs to; null when it belongs to none
 * @param working how the earning was worked out; null where nothing was
 * @param change what it changed; the lines of an entry add up to the entry's postings
 * @param recouped what of the creator's share paid down advances; null where none could
 * @param payout the payment it is; null when it is none
 * @param reference words or ids that say what it was; null without any
 */
public record StatementLine(
        StatementKind kind,
        LocalDate bookedOn,
        LocalDate effectiveOn,
        EntryId entry,
        @Nullable OrderPart of,
        @Nullable Working working,
        Holdings change,
        @Nullable Long recouped,
        @Nullable Payout payout,
        @Nullable String reference) {

    /** Day, kind, entry, order line. */
    public static final Comparator<StatementLine> ORDER =
            Comparator.comparing(StatementLine::bookedOn)
                    .thenComparing(StatementLine::kind)
                    .thenComparing(StatementLine::entry)
                    .thenComparing(
                            line ->
                                    line.of() == null || line.of().line() == null
                                            ? ""
                                            : line.of().line());

    /** The same payment, further on. */
    StatementLine withStatus(Payment.@Nullable Status status) {
        Payout before = Objects.requireNonNull(payout);
        return new StatementLine(
                kind,
                bookedOn,
                effectiveOn,
                entry,
                of,
                working,
                change,
                recouped,
                new Payout(before.id(), before.withheld(), status),
                reference);
    }

    /**
     * Where it comes from.
     *
     * @param line null when the movement is of the whole order
     * @param version of the contract; null where none was applied
     */
    public record OrderPart(
            @Nullable String order,
            @Nullable String line,
            @Nullable String contract,
            @Nullable Integer version,
            @Nullable String sku,
            @Nullable String buyerCountry) {}

    /**
     * A working out of the sealed calculation trace; refunds are negative.
     *
     * @param tax collected on {@code base}
     * @param base net that is shared
     * @param share of this creator, exact; null in a refund, which follows the line's earlier
     *     shares
     * @param others what all other creators together have of it
     */
    public record Working(
            long tax,
            long base,
            @Nullable Fraction share,
            long platformFee,
            long others,
            long earned) {

        /** What the buyer paid for it. */
        public long gross() {
            return Math.addExact(base, tax);
        }
    }

    /**
     * A payment or its return.
     *
     * @param withheld tax kept back; negative when it was given back
     */
    public record Payout(@Nullable String id, long withheld, Payment.@Nullable Status status) {}
}
