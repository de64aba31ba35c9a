package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.invoice.InvoiceIndex;
import com.illuvrse.finance.exporters.invoice.InvoiceNumbers;
import com.illuvrse.finance.exporters.invoice.InvoicePaper;
import com.illuvrse.finance.exporters.invoice.InvoicePaper.Credited;
import com.illuvrse.finance.exporters.invoice.InvoicePdf;
import com.illuvrse.finance.exporters.invoice.PaperOf;
import com.illuvrse.finance.exporters.invoice.Party;
import com.illuvrse.finance.exporters.report.Check;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.exporters.report.SetFile;
import com.illuvrse.finance.exporters.report.TieOut;
import com.illuvrse.finance.exporters.s3.FileDigest;
import com.illuvrse.finance.exporters.vault.Identity;
import com.illuvrse.finance.exporters.vault.PostalAddress;
import com.illuvrse.finance.invoice.InvoiceRow;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.InvoiceFacts;
import com.illuvrse.finance.jobs.postgres.InvoiceFacts.Numbered;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.oss.MemberStates;
import com.illuvrse.finance.oss.VatBuyer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes every invoice and credit note of a month as PDF with its XML inside, and an index of them
 * (reports, section 4). Buyers are opened in the vault day by day, where their papers are written.
 */
final class MakeInvoices implements SetMaker {

    private static final String MEASURE = "invoiced";
    private static final String TOOL = "exporters.invoice";
    private static final String VERSION = "1";

    /** Countries of ISO 3166, and those VAT numbers have beside them. */
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private static final Set<String> OF_VAT_NUMBERS = Set.of("EL", "XI");
    private static final String VAT_NUMBER = "[A-Z]{2}[0-9A-Z+*]{2,12}";

    private final InvoiceFacts facts;
    private final ReportPeriod period;
    private final Party seller;
    private final InvoicePdf pdf;
    private final MemberStates states;
    private final OpenedIdentities identities;
    private final Path folder;
    private final Worksheets worksheets;

    private final List<SetFile> files = new ArrayList<>();
    private final List<ReportIssue> issues = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final InvoiceNumbers numbers = new InvoiceNumbers();
    private final TreeMap<Currency, Long> invoiced = new TreeMap<>();
    private int checked;

    MakeInvoices(
            Database database,
            ReportPeriod period,
            ReportSettings.Invoices settings,
            InvoicePdf pdf,
            MemberStates states,
            OpenedIdentities identities,
            Path folder) {
        this.facts = new InvoiceFacts(database);
        this.period = period;
        this.seller = settings.seller();
        this.pdf = pdf;
        this.states = states;
        this.identities = identities;
        this.folder = folder;
        this.worksheets = new Worksheets(folder);
    }

    @Override
    public MadeSet make() throws IOException {
        facts.lastBefore(period.firstDay()).forEach(numbers::before);
        try (CsvTable.Rows<InvoiceIndex> index =
                worksheets.start(InvoiceIndex.TABLE, InvoiceIndex.HEADER)) {
            LocalDate end = period.lastSealed();
            for (LocalDate day = period.firstDay(); !day.isAfter(end); day = day.plusDays(1)) {
                day(day, index);
            }
            worksheets.add(InvoiceIndex.TABLE, index, InvoiceIndex.HEADER, InvoiceIndex.KEY);
        }
        files.addAll(0, worksheets.files());
        checks.add(
                check(
                        "en16931-rules",
                        "*",
                        List.of(),
                        "%d files with XML, those not named here without a fault"
                                .formatted(checked)));
        checks.add(check("numbers-without-gaps", "*", numbers.faults(), "no gap in any series"));
        return new MadeSet(files, issues, ties(), checks, List.of());
    }

    private void day(LocalDate day, CsvTable.Rows<InvoiceIndex> index) throws IOException {
        List<Numbered> documents = facts.of(day);
        if (documents.isEmpty()) {
            return;
        }
        Map<String, Identity> buyers =
                identities.open(
                        documents.stream()
                                .map(each -> each.rows().getFirst().buyer().invoiceTo())
                                .filter(Objects::nonNull)
                                .toList(),
                        ReportKind.INVOICES,
                        period.period());
        for (Numbered document : documents) {
            InvoiceRow first = document.rows().getFirst();
            String ref = first.buyer().invoiceTo();
            Identity buyer = ref == null ? null : buyers.get(ref);
            InvoicePaper paper = paper(document, buyer);
            numbers.add(paper.number());
            if (paper.buyer().name().equals(Party.UNNAMED)) {
                unnamed(document, ref);
            }
            InvoiceIndex row = write(paper);
            index.write(row);
            invoiced.merge(paper.currency(), row.signedGross(), Math::addExact);
        }
    }

