package com.illuvrse.finance.invoice;

import com.illuvrse.finance.order.OrderPlaced;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The number on a document: {@code DE-2026-000017}. Within one series and year numbers follow each
 * other from 1 without a gap.
 *
 * @param year year of the accounting day the document is booked on
 */
public record InvoiceNumber(String series, int year, long number) {

    /** Series of orders of which neither taxes nor buyer tell a place. */
    static final String NOWHERE = "ZZ";

    private static final String CREDIT = "-CREDIT";

    public InvoiceNumber {
        if (series.isEmpty() || year < 1000 || year > 9999 || number < 1) {
            throw new IllegalArgumentException(
                    "a number has a series, a year of four digits and counts from 1, found %s %d %d"
                            .formatted(series, year, number));
        }
    }

    /**
     * The series of an order's invoice: the jurisdiction of its taxes; of several, the part their
     * names begin with ({@code US-CA} of {@code US-CA} and {@code US-CA-SF}); without such a part,
     * or without taxes, the buyer's country; else {@code ZZ}.
     */
    public static String series(OrderPlaced form, Buyer buyer) {
        String place = common(List.copyOf(form.taxAmounts().keySet()));
        if (place != null) {
            return place;
        }
        String country = buyer.country();
        return country == null ? NOWHERE : country;
    }

    /** The series of the credit notes to invoices of a series. */
    public static String creditSeries(String series) {
        return series + CREDIT;
    }

    private static @Nullable String common(List<String> places) {
        if (places.isEmpty()) {
            return null;
        }
        String common = places.getFirst();
        for (String place : places) {
            while (!(place + "-").startsWith(common + "-")) {
                int end = common.lastIndexOf('-');
                if (end < 0) {
                    return null;
                }
                common = common.substring(0, end);
            }
        }
        return common;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s-%d-%06d", series, year, number);
    }
}
