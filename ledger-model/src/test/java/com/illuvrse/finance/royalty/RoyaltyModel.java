package com.illuvrse.finance.royalty;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The royalties of a marketplace worked out a second time, from the posting model's sentences and
 * with nothing of the code they are compared with: whole numbers over one common denominator, and
 * one mutable book per line.
 */
final class RoyaltyModel {

    /** Every share of the histories is a whole number of these. */
    static final long WHOLE = 420_000;

    /** One creator's or the platform's part of a tier, in parts of {@link #WHOLE}. */
    record Cut(int party, long parts) {}

    /**
     * What a contract version says.
     *
     * @param boundaries last unit of each tier but the last
     * @param tiers the cuts of each tier; the platform is party 0
     * @param order parties in the order in which ties go
     * @param reserve held back, in parts of {@link #WHOLE}
     * @param recoupFrom the party that pays advances back; -1 for none
     * @param group the contracts whose advances are paid back, in order
     */
    record Terms(
            int contract,
            List<Long> boundaries,
            List<List<Cut>> tiers,
            List<Integer> order,
            long reserve,
            int recoupFrom,
            List<Integer> group) {}

    /** What one party has of a line. */
    private static final class Purse {
        long exact;
        long share;
        long reserved;
        long reversed;
        long payable;
        long reserve;
        final Map<Integer, Long> advances = new LinkedHashMap<>();
    }

    /** One line of an order. */
    static final class Book {
        final long net;
        private final Map<Integer, Purse> purses = new LinkedHashMap<>();
        private int contract;
        long released;
        long refundedEscrow;
        long refundedReleased;

        Book(long net) {
            this.net = net;
        }

        private Purse purse(int party) {
            return Objects.requireNonNull(purses.get(party));
        }

        long inEscrow() {
            return net - released - refundedEscrow;
        }

        long held() {
            return purses.values().stream().mapToLong(purse -> purse.reserve).sum();
        }
    }

    /** What one event gives a party; negative when it takes. */
    record Step(int party, long payable, long reserve, Map<Integer, Long> advances) {}

    private final long[] counters;
    private final long[] outstanding;

    RoyaltyModel(int contracts) {
        counters = new long[contracts];
        outstanding = new long[contracts];
    }

    long counter(int contract) {
        return counters[contract];
    }

    long outstanding(int contract) {
        return outstanding[contract];
    }

    void advance(int contract, long amount) {
        outstanding[contract] += amount;
    }

