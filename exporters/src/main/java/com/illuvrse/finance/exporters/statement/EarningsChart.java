package com.illuvrse.finance.exporters.statement;

import com.illuvrse.finance.exporters.rendition.Page;
import com.illuvrse.finance.exporters.report.Html;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The earnings of a period day by day: bars above a line, and below it what refunds took back, in
 * one scale.
 */
final class EarningsChart {

    /** Hundredths of a millimetre the longest bar has. */
    private static final int ROOM = 1_600;

    private static final int WHOLE = 10_000;

    private final Page page;
    private final Statement statement;
    private final CurrencyBlock block;

    EarningsChart(Page page, Statement statement, CurrencyBlock block) {
        this.page = page;
        this.statement = statement;
        this.block = block;
    }

    void draw() {
        Map<LocalDate, Long> earned = sums(StatementKind.EARNING);
        Map<LocalDate, Long> refunded = sums(StatementKind.REFUND);
        BigInteger longest = longest(earned).max(longest(refunded));
        if (longest.signum() == 0) {
            return;
        }
        page.text("h3", "", "Earned day by day, refunds below the line");
        page.open(
                "div",
                "class",
                "chart",
                "style",
                refunded.isEmpty() ? "height: 17mm" : "height: 33mm");
        earned.forEach((day, sum) -> bar("bar", day, sum, longest));
        refunded.forEach((day, sum) -> bar("bar back", day, sum, longest));
        page.open("div", "class", "axis").close();
        page.close();
        page.text(
                "p",
                "scale",
                "From %s to %s; the longest bar is %s."
                        .formatted(
                                statement.period().firstDay(),
                                statement.period().lastDay(),
                                Html.amount(longest.longValueExact(), block.currency())));
    }

    private Map<LocalDate, Long> sums(StatementKind kind) {
        TreeMap<LocalDate, Long> sums = new TreeMap<>();
        for (StatementLine line : block.lines()) {
            if (line.kind() == kind && line.working() != null) {
                sums.merge(line.bookedOn(), line.working().earned(), Math::addExact);
            }
        }
        return sums;
    }

    private static BigInteger longest(Map<LocalDate, Long> sums) {
        return sums.values().stream()
                .map(BigInteger::valueOf)
                .map(BigInteger::abs)
                .reduce(BigInteger.ZERO, BigInteger::max);
    }

    private void bar(String look, LocalDate day, long sum, BigInteger longest) {
        if (sum == 0) {
            return;
        }
        long first = statement.period().firstDay().toEpochDay();
        long days = statement.period().lastDay().toEpochDay() - first + 1;
        long left = (day.toEpochDay() - first) * WHOLE / days;
        long width = WHOLE * 3 / (4 * days);
        long height =
                BigInteger.valueOf(sum)
                        .abs()
                        .multiply(BigInteger.valueOf(ROOM))
                        .divide(longest)
                        .max(BigInteger.TEN)
                        .longValueExact();
        String place =
                "left: %s%%; width: %s%%; height: %smm; top: %smm"
                        .formatted(
                                hundredths(left),
                                hundredths(width),
                                hundredths(height),
                                hundredths(sum < 0 ? ROOM : ROOM - height));
        page.open("div", "class", look, "style", place).close();
    }

    private static String hundredths(long number) {
        return String.format(Locale.ROOT, "%d.%02d", number / 100, number % 100);
    }
}
