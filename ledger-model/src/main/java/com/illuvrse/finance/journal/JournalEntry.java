package com.illuvrse.finance.journal;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A balanced entry of the double-entry journal, complete but for the place the seal gives it.
 *
 * <p>It balances in every currency or cannot be built. It is never changed: a correction is another
 * entry that names this one in {@code reverses}. Nothing in it comes from a clock or a random
 * source, so the same facts give the same entry.
 *
 * @param bookedOn the accounting day whose segment holds the entry
 * @param effectiveOn the accounting day of the fact itself, never after {@code bookedOn}
 * @param occurredAt the instant of the fact, whole milliseconds
 * @param ref ids the entry belongs to: order, bt, stripe, payee, contract, batch, journal, dispute,
 *     statement, doc
 * @param postings debits before credits, then by account and currency; each account, side and
 *     currency once
 * @param fx rate, its date and source, presentment amount; empty without an exchange
 * @param trace how a royalty was worked out, to be recomputed by anyone (segment format, section 8)
 */
public record JournalEntry(
        SourceKey source,
        LocalDate bookedOn,
        LocalDate effectiveOn,
        Instant occurredAt,
        SortedMap<String, String> ref,
        List<Posting> postings,
        @Nullable String memo,
        @Nullable EntryId reverses,
        SortedMap<String, String> fx,
        Json.@Nullable Obj trace) {

    public JournalEntry {
        if (effectiveOn.isAfter(bookedOn)) {
            throw new IllegalArgumentException(
                    "entry "
                            + source
                            + " is effective on "
                            + effectiveOn
                            + ", after it is booked on "
                            + bookedOn);
        }
        occurredAt = occurredAt.truncatedTo(ChronoUnit.MILLIS);
        ref = Collections.unmodifiableSortedMap(new TreeMap<>(ref));
        fx = Collections.unmodifiableSortedMap(new TreeMap<>(fx));
        postings = merged(postings);
        requireBalance(source, postings);
    }

    public EntryId id() {
        return EntryId.of(source);
    }

    /** Whether the fact belongs to a day that was over before this entry could be booked. */
    public boolean late() {
        return effectiveOn.isBefore(bookedOn);
    }

    private static List<Posting> merged(List<Posting> postings) {
        TreeMap<Posting, Posting> byPlace = new TreeMap<>();
        for (Posting posting : postings) {
            byPlace.merge(
                    posting,
                    posting,
                    (first, second) ->
                            new Posting(
                                    first.account(),
                                    first.side(),
                                    first.amount().plus(second.amount())));
        }
        return List.copyOf(byPlace.values());
    }

    private static void requireBalance(SourceKey source, List<Posting> postings) {
        TreeMap<Currency, Money> difference = new TreeMap<>();
        for (Posting posting : postings) {
            Money signed = Money.of(posting.signedMinor(), posting.amount().currency());
            difference.merge(posting.amount().currency(), signed, Money::plus);
        }
        for (Money sum : difference.values()) {
            if (!sum.isZero()) {
                throw new UnbalancedEntryException(source, sum);
            }
        }
    }

    /** Starts an entry; the effective day is the booking day until said otherwise. */
    public static Draft of(SourceKey source, LocalDate bookedOn, Instant occurredAt) {
        return new Draft(source, bookedOn, occurredAt);
    }

    /** An entry being put together; zero amounts are left out, negative ones change sides. */
    public static final class Draft {
        private final SourceKey source;
        private final LocalDate bookedOn;
        private final Instant occurredAt;
        private final TreeMap<String, String> ref = new TreeMap<>();
        private final TreeMap<String, String> fx = new TreeMap<>();
        private final List<Posting> postings = new ArrayList<>();
        private LocalDate effectiveOn;
        private @Nullable String memo;
        private @Nullable EntryId reverses;
        private Json.@Nullable Obj trace;

        private Draft(SourceKey source, LocalDate bookedOn, Instant occurredAt) {
            this.source = source;
            this.bookedOn = bookedOn;
            this.effectiveOn = bookedOn;
            this.occurredAt = occurredAt;
        }

        public Draft effectiveOn(LocalDate day) {
            effectiveOn = day;
            return this;
        }

        public Draft debit(AccountId account, Money amount) {
            return post(account, Side.D, amount);
        }

        public Draft credit(AccountId account, Money amount) {
            return post(account, Side.C, amount);
        }

        private Draft post(AccountId account, Side side, Money amount) {
            if (!amount.isZero()) {
                postings.add(
                        new Posting(
                                account,
                                amount.isNegative() ? side.opposite() : side,
                                amount.abs()));
            }
            return this;
        }

        /** Whether nothing has been posted so far. */
        public boolean isEmpty() {
            return postings.isEmpty();
        }

        /** Takes what stands on both sides of an account off each other. */
        public Draft netted() {
            TreeMap<AccountId, TreeMap<Currency, Money>> sums = new TreeMap<>();
            for (Posting posting : postings) {
                Currency currency = posting.amount().currency();
                sums.computeIfAbsent(posting.account(), account -> new TreeMap<>())
                        .merge(currency, Money.of(posting.signedMinor(), currency), Money::plus);
            }
            postings.clear();
            sums.forEach(
                    (account, amounts) ->
                            amounts.values().forEach(amount -> debit(account, amount)));
            return this;
        }

        public Draft ref(String name, @Nullable String id) {
            if (id != null) {
                ref.put(name, id);
            }
            return this;
        }

        public Draft fx(Map<String, String> attributes) {
            fx.putAll(attributes);
            return this;
        }

        public Draft memo(@Nullable String text) {
            memo = text;
            return this;
        }

        public Draft reverses(@Nullable EntryId entry) {
            reverses = entry;
            return this;
        }

        public Draft trace(Json.Obj calculation) {
            trace = calculation;
            return this;
        }

        public JournalEntry build() {
            return new JournalEntry(
                    source,
                    bookedOn,
                    effectiveOn,
                    occurredAt,
                    ref,
                    postings,
                    memo,
                    reverses,
                    fx,
                    trace);
        }
    }
}
