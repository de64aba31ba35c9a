package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.Scalar.ACCOUNT;
import static com.illuvrse.finance.segment.Scalar.BASE64;
import static com.illuvrse.finance.segment.Scalar.CURRENCY;
import static com.illuvrse.finance.segment.Scalar.DATE;
import static com.illuvrse.finance.segment.Scalar.DECIMAL;
import static com.illuvrse.finance.segment.Scalar.FRACTION;
import static com.illuvrse.finance.segment.Scalar.ID;
import static com.illuvrse.finance.segment.Scalar.INSTANT;
import static com.illuvrse.finance.segment.Scalar.MONEY;
import static com.illuvrse.finance.segment.Scalar.SALT;
import static com.illuvrse.finance.segment.Scalar.SHA256;
import static com.illuvrse.finance.segment.Scalar.SIGNED;
import static com.illuvrse.finance.segment.Scalar.TEXT;
import static com.illuvrse.finance.segment.Scalar.WORD;
import static com.illuvrse.finance.segment.Shape.NUMBER;
import static com.illuvrse.finance.segment.Shape.list;
import static com.illuvrse.finance.segment.Shape.object;
import static com.illuvrse.finance.segment.Shape.word;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.payout.PayoutReason;
import com.illuvrse.finance.reconciliation.BreakType;
import java.util.Arrays;
import java.util.Map;

/** The members of every row and file of a segment (segment format, sections 6 to 9). */
final class RowShapes {

    static final ShapeRule BALANCE =
            object().must("account", ACCOUNT)
                    .must("currency", CURRENCY)
                    .must("opening", SIGNED)
                    .must("debit", MONEY)
                    .must("credit", MONEY)
                    .must("closing", SIGNED);

    static final ShapeRule BREAK =
            object().must("type", word(names(BreakType.values())))
                    .must("ref", TEXT)
                    .must("openedOn", DATE)
                    .must("ageDays", NUMBER)
                    .must("severity", word("LOW", "MEDIUM", "HIGH"))
                    .must("status", word("OPEN", "AUTO_RESOLVED", "RESOLVED", "INFO"))
                    .may("account", ACCOUNT)
                    .may("amount", SIGNED)
                    .may("currency", CURRENCY)
                    .may("resolution", TEXT)
                    .may("resolvedOn", DATE);

    static final ShapeRule TRANSACTION =
            object().must("account", ID)
                    .must("id", ID)
                    .must("type", WORD)
                    .must("reporting_category", WORD)
                    .must("balance_type", WORD)
                    .must("currency", CURRENCY)
                    .must("created", NUMBER)
                    .must("available_on", NUMBER)
                    .must("amount", SIGNED)
                    .must("fee", SIGNED)
                    .must("net", SIGNED)
                    .must(
                            "fee_details",
                            list(
                                    object().must("amount", SIGNED)
                                            .must("currency", CURRENCY)
                                            .must("type", WORD)))
                    .may("exchange_rate", DECIMAL)
                    .may("source", WORD)
                    .may("charge", WORD)
                    .may("order", WORD)
                    .may("presentment_amount", SIGNED)
                    .may("presentment_currency", CURRENCY);

    static final ShapeRule AFTER =
            object().must("account", ID)
                    .must("balance_type", WORD)
                    .must("created", NUMBER)
                    .must("currency", CURRENCY)
                    .must("id", ID)
                    .must("net", SIGNED);

    static final ShapeRule STRIPE_BALANCE =
            object().must("type", word("stripe-balance/1"))
                    .must("salt", SALT)
                    .must("account", ID)
                    .may("observedAt", INSTANT)
                    .must(
                            "balances",
                            list(
                                    object().must("balance_type", WORD)
                                            .must("currency", CURRENCY)
                                            .must("rows", NUMBER)
                                            .must("opening", SIGNED)
                                            .must("journals", SIGNED)
                                            .must("net", SIGNED)
                                            .must("closing", SIGNED)
                                            .must("available", SIGNED)
                                            .must("pending", SIGNED)
                                            .must("after", SIGNED)
                                            .must("difference", SIGNED)));

    static final Shape STRIPE_PAYOUT =
            object().must("payout", WORD)
                    .must("amount", SIGNED)
                    .must("currency", CURRENCY)
                    .must("arrivalOn", DATE)
                    .must("rows", NUMBER);

    static final Shape STRIPE_PAYOUT_PART = object().must("bt", ID).must("payout", WORD);

    /** A payout has an amount, a part of one has not. */
    static final ShapeRule STRIPE_PAYOUT_ROW =
            (value, where) -> {
                boolean payout = value instanceof Json.Obj row && row.get("amount") != null;
                (payout ? STRIPE_PAYOUT : STRIPE_PAYOUT_PART).check(value, where);
            };

    static final ShapeRule ORDER =
            Shape.either(
                    "type",
                    Map.of(
                            "order.placed",
                            event().must("version", NUMBER)
                                    .must("currency", CURRENCY)
                                    .must("total", MONEY)
                                    .must("lines", list(orderLine()))
                                    .may("charge", word("destination"))
                                    .may("payee", ID),
                            "order.fulfilled",
                            event().must("portion", FRACTION),
                            "order.cancelled",
                            event()));

