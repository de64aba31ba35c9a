package com.illuvrse.finance.exporters.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies for spreadsheets, read back by another library. */
class SheetCopyTest {

    private record Line(int number, String text, @Nullable String figure) {}

    private static final CsvTable<Line> TABLE =
            new CsvTable<>(
                    "lines.csv",
                    List.of(
                            CsvColumn.figure("line", Line::number),
                            CsvColumn.text("text", Line::text),
                            CsvColumn.figure("figure", Line::figure)),
                    Comparator.comparingInt(Line::number),
                    "line");

    @TempDir Path folder;

    private static List<Line> lines(List<String> texts, List<String> figures) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < Math.max(texts.size(), figures.size()); i++) {
            lines.add(
                    new Line(
                            i + 1,
                            i < texts.size() ? texts.get(i) : "",
                            i < figures.size() ? figures.get(i) : null));
        }
        return lines;
    }

    private Path copy(List<Line> lines) throws IOException {
        TABLE.write(folder.resolve(TABLE.file()), lines);
        SheetCopy.beside(folder.resolve(TABLE.file()), TABLE);
        return folder.resolve("lines.xlsx");
    }

    private static List<List<Row>> sheets(Path copy) throws IOException {
        List<List<Row>> sheets = new ArrayList<>();
        try (ReadableWorkbook book =
                new ReadableWorkbook(copy.toFile(), new ReadingOptions(true, true))) {
            for (Sheet sheet : book.getSheets().toList()) {
                sheets.add(sheet.read());
            }
        }
        return sheets;
    }

    private static Cell cell(Row row, int column) {
        return row.getOptionalCell(column).orElseThrow();
    }

    private static String part(Path copy, String name) throws IOException {
        try (ZipFile parts = new ZipFile(copy.toFile())) {
            ZipEntry part = parts.getEntry(name);
            return new String(parts.getInputStream(part).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aTextIsTheTextItIsAndNeverAFormula() throws Exception {
        List<String> texts =
                List.of(
                        "=1+1",
                        "+49 30",
                        "-5",
                        "@home",
                        "'quoted'",
                        "\tindented ",
                        "a \"b\", c",
                        "two\nlines",
                        "שלום עולם",
                        "🎨 & <b>",
                        "0012",
                        "2026-03-31",
                        "1e5");

        List<Row> rows = sheets(copy(lines(texts, List.of()))).getFirst();

        for (int i = 0; i < texts.size(); i++) {
            Cell cell = cell(rows.get(i + 1), 1);
            assertThat(cell.getType()).isEqualTo(CellType.STRING);
            assertThat(cell.getFormula()).isNull();
            assertThat(cell.asString()).isEqualTo(texts.get(i));
            assertThat(rows.get(i + 1).getOptionalCell(2).map(Cell::getText).orElse("")).isEmpty();
        }
    }

    @Test
    void whatXmlCannotSayIsToldByItsNumber() throws Exception {
        Path copy = copy(lines(List.of("a\r\nb", "_x0041_", "\u0001"), List.of()));

        assertThat(part(copy, "xl/worksheets/sheet1.xml"))
                .contains("a_x000D_&#xa;b", "_x005F_x0041_", "_x0001_");
    }

    @Test
    void aTextLongerThanACellSaysThatTheRestIsInTheOriginal() throws Exception {
        List<Row> rows = sheets(copy(lines(List.of("x".repeat(40_000)), List.of()))).getFirst();

        assertThat(cell(rows.get(1), 1).asString())
                .hasSize(32_767)
                .endsWith("x [the rest is in the CSV file]");
    }

    @Test
    void aFigureIsANumberWithItsDecimals() throws Exception {
        Map<String, String> formats = new HashMap<>();
        formats.put("1000", "0");
        formats.put("1.50", "0.00");
        formats.put("-0.05", "0.00");
        formats.put("0.00", "0.00");
        formats.put("1.234", "0.000");
        formats.put("0.0000001", "0.0000000");
        formats.put("9999999999999.99", "0.00");
        List<String> figures = List.copyOf(formats.keySet());

        List<Row> rows = sheets(copy(lines(List.of(), figures))).getFirst();

        for (int i = 0; i < figures.size(); i++) {
            Cell cell = cell(rows.get(i + 1), 2);
            assertThat(cell.getType()).isEqualTo(CellType.NUMBER);
            assertThat(cell.asNumber()).isEqualByComparingTo(figures.get(i));
            assertThat(cell.getDataFormatString()).isEqualTo(formats.get(figures.get(i)));
        }
    }

    @Test
    void aFigureASpreadsheetWouldChangeIsAText() throws Exception {
        List<String> figures =
                List.of("99999999999999.99", "-9223372036854775808", "0012", "-0.00");

        List<Row> rows = sheets(copy(lines(List.of(), figures))).getFirst();

        for (int i = 0; i < figures.size(); i++) {
            assertThat(cell(rows.get(i + 1), 2).getType()).isEqualTo(CellType.STRING);
            assertThat(cell(rows.get(i + 1), 2).asString()).isEqualTo(figures.get(i));
        }
    }

    @Test
    void theHeaderIsBoldStaysAndFilters() throws Exception {
        Path copy = copy(lines(List.of("a", "b"), List.of()));

        assertThat(part(copy, "xl/worksheets/sheet1.xml"))
                .contains("ySplit=\"1\"", "state=\"frozen\"", "<autoFilter ref=\"A1:C3\">");
        assertThat(part(copy, "xl/styles.xml")).contains("<b/>");
    }

    @Test
    void rowsBeyondASheetGoOnInTheNextUnderTheHeader() throws Exception {
        copy(lines(List.of("a", "b", "c", "d"), List.of()));
        Path copy = folder.resolve("lines.xlsx");
        SheetCopy.write(folder.resolve("lines.csv"), copy, TABLE, 3);

        List<List<Row>> sheets = sheets(copy);

        assertThat(sheets).hasSize(2);
        assertThat(sheets)
                .extracting(rows -> rows.stream().map(row -> cell(row, 1).getText()).toList())
                .containsExactly(List.of("text", "a", "b"), List.of("text", "c", "d"));
        assertThat(part(copy, "xl/workbook.xml")).contains("\"lines\"", "\"lines 2\"");
    }

    @Test
    void aSheetWithoutRowsHasItsHeader() throws Exception {
        assertThat(sheets(copy(List.of())).getFirst()).hasSize(1);
    }

    @Test
    void theSameRowsAreTheSameBytesOnAnotherDay() throws Exception {
        Path copy = copy(lines(List.of("a"), List.of("1.00")));
        byte[] first = Files.readAllBytes(copy);
        Thread.sleep(5);

        copy(lines(List.of("a"), List.of("1.00")));

        assertThat(copy).hasBinaryContent(first);
        assertThat(part(copy, "docProps/core.xml")).doesNotContain("created");
        try (ZipFile parts = new ZipFile(copy.toFile())) {
            assertThat(parts.stream())
                    .allSatisfy(
                            part ->
                                    assertThat(part.getTimeLocal())
                                            .hasToString("2000-01-01T00:00"));
        }
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void otherColumnsThanThoseOfTheTableAreRefused() throws Exception {
        Path csv = folder.resolve("lines.csv");
        Files.writeString(csv, "line,words\n");

        assertThatThrownBy(() -> SheetCopy.write(csv, folder.resolve("a.xlsx"), TABLE, 10))
                .hasMessage(
                        "the columns of lines are [line, words], expected [line, text, figure]");
    }
}
