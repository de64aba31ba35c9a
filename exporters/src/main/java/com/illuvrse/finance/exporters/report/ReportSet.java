package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.exporters.parquet.SealedDay;
import java.util.Map;

/**
 * The files of one report, lying in a folder, before they are delivered.
 *
 * @param set such as {@code daily}
 * @param prefix where it goes in its bucket, with a slash at the end
 * @param period the day, month or year it is of
 * @param segment the last segment that went into it, and its manifestId
 * @param rows rows of each file that has rows, by path below the folder
 */
public record ReportSet(
        String set,
        String prefix,
        String ledger,
        String period,
        int segment,
        String manifestId,
        Map<String, Long> rows) {

    public ReportSet {
        rows = Map.copyOf(rows);
        if (!prefix.endsWith("/") || prefix.startsWith("/")) {
            throw new IllegalArgumentException(
                    "a report set has a prefix such as daily/dt=2026-03-02/, found \""
                            + prefix
                            + "\"");
        }
    }

    /** The reports of one sealed day. */
    public static ReportSet daily(SealedDay day, int segment, Map<String, Long> rows) {
        return new ReportSet(
                "daily",
                "daily/dt=" + day.day() + "/",
                day.ledger(),
                day.day().toString(),
                segment,
                day.manifestId(),
                rows);
    }
}
