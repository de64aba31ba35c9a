package com.illuvrse.finance.exporters.report;

import java.math.BigInteger;
import java.util.List;

/**
 * Each of Stripe's balances as we have it and as Stripe has it, one bar below the other in the
 * scale of the row, and whether they agree.
 */
final class ReconciliationPicture {

    private static final int WIDTH = 1080;
    private static final int LEFT = 300;
    private static final int ROOM = 380;
    private static final int ROW = 52;

    private ReconciliationPicture() {}

    static void draw(Html page, List<ReconciliationRow> rows) {
        page.raw(
                "<svg class=\"stripe\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"Our balances and Stripe's\">\n",
                WIDTH,
                ROW * rows.size());
        int y = 0;
        for (ReconciliationRow row : rows) {
            drawRow(page, row, y);
            y += ROW;
        }
        page.raw("</svg>\n");
    }

    private static void drawRow(Html page, ReconciliationRow row, int y) {
        BigInteger longest =
                magnitude(row.ledger()).max(magnitude(row.stripe())).max(BigInteger.ONE);
        page.raw("<text class=\"total\" x=\"0\" y=\"{}\">{}</text>", y + 22, row.currency());
        page.raw(
                "<text class=\"name\" x=\"46\" y=\"{}\">{}</text>",
                y + 22,
                Html.escaped(row.balanceType()));
        page.raw(
                "<text class=\"sum\" x=\"46\" y=\"{}\">{} at Stripe, {} booked</text>",
                y + 38,
                Html.count(row.rowsAtStripe(), "row"),
                Html.count(row.rowsInLedger()));
        drawBar(page, "ours", "ledger", row.ledger(), longest, y + 8);
        drawBar(page, "theirs", "Stripe", row.stripe(), longest, y + 26);
        page.raw(
                "<text class=\"total\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                WIDTH - 130,
                y + 20,
                Html.amount(row.ledger(), row.currency()));
        page.raw(
                "<text class=\"sum\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                WIDTH - 130,
                y + 38,
                Html.amount(row.stripe(), row.currency()));
        page.raw(
                "<text class=\"{}\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n",
                row.agrees() ? "good" : "bad",
                WIDTH,
                y + 29,
                verdict(row));
    }

    private static String verdict(ReconciliationRow row) {
        if (row.agrees()) {
            return "\u2713 agrees";
        }
        return row.difference() == 0
                ? "\u2260 rows differ"
                : "\u2260 " + Html.amount(row.difference(), row.currency());
    }

    private static void drawBar(
            Html page, String look, String name, long minor, BigInteger longest, int y) {
        int length =
                magnitude(minor).multiply(BigInteger.valueOf(ROOM)).divide(longest).intValueExact();
        page.raw(
                "<text class=\"sum\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                LEFT - 8,
                y + 11,
                name);
        page.raw(
                "<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"13\" rx=\"2\"/>",
                minor < 0 ? look + " negative" : look,
                LEFT,
                y,
                Math.max(1, length));
    }

    private static BigInteger magnitude(long minor) {
        return BigInteger.valueOf(minor).abs();
    }
}
