package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Fraction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the members of a row of {@code evidence/orders.jsonl} say of one another (segment format,
 * section 8; feeds, section 2): a price has one spelling, a tax a figure, a line its own name, a
 * destination charge its creator.
 */
final class OrderRow {

    private OrderRow() {}

    /** Requires a row of the right shape to make sense by itself. */
    static void check(RowReader rows, Json.Obj row) throws VerificationException {
        switch (row.text("type")) {
            case "order.placed" -> checkPlaced(rows, row);
            case "order.fulfilled" -> checkPortion(rows, row);
            default -> {}
        }
    }

    private static void checkPlaced(RowReader rows, Json.Obj row) throws VerificationException {
        if (row.number("version") < 1) {
            throw malformed(rows, row, "version", "from 1 on", row.number("version"));
        }
        if ((row.get("charge") == null) != (row.get("payee") == null)) {
            throw malformed(rows, row, "charge, payee", "both or neither", "one of them");
        }
        List<Json.Obj> lines = row.objects("lines");
        if (lines.isEmpty()) {
            throw malformed(rows, row, "lines", "at least one", "none");
        }
        Set<String> names = new HashSet<>();
        for (Json.Obj line : lines) {
            String name = "line " + line.text("line");
            if (!names.add(line.text("line"))) {
                throw rows.refuse(
                        VerificationCode.DUPLICATE_KEY,
                        "order " + row.text("order") + " " + name,
                        "one line of that name",
                        "another");
            }
            boolean isInclusive = line.flag("taxInclusive");
            if ((line.get("gross") != null) != isInclusive
                    || (line.get("net") != null) == isInclusive) {
                throw malformed(
                        rows,
                        row,
                        name,
                        "a net, or a gross with taxInclusive",
                        "members " + line.members().keySet());
            }
            for (Json.Obj tax : line.objects("taxes")) {
                if (tax.get("rate") == null && tax.get("amount") == null) {
                    throw malformed(
                            rows,
                            row,
                            name + " tax " + tax.text("jurisdiction"),
                            "a rate, an amount or both",
                            "neither");
                }
            }
        }
    }

    private static void checkPortion(RowReader rows, Json.Obj row) throws VerificationException {
        Fraction portion = Fraction.parse(row.text("portion"));
        if (portion.signum() <= 0 || portion.compareTo(Fraction.ONE) > 0) {
            throw malformed(rows, row, "portion", "above 0 and at most 1/1", row.text("portion"));
        }
    }

    private static VerificationException malformed(
            RowReader rows, Json.Obj row, String item, String expected, Object found) {
        return rows.refuse(
                VerificationCode.MALFORMED,
                "order " + row.text("order") + " event " + row.text("event") + " " + item,
                expected,
                found);
    }
}
