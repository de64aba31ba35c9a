package com.illuvrse.finance.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.lineage.Derivation;
import com.illuvrse.finance.exporters.lineage.Derivation.Contribution;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.lineage.Sheet;
import com.illuvrse.finance.exporters.report.CsvRows;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.EntrySources;
import com.illuvrse.finance.jobs.run.RunningLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Every figure of every worksheet of a set, worked out again by the rule of its column: the facts
 * that are told come to the cell, and the entries they name are in the ledger.
 */
final class EveryFigure {

    private final Set<String> wrong = new TreeSet<>();
    private final Set<String> entries = new HashSet<>();
    private long figures;

    private EveryFigure() {}

    /**
     * Checks the newest set of a period.
     *
     * @return how many figures were worked out again
     */
    static long of(RunningLedger ledger, ReportKind kind, String period) throws IOException {
        EveryFigure check = new EveryFigure();
        Database database = ledger.bean(Database.class);
        try (OpenSet open = ledger.bean(FigureDesk.class).open(kind, kind.period(period), null)) {
            database.read(
                    () -> {
                        try {
                            check.set(kind, open);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        EntrySources sources = new EntrySources(database);
                        check.entries.removeIf(
                                id -> sources.keyOf(UUID.fromString(id)).isPresent());
                        return "read";
                    });
        }
        assertThat(check.wrong).as("figures of %s %s", kind.word(), period).isEmpty();
        assertThat(check.entries).as("entries that are not in the ledger").isEmpty();
        return check.figures;
    }

    private void set(ReportKind kind, OpenSet open) throws IOException {
        for (String path : open.set().digests().keySet()) {
            List<Sheet> of = kind.sheets().stream().filter(each -> each.isOf(path)).toList();
            if (of.isEmpty()) {
                if (path.endsWith(".csv")) {
                    wrong.add(path + " is a worksheet without a rule");
                }
                continue;
            }
            assertThat(of).as(path).hasSize(1);
            sheet(kind, open, path, of.getFirst());
        }
    }

    private void sheet(ReportKind kind, OpenSet open, String path, Sheet sheet) throws IOException {
        Set<String> keys = new HashSet<>();
        try (CsvRows rows = open.rows(path)) {
            assertThat(List.copyOf(sheet.origins().keySet())).isEqualTo(rows.header());
            for (Map<String, String> row = rows.next(); row != null; row = rows.next()) {
                if (!keys.add(sheet.keyOf(row))) {
                    wrong.add(path + " has two rows " + sheet.keyOf(row));
                }
                for (Map.Entry<String, Origin> column : sheet.origins().entrySet()) {
                    String value = Objects.requireNonNull(row.get(column.getKey()));
                    if (!(column.getValue() instanceof Origin.Told) && !value.isEmpty()) {
                        figure(kind, open, path, sheet, row, column.getKey(), value);
                    }
                }
            }
        }
    }

    private void figure(
            ReportKind kind,
            OpenSet open,
            String path,
            Sheet sheet,
            Map<String, String> row,
            String column,
            String value)
            throws IOException {
        figures++;
        List<Contribution> told = new ArrayList<>();
        BigDecimal worked =
                new Derivation(kind.sheets(), open.beside(path), told::add).of(sheet, column, row);
        told.forEach(each -> entries.addAll(each.entries()));
        BigDecimal cell = new BigDecimal(value);
        if (worked.compareTo(cell) != 0 || (told.isEmpty() && cell.signum() != 0)) {
            wrong.add(
                    "%s#%s/%s is %s, %d facts come to %s"
                            .formatted(
                                    path,
                                    sheet.keyOf(row),
                                    column,
                                    value,
                                    told.size(),
                                    worked.toPlainString()));
        }
    }
}
