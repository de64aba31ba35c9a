package com.illuvrse.finance.jobs.report;

import java.time.ZoneId;

/**
 * What all report sets of a ledger have in common.
 *
 * @param entity short name of whose books these are, the first word of every file's name
 * @param us who files US information returns
 */
public record ReportSettings(String entity, Us us) {

    /**
     * The payer of US information returns.
     *
     * @param payer where the payer's own number lies in the vault, such as {@code vault:payer}
     * @param zone whose local days sales count on
     * @param mcc merchant category code, four digits
     * @param agentChapter3 the payer's status code, chapter 3
     * @param agentChapter4 the same, chapter 4
     * @param chapter4Exemption code of box 4a of the 1042-S
     */
    public record Us(
            String payer,
            ZoneId zone,
            String mcc,
            String agentChapter3,
            String agentChapter4,
            String chapter4Exemption) {

        public Us {
            require("payer", payer, "vault:.+", "a place in the vault such as vault:payer");
            require("mcc", mcc, "[0-9]{4}", "four digits");
            require("agent-ch3", agentChapter3, "[0-9]{2}", "two digits");
            require("agent-ch4", agentChapter4, "[0-9]{2}", "two digits");
            require("form-1042s-box-4a", chapter4Exemption, "[0-9]{2}", "two digits");
        }

        private static void require(String name, String value, String form, String expected) {
            if (!value.matches(form)) {
                throw new IllegalArgumentException(
                        "reports.us.%s is %s, found \"%s\"".formatted(name, expected, value));
            }
        }
    }

    public ReportSettings {
        if (!entity.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,24}")) {
            throw new IllegalArgumentException(
                    "reports.entity has at most 25 letters, digits, points and hyphens, found \""
                            + entity
                            + "\"");
        }
    }
}
