package com.illuvrse.finance.scheduler.operations;

import com.illuvrse.finance.dpi.Platform;
import com.illuvrse.finance.exporters.books.FiscalYear;
import com.illuvrse.finance.exporters.rendition.Letterhead;
import com.illuvrse.finance.jobs.report.ReportSettings;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.salestax.Registration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code reports.*} of the settings; a member nobody knows is refused.
 *
 * @param fiscalYearStartMonth 1 to 12
 */
@ConfigurationProperties(prefix = "reports", ignoreUnknownFields = false)
public record ReportsAddress(
        String entity,
        String reportingCurrency,
        int fiscalYearStartMonth,
        Imports imports,
        Us us,
        Letterhead statements,
        SalesTax salesTax,
        ReportSettings.VatOss vatOss,
        Dpi dpi,
        ReportSettings.Invoices invoices) {

    /** How accounting packages take journals in. */
    public record Imports(
            ReportSettings.Xero xero,
            ReportSettings.QuickBooks quickbooks,
            ReportSettings.NetSuite netsuite) {}

    /** Who files US information returns. */
    public record Us(
            String payer,
            ZoneId zone,
            String mcc,
            String agentCh3,
            String agentCh4,
            String form1042sBox4a) {}

    /** Who reports the sellers of the platform. */
    public record Dpi(
            String dialect,
            String operator,
            String sendingCountry,
            String receivingCountry,
            String nexus,
            Set<String> reportableCountries) {}

    /**
     * Who files US sales tax.
     *
     * @param registrations null when there are none
     */
    public record SalesTax(String role, ZoneId zone, @Nullable List<Registration> registrations) {}

    ReportSettings settings() {
        return new ReportSettings(
                entity,
                Currency.of(reportingCurrency),
                new FiscalYear(fiscalYearStartMonth),
                new ReportSettings.Imports(
                        imports.xero(), imports.quickbooks(), imports.netsuite()),
                new ReportSettings.Us(
                        us.payer(),
                        us.zone(),
                        us.mcc(),
                        us.agentCh3(),
                        us.agentCh4(),
                        us.form1042sBox4a()),
                new ReportSettings.SalesTax(
                        salesTax.role(),
                        salesTax.zone(),
                        salesTax.registrations() == null ? List.of() : salesTax.registrations()),
                vatOss,
                new ReportSettings.Dpi(
                        dpi.dialect(),
                        dpi.operator(),
                        new Platform(
                                dpi.sendingCountry(),
                                dpi.receivingCountry(),
                                dpi.reportableCountries()),
                        dpi.nexus()),
                invoices,
                statements);
    }
}
