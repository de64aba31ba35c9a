package com.illuvrse.finance.exporters.parquet;

import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * The sealed day a file belongs to: it stands in the file, so that the file can be held against its
 * segment wherever it is found.
 *
 * @param ledger log origin, such as {@code ledger.example.com/marketplace-prod}
 * @param manifestId SHA-256 of the segment's {@code manifest.json}, in lower-case hex
 */
public record SealedDay(String ledger, LocalDate day, String manifestId) {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public SealedDay {
        if (ledger.isBlank()) {
            throw new IllegalArgumentException("a sealed day needs the name of its ledger");
        }
        if (!DIGEST.matcher(manifestId).matches()) {
            throw new IllegalArgumentException(
                    "a manifestId is 64 lower-case hex digits, found \"" + manifestId + "\"");
        }
    }
}
