package com.illuvrse.finance.scheduler.operations;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code settlement.*} of the settings; a member nobody knows is refused. */
@ConfigurationProperties(prefix = "settlement", ignoreUnknownFields = false)
public record LedgerSettings(
        String ledger,
        String environment,
        ZoneId zone,
        LocalDate firstDay,
        int chunk,
        Payouts payouts,
        Stripe stripe) {

    /**
     * When creators are paid.
     *
     * @param calendar {@code none}, or the payment system whose closed days move payout days
     */
    public record Payouts(List<String> days, Calendar calendar, int arrivalDays) {

        /** A calendar of the folder {@code calendars}, named like its file. */
        public enum Calendar {
            NONE,
            FED,
            TARGET
        }
    }

    /** The one Stripe account. */
    public record Stripe(
            String account,
            URI apiBase,
            Path pullKeyFile,
            Path payKeyFile,
            int overlapDays,
            int searchDays,
            int requestsPerSecond,
            int attempts,
            Duration firstPause) {}
}
