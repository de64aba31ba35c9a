package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.dpi.Platform;
import com.illuvrse.finance.exporters.books.FiscalYear;
import com.illuvrse.finance.exporters.invoice.Party;
import com.illuvrse.finance.exporters.rendition.Letterhead;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.oss.Scheme;
import com.illuvrse.finance.salestax.Registration;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What all report sets of a ledger have in common.
 *
 * @param entity short name of whose books these are, the first word of every file's name
 * @param reporting the currency the books are reported in
 * @param us who files US information returns
 * @param salesTax who files sales tax
 * @param vatOss who files the One-Stop-Shop
 * @param dpi who reports the sellers of the platform
 * @param invoices who sells on invoices
 * @param statements how statements and invoices look
 */
public record ReportSettings(
        String entity,
        Currency reporting,
        FiscalYear fiscalYear,
        Imports imports,
        Us us,
        SalesTax salesTax,
        VatOss vatOss,
        Dpi dpi,
        Invoices invoices,
        Letterhead statements) {

    /** How accounting packages take journals in. */
    public record Imports(Xero xero, QuickBooks quickbooks, NetSuite netsuite) {}

    /**
     * Manual journals of Xero.
     *
     * @param taxRate name of the tax rate of every line, as Xero has it
     * @param maxLines rows of a file
     */
    public record Xero(String dateFormat, String taxRate, int maxLines) {

        public Xero {
            requireDates("xero", dateFormat);
            requireText("xero.tax-rate", taxRate);
            requireLines("xero", maxLines);
        }
    }

    /**
     * Journals of QuickBooks.
     *
     * @param maxLines rows of a file
     */
    public record QuickBooks(String dateFormat, int maxLines) {

        public QuickBooks {
            requireDates("quickbooks", dateFormat);
            requireLines("quickbooks", maxLines);
        }
    }

    /**
     * Journals of NetSuite.
     *
     * @param subsidiary name of the entity, as NetSuite has it
     * @param maxLines rows of a file
     */
    public record NetSuite(String subsidiary, String dateFormat, int maxLines) {

        public NetSuite {
            requireText("netsuite.subsidiary", subsidiary);
            requireDates("netsuite", dateFormat);
            requireLines("netsuite", maxLines);
        }
    }

    /**
     * The payer of US information returns.
     *
     * @param payer where the payer's own number lies in the vault, such as {@code vault:payer}
     * @param zone whose local days sales count on
     * @param mcc merchant category code, four digits
     * @param agentChapter3 the payer's status code, chapter 3
     * @param agentChapter4 the same, chapter 4
     * @param chapter4Exemption code of box 4a of the 1042-S
     */
    public record Us(
            String payer,
            ZoneId zone,
            String mcc,
            String agentChapter3,
            String agentChapter4,
            String chapter4Exemption) {

        public Us {
            require("payer", payer, "vault:.+", "a place in the vault such as vault:payer");
            require("mcc", mcc, "[0-9]{4}", "four digits");
            require("agent-ch3", agentChapter3, "[0-9]{2}", "two digits");
            require("agent-ch4", agentChapter4, "[0-9]{2}", "two digits");
            require("form-1042s-box-4a", chapter4Exemption, "[0-9]{2}", "two digits");
        }

        private static void require(String name, String value, String form, String expected) {
            if (!value.matches(form)) {
                throw new IllegalArgumentException(
                        "reports.us.%s is %s, found \"%s\"".formatted(name, expected, value));
            }
        }
    }

    /**
     * The filer of US sales tax.
     *
     * @param role in which it files, such as {@code MARKETPLACE_FACILITATOR}
     * @param zone whose local days sales count on
     * @param registrations at most one a state
     */
    public record SalesTax(String role, ZoneId zone, List<Registration> registrations) {

        public SalesTax {
            registrations = List.copyOf(registrations);
            if (!role.matches("[A-Z][A-Z_]{1,39}")) {
                throw new IllegalArgumentException(
                        "reports.sales-tax.role is a word in capitals such as MARKETPLACE_FACILITATOR, found \"%s\""
                                .formatted(role));
            }
            long states = registrations.stream().map(Registration::state).distinct().count();
            if (states < registrations.size()) {
                throw new IllegalArgumentException(
                        "reports.sales-tax.registrations has one line a state, found two of one");
            }
        }
    }

    /**
     * The filer of the One-Stop-Shop.
     *
     * @param identification the member state that takes the return, two capitals
     * @param zone whose local days sales count on
     */
    public record VatOss(Scheme scheme, String identification, ZoneId zone) {

        public VatOss {
            if (!identification.matches("[A-Z]{2}")) {
                throw new IllegalArgumentException(
                        "reports.vat-oss.identification is a member state in two capitals such as IE, found \"%s\""
                                .formatted(identification));
            }
        }
    }

    /**
     * The operator of the platform and where it reports its sellers.
     *
     * @param dialect of the schema; OECD is the one that is built
     * @param operator where the operator's own identity lies in the vault
     * @param nexus why it reports there, such as {@code RPONEX1}
     */
    public record Dpi(String dialect, String operator, Platform platform, String nexus) {

        public Dpi {
            require("dialect", dialect, "OECD", "OECD, the one dialect that is built");
            require(
                    "operator",
                    operator,
                    "vault:[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                    "a place in the vault such as vault:operator");
            require("nexus", nexus, "RPONEX[1-5]", "RPONEX1 to RPONEX5");
        }

        private static void require(String name, String value, String form, String expected) {
            if (!value.matches(form)) {
                throw new IllegalArgumentException(
                        "reports.dpi.%s is %s, found \"%s\"".formatted(name, expected, value));
            }
        }
    }

    /**
     * The platform on its invoices and credit notes.
     *
     * @param seller with everything known of it
     */
    public record Invoices(Party seller) {

        public Invoices {
            requireTold("street", seller.street(), ".*[^ ].*");
            requireTold("city", seller.city(), ".*[^ ].*");
            requireTold("registration", seller.registration(), ".*[^ ].*");
            requireTold("vat-id", seller.vatId(), "[A-Z]{2}[0-9A-Z+*]{2,12}");
        }

        private static void requireTold(String name, @Nullable String value, String form) {
            if (value == null || !value.matches(form)) {
                throw new IllegalArgumentException(
                        "reports.invoices.seller has name, street, city, country, registration and vat-id, which begins with its country, found %s \"%s\""
                                .formatted(name, value));
            }
        }
    }

    public ReportSettings {
        if (!entity.matches("[A-Za-z0-9][A-Za-z0-9.-]{0,24}")) {
            throw new IllegalArgumentException(
                    "reports.entity has at most 25 letters, digits, points and hyphens, found \""
                            + entity
                            + "\"");
        }
    }

    /** Dates as a setting such as {@code dd/MM/yyyy} wants them. */
    static DateTimeFormatter dates(String format) {
        return DateTimeFormatter.ofPattern(format, Locale.ROOT);
    }

    private static void requireDates(String of, String format) {
        LocalDate day = LocalDate.parse("2026-11-03");
        boolean whole = false;
        try {
            whole = LocalDate.parse(dates(format).format(day), dates(format)).equals(day);
        } catch (DateTimeException | IllegalArgumentException e) {
            whole = false;
        }
        if (!whole) {
            throw new IllegalArgumentException(
                    "reports.imports.%s.date-format has day, month and year, such as dd/MM/yyyy, found \"%s\""
                            .formatted(of, format));
        }
    }

    private static void requireText(String name, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "reports.imports." + name + " is a name the package knows, found none");
        }
    }

    private static void requireLines(String of, int maxLines) {
        if (maxLines < 2) {
            throw new IllegalArgumentException(
                    "reports.imports.%s.max-lines is 2 or more, as a journal has two lines, found %d"
                            .formatted(of, maxLines));
        }
    }
}
