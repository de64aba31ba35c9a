package com.illuvrse.finance.sandbox.marketplace;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The shop's till: draws what the buyers of one day order, in the order of time. */
final class Checkout {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);
    private static final List<Integer> CENTS =
            List.of(
                    299, 499, 799, 999, 1299, 1499, 1999, 2499, 2999, 3999, 4999, 7999, 9999,
                    14_999, 24_999);
    private static final int[] CENTS_WEIGHTS = {6, 10, 9, 14, 8, 9, 11, 7, 8, 6, 5, 3, 2, 1, 1};

    private final GeneratorSettings settings;
    private final Creators creators;
    private final LocalDate day;
    private final Dice dice;

    Checkout(GeneratorSettings settings, Creators creators, LocalDate day, Dice dice) {
        this.settings = settings;
        this.creators = creators;
        this.day = day;
        this.dice = dice;
    }

    /**
     * The n-th order of the day, from 0; one in twelve buyers lives in another market than the
     * creator.
     */
    Order order(int index) {
        SettlementCurrency home = Creators.currency(dice);
        Market market = Market.in(dice.happens(8_000) ? Creators.currency(dice) : home, dice);
        int lines = 1 + dice.weighted(88, 9, 3);
        List<Order.Line> drawn = new ArrayList<>(lines);
        for (int i = 0; i < lines; i++) {
            drawn.add(line(creators.contract(home, dice), market));
        }
        return order(index, market, drawn);
    }

    /**
     * The n-th order of the day: one taxed line in a given market, for an anomaly to begin with.
     */
    Order plainOrder(int index, Market market) {
        Contract contract = creators.contract(market.settlement, dice);
        long price = market.price(2_999);
        boolean taxed = market.jurisdiction != null;
        return order(
                index,
                market,
                List.of(
                        new Order.Line(
                                contract.id(),
                                "digital_goods",
                                1,
                                price,
                                taxed ? market.taxOn(price) : 0,
                                taxed)));
    }

    private Order order(int index, Market market, List<Order.Line> lines) {
        String number = String.format(Locale.ROOT, "%s%06d", DAY.format(day), index + 1);
        String buyer = "b-" + dice.between(1, Math.max(10, settings.ordersPerDay() * 5));
        return new Order(number, placedAt(index), market, buyer, lines);
    }

    /** Orders are spread over the whole day, each somewhere in its own part of it. */
    private Instant placedAt(int index) {
        long start = settings.startOf(day).getEpochSecond();
        long length = settings.startOf(day.plusDays(1)).getEpochSecond() - start;
        long from = length * index / settings.ordersPerDay();
        long to = length * (index + 1) / settings.ordersPerDay();
        long shift = to - from > 1 ? dice.between(0, (int) (to - from - 1)) : 0;
        return Instant.ofEpochSecond(start + from + shift);
    }

    private Order.Line line(Contract contract, Market market) {
        int quantity = 1 + dice.weighted(92, 6, 2);
        long cents = (long) CENTS.get(dice.weighted(CENTS_WEIGHTS)) * quantity;
        String kind =
                switch (contract.incomeType()) {
                    case "service" ->
                            List.of(
                                            "personal_service",
                                            "rental_property",
                                            "rental_transport",
                                            "tip")
                                    .get(dice.weighted(70, 10, 10, 10));
                    case "sale" -> List.of("goods", "digital_goods").get(dice.weighted(80, 20));
                    default -> List.of("digital_goods", "tip").get(dice.weighted(93, 7));
                };
        long price = market.price(cents);
        boolean taxed = market.jurisdiction != null && !kind.equals("tip");
        return new Order.Line(
                contract.id(), kind, quantity, price, taxed ? market.taxOn(price) : 0, taxed);
    }
}
