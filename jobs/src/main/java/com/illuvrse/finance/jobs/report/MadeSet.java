package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.report.Check;
import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.exporters.report.SetFile;
import com.illuvrse.finance.exporters.report.TieOut;
import java.util.List;

/** The worksheets of a set, lying in its folder, and what was found on the way. */
record MadeSet(
        List<SetFile> files, List<ReportIssue> issues, List<TieOut> ties, List<Check> checks) {

    MadeSet {
        files = List.copyOf(files);
        issues = List.copyOf(issues);
        ties = List.copyOf(ties);
        checks = List.copyOf(checks);
    }
}
