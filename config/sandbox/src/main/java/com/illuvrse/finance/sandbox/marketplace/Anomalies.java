package com.illuvrse.finance.sandbox.marketplace;

import com.illuvrse.finance.sandbox.marketplace.Contract.Party;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Plants the anomaly of a day into one order of that day. */
final class Anomalies {
    private final GeneratorSettings settings;
    private final Creators creators;
    private final DataFolder folder;
    private final OrderLife life;

    Anomalies(GeneratorSettings settings, Creators creators, DataFolder folder, OrderLife life) {
        this.settings = settings;
        this.creators = creators;
        this.folder = folder;
        this.life = life;
    }

    /** Writes the n-th order of a day so that it shows the anomaly. */
    void plant(Anomaly anomaly, LocalDate day, Checkout checkout, int index) throws IOException {
        Order order = checkout.plainOrder(index, marketFor(anomaly));
        Fate fate = Fate.ordinary(order);
        switch (anomaly) {
            case LATE_ROW -> life.write(order, fate.late(1));
            case UNPAID_ORDER -> unpaid(order, day);
            case CHARGE_WITHOUT_ORDER -> chargeWithoutOrder(order, fate, day);
            case SECOND_CHARGE -> secondCharge(order, fate, day);
            case REPEATED_EVENT, CONFLICTING_EVENT -> secondEvent(anomaly, order, fate, day);
            case AMENDED_ORDER -> amended(order, fate, day);
            case WRONG_AMOUNT -> wrongAmount(order, fate, day);
            case LATE_ORDER -> lateOrder(order, fate, day);
            case BROKEN_LINE -> brokenLine(order, fate, day);
            case TRUNCATED_FILE -> truncatedFile(order, fate, day);
            case TAX_DIFFERENCE -> taxDifference(order, fate, day);
            case UNEXPLAINED_ADJUSTMENT -> adjustment(order, fate, day);
            case UNKNOWN_BANK_LINE -> bankLine(order, fate, day);
            case FEE_DIFFERENCE, RATE_DIFFERENCE, REPEATED_ROW -> oddRow(anomaly, order, fate, day);
            case REFUND_OF_OLD_CHARGE -> oldRefund(order, fate, day);
            case INVALID_CONTRACT, MISSING_CONTRACT, MISSING_PAYEE ->
                    oddContract(anomaly, order, fate, day);
        }
    }

    private static Market marketFor(Anomaly anomaly) {
        return switch (anomaly) {
            case RATE_DIFFERENCE -> Market.ONTARIO;
            case AMENDED_ORDER, CONFLICTING_EVENT -> Market.OREGON;
            case LATE_ROW,
                    UNPAID_ORDER,
                    CHARGE_WITHOUT_ORDER,
                    REPEATED_EVENT,
                    SECOND_CHARGE,
                    WRONG_AMOUNT,
                    LATE_ORDER,
                    BROKEN_LINE,
                    TRUNCATED_FILE,
                    TAX_DIFFERENCE,
                    UNEXPLAINED_ADJUSTMENT,
                    UNKNOWN_BANK_LINE,
                    FEE_DIFFERENCE,
                    REPEATED_ROW,
                    REFUND_OF_OLD_CHARGE,
                    INVALID_CONTRACT,
                    MISSING_CONTRACT,
                    MISSING_PAYEE ->
                    Market.CALIFORNIA;
        };
    }

    private void unpaid(Order order, LocalDate day) {
        place(order, day);
        folder.plant(Anomaly.UNPAID_ORDER, order.id(), day.plusDays(1));
    }

    private void chargeWithoutOrder(Order order, Fate fate, LocalDate day) {
        life.charge(order, fate);
        folder.plant(Anomaly.CHARGE_WITHOUT_ORDER, OrderLife.rowId(order.number()), day);
    }

    private void secondCharge(Order order, Fate fate, LocalDate day) {
        life.write(order, fate);
        String number = order.number() + "b";
        Instant created = fate.paidAt().plusSeconds(40);
        folder.list(life.chargeRow(number, order.id(), order.market(), order.total(), 0, created));
        folder.plant(Anomaly.SECOND_CHARGE, OrderLife.rowId(number), day);
    }

    private void secondEvent(Anomaly anomaly, Order order, Fate fate, LocalDate day) {
        life.write(order, fate);
        place(anomaly == Anomaly.REPEATED_EVENT ? order : order.dearerBy(1_000), day);
        folder.plant(anomaly, order.id(), day);
    }

    private void amended(Order order, Fate fate, LocalDate day) {
        place(order.dearerBy(500), day);
        life.charge(order, fate);
        Instant amendedAt = order.placedAt().plus(Duration.ofDays(1));
        folder.deliver("orders", day.plusDays(1), OrderFeed.placed(order, "e2", 2, amendedAt));
        Fate.Fulfilment fulfilment = new Fate.Fulfilment(amendedAt.plusSeconds(600), 1, 1);
        folder.deliver("orders", fulfilment.at(), OrderFeed.fulfilled(order, fulfilment));
        folder.plant(Anomaly.AMENDED_ORDER, order.id(), day);
    }

    private void wrongAmount(Order order, Fate fate, LocalDate day) {
        place(order, day);
        folder.list(
                life.chargeRow(
                        order.number(),
                        order.id(),
                        order.market(),
                        order.total() + 100,
                        0,
                        fate.paidAt()));
        life.deliveries(order, fate);
        folder.plant(Anomaly.WRONG_AMOUNT, order.id(), day);
    }

