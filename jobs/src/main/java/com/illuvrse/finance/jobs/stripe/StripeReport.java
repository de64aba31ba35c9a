package com.illuvrse.finance.jobs.stripe;

import com.illuvrse.finance.money.Currency;
import java.time.LocalDate;
import java.util.List;

/**
 * Stripe's itemised balance report of one day of UTC as it was downloaded.
 *
 * @param day the day of UTC
 * @param sha256 digest of the bytes as they came
 * @param size how many bytes came
 * @param content these bytes
 * @param rows how many movements it has
 * @param sums what they add up to, by currency and category
 */
public record StripeReport(
        LocalDate day,
        String type,
        String run,
        String file,
        String sha256,
        long size,
        PackedBytes content,
        int rows,
        List<Sum> sums) {

    /** Movements of one currency and category, in minor units. */
    public record Sum(
            Currency currency, String category, int rows, long gross, long fee, long net) {}

    public StripeReport {
        sums = List.copyOf(sums);
    }
}
