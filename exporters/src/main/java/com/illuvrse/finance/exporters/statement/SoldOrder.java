package com.illuvrse.finance.exporters.statement;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order as it was sold.
 *
 * @param buyerCountry two capitals; null when the marketplace did not say
 * @param lines by line
 */
public record SoldOrder(String order, @Nullable String buyerCountry, Map<String, SoldLine> lines) {

    /**
     * One line of it.
     *
     * @param sku the marketplace's own word for what was sold, any text
     * @param net minor units of the order's currency
     * @param tax on that net
     */
    public record SoldLine(@Nullable String sku, long net, long tax) {}

    public SoldOrder {
        lines = Map.copyOf(lines);
    }
}
