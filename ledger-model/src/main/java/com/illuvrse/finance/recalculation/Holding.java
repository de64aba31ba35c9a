package com.illuvrse.finance.recalculation;

import java.util.ArrayList;
import java.util.List;

/** What one party was given of one line of an order so far, and where it still holds it. */
final class Holding {

    /** A part of a share that paid down the advance of a contract. */
    static final class Recouped {
        final String contract;
        long amount;

        Recouped(String contract, long amount) {
            this.contract = contract;
            this.amount = amount;
        }
    }

    final String party;
    Ratio exact = Ratio.ZERO;
    long share;
    long reserved;
    long reversed;
    long payable;
    long reserve;

    /** In the order the contracts were first recouped. */
    final List<Recouped> recouped = new ArrayList<>(0);

    Holding(String party) {
        this.party = party;
    }

    boolean isPlatform() {
        return party.equals(Terms.PLATFORM);
    }

    void recoup(String contract, long amount) {
        for (Recouped each : recouped) {
            if (each.contract.equals(contract)) {
                each.amount = Math.addExact(each.amount, amount);
                return;
            }
        }
        recouped.add(new Recouped(contract, amount));
    }

    /**
     * Where an amount that goes back comes from: first payable, then reserve, then one for each
     * recouped contract; in proportion to what is held, what does not fit out of payable.
     */
    long[] origins(long amount) {
        List<Ratio> held = new ArrayList<>();
        held.add(positive(payable));
        held.add(positive(reserve));
        long sum = Math.addExact(Math.max(0, payable), Math.max(0, reserve));
        for (Recouped each : recouped) {
            held.add(positive(each.amount));
            sum = Math.addExact(sum, Math.max(0, each.amount));
        }
        long fits = Math.clamp(amount, 0, sum);
        long[] origins = LargestRemainder.over(fits, held);
        origins[0] = Math.addExact(origins[0], Math.subtractExact(amount, fits));
        return origins;
    }

    private static Ratio positive(long amount) {
        return Ratio.whole(Math.max(0, amount));
    }
}
