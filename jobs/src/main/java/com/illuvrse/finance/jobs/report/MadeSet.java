package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.report.Check;
import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.exporters.report.SetDelivery;
import com.illuvrse.finance.exporters.report.SetFile;
import com.illuvrse.finance.exporters.report.TieOut;
import com.illuvrse.finance.money.ReferenceRate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The worksheets of a set, lying in its folder, and what was found on the way.
 *
 * @param rates published rates any figure was converted by
 * @param numbered the file that names the revision; null without one
 */
record MadeSet(
        List<SetFile> files,
        List<ReportIssue> issues,
        List<TieOut> ties,
        List<Check> checks,
        List<ReferenceRate> rates,
        SetDelivery.@Nullable Numbered numbered) {

    /** A set no file of which names the revision. */
    MadeSet(
            List<SetFile> files,
            List<ReportIssue> issues,
            List<TieOut> ties,
            List<Check> checks,
            List<ReferenceRate> rates) {
        this(files, issues, ties, checks, rates, null);
    }

    MadeSet {
        files = List.copyOf(files);
        issues = List.copyOf(issues);
        ties = List.copyOf(ties);
        checks = List.copyOf(checks);
        rates = List.copyOf(rates);
    }
}
