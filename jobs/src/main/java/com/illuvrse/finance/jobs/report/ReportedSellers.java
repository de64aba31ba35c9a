package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.dpi.SellerReport;
import com.illuvrse.finance.dpi.SellerRow;
import com.illuvrse.finance.dpi.Sellers;
import com.illuvrse.finance.exporters.dpi.ReportedSeller;
import com.illuvrse.finance.exporters.dpi.SellerMessage;
import com.illuvrse.finance.exporters.dpi.SellerTable;
import com.illuvrse.finance.exporters.dpi.SellerXml;
import com.illuvrse.finance.exporters.dpi.SellerXmlCheck;
import com.illuvrse.finance.exporters.report.Check;
import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.exporters.report.SetDelivery;
import com.illuvrse.finance.exporters.report.SetFile;
import com.illuvrse.finance.exporters.vault.Identity;
import com.illuvrse.finance.journal.AccountingDay;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The report of the year's sellers to the authority, with who they are (reports, section 4): the
 * one step of the set that opens the vault, for those who are reported and for the operator.
 *
 * <p>It is not written while something blocks the set, nor when the operator or a seller lacks what
 * the schema wants; then an exception says whom and what. The worksheets do not depend on it.
 */
final class ReportedSellers {

    /** Rule of the exception that the file was not written. */
    static final String NOT_WRITTEN = "dpi.xml_not_written";

    private final ReportPeriod period;
    private final ReportSettings.Dpi settings;
    private final OpenedIdentities identities;
    private final Path folder;
    private final List<Check> checks = new ArrayList<>();
    private final List<ReportIssue> issues = new ArrayList<>();
    private @Nullable SetFile file;
    private SetDelivery.@Nullable Numbered numbered;

    ReportedSellers(
            ReportPeriod period,
            ReportSettings.Dpi settings,
            OpenedIdentities identities,
            Path folder) {
        this.period = period;
        this.settings = settings;
        this.identities = identities;
        this.folder = folder;
    }

    List<Check> checks() {
        return checks;
    }

    List<ReportIssue> issues() {
        return issues;
    }

    /** The file; null when it was not written. */
    @Nullable SetFile file() {
        return file;
    }

    /** Writes the file again under the number of another revision; null without a file. */
    SetDelivery.@Nullable Numbered numbered() {
        return numbered;
    }

    /** Writes and checks the file. */
    void write(SellerReport report, boolean isBlocked) throws IOException {
        String name = SellerMessage.file(settings.platform());
        if (isBlocked || !period.isComplete()) {
            skip(name, "the set is a draft, and nobody's identity is opened for it");
            return;
        }
        Map<String, List<SellerRow>> rows = new LinkedHashMap<>();
        report.rows().stream()
                .filter(SellerRow::isReportable)
                .forEach(
                        row ->
                                rows.computeIfAbsent(
                                                row.payee().payee().payee(),
                                                payee -> new ArrayList<>())
                                        .add(row));
        Map<String, Identity> opened = open(rows);
        Identity operator = opened.get(settings.operator());
        List<String> faults = new ArrayList<>();
        List<ReportedSeller> sellers = new ArrayList<>();
        if (operator == null) {
            faults.add("the operator " + settings.operator() + " is not in the vault");
        } else if (operator.name() == null || operator.address().city() == null) {
            faults.add("the operator " + settings.operator() + " has no name or town in the vault");
        }
        rows.forEach(
                (payee, of) -> {
                    String ref = of.getFirst().payee().identityRef();
                    Identity identity = ref == null ? null : opened.get(ref);
                    if (identity == null) {
                        faults.add("payee " + payee + " is not in the vault");
                    } else {
                        ReportedSeller seller = seller(payee, identity, of);
                        seller.fault().ifPresent(faults::add);
                        sellers.add(seller);
                    }
                });
        if (!faults.isEmpty() || operator == null) {
            skip(name, faults.getFirst());
            faults.forEach(fault -> issues.add(notWritten(name, fault)));
            return;
        }
        write(name, operator, sellers);
    }

    private Map<String, Identity> open(Map<String, List<SellerRow>> rows) {
        TreeSet<String> refs = new TreeSet<>();
        refs.add(settings.operator());
        rows.values().stream()
                .map(of -> of.getFirst().payee().identityRef())
                .filter(Objects::nonNull)
                .forEach(refs::add);
        return identities.open(refs, ReportKind.DPI, period.period());
    }

    private static ReportedSeller seller(String payee, Identity identity, List<SellerRow> rows) {
        SellerRow first = rows.getFirst();
        String kind = SellerTable.kind(first.payee().payee().tax());
        return new ReportedSeller(
                payee,
                Objects.requireNonNull(first.docRefId()),
                Objects.requireNonNull(Sellers.residence(first.payee().payee())),
                kind == null ? identity.org() == null : kind.equals(SellerTable.INDIVIDUAL),
                identity,
                rows);
    }

    private void write(String name, Identity operator, List<ReportedSeller> sellers)
            throws IOException {
        Path path = folder.resolve(name);
        Files.createFile(
                path,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Instant sealed = AccountingDay.of(period.lastSealed(), period.zone()).to();
        SetDelivery.Numbered writing =
                new SetDelivery.Numbered(
                        name,
                        revision -> {
                            SellerMessage message =
                                    new SellerMessage(
                                            settings.platform(),
                                            period.firstDay().getYear(),
                                            revision,
                                            sealed,
                                            operator,
                                            settings.nexus());
                            try (OutputStream out =
                                    new BufferedOutputStream(Files.newOutputStream(path))) {
                                SellerXml.write(out, message, sellers);
                            }
                        });
        writing.writer().write(1);
        checks.addAll(SellerXmlCheck.of(path));
        numbered = writing;
        file =
                new SetFile(
                        name,
                        (long) sellers.size(),
                        null,
                        List.of(),
                        SetFile.Classification.TAX_PII,
                        Map.of());
    }

    private void skip(String name, String why) {
        checks.add(new Check("schema", "exporters.dpi", "1", name, Check.Result.SKIPPED, why));
    }

    private ReportIssue notWritten(String name, String fault) {
        return new ReportIssue(
                ReportKind.DPI.word(),
                null,
                NOT_WRITTEN,
                ReportIssue.Severity.MEDIUM,
                "%s is not written: %s; put it right and make the set again".formatted(name, fault),
                false,
                period.lastSealed(),
                fault);
    }
}
