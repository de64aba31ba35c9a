package com.illuvrse.finance.sandbox.marketplace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a buyer ordered, as the shop knows it. Amounts are minor units of {@code
 * market.presentment}.
 *
 * @param number what order, charge and row ids have in common, such as {@code 261001000017}
 * @param placedAt when the buyer ordered, whole seconds
 * @param market where the buyer sits
 * @param buyer a pseudonym
 * @param lines what was bought, at least one line
 */
record Order(String number, Instant placedAt, Market market, String buyer, List<Line> lines) {

    /**
     * One line of an order.
     *
     * @param contract the contract that shares it
     * @param kind what was sold, a word of the order feed
     * @param quantity how many; the price is for all of them
     * @param price tax inside or on top, as the market writes prices
     * @param tax the tax that is stated; 0 for a line without tax
     * @param taxed false for a tip and where the market has no tax
     */
    record Line(String contract, String kind, int quantity, long price, long tax, boolean taxed) {
        Line withTax(long other) {
            return new Line(contract, kind, quantity, price, other, taxed);
        }
    }

    Order {
        lines = List.copyOf(lines);
    }

    String id() {
        return "o-" + number;
    }

    /** What the buyer pays. */
    long total() {
        long total = 0;
        for (Line line : lines) {
            total += line.price() + (market.taxInclusive ? 0 : line.tax());
        }
        return total;
    }

    /** The same order with another first line. */
    Order withFirstLine(Line line) {
        List<Line> changed = new ArrayList<>(lines);
        changed.set(0, line);
        return new Order(number, placedAt, market, buyer, changed);
    }

    /** The same order under another contract. */
    Order withContract(String contract) {
        Line line = lines.getFirst();
        return withFirstLine(
                new Line(
                        contract,
                        line.kind(),
                        line.quantity(),
                        line.price(),
                        line.tax(),
                        line.taxed()));
    }

    /** The same order, its first line dearer by so many minor units and without more tax. */
    Order dearerBy(long amount) {
        Line line = lines.getFirst();
        return withFirstLine(
                new Line(
                        line.contract(),
                        line.kind(),
                        line.quantity(),
                        line.price() + amount,
                        line.tax(),
                        line.taxed()));
    }
}