    private void lateOrder(Order order, Fate fate, LocalDate day) {
        life.charge(order, fate);
        LocalDate next = day.plusDays(1);
        place(order, next);
        folder.deliver("orders", next, OrderFeed.fulfilled(order, fate.fulfilments().getFirst()));
        folder.plant(Anomaly.LATE_ORDER, OrderLife.rowId(order.number()), day);
    }

    private void brokenLine(Order order, Fate fate, LocalDate day) {
        life.write(order, fate);
        JsonLines orders = folder.open("orders", day);
        orders.text("{\"type\":\"order.placed\",\"event\":\"e1\",\"order\":");
        folder.plant(
                Anomaly.BROKEN_LINE, "orders/dt=" + day + "/orders.jsonl:" + orders.lines(), day);
    }

    private void truncatedFile(Order order, Fate fate, LocalDate day) throws IOException {
        life.write(order, fate);
        Path file = folder.resolve("inbox/orders/dt=" + day + "/resend.jsonl");
        Files.createDirectories(file.getParent());
        try (JsonLines again = new JsonLines(file)) {
            again.line(OrderFeed.placed(order, "e1", 1, order.placedAt()));
        }
        folder.plant(Anomaly.TRUNCATED_FILE, "orders/dt=" + day + "/resend.jsonl", day);
    }

    private void taxDifference(Order order, Fate fate, LocalDate day) {
        Order.Line line = order.lines().getFirst();
        life.write(order.withFirstLine(line.withTax(line.tax() + 7)), fate);
        folder.plant(Anomaly.TAX_DIFFERENCE, order.id(), day);
    }

    private void adjustment(Order order, Fate fate, LocalDate day) {
        life.write(order, fate);
        String row = "txn_ad" + order.number();
        folder.list(
                new StripeRow(
                                row,
                                "adjustment",
                                "other_adjustment",
                                SettlementCurrency.USD,
                                -250,
                                order.placedAt())
                        .describedAs("Balance adjustment"));
        folder.plant(Anomaly.UNEXPLAINED_ADJUSTMENT, row, day);
    }

    private void bankLine(Order order, Fate fate, LocalDate day) {
        life.write(order, fate);
        String line = "bl-" + order.number();
        folder.deliver("bank", day, bankLine(line, day, 12_345, "USD", "REF 99817 WITHOUT SENDER"));
        folder.plant(Anomaly.UNKNOWN_BANK_LINE, line, day);
    }

    static Consumer<JsonGenerator> bankLine(
            String line, LocalDate day, long amount, String currency, String reference) {
        return json -> {
            json.writeStringProperty("type", "bank");
            json.writeStringProperty("account", "operating");
            json.writeStringProperty("line", line);
            json.writeStringProperty("bookedOn", day.toString());
            json.writeNumberProperty("amount", amount);
            json.writeStringProperty("currency", currency);
            json.writeStringProperty("reference", reference);
            json.writeNullProperty("reason");
        };
    }

    private void oddRow(Anomaly anomaly, Order order, Fate fate, LocalDate day) {
        place(order, day);
        life.deliveries(order, fate);
        long offBy = anomaly == Anomaly.RATE_DIFFERENCE ? 3 : 0;
        StripeRow row =
                life.chargeRow(
                        order.number(),
                        order.id(),
                        order.market(),
                        order.total(),
                        offBy,
                        fate.paidAt());
        if (anomaly == Anomaly.FEE_DIFFERENCE) {
            row.unexplainedFee(5);
        }
        folder.list(row);
        if (anomaly == Anomaly.REPEATED_ROW) {
            folder.list(row.visibleFrom(life.noonAfter(day, 3)).shownAsAvailable());
        }
        folder.plant(anomaly, OrderLife.rowId(order.number()), day);
    }

    private void oldRefund(Order order, Fate fate, LocalDate day) {
        life.write(order, fate);
        String row = "txn_re" + order.number() + "old";
        Instant at = order.placedAt().plusSeconds(60);
        folder.list(
                new StripeRow(row, "refund", "refund", SettlementCurrency.USD, -1_500, at)
                        .describedAs("REFUND FOR CHARGE")
                        .from(
                                StripeObjects.refund(
                                        "re_" + order.number() + "old",
                                        row,
                                        "before",
                                        1_500,
                                        "usd",
                                        at)));
        folder.plant(Anomaly.REFUND_OF_OLD_CHARGE, row, day);
    }

    private void oddContract(Anomaly anomaly, Order order, Fate fate, LocalDate day) {
        Contract usual = creators.contracts().getFirst();
        String creator = usual.creator().id();
        String unlisted = "c-unlisted-" + order.number();
        String id =
                "ct-"
                        + anomaly.name().toLowerCase(Locale.ROOT).replace('_', '-')
                        + "-"
                        + order.number();
        Party platform = new Party("platform", "15%");
        if (anomaly == Anomaly.INVALID_CONTRACT) {
            deliver(
                    usual.withId(id).withParties(List.of(new Party(creator, "84%"), platform)),
                    day);
        } else if (anomaly == Anomaly.MISSING_PAYEE) {
            deliver(
                    usual.withId(id)
                            .withParties(
                                    List.of(
                                            new Party(creator, "50%"),
                                            new Party(unlisted, "35%"),
                                            platform)),
                    day);
        }
        life.write(order.withContract(id), fate);
        folder.plant(anomaly, anomaly == Anomaly.MISSING_PAYEE ? unlisted : id, day);
    }

    private void deliver(Contract contract, LocalDate day) {
        folder.deliver("contracts", day, Agreements.contract(contract, 1, settings.firstDay()));
    }

    private void place(Order order, LocalDate day) {
        folder.deliver("orders", day, OrderFeed.placed(order, "e1", 1, order.placedAt()));
    }
}
