package com.illuvrse.finance.scheduler.operations;

import com.illuvrse.finance.calendar.BusinessCalendar;
import com.illuvrse.finance.exporters.payment.AchOriginator;
import com.illuvrse.finance.exporters.payment.SepaDebtor;
import com.illuvrse.finance.jobs.nightly.PaymentRails;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** {@code settlement.*} of the settings; a member nobody knows is refused. */
@ConfigurationProperties(prefix = "settlement", ignoreUnknownFields = false)
public record LedgerSettings(
        String ledger,
        String environment,
        ZoneId zone,
        LocalDate firstDay,
        int chunk,
        Payouts payouts,
        Stripe stripe,
        @Nullable Rails rails) {

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

    /** The bank rails; one that is left out pays nobody. */
    public record Rails(@Nullable Sepa sepa, @Nullable Ach ach) {

        private static final String TARGET = "target";
        private static final String FED = "fed";

        /** The calendars of the rails that are there. */
        List<String> calendars() {
            return Stream.of(sepa == null ? "" : TARGET, ach == null ? "" : FED)
                    .filter(name -> !name.isEmpty())
                    .toList();
        }

        /** The rails with their calendars. */
        PaymentRails with(Function<String, BusinessCalendar> calendars) {
            return new PaymentRails(
                    sepa == null
                            ? null
                            : new PaymentRails.Sepa(
                                    new SepaDebtor(
                                            sepa.name,
                                            sepa.iban,
                                            sepa.bic,
                                            sepa.town,
                                            sepa.country),
                                    sepa.account,
                                    calendars.apply(TARGET)),
                    ach == null
                            ? null
                            : new PaymentRails.Ach(
                                    new AchOriginator(
                                            ach.destination,
                                            ach.destinationName,
                                            ach.origin,
                                            ach.originName,
                                            ach.companyId,
                                            ach.odfi,
                                            ach.description),
                                    ach.account,
                                    calendars.apply(FED)));
        }

        /** Euro by pain.001. */
        public record Sepa(
                String name,
                String iban,
                String bic,
                String town,
                String country,
                @DefaultValue("operating") String account) {}

        /** Dollars by NACHA files. */
        public record Ach(
                String destination,
                String destinationName,
                String origin,
                String originName,
                String companyId,
                String odfi,
                String description,
                @DefaultValue("operating") String account) {}
    }
}
