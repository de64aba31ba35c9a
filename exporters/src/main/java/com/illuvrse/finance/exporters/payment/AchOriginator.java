package com.illuvrse.finance.exporters.payment;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who sends ACH files to which bank, as the settings name them and the bank assigns them.
 *
 * @param destination routing number of the bank the file goes to
 * @param origin ten signs, such as a blank and the routing number or {@code 1} and the tax number
 * @param companyId ten signs
 * @param odfi first eight digits of the routing number of the originating bank
 * @param description what receivers read on their statement, at most ten signs; never PAYROLL,
 *     which is kept for wages
 */
public record AchOriginator(
        String destination,
        String destinationName,
        String origin,
        String originName,
        String companyId,
        String odfi,
        String description) {

    private static final Pattern EIGHT_DIGITS = Pattern.compile("[0-9]{8}");
    private static final Pattern UP_TO_TEN = Pattern.compile("[ A-Za-z0-9]{1,10}");

    public AchOriginator {
        require(RoutingNumber.isValid(destination), "destination", "a routing number");
        require(EIGHT_DIGITS.matcher(odfi).matches(), "odfi", "eight digits");
        require(UP_TO_TEN.matcher(origin).matches(), "origin", "up to ten letters and digits");
        require(UP_TO_TEN.matcher(companyId).matches(), "company-id", "up to ten signs");
        require(BankText.isReadable(originName), "origin-name", "a name");
        require(BankText.isReadable(destinationName), "destination-name", "a name");
        require(
                BankText.isReadable(description) && description.length() <= 10,
                "description",
                "up to ten letters");
        require(
                !description.strip().toUpperCase(Locale.ROOT).equals("PAYROLL"),
                "description",
                "another word than PAYROLL, which is kept for wages");
    }

    private static void require(boolean holds, String member, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "settlement.rails.ach.%s must be %s".formatted(member, expected));
        }
    }
}
