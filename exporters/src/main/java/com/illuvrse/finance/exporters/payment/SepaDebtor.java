package com.illuvrse.finance.exporters.payment;

import java.util.regex.Pattern;

/**
 * Whose account SEPA payments leave from, as the settings name it.
 *
 * @param iban compact, with right check digits
 * @param town required on every address since November 2026
 * @param country two capitals
 */
public record SepaDebtor(String name, String iban, String bic, String town, String country) {

    static final Pattern BIC = Pattern.compile("[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?");
    static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    public SepaDebtor {
        if (!BankText.isReadable(name) || !BankText.isReadable(town)) {
            throw new IllegalArgumentException(
                    "settlement.rails.sepa needs a name and a town in Latin letters");
        }
        if (!Iban.isValid(iban)) {
            throw new IllegalArgumentException(
                    "settlement.rails.sepa.iban is no IBAN: its check digits do not fit, or it has"
                            + " blanks");
        }
        if (!BIC.matcher(bic).matches() || !COUNTRY.matcher(country).matches()) {
            throw new IllegalArgumentException(
                    "settlement.rails.sepa needs a bic of 8 or 11 signs and a country of two capitals, found %s and %s"
                            .formatted(bic, country));
        }
    }
}
