package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.RichText;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a finished CSV file for who works in a spreadsheet: {@code <name>.xlsx} beside it.
 *
 * <p>The CSV is the original; every cell says the same. A text is a text and never a formula, so it
 * comes without the apostrophe of {@link Csv}. A figure is a number with the decimals it has in the
 * CSV, as long as a spreadsheet keeps all its digits; else it is a text. Dates are texts. Rows are
 * written as they are read, and the same CSV gives the same bytes: no clock takes part.
 */
public final class SheetCopy {

    private static final String SUFFIX = ".xlsx";
    private static final String APPLICATION = "ILLUVRSE Finance";

    /** Rows a sheet may have, its header among them. */
    private static final int ROWS_OF_A_SHEET = Worksheet.MAX_ROWS;

    private static final int ROWS_AT_ONCE = 500;

    /** Characters a cell may have. */
    private static final int TEXT = 32_767;

    private static final String CUT = " [the rest is in the CSV file]";

    /** Digits a spreadsheet keeps of a number. */
    private static final int DIGITS = 15;

    private static final int DECIMALS = 20;
    private static final int NARROWEST = 10;
    private static final int NAME = 27;

    /** More zeros in front than a number keeps, or the minus of a zero. */
    private static final Pattern LOSES_SIGNS = Pattern.compile("-?0[0-9].*|-0(\\.0*)?");

