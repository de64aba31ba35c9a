package com.illuvrse.finance.exporters.lineage;

import com.illuvrse.finance.exporters.lineage.Origin.Cell;
import com.illuvrse.finance.exporters.lineage.Origin.Itself;
import com.illuvrse.finance.exporters.lineage.Origin.Rows;
import com.illuvrse.finance.exporters.lineage.Origin.Sum;
import com.illuvrse.finance.exporters.lineage.Origin.Together;
import com.illuvrse.finance.exporters.lineage.Origin.Told;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * One figure of a set, worked out again from its facts by the rule of its column.
 *
 * <p>Facts pass by one by one and are told to the reader; nothing but the measure is kept.
 */
public final class Derivation {

    private final List<Sheet> sheets;
    private final FactSource source;
    private final Reader reader;

    /**
     * @param sheets of the kind of set
     */
    public Derivation(List<Sheet> sheets, FactSource source, Reader reader) {
        this.sheets = List.copyOf(sheets);
        this.source = source;
        this.reader = reader;
    }

    /**
     * What one fact adds.
     *
     * @param file the fact is a row of
     * @param name how people name the fact; empty where it has no name
     * @param amount it adds, in the unit of the fact; of a count what the fact is about
     * @param entries ids of the ledger entries behind it
     */
    public record Contribution(
            String file,
            String name,
            String amount,
            List<String> entries,
            Map<String, String> fact) {

        public Contribution {
            entries = List.copyOf(entries);
        }
    }

    /** Who is told the facts. */
    public interface Reader {
        void read(Contribution contribution);
    }

    /**
     * The figure its facts come to.
     *
     * @throws IllegalArgumentException when the column is no figure
     */
    public BigDecimal of(Sheet sheet, String column, Map<String, String> row) throws IOException {
        return of(sheet, column, sheet.origin(column), row, false);
    }

    private BigDecimal of(
            Sheet sheet, String column, Origin origin, Map<String, String> row, boolean taken)
            throws IOException {
        return switch (origin) {
            case Told told ->
                    throw new IllegalArgumentException(
                            "%s of %s is no figure: %s"
                                    .formatted(column, sheet.file(), told.words()));
            case Itself itself -> itself(sheet, column, itself, row, taken);
            case Sum sum -> sum(sum, row, taken);
            case Cell cell -> {
                BigDecimal figure =
                        of(
                                sheet,
                                cell.column(),
                                sheet.origin(cell.column()),
                                row,
                                taken != cell.taken());
                yield cell.taken() ? figure.negate() : figure;
            }
            case Rows rows -> rows(rows, row, taken);
            case Together together -> {
                BigDecimal sum = BigDecimal.ZERO;
                for (Origin part : together.parts()) {
                    sum = sum.add(of(sheet, column, part, row, taken));
                }
                yield sum;
            }
        };
    }

    private BigDecimal itself(
            Sheet sheet, String column, Itself itself, Map<String, String> row, boolean taken) {
        BigDecimal amount = Amount.number(row, column);
        tell(
                sheet.file(),
                sheet.keyOf(row),
                taken ? amount.negate() : amount,
                itself.entries(),
                row);
        return amount;
    }

    private BigDecimal sum(Sum sum, Map<String, String> row, boolean taken) throws IOException {
        List<BiPredicate<Map<String, String>, Map<String, String>>> tests = bind(sum.where());
        Measure.Tally tally = sum.measure().start().apply(row);
        try (FactRows facts = source.open(sum.facts())) {
            for (Map<String, String> fact = facts.next(); fact != null; fact = facts.next()) {
                if (meetsAll(tests, row, fact)) {
                    BigDecimal amount = sum.amount().of().apply(fact);
                    tally.add(fact, amount);
                    String id = sum.facts().id();
                    tell(
                            sum.facts().name(),
                            id == null ? "" : id + " " + Condition.cell(fact, id),
                            taken ? amount.negate() : amount,
                            sum.facts().entries(),
                            fact);
                }
            }
        }
        return tally.result();
    }

    private BigDecimal rows(Rows rows, Map<String, String> row, boolean taken) throws IOException {
        Sheet sheet = sheet(rows.file());
        List<BiPredicate<Map<String, String>, Map<String, String>>> tests = bind(rows.where());
        BigDecimal sum = BigDecimal.ZERO;
        try (FactRows others = source.open(new Facts(rows.file(), true, null, List.of()))) {
            for (Map<String, String> other = others.next(); other != null; other = others.next()) {
                if (meetsAll(tests, row, other)) {
                    sum =
                            sum.add(
                                    of(
                                            sheet,
                                            rows.column(),
                                            sheet.origin(rows.column()),
                                            other,
                                            taken));
                }
            }
        }
        return sum;
    }

    private Sheet sheet(String file) {
        return sheets.stream()
                .filter(each -> each.isOf(file))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the set has no worksheet " + file));
    }

    private List<BiPredicate<Map<String, String>, Map<String, String>>> bind(
            List<Condition> conditions) throws IOException {
        List<BiPredicate<Map<String, String>, Map<String, String>>> tests = new ArrayList<>();
        for (Condition each : conditions) {
            tests.add(each.binding().bind(source));
        }
        return tests;
    }

    private static boolean meetsAll(
            List<BiPredicate<Map<String, String>, Map<String, String>>> tests,
            Map<String, String> row,
            Map<String, String> fact) {
        return tests.stream().allMatch(test -> test.test(row, fact));
    }

    private void tell(
            String file,
            String name,
            BigDecimal amount,
            List<String> entries,
            Map<String, String> fact) {
        reader.read(
                new Contribution(
                        file,
                        name,
                        amount.toPlainString(),
                        entries.stream()
                                .map(column -> Condition.cell(fact, column))
                                .filter(id -> !id.isEmpty())
                                .distinct()
                                .toList(),
                        fact));
    }
}
