package com.illuvrse.finance.exporters.vault;

import org.jspecify.annotations.Nullable;

/**
 * Where a person lives or a company sits; never printed. What is not known is null.
 *
 * @param country two capitals, ISO 3166
 */
public record PostalAddress(
        @Nullable String street,
        @Nullable String number,
        @Nullable String postCode,
        @Nullable String city,
        @Nullable String region,
        @Nullable String country) {

    @Override
    public String toString() {
        return "address";
    }
}
