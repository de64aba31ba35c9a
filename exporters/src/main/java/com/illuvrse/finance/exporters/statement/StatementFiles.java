package com.illuvrse.finance.exporters.statement;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.exporters.lineage.Sheet;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import com.illuvrse.finance.exporters.report.PlainJson;
import com.illuvrse.finance.exporters.report.SheetCopy;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of one statement: {@code statement.csv} and {@code statement.json}, with the same
 * figures to the letter.
 *
 * <p>The JSON holds what has no column beside them: held, reserve and unrecouped balances, the year
 * to date, how far a payout is, what other creators of a split have together, and the proof.
 */
public final class StatementFiles {

    public static final String CSV = "statement.csv";
    public static final String JSON = "statement.json";

    private StatementFiles() {}

    /**
     * Writes both and a copy of the CSV for spreadsheets, and returns how many rows the CSV has.
     */
    public static long write(Path folder, Statement statement) throws IOException {
        Files.createDirectories(folder);
        List<List<StatementRow>> blocks = new ArrayList<>();
        int lineNo = 1;
        for (CurrencyBlock block : statement.blocks()) {
            List<StatementRow> rows = statement.rows(block, lineNo);
            lineNo += rows.size();
            blocks.add(rows);
        }
        try (CsvTable.Rows<StatementRow> csv = StatementRow.TABLE.writeTo(folder.resolve(CSV))) {
            for (List<StatementRow> rows : blocks) {
                for (StatementRow row : rows) {
                    csv.write(row);
                }
            }
        }
        SheetCopy.beside(folder.resolve(CSV), StatementRow.TABLE);
        Files.write(folder.resolve(JSON), PlainJson.bytes(json(statement, blocks)));
        return lineNo - 1L;
    }

    /**
     * How the cells of every statement come about.
     *
     * @param key columns that name a row
     */
    public static Sheet sheet(List<String> key) {
        return StatementRow.TABLE.sheet("payee=*/" + CSV, key);
    }

    /** Names of the columns, as in the file of headers. */
    public static List<String> columns() {
        return StatementRow.TABLE.columns().stream().map(CsvColumn::name).toList();
    }

    private static Json.Obj json(Statement statement, List<List<StatementRow>> rows) {
        List<Json> blocks = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            blocks.add(json(statement.lastDay(), statement.blocks().get(i), rows.get(i)));
        }
        StatementProof proof = statement.proof();
        return Json.object()
                .put("type", "creator-statement/1")
                .put("statement_id", statement.id())
                .put("payee_ref", statement.payee())
                .put("period", statement.period().name())
                .put("firstDay", statement.period().firstDay().toString())
                .put("lastDay", statement.lastDay().toString())
                .put("blocks", Json.array(blocks))
                .put(
                        "proof",
                        Json.object()
                                .put("ledger", proof.ledger())
                                .put("segment", proof.segment())
                                .put("entriesRoot", proof.entriesRoot())
                                .put("manifestId", proof.manifestId())
                                .put("receipt", StatementProof.RECEIPT)
                                .build())
                .build();
    }

    private static Json json(LocalDate lastDay, CurrencyBlock block, List<StatementRow> rows) {
        Currency currency = block.currency();
        Json.Builder year =
                Json.object()
                        .put("from", lastDay.withDayOfYear(1).toString())
                        .put("paid", Money.of(block.yearPaid(), currency).toMajor())
                        .put("withheld", Money.of(block.yearWithheld(), currency).toMajor());
        return Json.object()
                .put("currency", currency.code())
                .put("opening", json(block.opening(), currency))
                .put("lines", Json.array(rows.stream().map(StatementFiles::json).toList()))
                .put("closing", json(block.closing(), currency))
                .put("yearToDate", year.build())
                .build();
    }

    private static Json json(Holdings holdings, Currency currency) {
        return Json.object()
                .put("payable", Money.of(holdings.payable(), currency).toMajor())
                .put("held", Money.of(holdings.held(), currency).toMajor())
                .put("reserve", Money.of(holdings.reserve(), currency).toMajor())
                .put("unrecouped", Money.of(holdings.unrecouped(), currency).toMajor())
                .build();
    }

    /** The cells of a row, empty ones left out. */
    private static Json json(StatementRow row) {
        Json.Builder json = Json.object();
        for (CsvColumn<StatementRow> column : StatementRow.TABLE.columns()) {
            Object cell = column.cell().apply(row);
            json.put(column.name(), cell == null ? null : cell.toString());
        }
        StatementLine line = row.line();
        if (line != null && line.working() != null && line.working().others() != 0) {
            json.put("others", row.major(line.working().others()));
        }
        if (line != null && line.payout() != null && line.payout().status() != null) {
            json.put("status", line.payout().status().name());
        }
        if (line != null && line.change().held() != 0) {
            json.put("held_change", row.major(line.change().held()));
        }
        return json.build();
    }
}
