package com.illuvrse.finance.dpi;

import java.util.Set;

/**
 * Who reports to whom.
 *
 * @param sending country of the operator, two capitals
 * @param receiving country the report goes to
 * @param reportable countries whose residents are reported
 */
public record Platform(String sending, String receiving, Set<String> reportable) {

    private static final String COUNTRY = "[A-Z]{2}";

    public Platform {
        reportable = Set.copyOf(reportable);
        require("sending-country", sending);
        require("receiving-country", receiving);
        reportable.forEach(country -> require("reportable-countries", country));
    }

    private static void require(String name, String country) {
        if (!country.matches(COUNTRY)) {
            throw new IllegalArgumentException(
                    "reports.dpi.%s is a country of two capitals such as NL, found \"%s\""
                            .formatted(name, country));
        }
    }
}
