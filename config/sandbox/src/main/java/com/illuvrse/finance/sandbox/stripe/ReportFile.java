package com.illuvrse.finance.sandbox.stripe;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of the itemised balance report: a header with the columns that were asked for and a row
 * for each movement, oldest first, amounts in major units with the digits of their currency.
 */
final class ReportFile {

    static final List<String> COLUMNS =
            List.of(
                    "balance_transaction_id",
                    "created_utc",
                    "available_on_utc",
                    "currency",
                    "gross",
                    "fee",
                    "net",
                    "reporting_category",
                    "source_id",
                    "description");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final Set<String> NO_DIGITS =
            Set.of("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".split(" "));
    private static final Set<String> THREE_DIGITS = Set.of("bhd jod kwd omr tnd".split(" "));

    private final List<String> columns;

    private ReportFile(List<String> columns) {
        this.columns = columns;
    }

    static ReportFile of(List<String> columns) {
        for (String column : columns) {
            if (!COLUMNS.contains(column)) {
                throw RefusedException.parameterInvalid(
                        "parameters[columns]", "Unknown column: " + column);
            }
        }
        return new ReportFile(List.copyOf(columns));
    }

    /**
     * Writes the file.
     *
     * @param lines of the index, in the order in which they are reported; payouts are passed over
     * @param fault may leave out, change or add the middle one
     */
    void write(Path file, Rows rows, int[] lines, Fault fault) throws IOException {
        int[] activity = activity(rows, lines);
        int middle = activity.length / 2;
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write(String.join(",", columns) + "\n");
            for (int i = 0; i < activity.length; i++) {
                ObjectNode row = rows.json(activity[i], Instant.EPOCH);
                Fault here = i == middle ? fault : Fault.NONE;
                if (here == Fault.CHANGED) {
                    row.put("amount", row.path("amount").longValue() + 1);
                    row.put("net", row.path("net").longValue() + 1);
                }
                if (here != Fault.MISSING) {
                    write(out, row);
                }
                if (here == Fault.EXTRA) {
                    row.put("id", row.path("id").stringValue() + "_extra");
                    write(out, row);
                }
            }
        }
    }

    private static int[] activity(Rows rows, int[] lines) {
        int[] activity = new int[lines.length];
        int count = 0;
        for (int line : lines) {
            // all of Stripe's types of payouts to the bank have categories payout and
            // payout_reversal
            String type = rows.index().type(line);
            if (!Set.of("payout", "payout_cancel", "payout_failure").contains(type)) {
                activity[count++] = line;
            }
        }
        return java.util.Arrays.copyOf(activity, count);
    }

    private void write(Writer out, ObjectNode row) throws IOException {
        List<String> cells = new ArrayList<>(columns.size());
        for (String column : columns) {
            cells.add(quoted(cell(column, row)));
        }
        out.write(String.join(",", cells) + "\n");
    }

    private static String cell(String column, ObjectNode row) {
        return switch (column) {
            case "balance_transaction_id" -> row.path("id").stringValue();
            case "created_utc" -> time(row, "created");
            case "available_on_utc" -> time(row, "available_on");
            case "currency" -> row.path("currency").stringValue();
            case "gross" -> major(row, "amount");
            case "fee" -> major(row, "fee");
            case "net" -> major(row, "net");
            case "reporting_category" -> row.path("reporting_category").asString("");
            case "source_id" ->
                    row.path("source").isObject()
                            ? row.path("source").path("id").asString("")
                            : row.path("source").asString("");
            case "description" -> row.path("description").asString("");
            default -> throw new IllegalArgumentException(column);
        };
    }

    private static String time(ObjectNode row, String member) {
        return TIME.format(Instant.ofEpochSecond(row.path(member).longValue()));
    }

    private static String major(ObjectNode row, String member) {
        String currency = row.path("currency").stringValue();
        int digits = NO_DIGITS.contains(currency) ? 0 : THREE_DIGITS.contains(currency) ? 3 : 2;
        return BigDecimal.valueOf(row.path(member).longValue(), digits).toPlainString();
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
    }
}
