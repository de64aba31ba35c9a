package com.illuvrse.finance.exporters.invoice;

import com.illuvrse.finance.invoice.InvoiceNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Whether the numbers of a month follow each other, in every series and year, from the last one
 * before the month on.
 */
public final class InvoiceNumbers {

    private final TreeMap<String, Long> last = new TreeMap<>();
    private final List<String> faults = new ArrayList<>();

    /** The last number of a series before the month. */
    public void before(InvoiceNumber number) {
        last.merge(series(number), number.number(), Math::max);
    }

    /** The next document of the month; documents of a series come in the order of their days. */
    public void add(InvoiceNumber number) {
        long expected = last.getOrDefault(series(number), 0L) + 1;
        if (number.number() != expected) {
            faults.add("%s follows %d, expected %d".formatted(number, expected - 1, expected));
        }
        last.put(series(number), number.number());
    }

    private static String series(InvoiceNumber number) {
        return number.series() + "-" + number.year();
    }

    /** Every number that does not follow the one before it. */
    public List<String> faults() {
        return List.copyOf(faults);
    }
}
