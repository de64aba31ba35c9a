package com.illuvrse.finance.exporters.dpi;

import com.illuvrse.finance.dpi.Platform;
import com.illuvrse.finance.exporters.vault.Identity;
import java.time.Instant;

/**
 * What the report of a year to one authority says of itself.
 *
 * @param revision of the set it belongs to
 * @param sealed end of the last sealed day of the year, never the clock
 * @param operator of the platform, open
 * @param nexus why it reports there, such as {@code RPONEX1}
 */
public record SellerMessage(
        Platform platform,
        int year,
        int revision,
        Instant sealed,
        Identity operator,
        String nexus) {

    /** Name of the file. */
    public static String file(Platform platform) {
        return "dpi_" + platform.receiving() + ".xml";
    }

    /**
     * Sending country, year, receiving country and the revision, as the guide wants it to begin.
     */
    String messageRefId() {
        return "%s%d%s-r%02d".formatted(platform.sending(), year, platform.receiving(), revision);
    }

    /** No payee can have the platform's name. */
    String operatorDocRefId() {
        return "%s%d-platform-v1".formatted(platform.sending(), year);
    }

    @Override
    public String toString() {
        return "message " + messageRefId();
    }
}
