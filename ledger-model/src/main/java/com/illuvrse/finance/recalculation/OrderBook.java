package com.illuvrse.finance.recalculation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is known of one order while its ledger is read. */
final class OrderBook {

    /** An accepted fulfilment. */
    record Fulfilment(long at, String text, Ratio portion) {}

    static final long NEVER = Long.MAX_VALUE;
    static final long LONG_AGO = Long.MIN_VALUE;

    final String order;

    /** The highest version known. */
    @Nullable Placed latest;

    /** The version of the first sale. */
    @Nullable Placed form;

    long firstSale = NEVER;
    String currency = "";
    long gross;
    String presentedCurrency = "";
    long presented;

    /** The last charge's own amount, in {@code presentedCurrency}, before reversals. */
    long charged;

    long refundedGross;
    long refundedPresented;
    TreeMap<String, Long> refundedTaxes = new TreeMap<>();
    List<SoldLine> lines = List.of();
    int releases;
    boolean reserveReleased;

    /** Day of the complete fulfilment or the cancellation, whichever was first. */
    @Nullable LocalDate completedOn;

    /** Day the reserves are due; null while none is. */
    @Nullable LocalDate reserveDueOn;

    /** Instant of the first row of a dispute; long ago when that is in an earlier segment. */
    long disputedFrom = NEVER;

    /** Entries with a working on the day {@code tracesOn}, counted from 1970. */
    long tracesToday;

    long tracesOn;

    /** By event. */
    final Map<String, Fulfilment> fulfilments = new LinkedHashMap<>(0);

    /** Rows no entry has used so far. */
    final List<Payment> payments = new ArrayList<>(0);

    OrderBook(String order) {
        this.order = order;
    }

    boolean isDestination() {
        Placed placed = form == null ? latest : form;
        return placed != null && placed.payee() != null;
    }

    boolean isExchanged() {
        return !presentedCurrency.equals(currency);
    }

    Placed form() {
        if (form == null) {
            throw new IllegalStateException("order " + order + " is not sold");
        }
        return form;
    }

    long refundedNet() {
        long net = refundedGross;
        for (long tax : refundedTaxes.values()) {
            net = Math.subtractExact(net, tax);
        }
        return net;
    }

    long reserve() {
        long reserve = 0;
        for (SoldLine line : lines) {
            reserve = Math.addExact(reserve, line.reserve());
        }
        return reserve;
    }

    /** Whether something of a fulfilment still has to be released. */
    boolean isReleasable(Fulfilment fulfilment) {
        return lines.stream().anyMatch(line -> line.releasable(fulfilment.portion()) > 0);
    }

    /** Whether an open break names the order, a contract of it or a row that is not used. */
    boolean isNamed(Predicate<String> named) {
        return named.test(order)
                || lines.stream().anyMatch(line -> named.test(line.contract))
                || payments.stream().anyMatch(payment -> named.test(payment.bt()));
    }
}
