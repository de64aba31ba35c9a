package com.illuvrse.finance.jobs.stripe;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.reconciliation.ItemisedRow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of Stripe's itemised balance report, strictly: exactly the columns that were asked
 * for, amounts in major units with no more digits than their currency has.
 */
public final class ReportLines {

    /** The columns that are asked for, in their order. */
    static final List<String> COLUMNS =
            List.of(
                    "balance_transaction_id",
                    "created_utc",
                    "currency",
                    "gross",
                    "fee",
                    "net",
                    "reporting_category");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,19}(\\.[0-9]{1,3})?");
    private static final Pattern ID = Pattern.compile("[!-~]{1,255}");
    private static final Pattern CURRENCY = Pattern.compile("[a-zA-Z]{3}");

    private ReportLines() {}

    /** A row of the report and when it was created. */
    public record Line(ItemisedRow row, Instant created) {}

    /**
     * Gives every row of a file in its order.
     *
     * @throws StripeReportException when a line is not what was asked for; it names the line
     */
    public static void read(InputStream csv, Consumer<Line> lines) throws IOException {
        BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                csv,
                                StandardCharsets.UTF_8
                                        .newDecoder()
                                        .onMalformedInput(CodingErrorAction.REPORT)
                                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        int number = 1;
        try {
            @Nullable String header = reader.readLine();
            if (header == null || !cells(header).equals(COLUMNS)) {
                throw new IllegalArgumentException("expected the columns " + COLUMNS);
            }
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                lines.accept(line(cells(line)));
            }
        } catch (CharacterCodingException e) {
            throw new StripeReportException(
                    "line " + number + " of Stripe's report or one after it is not UTF-8", e);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new StripeReportException(
                    "line " + number + " of Stripe's report cannot be read: " + e.getMessage(), e);
        }
    }

    private static Line line(List<String> cells) {
        if (cells.size() != COLUMNS.size()) {
            throw new IllegalArgumentException(
                    "expected " + COLUMNS.size() + " cells, found " + cells.size());
        }
        Currency currency = Currency.of(matched(CURRENCY, cells.get(2)).toUpperCase(Locale.ROOT));
        ItemisedRow row =
                new ItemisedRow(
                        matched(ID, cells.get(0)),
                        currency,
                        minor(cells.get(3), currency),
                        minor(cells.get(4), currency),
                        minor(cells.get(5), currency),
                        cells.get(6));
        return new Line(row, LocalDateTime.parse(cells.get(1), TIME).toInstant(ZoneOffset.UTC));
    }

    /** Whole minor units; a digit more than the currency has is refused, never rounded. */
    private static long minor(String major, Currency currency) {
        return new BigDecimal(matched(AMOUNT, major))
                .movePointRight(currency.exponent())
                .longValueExact();
    }

    private static String matched(Pattern pattern, String text) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("expected " + pattern + ", found \"" + text + "\"");
        }
        return text;
    }

    /** The cells of a line; none of the columns can hold a line break. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>(COLUMNS.size());
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quotation mark is not closed");
        }
        cells.add(cell.toString());
        return cells;
    }
}
