package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.lineage.Sheet;
import com.illuvrse.finance.exporters.parquet.CellType;
import com.illuvrse.finance.exporters.parquet.FactsCopy;
import com.illuvrse.finance.exporters.parquet.PayoutRow;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of CSV file: its name, its columns and the order of its rows.
 *
 * @param orderedBy the order in words; no two rows are equal in it
 * @param isFacts whether a Parquet copy is written beside it
 */
public record CsvTable<R>(
        String file,
        List<CsvColumn<R>> columns,
        Comparator<R> order,
        String orderedBy,
        boolean isFacts) {

    public static final CsvTable<AccountBalance> TRIAL_BALANCE =
            new CsvTable<>(
                    "trial-balance.csv",
                    List.of(
                            CsvColumn.text("account", row -> row.account().path()),
                            CsvColumn.text("currency", row -> row.currency().code()),
                            CsvColumn.figure("exponent", row -> row.currency().exponent()),
                            CsvColumn.figure("opening_minor", AccountBalance::opening),
                            CsvColumn.figure("debit_minor", AccountBalance::debit),
                            CsvColumn.figure("credit_minor", AccountBalance::credit),
                            CsvColumn.figure("closing_minor", AccountBalance::closing),
                            CsvColumn.figure(
                                    "closing",
                                    row -> Money.of(row.closing(), row.currency()).toMajor())),
                    Comparator.comparing(AccountBalance::account)
                            .thenComparing(AccountBalance::currency),
                    "account, currency");

    public static final CsvTable<PayoutRow> PAYOUTS =
            new CsvTable<>(
                    "payouts.csv",
                    List.of(
                            CsvColumn.text("batch", PayoutRow::batch),
                            CsvColumn.text("payee", PayoutRow::payee),
                            CsvColumn.text("currency", row -> row.currency().code()),
                            CsvColumn.figure("available_minor", PayoutRow::available),
                            CsvColumn.figure("gross_minor", PayoutRow::gross),
                            CsvColumn.figure("withheld_minor", PayoutRow::withheld),
                            CsvColumn.figure("net_minor", PayoutRow::net),
                            CsvColumn.text("pay_currency", row -> row.payCurrency().code()),
                            CsvColumn.figure("pay_minor", PayoutRow::pay),
                            CsvColumn.text("status", PayoutRow::status),
                            CsvColumn.text("reason", row -> row.reason().name()),
                            CsvColumn.text("reference", PayoutRow::reference)),
                    PayoutRow.ORDER,
                    "batch, payee, currency");

    public static final CsvTable<Break> BREAKS =
            new CsvTable<>(
                    "breaks.csv",
                    List.of(
                            CsvColumn.text("type", row -> row.type().name()),
                            CsvColumn.text("ref", Break::ref),
                            CsvColumn.figure(
                                    "amount_minor",
                                    row -> row.amount() == null ? null : row.amount().minor()),
                            CsvColumn.text(
                                    "currency",
                                    row ->
                                            row.amount() == null
                                                    ? null
                                                    : row.amount().currency().code()),
                            CsvColumn.text("severity", row -> row.severity().name()),
                            CsvColumn.text("opened_on", row -> row.openedOn().toString()),
                            CsvColumn.figure("age_days", Break::ageDays),
                            CsvColumn.text("status", row -> row.status().name()),
                            CsvColumn.text("resolution", Break::resolution)),
                    Comparator.comparing(Break::key),
                    "type, ref");

    public static final CsvTable<ReconciliationRow> RECONCILIATION =
            new CsvTable<>(
                    "reconciliation.csv",
                    List.of(
                            CsvColumn.text("currency", row -> row.currency().code()),
                            CsvColumn.text("balance_type", ReconciliationRow::balanceType),
                            CsvColumn.figure("ledger_minor", ReconciliationRow::ledger),
                            CsvColumn.figure("stripe_minor", ReconciliationRow::stripe),
                            CsvColumn.figure("difference_minor", ReconciliationRow::difference),
                            CsvColumn.figure("rows_stripe", ReconciliationRow::rowsAtStripe),
                            CsvColumn.figure("rows_ledger", ReconciliationRow::rowsInLedger)),
                    Comparator.comparing(ReconciliationRow::currency)
                            .thenComparing(ReconciliationRow::balanceType),
                    "currency, balance_type");

    /**
     * @throws IllegalArgumentException when a column of facts does not say its type
     */
    public CsvTable {
        columns = List.copyOf(columns);
        for (CsvColumn<R> column : columns) {
            if (isFacts && column.type() == null) {
                throw new IllegalArgumentException(
                        "column %s of %s does not say what type it has in Parquet"
                                .formatted(column.name(), file));
            }
        }
    }

    /** A table of which no Parquet copy is written. */
    public CsvTable(
            String file, List<CsvColumn<R>> columns, Comparator<R> order, String orderedBy) {
        this(file, columns, order, orderedBy, false);
    }

    /** The table with a Parquet copy of its rows beside every file of it. */
    public CsvTable<R> asFacts() {
        return new CsvTable<>(file, columns, order, orderedBy, true);
    }

    /**
     * One column: its name, and how a row gives its cell; null is an empty cell.
     *
     * @param type in the Parquet copy; null where that is not said
     * @param origin how its cells come about; null in files that are not explained cell by cell
     */
    public record CsvColumn<R>(
            String name,
            boolean isFigure,
            @Nullable CellType type,
            Function<R, ? extends @Nullable Object> cell,
            @Nullable Origin origin) {

        public static <R> CsvColumn<R> text(
                String name, Function<R, ? extends @Nullable String> cell) {
            return new CsvColumn<>(name, false, CellType.TEXT, cell, null);
        }

        /** A day. */
        public static <R> CsvColumn<R> date(
                String name, Function<R, ? extends @Nullable Object> cell) {
            return new CsvColumn<>(name, false, CellType.DATE, cell, null);
        }

        /** A moment. */
        public static <R> CsvColumn<R> instant(
                String name, Function<R, ? extends @Nullable Object> cell) {
            return new CsvColumn<>(name, false, CellType.INSTANT, cell, null);
        }

        /** {@code Y} or {@code N}. */
        public static <R> CsvColumn<R> flag(
                String name, Function<R, ? extends @Nullable String> cell) {
            return new CsvColumn<>(name, false, CellType.FLAG, cell, null);
        }

        /** Whole minor units, or a count. */
        public static <R> CsvColumn<R> whole(
                String name, Function<R, ? extends @Nullable Object> cell) {
            return new CsvColumn<>(name, true, CellType.WHOLE, cell, null);
        }

        /** An amount in major units, or a rate. */
        public static <R> CsvColumn<R> decimal(
                String name, Function<R, ? extends @Nullable Object> cell) {
            return new CsvColumn<>(name, true, CellType.DECIMAL, cell, null);
        }

        /** Numbers, or text of digits, in a table that is not copied into Parquet. */
        public static <R> CsvColumn<R> figure(
                String name, Function<R, ? extends @Nullable Object> cell) {
            return new CsvColumn<>(name, true, null, cell, null);
        }

        /** The same with how its cells come about. */
        public CsvColumn<R> from(Origin of) {
            return new CsvColumn<>(name, isFigure, type, cell, of);
        }

        private void write(Csv csv, R row) throws IOException {
            Object value = cell.apply(row);
            if (value == null) {
                csv.nothing();
            } else if (isFigure) {
                csv.figure(value.toString());
            } else {
                csv.text(value.toString());
            }
        }
    }

    /**
     * How its cells come about.
     *
     * @param key columns that name a row
     * @throws IllegalStateException when a figure does not say where it comes from
     */
    public Sheet sheet(List<String> key) {
        return sheet(file, key);
    }

    /** The same of files called otherwise, such as {@code payee=*}{@code /statement.csv}. */
    public Sheet sheet(String pattern, List<String> key) {
        Map<String, Origin> origins = new LinkedHashMap<>();
        for (CsvColumn<R> column : columns) {
            Origin origin = column.origin();
            if (origin == null && column.isFigure()) {
                throw new IllegalStateException(
                        "column %s of %s is a figure that does not say where it comes from"
                                .formatted(column.name(), file));
            }
            origins.put(
                    column.name(),
                    origin == null ? Origin.told("says what the row is about; no figure") : origin);
        }
        return new Sheet(pattern, key, origins);
    }

    /** Starts a file, of facts with its Parquet copy; they are whole once the rows are closed. */
    public Rows<R> writeTo(Path path) throws IOException {
        Csv csv = Csv.create(path, header());
        return new Rows<>(this, csv, isFacts ? copy(path) : null);
    }

    private FactsCopy<R> copy(Path csv) throws IOException {
        String stem = stem();
        List<FactsCopy.Cell<R>> cells = new ArrayList<>();
        for (CsvColumn<R> column : columns) {
            cells.add(
                    new FactsCopy.Cell<>(
                            column.name(), Objects.requireNonNull(column.type()), column.cell()));
        }
        return new FactsCopy<>(csv.resolveSibling(stem + ".parquet"), stem, cells);
    }

    private String stem() {
        return file.substring(0, file.lastIndexOf('.'));
    }

    /** The schema of the Parquet copy in Markdown, as it stands in the module's README. */
    public String schemaPage() {
        StringBuilder page =
                new StringBuilder(
                        "#### `%s.parquet`\n\nSorted by `%s`.\n\n| column | type |\n|---|---|\n"
                                .formatted(stem(), orderedBy));
        for (CsvColumn<R> column : columns) {
            page.append(
                    "| `%s` | %s |\n"
                            .formatted(
                                    column.name(), Objects.requireNonNull(column.type()).words()));
        }
        return page.append('\n').toString();
    }

    private List<String> header() {
        return columns.stream().map(CsvColumn::name).toList();
    }

    /** The first line of a file, with its line feed. */
    public String headerLine() {
        return line(csv -> csv.header(header()));
    }

    /** The line of a row, with its line feed. */
    public String line(R row) {
        return line(csv -> write(csv, row));
    }

    private String line(CsvLine writer) {
        StringWriter text = new StringWriter();
        try (Csv csv = new Csv(text, file, columns.size())) {
            writer.write(csv);
        } catch (IOException e) {
            throw new UncheckedIOException("a text cannot be written to", e);
        }
        return text.toString();
    }

    private void write(Csv csv, R row) throws IOException {
        for (CsvColumn<R> column : columns) {
            column.write(csv, row);
        }
        csv.endRow();
    }

    private interface CsvLine {
        void write(Csv csv) throws IOException;
    }

    /** Writes a whole file. */
    public void write(Path path, Iterable<R> rows) throws IOException {
        try (Rows<R> file = writeTo(path)) {
            for (R row : rows) {
                file.write(row);
            }
        }
    }

    /** The rows of one file, in the order of its table. */
    public static final class Rows<R> implements AutoCloseable {
        private final CsvTable<R> table;
        private final Csv csv;
        private final @Nullable FactsCopy<R> copy;
        private @Nullable R previous;

        private Rows(CsvTable<R> table, Csv csv, @Nullable FactsCopy<R> copy) {
            this.table = table;
            this.csv = csv;
            this.copy = copy;
        }

        /** Adds a row, which must come after the one before it. */
        public void write(R row) throws IOException {
            R before = previous;
            if (before != null && table.order.compare(before, row) >= 0) {
                throw new IllegalArgumentException(
                        "rows of %s must ascend by %s, found %s after %s"
                                .formatted(table.file, table.orderedBy, row, before));
            }
            table.write(csv, row);
            if (copy != null) {
                copy.write(row);
            }
            previous = row;
        }

        public long rows() {
            return csv.rows();
        }

        @Override
        public void close() throws IOException {
            try {
                csv.close();
            } finally {
                if (copy != null) {
                    copy.close();
                }
            }
        }
    }
}
