package com.illuvrse.finance.invoice;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice keeps of its buyer: where the buyer is, and where the vault has the rest. Never a
 * name or an address.
 *
 * @param country ISO 3166 in two capitals; null when the feed does not say
 * @param region ISO 3166-2 without the country, such as {@code CA}
 * @param invoiceTo reference into the vault, such as {@code vault:…}
 */
public record Buyer(@Nullable String country, @Nullable String region, @Nullable String invoiceTo) {

    public static final Buyer UNKNOWN = new Buyer(null, null, null);

    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
    private static final Pattern REGION = Pattern.compile("[A-Z0-9]{1,3}");
    private static final Pattern VAULT = Pattern.compile("vault:[!-~]{1,240}");

    public Buyer {
        require(country, COUNTRY, "a country is two capital letters");
        require(region, REGION, "a region is one to three capitals or digits");
        require(invoiceTo, VAULT, "a reference into the vault begins with vault:");
    }

    private static void require(@Nullable String text, Pattern pattern, String rule) {
        if (text != null && !pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(rule + ", found \"" + text + "\"");
        }
    }

    /** A buyer as a feed tells it; what is not written as it should be counts as not told. */
    public static Buyer of(
            @Nullable String country, @Nullable String region, @Nullable String invoiceTo) {
        return new Buyer(only(country, COUNTRY), only(region, REGION), only(invoiceTo, VAULT));
    }

    private static @Nullable String only(@Nullable String text, Pattern pattern) {
        return text != null && pattern.matcher(text).matches() ? text : null;
    }
}
