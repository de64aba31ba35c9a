package com.illuvrse.finance.recalculation;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a sold order, in minor units of the settlement currency.
 *
 * <p>{@code released}, {@code refundedEscrow} and {@code refundedReleased} are cumulative; {@code
 * version} is that of the last release, 0 before the first.
 */
final class SoldLine {

    final String line;
    final String contract;
    long net;
    long version;
    long released;
    long refundedEscrow;
    long refundedReleased;

    /** All who had a share so far, the platform last. */
    final List<Holding> holdings = new ArrayList<>(2);

    SoldLine(String line, String contract) {
        this.line = line;
        this.contract = contract;
    }

    /** What a portion of the order releases of this line now. */
    long releasable(Ratio portion) {
        long due = portion.times(net).halfUp();
        long most = Math.subtractExact(net, refundedEscrow);
        return Math.max(0, Math.subtractExact(Math.min(due, most), released));
    }

    long refunded() {
        return Math.addExact(refundedEscrow, refundedReleased);
    }

    long inEscrow() {
        return Math.subtractExact(Math.subtractExact(net, released), refundedEscrow);
    }

    /** Makes room for the parties of a contract version; the platform stays last. */
    void admit(List<String> parties) {
        for (String party : parties) {
            if (holdings.stream().noneMatch(holding -> holding.party.equals(party))) {
                holdings.add(new Holding(party));
            }
        }
        for (int i = 0; i < holdings.size() - 1; i++) {
            if (holdings.get(i).isPlatform()) {
                holdings.add(holdings.remove(i));
                return;
            }
        }
    }

    long reserve() {
        long reserve = 0;
        for (Holding holding : holdings) {
            reserve = Math.addExact(reserve, holding.reserve);
        }
        return reserve;
    }
}
