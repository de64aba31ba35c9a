package com.illuvrse.finance.exporters.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of comma-separated values being written: RFC 4180 with line feeds, UTF-8, the header
 * always there.
 *
 * <p><b>Text that looks like a formula.</b> A spreadsheet runs a cell that begins with {@code =},
 * {@code +}, {@code -}, {@code @} or a control character. A text that begins so, or with an
 * apostrophe, gets one apostrophe in front; who reads the file takes one leading apostrophe off a
 * text and has it back. Figures are never changed: they hold digits, a sign and a point, and
 * nothing else is let through as a figure.
 */
public final class Csv implements AutoCloseable {

    private static final Pattern FIGURE = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private final Writer file;
    private final String name;
    private final int columns;
    private int cell;
    private long rows;

    /** Rows into text that is read on the spot; the header is the caller's. */
    Csv(Writer file, String name, int columns) {
        this.file = file;
        this.name = name;
        this.columns = columns;
    }

    /** Starts a file and writes its header; an earlier file of that name is replaced. */
    public static Csv create(Path path, List<String> header) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Csv csv =
                new Csv(
                        Files.newBufferedWriter(path, StandardCharsets.UTF_8),
                        path.toString(),
                        header.size());
        csv.header(header);
        return csv;
    }

    void header(List<String> header) throws IOException {
        for (String column : header) {
            text(column);
        }
        endRow();
        rows = 0;
    }

    /** A text from anywhere. */
    public Csv text(String value) throws IOException {
        return cell(looksLikeAFormula(value) ? "'" + value : value);
    }

    /** A number or an amount, already in digits. */
    public Csv figure(String digits) throws IOException {
        if (!FIGURE.matcher(digits).matches()) {
            throw new IllegalArgumentException(
                    "a figure has digits, a sign and a point, found \"" + digits + "\" in " + name);
        }
        return cell(digits);
    }

    public Csv figure(long value) throws IOException {
        return cell(Long.toString(value));
    }

    /** A cell without a value. */
    public Csv nothing() throws IOException {
        return cell("");
    }

    public void endRow() throws IOException {
        if (cell != columns) {
            throw new IllegalStateException(
                    "a row of %s has %d cells, found %d".formatted(name, columns, cell));
        }
        file.write('\n');
        cell = 0;
        rows++;
    }

    /** Rows so far, without the header. */
    public long rows() {
        return rows;
    }

    private Csv cell(String value) throws IOException {
        if (cell > 0) {
            file.write(',');
        }
        cell++;
        if (needsQuotes(value)) {
            file.write('"');
            file.write(value.replace("\"", "\"\""));
            file.write('"');
        } else {
            file.write(value);
        }
        return this;
    }

    private static boolean looksLikeAFormula(String value) {
        if (value.isEmpty()) {
            return false;
        }
        char first = value.charAt(0);
        return first < ' ' || "=+-@'".indexOf(first) >= 0;
    }

    private static boolean needsQuotes(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ',' || c == '"' || c < ' ') {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
