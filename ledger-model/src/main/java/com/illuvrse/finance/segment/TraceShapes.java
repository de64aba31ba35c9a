package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.Scalar.CURRENCY;
import static com.illuvrse.finance.segment.Scalar.FRACTION;
import static com.illuvrse.finance.segment.Scalar.ID;
import static com.illuvrse.finance.segment.Scalar.MONEY;
import static com.illuvrse.finance.segment.Scalar.SIGNED;
import static com.illuvrse.finance.segment.Scalar.TEXT;
import static com.illuvrse.finance.segment.Shape.NUMBER;
import static com.illuvrse.finance.segment.Shape.list;
import static com.illuvrse.finance.segment.Shape.object;
import static com.illuvrse.finance.segment.Shape.pair;
import static com.illuvrse.finance.segment.Shape.word;

import java.util.Map;

/** The members of the workings that royalty entries carry (segment format, section 8). */
final class TraceShapes {

    static final ShapeRule TRACE =
            Shape.either(
                    "kind",
                    Map.of(
                            "fulfil",
                            object().must("kind", word("fulfil"))
                                    .must("event", ID)
                                    .must("portion", FRACTION)
                                    .must("parts", list(release())),
                            "refund",
                            object().must("kind", word("refund"))
                                    .must("gross", pair(SIGNED))
                                    .must("taxes", list(tax()))
                                    .must("net", pair(SIGNED))
                                    .must("fx", SIGNED)
                                    .must("parts", list(refund())),
                            "reserve",
                            object().must("kind", word("reserve")).must("parts", list(reserve())),
                            "guarantee",
                            object().must("kind", word("guarantee"))
                                    .must("contract", ID)
                                    .must("version", NUMBER)
                                    .must("payee", ID)
                                    .must("currency", CURRENCY)
                                    .must("period", TEXT)
                                    .must("earned", SIGNED)
                                    .must("minimum", MONEY)));

    private TraceShapes() {}

    private static Shape part() {
        return object().must("contract", ID).must("version", NUMBER).must("line", TEXT);
    }

    private static Shape release() {
        return part().must("net", SIGNED)
                .must("released", pair(SIGNED))
                .must("tier", pair(SIGNED))
                .must("slices", list(object().must("amount", SIGNED).must("tier", NUMBER)))
                .must(
                        "shares",
                        list(
                                object().must("party", ID)
                                        .must("exact", FRACTION)
                                        .must("share", pair(SIGNED))))
                .must("remainder", list(ID))
                .must("reserve", list(object().must("party", ID).must("reserved", pair(SIGNED))))
                .must(
                        "recoup",
                        list(object().must("contract", ID).must("outstanding", pair(SIGNED))));
    }

    private static Shape tax() {
        return object().must("jurisdiction", TEXT).must("tax", pair(SIGNED));
    }

    private static Shape refund() {
        return object().must("line", TEXT)
                .must("net", pair(SIGNED))
                .must("escrow", pair(SIGNED))
                .must("released", pair(SIGNED))
                .may("contract", ID)
                .may("version", NUMBER)
                .may("tier", pair(SIGNED))
                .may(
                        "shares",
                        list(
                                object().must("party", ID)
                                        .must("reversed", pair(SIGNED))
                                        .may("payable", SIGNED)
                                        .may("reserve", SIGNED)
                                        .may(
                                                "advances",
                                                list(
                                                        object().must("contract", ID)
                                                                .must("amount", SIGNED)))));
    }

    private static Shape reserve() {
        return part().must("party", ID).must("amount", SIGNED);
    }
}
