package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something a reader of a report set has to know, a row of {@code exceptions.csv} (reports, section
 * 1.8).
 *
 * @param report kind of the set
 * @param payee whom it concerns; null when it concerns everybody
 * @param rule such as {@code period.open}
 * @param blocking whether it keeps the set a draft; then it is of severity HIGH
 * @param firstSeen accounting day
 * @param evidence where to look: an id of the books
 */
public record ReportIssue(
        String report,
        @Nullable String payee,
        String rule,
        Severity severity,
        String message,
        boolean blocking,
        LocalDate firstSeen,
        String evidence) {

    /** How much it matters: HIGH and MEDIUM ask for a person. */
    public enum Severity {
        HIGH,
        MEDIUM,
        INFO
    }

    /** Columns that name a row. */
    static final List<String> KEY = List.of("rule_id", "payee_ref", "evidence");

    /** Blocking first, then rule, payee, evidence. */
    static final CsvTable<ReportIssue> TABLE =
            new CsvTable<>(
                    "exceptions.csv",
                    List.of(
                            CsvColumn.text("report", ReportIssue::report),
                            CsvColumn.text("payee_ref", ReportIssue::payee),
                            CsvColumn.text("rule_id", ReportIssue::rule),
                            CsvColumn.text("severity", issue -> issue.severity().name()),
                            CsvColumn.text("message", ReportIssue::message),
                            CsvColumn.text("blocking", issue -> issue.blocking() ? "Y" : "N"),
                            CsvColumn.text("first_seen", issue -> issue.firstSeen().toString()),
                            CsvColumn.text("evidence", ReportIssue::evidence)),
                    Comparator.comparing((ReportIssue issue) -> !issue.blocking())
                            .thenComparing(ReportIssue::rule)
                            .thenComparing(issue -> issue.payee() == null ? "" : issue.payee())
                            .thenComparing(ReportIssue::evidence),
                    "blocking, rule_id, payee_ref, evidence");

    public ReportIssue {
        if (blocking && severity != Severity.HIGH) {
            throw new IllegalArgumentException(
                    "what blocks a report is of severity HIGH, found %s for %s"
                            .formatted(severity, rule));
        }
    }

    /** One that keeps the set a draft. */
    public static ReportIssue blocking(
            String report, String rule, String message, LocalDate firstSeen, String evidence) {
        return new ReportIssue(
                report, null, rule, Severity.HIGH, message, true, firstSeen, evidence);
    }

    /** Rule and words, as a command prints it. */
    public String sentence() {
        return rule + ": " + message;
    }
}
