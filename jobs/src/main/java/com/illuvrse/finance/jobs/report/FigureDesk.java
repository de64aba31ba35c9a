package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.lineage.Derivation;
import com.illuvrse.finance.exporters.lineage.Derivation.Contribution;
import com.illuvrse.finance.exporters.lineage.Nearest;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.report.CsvRows;
import com.illuvrse.finance.exporters.report.DeliveredSet;
import com.illuvrse.finance.exporters.report.SetManifest;
import com.illuvrse.finance.jobs.nightly.Workshop;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.tax.NoFigureException;
import com.illuvrse.finance.tax.TaxRule;
import com.illuvrse.finance.tax.TaxRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a person asks how a figure of a report set came about (reports, section 1.7).
 *
 * <p>The figure and its facts are read from the files that were delivered, each against the digest
 * its manifest lists, and worked out again by the rule that stands beside the column. What no file
 * of the set holds, the ledger is asked for again, as of the days the set was made from. So the
 * answer is about what somebody has in hand, and says so when the facts do not come to it.
 */
public final class FigureDesk {

    private final Database database;
    private final ReportDesk reports;
    private final TaxRules rules;
    private final Workshop workshop;
    private final Segments segments;

    public FigureDesk(Database database, ReportDesk reports, TaxRules rules, Workshop workshop) {
        this.database = database;
        this.reports = reports;
        this.rules = rules;
        this.workshop = workshop;
        this.segments = new Segments(database);
    }

    /** Whether somebody names a cell of a set and no entry. */
    public static boolean isName(String asked) {
        return asked.contains("#");
    }

    /**
     * Demands that somebody names a cell there can be.
     *
     * @throws UnknownReportException when there is no such kind, period, file or column
     */
    public static void requireName(String asked, @Nullable String kind, @Nullable String period) {
        FigureName.parse(asked, kind, period);
    }

    /**
     * Explains a cell.
     *
     * @param asked {@code <file>#<key values joined by |>/<column>}, the file with the way to it or
     *     without
     * @param kind of the set; null when the file says it
     * @param period of the set; null when the way to the file says it
     * @param limit how many facts are listed; all are added up
     * @throws UnknownReportException when there is no such kind, period, set, file, row or column
     */
    public ExplainedFigure explain(
            String asked, @Nullable String kind, @Nullable String period, int limit)
            throws IOException {
        FigureName name = FigureName.parse(asked, kind, period);
        try (OpenSet open = open(name.kind(), name.period(), name.place())) {
            return database.read(
                    () -> {
                        try {
                            return explain(name, open, limit);
                        } catch (IOException e) {
                            throw new UncheckedIOException(
                                    "the files of %s could not be read"
                                            .formatted(open.set().where()),
                                    e);
                        }
                    });
        }
    }

    /**
     * A set that is there, to be read within one {@link Database#read}.
     *
     * @param place folder of a revision or draft; null for the newest
     */
    OpenSet open(ReportKind kind, Period period, @Nullable String place) throws IOException {
        String prefix = kind.prefix(period);
        Optional<DeliveredSet> found =
                place == null
                        ? DeliveredSet.newest(reports.bucket(kind), prefix, reports.publicKey())
                        : DeliveredSet.at(reports.bucket(kind), prefix, place, reports.publicKey());
        DeliveredSet set =
                found.orElseThrow(
                        () ->
                                new UnknownReportException(
                                        "there is no set of %s %s%s in the archive; make it first (finance report --kind %s --period %s)"
                                                .formatted(
                                                        kind.word(),
                                                        period,
                                                        place == null || place.isEmpty()
                                                                ? ""
                                                                : " in " + place,
                                                        kind.word(),
                                                        period)));
        Path below = Files.createDirectories(workshop.folder().resolve("explained"));
        Path folder = Files.createTempDirectory(below, kind.word());
        return new OpenSet(
                set,
                folder,
                () ->
                        reports.maker(
                                kind,
                                reports.asOf(period, known(set.manifest())),
                                folder.resolve("made")));
    }