    private static final ShapeRule PARTIES = list(object().must("payee", ID).must("share", TEXT));

    static final ShapeRule CONTRACT =
            object().must("type", word("contract"))
                    .must("contract", ID)
                    .must("version", NUMBER)
                    .must("validFrom", DATE)
                    .may("validTo", DATE)
                    .may("incomeType", TEXT)
                    .may("parties", PARTIES)
                    .may(
                            "tiers",
                            list(
                                    object().must("parties", PARTIES)
                                            .may("upTo", MONEY)
                                            .may("currency", CURRENCY)))
                    .may(
                            "advance",
                            object().must("recoupFrom", ID).may("collateralGroup", list(ID)))
                    .may("reserve", object().must("rate", TEXT).must("days", NUMBER))
                    .may(
                            "guarantee",
                            object().must("payee", ID)
                                    .must("amount", MONEY)
                                    .must("currency", CURRENCY)
                                    .must("period", TEXT));

    static final ShapeRule POLICY =
            object().must("type", word("approval-policy/1"))
                    .must("id", ID)
                    .must("version", NUMBER)
                    .must("baseCurrency", CURRENCY)
                    .must("expiresHours", NUMBER)
                    .must("tiers", list(object().must("from", MONEY).must("votes", NUMBER)))
                    .must(
                            "approvers",
                            list(
                                    object().must("person", ID)
                                            .must("roles", list(ID))
                                            .must(
                                                    "keys",
                                                    list(
                                                            object().must("key", TEXT)
                                                                    .must("from", INSTANT)
                                                                    .may("to", INSTANT)
                                                                    .may("revokedAt", INSTANT)))));

    static final ShapeRule PAYOUT =
            Shape.either(
                    "kind",
                    Map.of(
                            "batch",
                            happened("batch").must("statement", TEXT),
                            "item",
                            item(),
                            "vote",
                            happened("vote")
                                    .must("person", ID)
                                    .must("role", ID)
                                    .must("key", TEXT)
                                    .must("decision", word("APPROVE", "REJECT"))
                                    .must("at", INSTANT)
                                    .must("signature", BASE64),
                            "release",
                            happened("release").must("at", INSTANT),
                            "sent",
                            happened("sent")
                                    .must("payee", ID)
                                    .must("currency", CURRENCY)
                                    .must("net", MONEY)
                                    .must("reference", TEXT),
                            "closed",
                            happened("closed")
                                    .must("at", INSTANT)
                                    .must(
                                            "result",
                                            word("DONE", "REJECTED", "EXPIRED", "FAILED"))));

    static final ShapeRule CONTROLS =
            object().must("type", word("controls/1"))
                    .must("salt", SALT)
                    .must(
                            "checks",
                            list(
                                    object().must("id", NUMBER)
                                            .must("name", TEXT)
                                            .must("figures", list(RowShapes::anyObject))
                                            .must("result", word("PASS", "BREAK"))));

    static final ShapeRule SETTINGS =
            object().must("type", word("settings/1"))
                    .must("salt", SALT)
                    .must("files", list(object().must("name", TEXT).must("sha256", SHA256)))
                    .must(
                            "program",
                            object().must("name", TEXT)
                                    .must("version", TEXT)
                                    .must("sha256", SHA256));

    private RowShapes() {}

    private static String[] names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toArray(String[]::new);
    }

    private static Shape event() {
        return object().must("type", TEXT)
                .must("event", ID)
                .must("order", ID)
                .must("occurredAt", INSTANT);
    }

    private static Shape orderLine() {
        return object().must("line", TEXT)
                .must("kind", word(OrderLine.KINDS.stream().sorted().toArray(String[]::new)))
                .must("contract", ID)
                .may("net", MONEY)
                .may("gross", MONEY)
                .may("taxInclusive", RowShapes::onlyTrue)
                .must(
                        "taxes",
                        list(
                                object().must("jurisdiction", ID)
                                        .may("rate", TEXT)
                                        .may("amount", MONEY)));
    }

    private static Shape happened(String kind) {
        return object().must("kind", word(kind)).must("batch", ID);
    }

    private static Shape item() {
        return happened("item")
                .must("payee", ID)
                .must("currency", CURRENCY)
                .must("available", SIGNED)
                .must("reason", word(names(PayoutReason.values())))
                .may("gross", MONEY)
                .may("withheld", MONEY)
                .may("net", MONEY)
                .may("destination", TEXT)
                .may("rail", WORD)
                .may(
                        "withholding",
                        list(
                                object().must("amount", MONEY)
                                        .must("jurisdiction", ID)
                                        .must("rate", TEXT)))
                .may("fx", Shape.map(TEXT));
    }

    private static void onlyTrue(Json value, String where) throws ShapeException {
        if (!(value instanceof Json.Bool flag) || !flag.value()) {
            throw new ShapeException(where, "true or no such member", Shape.shown(value));
        }
    }

    private static void anyObject(Json value, String where) throws ShapeException {
        if (!(value instanceof Json.Obj)) {
            throw new ShapeException(where, "an object", Shape.shown(value));
        }
    }
}
