package com.illuvrse.finance.exporters.informationreturn;

/**
 * Who files, and what its forms say besides figures.
 *
 * @param year the calendar year
 * @param payer the payer's place in the vault, such as {@code vault:payer}
 * @param mcc merchant category code of box 2
 * @param agentChapter3 the payer's own status code, chapter 3
 * @param agentChapter4 the same, chapter 4
 * @param chapter4Exemption code of box 4a of the 1042-S
 */
public record Filer(
        int year,
        String payer,
        String mcc,
        String agentChapter3,
        String agentChapter4,
        String chapter4Exemption) {}