    private InvoicePaper paper(Numbered document, @Nullable Identity identity) {
        InvoiceRow first = document.rows().getFirst();
        Party buyer = buyer(document, identity);
        VatBuyer told = document.sold().buyer();
        boolean reverseCharge =
                told.isBusiness()
                        && states.contains(told.country())
                        && !seller.country().equals(told.country());
        Credited credited =
                first.credits() == null
                        ? null
                        : new Credited(
                                first.credits(), Objects.requireNonNull(document.creditedOn()));
        return PaperOf.of(
                document.rows(),
                new PaperOf.Sold(
                        document.sold().skus(),
                        document.sold().quantities(),
                        reverseCharge,
                        seller,
                        buyer,
                        !buyer.country().equals(Party.NOWHERE),
                        credited));
    }

    /** Who buys, as far as it is known. */
    private static Party buyer(Numbered document, @Nullable Identity identity) {
        VatBuyer told = document.sold().buyer();
        String vatId = vatNumber(told.vatId());
        if (identity == null) {
            return new Party(Party.UNNAMED, null, null, null, country(told.country()), vatId, null);
        }
        PostalAddress address = identity.address();
        String name = identity.name();
        String street = address.street();
        String number = address.number();
        return new Party(
                name == null || name.isBlank() ? Party.UNNAMED : name,
                street == null || number == null ? street : street + " " + number,
                address.postCode(),
                address.city(),
                country(address.country() == null ? told.country() : address.country()),
                vatId,
                null);
    }

    private static String country(@Nullable String told) {
        return told != null && COUNTRIES.contains(told) ? told : Party.NOWHERE;
    }

    private static @Nullable String vatNumber(@Nullable String told) {
        String number = told == null ? "" : told.replaceAll("[ .-]", "");
        if (!number.matches(VAT_NUMBER)) {
            return null;
        }
        String country = number.substring(0, 2);
        return COUNTRIES.contains(country) || OF_VAT_NUMBERS.contains(country) ? number : null;
    }

    /** A file that names persons is read by nobody else, from its first byte on. */
    private InvoiceIndex write(InvoicePaper paper) throws IOException {
        String name = paper.number() + ".pdf";
        Path file = folder.resolve(name);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        List<String> faults = pdf.write(file, paper);
        if (paper.withoutXml() == null) {
            checked++;
        } else {
            issues.add(
                    issue(
                            paper.number().toString(),
                            "invoice.no_factur_x",
                            ReportIssue.Severity.MEDIUM,
                            "%s is a page without XML: %s"
                                    .formatted(paper.number(), paper.withoutXml())));
        }
        if (!faults.isEmpty()) {
            checks.add(check("en16931-rules", name, faults, ""));
        }
        files.add(
                new SetFile(name, null, null, List.of(), SetFile.Classification.TAX_PII, Map.of()));
        return new InvoiceIndex(paper, name, FileDigest.of(file).sha256());
    }

    private void unnamed(Numbered document, @Nullable String ref) {
        String number = document.rows().getFirst().number().toString();
        issues.add(
                issue(
                        number,
                        "invoice.buyer_unknown",
                        document.sold().buyer().isBusiness()
                                ? ReportIssue.Severity.MEDIUM
                                : ReportIssue.Severity.INFO,
                        ref == null
                                ? number + " names no buyer: the order says no invoiceTo"
                                : "%s names no buyer: the vault has no name under %s"
                                        .formatted(number, ref)));
    }

    private ReportIssue issue(
            String number, String rule, ReportIssue.Severity severity, String message) {
        return new ReportIssue(
                ReportKind.INVOICES.word(),
                null,
                rule,
                severity,
                message,
                false,
                period.lastSealed(),
                number);
    }

    private static Check check(String check, String file, List<String> faults, String detail) {
        return new Check(
                check,
                TOOL,
                VERSION,
                file,
                faults.isEmpty() ? Check.Result.PASS : Check.Result.FAIL,
                faults.isEmpty() ? detail : String.join("; ", faults));
    }

    /** Stripe's rows behind the entries beside what the papers add up to. */
    private List<TieOut> ties() {
        List<TieOut> ties = new ArrayList<>();
        TreeMap<Currency, Long> left = new TreeMap<>(invoiced);
        for (InvoiceFacts.Total total : facts.totals(period.firstDay(), period.lastSealed())) {
            Long papers = left.remove(total.currency());
            ties.add(
                    new TieOut(
                            MEASURE,
                            total.currency(),
                            total.amount(),
                            papers == null ? 0 : papers,
                            0,
                            total.withoutPaper(),
                            total.entries()));
        }
        left.forEach(
                (currency, papers) -> ties.add(new TieOut(MEASURE, currency, 0, papers, 0, 0, 0)));
        return ties;
    }
}
