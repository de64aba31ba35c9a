package com.illuvrse.finance.jobs.report;

/**
 * What all report sets of a ledger have in common.
 *
 * @param entity short name of whose books these are, the first word of every file's name
 */
public record ReportSettings(String entity) {

    public ReportSettings {
        if (!entity.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,24}")) {
            throw new IllegalArgumentException(
                    "reports.entity has at most 25 letters, digits, points and hyphens, found \""
                            + entity
                            + "\"");
        }
    }
}
