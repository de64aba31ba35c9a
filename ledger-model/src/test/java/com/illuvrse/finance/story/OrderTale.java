package com.illuvrse.finance.story;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What really happened to one order, told by the one who invented it. It knows nothing of accounts
 * and uses nothing of the ledger; amounts are minor units of {@code settled}, or of the currency
 * the buyer saw where they are called presented.
 */
final class OrderTale {

    /** Money taken back from the order: a refund, or a dispute. */
    record Take(String row, long settled, long presented) {}

    /** A dispute, and how it ended. */
    static final class Claim {
        final String dispute;
        final Take take;
        boolean lost;
        @Nullable Long reinstated;

        Claim(String dispute, Take take) {
            this.dispute = dispute;
            this.take = take;
        }

        boolean isOpen() {
            return !lost && reinstated == null;
        }
    }

    final String order;
    final String settled;
    final boolean exchanged;
    @Nullable String destination;

    /** Taxes and net of the version that was sold, in minor units of the buyer's currency. */
    final TreeMap<String, Long> taxes = new TreeMap<>();

    long net;

    /** The marketplace told of the order. */
    boolean placed;

    /** Versions differ, so which one was sold is for the books to say. */
    boolean amended;

    /** Order and charge disagree, or a contract cannot be followed: nothing may be released. */
    boolean held;

    /** The last delivery was complete. */
    boolean delivered;

    /** The charge's own amounts, before reversals; null when nobody paid. */
    @Nullable Take charge;

    final List<Take> reversals = new ArrayList<>();
    final List<Take> refunds = new ArrayList<>();
    final List<Claim> claims = new ArrayList<>();

    /** Refunds that came back and are still owed to the buyer. */
    long undeliverable;

    /** What the creator of a destination charge was sent, less what came back. */
    long transferred;

    OrderTale(String order, String settled, boolean exchanged) {
        this.order = order;
        this.settled = settled;
        this.exchanged = exchanged;
    }

    boolean isSold() {
        return placed && charge != null;
    }

    /** Whether it depends on what was known when, how much tax a reversed part gave back. */
    boolean isReversed() {
        return !reversals.isEmpty();
    }

    /** Whether a second payment is nobody's: a failed first one is replaced by it. */
    boolean mayBePaidTwice() {
        return !amended && reversals.isEmpty();
    }

    boolean isDestination() {
        return destination != null;
    }

    /** What the charge brought, less what was reversed. */
    long captured() {
        return charge().settled() - sum(reversals, false);
    }

    private long capturedAsPresented() {
        return charge().presented() - sum(reversals, true);
    }

    /** What of the charge nobody asked back yet, as the buyer sees it. */
    long presentedLeft() {
        if (charge == null) {
            return 0;
        }
        long left = capturedAsPresented() - sum(refunds, true);
        for (Claim claim : claims) {
            left -= claim.take.presented();
        }
        return left;
    }

    private Take charge() {
        if (charge == null) {
            throw new IllegalStateException("order " + order + " was not paid");
        }
        return charge;
    }

    /** Refunds and lost disputes ask for more than there is. */
    boolean isOverdrawn() {
        return presentedLeft() < 0;
    }

    /** Everything taken back: refunds and lost disputes, as it cost. */
    long cost() {
        long cost = sum(refunds, false);
        for (Claim claim : claims) {
            cost += claim.lost ? claim.take.settled() : 0;
        }
        return cost;
    }

    /** What the part that was taken back had brought when it was sold. */
    long takenBack() {
        long presented = sum(refunds, true);
        for (Claim claim : claims) {
            presented += claim.lost ? claim.take.presented() : 0;
        }
        if (!exchanged) {
            return Math.min(captured(), presented);
        }
        return presented >= capturedAsPresented()
                ? captured()
                : share(captured(), presented, capturedAsPresented());
    }

    /** What exchange rates made of refunds and disputes; a loss is positive. */
    long exchangeLoss() {
        long loss = cost() - takenBack();
        for (Claim claim : claims) {
            Long back = claim.reinstated;
            loss += back == null ? 0 : claim.take.settled() - back;
        }
        return loss;
    }

    /** Tax on what is left, by jurisdiction: on the whole less on what was taken back. */
    Map<String, Long> taxLeft() {
        long total = net + taxes.values().stream().mapToLong(Long::longValue).sum();
        Map<String, Long> left = new TreeMap<>();
        taxes.forEach(
                (place, tax) ->
                        left.put(
                                place,
                                share(captured(), tax, total) - share(takenBack(), tax, total)));
        return left;
    }

    boolean hasOpenClaim() {
        return claims.stream().anyMatch(Claim::isOpen);
    }

    private static long share(long whole, long part, long of) {
        return of == 0
                ? 0
                : BigDecimal.valueOf(whole)
                        .multiply(BigDecimal.valueOf(part))
                        .divide(BigDecimal.valueOf(of), 0, RoundingMode.HALF_UP)
                        .longValueExact();
    }

    private static long sum(List<Take> takes, boolean presented) {
        return takes.stream()
                .mapToLong(take -> presented ? take.presented() : take.settled())
                .sum();
    }
}
