package com.illuvrse.finance.sandbox.marketplace;

import java.nio.file.Path;
import java.util.List;

/**
 * A data folder that was written.
 *
 * @param folder the folder, ready to be served
 * @param orders orders placed
 * @param rows balance transactions, including those before the first day
 * @param planted every anomaly, in the order of days
 */
public record GeneratedMonth(Path folder, long orders, long rows, List<Planted> planted) {
    public GeneratedMonth {
        planted = List.copyOf(planted);
    }
}
