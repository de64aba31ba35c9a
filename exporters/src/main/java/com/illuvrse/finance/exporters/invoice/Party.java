package com.illuvrse.finance.exporters.invoice;

import org.jspecify.annotations.Nullable;

/**
 * Who sells or buys, as a paper names them; never printed. What is not known is null.
 *
 * @param country ISO 3166 in two capitals
 * @param vatId with its country in front, such as {@code NL900000017B01}
 * @param registration in the trade register
 */
public record Party(
        String name,
        @Nullable String street,
        @Nullable String postCode,
        @Nullable String city,
        String country,
        @Nullable String vatId,
        @Nullable String registration) {

    /** How a buyer is called whose name nobody told. */
    public static final String UNNAMED = "Buyer of the order";

    /** Country of a buyer nobody placed. */
    public static final String NOWHERE = "ZZ";

    public Party {
        if (name.isBlank() || !country.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException(
                    "a party has a name and a country of two capitals, found the country \""
                            + country
                            + "\"");
        }
    }

    @Override
    public String toString() {
        return "party in " + country;
    }
}
