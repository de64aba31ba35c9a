package com.illuvrse.finance.exporters.statement;

import com.illuvrse.finance.exporters.lineage.Amount;
import com.illuvrse.finance.exporters.lineage.Condition;
import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.lineage.Origin;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.exporters.statement.StatementLine.OrderPart;
import com.illuvrse.finance.exporters.statement.StatementLine.Working;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code statement.csv}, and one line of {@code statement.json} with the same cells.
 *
 * @param line null for opening and closing
 * @param balance payable after the row
 */
record StatementRow(
        Statement statement,
        int lineNo,
        StatementKind kind,
        LocalDate bookedOn,
        @Nullable StatementLine line,
        Money balance) {

    private static final Facts LINES = Facts.file(StatementFiles.CSV, "line_no", "entry_id");

    /** What a row changes; the opening is where it begins. */
    private static final Amount CHANGE =
            new Amount(
                    "payable_change, and balance_after of the opening",
                    row ->
                            Amount.number(
                                    row,
                                    StatementKind.OPENING.name().equals(row.get("kind"))
                                            ? "balance_after"
                                            : "payable_change"));

    /** Columns as in {@code creator_statement_lines.csv}. */
    static final CsvTable<StatementRow> TABLE =
            new CsvTable<>(
                    "statement.csv",
                    List.of(
                            CsvColumn.text("statement_id", row -> row.statement().id()),
                            CsvColumn.text("payee_ref", row -> row.statement().payee()),
                            CsvColumn.text("period", row -> row.statement().period().name()),
                            CsvColumn.text("currency", row -> row.balance().currency().code()),
                            CsvColumn.figure("line_no", StatementRow::lineNo)
                                    .from(Origin.told("counts the rows")),
                            CsvColumn.text("booked_on", row -> row.bookedOn().toString()),
                            ofLine("effective_on", line -> line.effectiveOn().toString()),
                            CsvColumn.text("kind", row -> row.kind().name()),
                            ofOrder("order_id", OrderPart::order),
                            ofOrder("order_line", OrderPart::line),
                            ofOrder("contract", OrderPart::contract),
                            ofOrder("contract_version", StatementRow::version),
                            ofOrder("sku", OrderPart::sku),
                            ofOrder("buyer_country", OrderPart::buyerCountry),
                            worked("sale_gross", Working::gross),
                            worked("tax_collected", Working::tax),
                            worked("royalty_base", Working::base),
                            CsvColumn.text("share", StatementRow::share),
                            worked("platform_fee", Working::platformFee),
                            worked("earned", Working::earned),
                            amount("reserve_held", StatementRow::reserveHeld),
                            amount("recouped", StatementLine::recouped),
                            amount("withheld", StatementRow::withheld),
                            amount("payable_change", line -> line.change().payable()),
                            CsvColumn.<StatementRow>figure(
                                            "balance_after", row -> row.balance().toMajor())
                                    .from(
                                            Origin.sum(
                                                    LINES,
                                                    CHANGE,
                                                    Condition.same("currency"),
                                                    Condition.that(
                                                            "line_no is the row's or less",
                                                            (row, fact) ->
                                                                    Amount.number(fact, "line_no")
                                                                                    .compareTo(
                                                                                            Amount
                                                                                                    .number(
                                                                                                            row,
                                                                                                            "line_no"))
                                                                            <= 0))),
                            ofLine("payout_id", StatementRow::payoutId),
                            CsvColumn.text("reference", StatementRow::reference),
                            ofLine("entry_id", line -> line.entry().toString())),
                    Comparator.comparingInt(StatementRow::lineNo),
                    "line_no");

    private static CsvColumn<StatementRow> ofLine(
            String name, Function<StatementLine, @Nullable String> cell) {
        return CsvColumn.text(name, row -> row.line() == null ? null : cell.apply(row.line()));
    }

    private static CsvColumn<StatementRow> ofOrder(
            String name, Function<OrderPart, @Nullable String> cell) {
        return ofLine(name, line -> line.of() == null ? null : cell.apply(line.of()));
    }

    private static CsvColumn<StatementRow> amount(
            String name, Function<StatementLine, @Nullable Long> minor) {
        return CsvColumn.<StatementRow>figure(
                        name, row -> row.line() == null ? null : row.major(minor.apply(row.line())))
                .from(
                        Origin.itself(
                                "of the entry of the row: its postings to the creator's accounts,"
                                        + " and its sealed calculation",
                                "entry_id"));
    }

    private static CsvColumn<StatementRow> worked(String name, Function<Working, Long> minor) {
        return amount(name, line -> line.working() == null ? null : minor.apply(line.working()));
    }

    private static @Nullable Long withheld(StatementLine line) {
        return line.payout() == null ? null : (Long) line.payout().withheld();
    }

    private static @Nullable String payoutId(StatementLine line) {
        return line.payout() == null ? null : line.payout().id();
    }

    private static @Nullable String version(OrderPart part) {
        return part.version() == null ? null : part.version().toString();
    }

    private @Nullable String share() {
        return line == null || line.working() == null || line.working().share() == null
                ? null
                : line.working().share().toString();
    }

    /** What the row moved into the reserve; empty where there is none to speak of. */
    private static @Nullable Long reserveHeld(StatementLine line) {
        long reserve = line.change().reserve();
        return reserve == 0 && line.working() == null ? null : (Long) reserve;
    }

    private @Nullable String reference() {
        if (kind == StatementKind.CLOSING) {
            return statement.proof().inWords();
        }
        return line == null ? null : line.reference();
    }

    @Nullable String major(@Nullable Long minor) {
        return minor == null ? null : Money.of(minor, balance.currency()).toMajor();
    }
}