    /** What a spreadsheet reads as a character by its number; such a character itself. */
    private static final Pattern BY_NUMBER =
            Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)|[\\x00-\\x08\\x0B-\\x1F\\uFFFE\\uFFFF]");

    /** The one part that would tell the time of day. */
    private static final String PROPERTIES = "docProps/core.xml";

    private static final byte[] TIMELESS =
            """
            <?xml version="1.0" encoding="UTF-8" standalone="no"?>
            <cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
            xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>%s</dc:creator></cp:coreProperties>
            """
                    .formatted(APPLICATION)
                    .getBytes(StandardCharsets.UTF_8);

    /** The same for every part of every copy; a zip file has no day before 1980. */
    private static final LocalDateTime PINNED = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final CsvRows rows;
    private final String name;
    private final List<String> header;
    private final boolean[] figures;
    private final int rowsOfASheet;

    private SheetCopy(CsvRows rows, String name, CsvTable<?> table, int rowsOfASheet)
            throws IOException {
        this.rows = rows;
        this.name = name;
        this.rowsOfASheet = rowsOfASheet;
        header = table.columns().stream().map(CsvColumn::name).toList();
        if (!rows.header().equals(header)) {
            throw new IOException(
                    "the columns of %s are %s, expected %s".formatted(name, rows.header(), header));
        }
        figures = new boolean[header.size()];
        for (int i = 0; i < figures.length; i++) {
            figures[i] = table.columns().get(i).isFigure();
        }
    }

    /**
     * Writes the copy of a finished file beside it.
     *
     * @param table its columns
     */
    public static void beside(Path csv, CsvTable<?> table) throws IOException {
        write(csv, csv.resolveSibling(nameOf(csv) + SUFFIX), table, ROWS_OF_A_SHEET);
    }

    private static String nameOf(Path csv) {
        String file = csv.getFileName().toString();
        if (!file.endsWith(".csv")) {
            throw new IllegalArgumentException("a sheet is a copy of a .csv file, found " + csv);
        }
        return file.substring(0, file.length() - ".csv".length());
    }

    static boolean isCopy(String path) {
        return path.endsWith(SUFFIX);
    }

    static void write(Path csv, Path copy, CsvTable<?> table, int rowsOfASheet) throws IOException {
        String name = nameOf(csv);
        Path timed = copy.resolveSibling(copy.getFileName() + ".part");
        try {
            try (CsvRows rows = CsvRows.open(csv);
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(timed))) {
                new SheetCopy(rows, name, table, rowsOfASheet).write(out);
            }
            pin(timed, copy);
        } finally {
            Files.deleteIfExists(timed);
        }
    }

    private void write(OutputStream out) throws IOException {
        try (Workbook book = new Workbook(out, APPLICATION, null)) {
            book.setCompressionLevel(1);
            String title = name.substring(0, Math.min(name.length(), NAME));
            Map<String, String> next = write(book.newWorksheet(title), rows.next());
            for (int sheet = 2; next != null; sheet++) {
                next = write(book.newWorksheet(title + " " + sheet), next);
            }
        }
    }

    /** Fills a sheet and returns the row the next one begins with; null when that was all. */
    private @Nullable Map<String, String> write(
            Worksheet sheet, @Nullable Map<String, String> first) throws IOException {
        for (int column = 0; column < header.size(); column++) {
            sheet.width(column, Math.max(NARROWEST, header.get(column).length() + 3));
            sheet.inlineString(0, column, header.get(column));
            sheet.style(0, column).bold().set();
        }
        sheet.freezePane(0, 1);
        int row = 1;
        Map<String, String> cells = first;
        while (cells != null && row < rowsOfASheet) {
            int column = 0;
            for (String cell : cells.values()) {
                write(sheet, row, column, cell);
                column++;
            }
            row++;
            if (row % ROWS_AT_ONCE == 0) {
                sheet.flush();
            }
            cells = rows.next();
        }
        sheet.setAutoFilter(0, 0, row - 1, header.size() - 1);
        sheet.finish();
        return cells;
    }

    private void write(Worksheet sheet, int row, int column, String cell) {
        if (cell.isEmpty()) {
            return;
        }
        if (!figures[column]) {
            text(sheet, row, column, cell.charAt(0) == '\'' ? cell.substring(1) : cell);
        } else if (LOSES_SIGNS.matcher(cell).matches()) {
            text(sheet, row, column, cell);
        } else {
            BigDecimal number = new BigDecimal(cell);
            if (number.precision() > DIGITS || number.scale() > DECIMALS) {
                text(sheet, row, column, cell);
            } else {
                sheet.value(row, column, number);
                sheet.style(row, column).format(format(number.scale())).set();
            }
        }
    }

    private static String format(int decimals) {
        return decimals == 0 ? "0" : "0." + "0".repeat(decimals);
    }

    private static void text(Worksheet sheet, int row, int column, String text) {
        if (text.isEmpty()) {
            return;
        }
        String whole = escaped(text);
        if (whole.length() > TEXT) {
            whole = whole.substring(0, TEXT - CUT.length()) + CUT;
        }
        if (isBlank(whole.charAt(0)) || isBlank(whole.charAt(whole.length() - 1))) {
            sheet.inlineString(row, column, RichText.builder().run(whole).end().build());
        } else {
            sheet.inlineString(row, column, whole);
        }
        if ("=+-@".indexOf(text.charAt(0)) >= 0) {
            sheet.style(row, column).format("@").set();
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n';
    }

    /** Characters XML has not are told by their number, as spreadsheets do. */
    private static String escaped(String text) {
        return BY_NUMBER
                .matcher(text)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        "_x%04X_".formatted((int) found.group().charAt(0))));
    }

    /** The same parts with one time for all of them, and none within. */
    private static void pin(Path timed, Path copy) throws IOException {
        try (ZipFile parts = new ZipFile(timed.toFile());
                ZipOutputStream out =
                        new ZipOutputStream(
                                new BufferedOutputStream(Files.newOutputStream(copy)))) {
            for (ZipEntry part : Collections.list(parts.entries())) {
                ZipEntry pinned = new ZipEntry(part.getName());
                pinned.setTimeLocal(PINNED);
                out.putNextEntry(pinned);
                if (part.getName().equals(PROPERTIES)) {
                    out.write(TIMELESS);
                } else {
                    try (InputStream in = parts.getInputStream(part)) {
                        in.transferTo(out);
                    }
                }
                out.closeEntry();
            }
        }
    }
}