    /** Releases an amount under the terms of its day. */
    List<Step> release(Book book, long base, Terms terms) {
        book.contract = terms.contract();
        for (int party : terms.order()) {
            if (party != 0) {
                book.purses.computeIfAbsent(party, p -> new Purse());
            }
        }
        Purse platform = book.purses.remove(0);
        book.purses.put(0, platform == null ? new Purse() : platform);
        addSlices(book, base, terms);
        counters[terms.contract()] += base;
        book.released += base;

        List<Integer> parties = List.copyOf(book.purses.keySet());
        long[] weights = parties.stream().mapToLong(p -> book.purse(p).exact).toArray();
        long[] shares = largestRemainder(weights, WHOLE, book.released);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            steps.add(give(parties.get(i), book.purse(parties.get(i)), shares[i], terms));
        }
        return steps;
    }

    private void addSlices(Book book, long base, Terms terms) {
        long at = counters[terms.contract()];
        long end = at + base;
        for (int tier = 0; tier < terms.tiers().size(); tier++) {
            long upTo =
                    tier < terms.boundaries().size()
                            ? terms.boundaries().get(tier)
                            : Long.MAX_VALUE;
            long slice = Math.max(0, Math.min(end, upTo) - at);
            at += slice;
            for (Cut cut : terms.tiers().get(tier)) {
                book.purse(cut.party()).exact += slice * cut.parts();
            }
        }
    }

    private Step give(int party, Purse purse, long share, Terms terms) {
        long more = share - purse.share;
        purse.share = share;
        long back = 0;
        if (party != 0 && terms.reserve() > 0) {
            long reserved =
                    largestRemainder(new long[] {WHOLE - terms.reserve(), terms.reserve()}, share)[
                            1];
            back = reserved - purse.reserved;
            purse.reserved = reserved;
        }
        long left = more - back;
        Map<Integer, Long> recouped = new LinkedHashMap<>();
        if (party == terms.recoupFrom()) {
            for (int contract : terms.group()) {
                long paid = Math.min(left, outstanding[contract]);
                if (paid > 0) {
                    outstanding[contract] -= paid;
                    left -= paid;
                    recouped.put(contract, paid);
                    purse.advances.merge(contract, paid, Long::sum);
                }
            }
        }
        purse.payable += left;
        purse.reserve += back;
        return new Step(party, left, back, recouped);
    }

    /** Gives a buyer back an amount of a line. */
    List<Step> refund(Book book, long amount) {
        long escrow = Math.min(amount, book.inEscrow());
        long rest = amount - escrow;
        book.refundedEscrow += escrow;
        if (rest == 0) {
            return List.of();
        }
        book.refundedReleased += rest;
        counters[book.contract] -= rest;
        List<Integer> parties = List.copyOf(book.purses.keySet());
        long[] weights = parties.stream().mapToLong(p -> book.purse(p).exact).toArray();
        long[] reversed = largestRemainder(weights, book.refundedReleased);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < reversed.length; i++) {
            Purse purse = book.purse(parties.get(i));
            long back = reversed[i] - purse.reversed;
            purse.reversed = reversed[i];
            steps.add(take(parties.get(i), purse, back));
        }
        return steps;
    }

    private Step take(int party, Purse purse, long back) {
        if (party == 0) {
            purse.payable -= back;
            return new Step(0, -back, 0, Map.of());
        }
        List<Integer> contracts = List.copyOf(purse.advances.keySet());
        long[] has = new long[2 + contracts.size()];
        has[0] = Math.max(0, purse.payable);
        has[1] = Math.max(0, purse.reserve);
        long all = has[0] + has[1];
        for (int i = 0; i < contracts.size(); i++) {
            has[i + 2] = Math.max(0, purse.advances.getOrDefault(contracts.get(i), 0L));
            all += has[i + 2];
        }
        long fits = Math.max(0, Math.min(back, all));
        long[] parts = fits == 0 ? new long[has.length] : largestRemainder(has, fits);
        long payable = parts[0] + back - fits;
        purse.payable -= payable;
        purse.reserve -= parts[1];
        Map<Integer, Long> reopened = new LinkedHashMap<>();
        for (int i = 0; i < contracts.size(); i++) {
            if (parts[i + 2] != 0) {
                int contract = contracts.get(i);
                purse.advances.merge(contract, -parts[i + 2], Long::sum);
                outstanding[contract] += parts[i + 2];
                reopened.put(contract, -parts[i + 2]);
            }
        }
        return new Step(party, -payable, -parts[1], reopened);
    }

    /** What was held back becomes payable. */
    void releaseReserve(Book book) {
        for (Purse purse : book.purses.values()) {
            purse.payable += purse.reserve;
            purse.reserve = 0;
        }
    }

    private static long[] largestRemainder(long[] weights, long whole) {
        long sum = 0;
        for (long weight : weights) {
            sum = Math.addExact(sum, weight);
        }
        long[] exact = new long[weights.length];
        for (int i = 0; i < weights.length; i++) {
            exact[i] = Math.multiplyExact(weights[i], whole);
        }
        return largestRemainder(exact, sum, whole);
    }

    /** Parts of a whole whose exact sizes are given in parts of a divisor. */
    private static long[] largestRemainder(long[] exact, long divisor, long whole) {
        long[] parts = new long[exact.length];
        long[] rests = new long[exact.length];
        for (int i = 0; i < exact.length; i++) {
            parts[i] = exact[i] / divisor;
            rests[i] = exact[i] % divisor;
        }
        giveTheRest(parts, rests, whole);
        return parts;
    }

    private static void giveTheRest(long[] parts, long[] rests, long whole) {
        long left = whole;
        for (long part : parts) {
            left -= part;
        }
        boolean[] got = new boolean[parts.length];
        for (; left > 0; left--) {
            int best = -1;
            for (int i = 0; i < parts.length; i++) {
                if (!got[i] && (best < 0 || rests[i] > rests[best])) {
                    best = i;
                }
            }
            got[best] = true;
            parts[best]++;
        }
    }
}
