package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.exporters.report.SettledDay.Bar;
import com.illuvrse.finance.exporters.report.SettledDay.GroupBalance;
import com.illuvrse.finance.money.Currency;
import java.math.BigInteger;
import java.util.Map;

/**
 * Balances of the groups of accounts in one currency before and after the day: bars from a common
 * zero and in one scale, where each kind of account has its usual side as positive.
 */
final class BalancePicture {

    private static final int WIDTH = 1080;
    private static final int LEFT = 180;
    private static final int ROOM = 560;
    private static final int OPENING = 910;
    private static final int ROW = 34;
    private static final int HEAD = 30;
    private static final int TOP = 4;

    private final Currency currency;
    private final Map<Bar, GroupBalance> balances;
    private final BigInteger range;
    private final int zero;

    private BalancePicture(Currency currency, Map<Bar, GroupBalance> balances) {
        this.currency = currency;
        this.balances = balances;
        long low = 0;
        long high = 0;
        for (Map.Entry<Bar, GroupBalance> row : balances.entrySet()) {
            AccountGroup.Kind kind = row.getKey().kind();
            long opening = kind.onUsualSide(row.getValue().opening());
            long closing = kind.onUsualSide(row.getValue().closing());
            low = Math.min(low, Math.min(opening, closing));
            high = Math.max(high, Math.max(opening, closing));
        }
        this.range = BigInteger.valueOf(high).subtract(BigInteger.valueOf(low)).max(BigInteger.ONE);
        this.zero = LEFT + pixels(low);
    }

    static void draw(Html page, Currency currency, Map<Bar, GroupBalance> balances) {
        new BalancePicture(currency, balances).draw(page);
    }

    private void draw(Html page) {
        long kinds = balances.keySet().stream().map(Bar::kind).distinct().count();
        page.raw(
                "<svg class=\"balances\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Balances in {}\">\n",
                WIDTH,
                TOP + HEAD * kinds + (long) ROW * balances.size(),
                currency);
        int y = TOP;
        AccountGroup.Kind kind = null;
        for (Map.Entry<Bar, GroupBalance> row : balances.entrySet()) {
            if (row.getKey().kind() != kind) {
                kind = row.getKey().kind();
                drawHead(page, kind, y);
                y += HEAD;
            }
            drawRow(page, row.getKey(), row.getValue(), y);
            y += ROW;
        }
        page.raw("</svg>\n");
    }

    private static void drawHead(Html page, AccountGroup.Kind kind, int y) {
        page.raw("<text class=\"caption\" x=\"0\" y=\"{}\">{}</text>", y + 18, kind.title());
        if (y == TOP) {
            page.raw(
                    "<text class=\"caption\" x=\"{}\" y=\"{}\" text-anchor=\"end\">before</text>",
                    OPENING,
                    y + 18);
            page.raw(
                    "<text class=\"caption\" x=\"{}\" y=\"{}\" text-anchor=\"end\">after</text>",
                    WIDTH,
                    y + 18);
        }
        page.raw(
                "<line class=\"rule\" x1=\"0\" x2=\"{}\" y1=\"{}\" y2=\"{}\"/>\n",
                WIDTH,
                y + 25,
                y + 25);
    }

    private void drawRow(Html page, Bar bar, GroupBalance balance, int y) {
        long opening = bar.kind().onUsualSide(balance.opening());
        long closing = bar.kind().onUsualSide(balance.closing());
        String color = bar.group().color();
        page.raw(
                "<text class=\"name\" x=\"0\" y=\"{}\">{}</text>",
                y + 21,
                Html.escaped(bar.group().label()));
        drawBar(page, "before " + color, opening, y + 5, 7);
        drawBar(page, "bar " + color, closing, y + 14, 12);
        page.raw(
                "<text class=\"sum\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                OPENING,
                y + 21,
                Html.amount(opening, currency));
        page.raw(
                "<text class=\"total\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n",
                WIDTH,
                y + 21,
                Html.amount(closing, currency));
    }

    private void drawBar(Html page, String look, long minor, int y, int height) {
        int length = minor == 0 ? 0 : Math.max(1, pixels(minor));
        page.raw(
                "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\"/>",
                minor == 0 ? "rule" : look,
                minor < 0 ? zero - length : zero,
                y,
                Math.max(1, length),
                height);
    }

    /** The length of an amount, without its sign. */
    private int pixels(long minor) {
        return BigInteger.valueOf(minor)
                .abs()
                .multiply(BigInteger.valueOf(ROOM))
                .divide(range)
                .intValueExact();
    }
}
