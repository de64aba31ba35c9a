package com.illuvrse.finance.scheduler.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.dpi.Platform;
import com.illuvrse.finance.exporters.books.FiscalYear;
import com.illuvrse.finance.exporters.invoice.Party;
import com.illuvrse.finance.exporters.rendition.Letterhead;
import com.illuvrse.finance.exporters.rendition.Paper;
import com.illuvrse.finance.jobs.report.ReportSettings;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.oss.Scheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.FileSystemResource;

/** The settings of reports, bound as the file an operator edits. */
class ReportsAddressTest {

    private static ReportSettings with(Map<String, Object> changes) throws IOException {
        MutablePropertySources sources = new MutablePropertySources();
        sources.addLast(new MapPropertySource("changes", changes));
        new YamlPropertySourceLoader()
                .load("settings", new FileSystemResource(Path.of("../config/application.yml")))
                .forEach(sources::addLast);
        return new Binder(ConfigurationPropertySources.from(sources))
                .bind(
                        "reports",
                        Bindable.of(ReportsAddress.class),
                        new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                .get()
                .settings();
    }

    @Test
    void areThoseOfTheDesign() throws IOException {
        assertThat(with(Map.of()))
                .isEqualTo(
                        new ReportSettings(
                                "main",
                                Currency.of("USD"),
                                new FiscalYear(1),
                                new ReportSettings.Imports(
                                        new ReportSettings.Xero("dd/MM/yyyy", "Tax Exempt", 300),
                                        new ReportSettings.QuickBooks("MM/dd/yyyy", 1_000),
                                        new ReportSettings.NetSuite("Main", "MM/dd/yyyy", 25_000)),
                                new ReportSettings.Us(
                                        "vault:payer",
                                        ZoneId.of("America/New_York"),
                                        "5815",
                                        "01",
                                        "02",
                                        "15"),
                                new ReportSettings.SalesTax(
                                        "MARKETPLACE_FACILITATOR",
                                        ZoneId.of("America/New_York"),
                                        List.of()),
                                new ReportSettings.VatOss(
                                        Scheme.UNION, "IE", ZoneId.of("Europe/Dublin")),
                                new ReportSettings.Dpi(
                                        "OECD",
                                        "vault:operator",
                                        new Platform("NL", "NL", Set.of("IE", "DE", "FR")),
                                        "RPONEX1"),
                                new ReportSettings.Invoices(
                                        new Party(
                                                "Marketplace Ltd",
                                                "1 Example Quay",
                                                "D01 X000",
                                                "Dublin",
                                                "IE",
                                                "IE0000000AA",
                                                "000000")),
                                new Letterhead(Paper.A4, "ILLUVRSE", "#1f4e79", "", List.of())));
    }

    @Test
    void refuseAMemberNobodyKnowsAndLeaveSetsToComeAlone() throws IOException {
        assertThat(with(Map.of("reports.vat-oss.scheme", "UNION")).entity()).isEqualTo("main");
        assertThatThrownBy(() -> with(Map.of("reports.imports.xero.max-line", "3")))
                .rootCause()
                .hasMessageContaining("reports.imports.xero.max-line");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "entity | no spaces | reports.entity has at most 25 letters",
                "reporting-currency | dollars | a currency is three capital letters",
                "fiscal-year-start-month | 13 | a fiscal year starts in a month from 1 to 12, found"
                        + " 13",
                "imports.xero.date-format | dd/yyyy | reports.imports.xero.date-format has day,"
                        + " month and year",
                "imports.quickbooks.date-format | quick | found \"quick\"",
                "imports.netsuite.date-format | dd.mm.yyyy | found \"dd.mm.yyyy\"",
                "imports.xero.tax-rate | '' | reports.imports.xero.tax-rate is a name",
                "imports.netsuite.subsidiary | ' ' | reports.imports.netsuite.subsidiary is a name",
                "imports.xero.max-lines | 1 | reports.imports.xero.max-lines is 2 or more",
                "imports.quickbooks.max-lines | 0 | reports.imports.quickbooks.max-lines is 2 or"
                        + " more",
                "us.payer | 900-00-0001 | reports.us.payer is a place in the vault",
                "us.mcc | 581 | reports.us.mcc is four digits",
                "us.form-1042s-box-4a | '' | reports.us.form-1042s-box-4a is two digits",
                "sales-tax.role | me | reports.sales-tax.role is a word in capitals",
                "sales-tax.registrations[0].state | Washington | two capitals such as WA",
                "vat-oss.identification | Ireland | reports.vat-oss.identification is a member"
                        + " state",
                "vat-oss.scheme | IMPORT | No enum constant com.illuvrse.finance.oss.Scheme.IMPORT",
                "dpi.dialect | FR | reports.dpi.dialect is OECD, the one dialect that is built",
                "dpi.operator | operator | reports.dpi.operator is a place in the vault",
                "dpi.sending-country | Netherlands | reports.dpi.sending-country is a country of"
                        + " two",
                "dpi.receiving-country | nl | reports.dpi.receiving-country is a country of two",
                "dpi.reportable-countries[0] | EU27 | reports.dpi.reportable-countries is a"
                        + " country",
                "dpi.nexus | RPONEX6 | reports.dpi.nexus is RPONEX1 to RPONEX5",
                "invoices.seller.vat-id | 0000000 | which begins with its country, found vat-id",
                "invoices.seller.country | Ireland | a party has a name and a country of two",
                "invoices.seller.registration | '' | found registration",
                "statements.paper | A3 | Failed to bind properties under"
                        + " 'reports.statements.paper'",
                "statements.name | ' ' | reports.statements.name is 1 to 120 characters",
                "statements.color | blue | reports.statements.color is a colour such as #1f4e79",
                "statements.fonts | none.ttf | reports.statements.fonts is TrueType files on disk,"
                        + " found \"none.ttf\"",
                "imports.netsuite.max-lines | -1 | reports.imports.netsuite.max-lines is 2 or more",
            })
    void refusesWhatNoPackageCouldUse(String name, String value, String sentence) {
        assertThatThrownBy(() -> with(Map.of("reports." + name, value)))
                .hasStackTraceContaining(sentence);
    }
}