    /** The last sealed day the set knew; of a draft the last one there is. */
    private LocalDate known(@Nullable SetManifest manifest) {
        return manifest == null
                ? segments.lastSealed().orElseThrow()
                : segments.dayOf(manifest.lastSegment());
    }

    private ExplainedFigure explain(FigureName name, OpenSet open, int limit) throws IOException {
        Map<String, String> row = row(name, open);
        String value = Objects.requireNonNull(row.get(name.column()));
        Origin origin = name.sheet().origin(name.column());
        String rule = origin instanceof Origin.Told told ? told.rule() : null;
        DeliveredSet set = open.set();
        return new ExplainedFigure(
                name.kind().word(),
                name.period().name(),
                set.where(),
                set.inWords(),
                set.isFinal(),
                set.listSha256(),
                name.file(),
                name.key(),
                name.column(),
                value,
                origin.words(),
                rule == null ? null : words(rule, name.period().lastDay()),
                origin instanceof Origin.Told || value.isEmpty()
                        ? null
                        : sum(name, open, row, limit));
    }

    private static Map<String, String> row(FigureName name, OpenSet open) throws IOException {
        if (!open.set().digests().containsKey(name.file())) {
            throw new UnknownReportException(
                    "%s has no file %s; %s"
                            .formatted(
                                    open.set().where(),
                                    name.file(),
                                    Nearest.of(name.file(), open.set().digests().keySet())));
        }
        Nearest nearest = new Nearest(name.key());
        try (CsvRows rows = open.rows(name.file())) {
            if (!rows.header().equals(List.copyOf(name.sheet().origins().keySet()))) {
                throw new UnknownReportException(
                        "%s%s has other columns than this program writes; make the set again to have it explained"
                                .formatted(open.set().where(), name.file()));
            }
            for (Map<String, String> row = rows.next(); row != null; row = rows.next()) {
                String key = name.sheet().keyOf(row);
                if (key.equals(name.key())) {
                    return row;
                }
                nearest.add(key);
            }
        }
        throw new UnknownReportException(
                "%s has no row \"%s\" by %s; %s"
                        .formatted(
                                name.file(),
                                name.key(),
                                String.join("|", name.sheet().key()),
                                nearest.inWords()));
    }

    private static ExplainedFigure.Sum sum(
            FigureName name, OpenSet open, Map<String, String> row, int limit) throws IOException {
        List<Contribution> first = new ArrayList<>();
        Set<String> entries = new LinkedHashSet<>();
        long[] facts = {0};
        BigDecimal worked =
                new Derivation(
                                name.kind().sheets(),
                                open.beside(name.file()),
                                each -> {
                                    facts[0]++;
                                    if (first.size() < limit) {
                                        first.add(each);
                                        entries.addAll(each.entries());
                                    }
                                })
                        .of(name.sheet(), name.column(), row);
        String value = Objects.requireNonNull(row.get(name.column()));
        return new ExplainedFigure.Sum(
                first,
                facts[0],
                List.copyOf(entries),
                worked.toPlainString(),
                worked.compareTo(new BigDecimal(value)) == 0);
    }

    /** A rule with its figures and how sure we are of it. */
    private String words(String id, LocalDate day) {
        TaxRule rule;
        try {
            rule = rules.on(id, day);
        } catch (NoFigureException | IllegalArgumentException e) {
            return "rule " + id + " of tax-rules.yml, by jurisdiction";
        }
        StringBuilder words = new StringBuilder("rule ").append(id).append(" of tax-rules.yml");
        if (rule.confidence() != null) {
            words.append(", confidence ").append(rule.confidence());
        }
        if (rule.amount() != null) {
            words.append(", amount ").append(rule.amountOp()).append(' ').append(rule.amount());
        }
        if (rule.count() != null) {
            words.append(", count ").append(rule.countOp()).append(' ').append(rule.count());
        }
        if (rule.value() != null) {
            words.append(", value ").append(rule.value());
        }
        return words.toString();
    }
}
