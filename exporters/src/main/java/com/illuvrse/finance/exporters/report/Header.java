package com.illuvrse.finance.exporters.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The header of a CSV file of a report set, as accountants were told it: one line, kept as a file
 * beside this class and compared byte by byte.
 */
public final class Header {

    private Header() {}

    /** Columns of a header such as {@code creator_statement_lines}. */
    public static List<String> of(String name) {
        return List.of(line(name).strip().split(",", -1));
    }

    /** The line, with its line feed. */
    static String line(String name) {
        try (InputStream in = Header.class.getResourceAsStream("columns/" + name + ".csv")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no header " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("header " + name + " cannot be read", e);
        }
    }
}
