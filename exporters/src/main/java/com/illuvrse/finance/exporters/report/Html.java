package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;

/**
 * A page being written. Only {@link #text} takes what others wrote: it can show it and nothing
 * else, because markup in it is escaped and its direction of reading stays its own.
 */
public final class Html {

    private static final Currency WITHOUT_DIGITS = Currency.of("JPY");

    private final StringBuilder page = new StringBuilder(1 << 16);

    /** Markup of ours. */
    Html raw(String markup) {
        page.append(markup);
        return this;
    }

    /** Markup of ours, with a figure of ours or an escaped text for each {@code {}}. */
    Html raw(String markup, Object... figures) {
        int from = 0;
        for (Object figure : figures) {
            int place = markup.indexOf("{}", from);
            page.append(markup, from, place).append(figure);
            from = place + 2;
        }
        page.append(markup, from, markup.length());
        return this;
    }

    /** A text from anywhere, as text. */
    Html text(String anything) {
        page.append("<bdi>").append(escaped(anything)).append("</bdi>");
        return this;
    }

    @Override
    public String toString() {
        return page.toString();
    }

    /** A text that can stand in markup or in an attribute in quotes. */
    static String escaped(String anything) {
        StringBuilder safe = new StringBuilder(anything.length() + 16);
        anything.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '&' -> safe.append("&amp;");
                                case '<' -> safe.append("&lt;");
                                case '>' -> safe.append("&gt;");
                                case '"' -> safe.append("&quot;");
                                case '\'' -> safe.append("&#39;");
                                default -> safe.appendCodePoint(isShown(c) ? c : 0xfffd);
                            }
                        });
        return safe.toString();
    }

    /** Whether a character is what it looks like; those that steer a text are replaced. */
    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    /** An amount in major units with the currency's digits, such as {@code −1,234.50}. */
    public static String amount(long minor, Currency currency) {
        String digits = Money.of(minor, currency).toMajor();
        boolean negative = digits.startsWith("-");
        int start = negative ? 1 : 0;
        int point = digits.indexOf('.');
        int end = point < 0 ? digits.length() : point;
        StringBuilder text = new StringBuilder(negative ? "\u2212" : "");
        for (int i = start; i < end; i++) {
            if (i > start && (end - i) % 3 == 0) {
                text.append(',');
            }
            text.append(digits.charAt(i));
        }
        return text.append(digits, end, digits.length()).toString();
    }

    /** A count, such as {@code 12,345}. */
    static String count(long number) {
        return amount(number, WITHOUT_DIGITS);
    }

    /** {@code 1 break}, {@code 2 breaks}. */
    public static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }
}
