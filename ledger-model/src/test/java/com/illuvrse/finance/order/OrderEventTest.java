package com.illuvrse.finance.order;

import static com.illuvrse.finance.order.Orders.line;
import static com.illuvrse.finance.order.Orders.placed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.money.Fraction;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a feed line must keep to be an event; the message is what the feed's reader reports. */
class OrderEventTest {

    private static final Instant AT = Instant.parse("2026-03-02T10:00:00.9999Z");

    @ParameterizedTest
    @ValueSource(strings = {"", "o:1", "o 1", "-o", "ö"})
    void refusesIdsThatCannotBeKeys(String id) {
        assertThatThrownBy(() -> placed(id, 1, 100)).hasMessageStartingWith("an id is");
        assertThatThrownBy(() -> new OrderCancelled(id, "o-1", AT))
                .hasMessageStartingWith("an id is");
    }

    @Test
    void refusesAnUnknownCurrency() {
        assertThatThrownBy(() -> placed("o-1", 1, "XXX", List.of(line("1", 1)), 1))
                .hasMessage("order o-1 has the unknown currency XXX");
    }

    @Test
    void refusesAnOrderOfNothing() {
        assertThatThrownBy(() -> placed("o-1", 1, "USD", List.of(), 0))
                .hasMessage("order o-1 needs at least one line");
    }

    @Test
    void refusesDoubledLinesNegativePricesAndVersions() {
        assertThatThrownBy(() -> placed("o-1", 1, "USD", List.of(line("1", 1), line("1", 1)), 2))
                .hasMessage("order o-1 has line 1 twice");
        assertThatThrownBy(() -> line("1", -1))
                .hasMessage("line 1 needs a price from 0 on, found -1");
        assertThatThrownBy(() -> placed("o-1", 0, 1)).hasMessageContaining("found 0");
        assertThatThrownBy(() -> placed("o-1", 1, "USD", List.of(line("1", 1)), -1))
                .hasMessage("order o-1 has the negative total -1");
    }

    @Test
    void refusesAmountsThatAddUpBeyondALong() {
        assertThatThrownBy(
                        () ->
                                placed(
                                        "o-1",
                                        1,
                                        "USD",
                                        List.of(line("1", Long.MAX_VALUE), line("2", 1)),
                                        1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("order o-1 has lines that add up to more than 2^63 - 1");
        assertThatThrownBy(
                        () ->
                                placed(
                                        "o-1",
                                        1,
                                        "USD",
                                        List.of(
                                                line(
                                                        "1",
                                                        Long.MAX_VALUE,
                                                        new LineTax("US", "200%", null))),
                                        1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is beyond 2^63 - 1");
    }

    @Test
    void refusesAKindNobodyTaxes() {
        assertThatThrownBy(() -> new OrderLine("1", "bribe", "ct", 1, false, List.of()))
                .hasMessageContaining("found \"bribe\"");
    }

    @Test
    void refusesATaxWithoutFigure() {
        assertThatThrownBy(() -> new LineTax("US", null, null))
                .hasMessage("tax US needs a rate, an amount or both");
        assertThatThrownBy(() -> new LineTax("US", "-1%", null)).hasMessageContaining("negative");
        assertThatThrownBy(() -> new LineTax("US", null, -1L)).hasMessageContaining("negative");
        assertThatThrownBy(
                        () ->
                                new OrderLine(
                                        "1",
                                        "goods",
                                        "ct",
                                        10,
                                        true,
                                        List.of(new LineTax("US", null, 11L))))
                .hasMessage("line 1 holds more tax than its gross of 10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/1", "-1/2", "3/2"})
    void portionIsAboveNothingAndAtMostTheWhole(String portion) {
        assertThatThrownBy(() -> new OrderFulfilled("e", "o-1", AT, Fraction.parse(portion)))
                .hasMessageContaining("above 0 and at most 1");
    }

    @Test
    void inclusivePriceIsTakenApart() {
        OrderLine inclusive =
                new OrderLine(
                        "1", "goods", "ct", 999, true, List.of(new LineTax("GB", "0.20", null)));

        assertThat(inclusive.net()).isEqualTo(832);
        assertThat(inclusive.taxAmounts()).containsEntry("GB", 167L);
    }

    @Test
    void eventsSurviveTheirJson() {
        OrderPlaced order =
                new OrderPlaced(
                        "e1",
                        "o-1",
                        2,
                        AT,
                        Orders.USD,
                        List.of(
                                line("1", 100, new LineTax("US-NY", "8%", 9L)),
                                new OrderLine(
                                        "2",
                                        "tip",
                                        "ct",
                                        50,
                                        true,
                                        List.of(new LineTax("US-NY", null, 4L)))),
                        159,
                        "c1");
        OrderEvent fulfilled = new OrderFulfilled("e2", "o-1", AT, Fraction.of(1, 3));
        OrderEvent cancelled = new OrderCancelled("e3", "o-1", AT);

        assertThat(OrderEvent.from(order.toJson())).isEqualTo(order);
        assertThat(OrderEvent.from(fulfilled.toJson())).isEqualTo(fulfilled);
        assertThat(OrderEvent.from(cancelled.toJson())).isEqualTo(cancelled);
        assertThat(order.toJson().text("occurredAt")).isEqualTo("2026-03-02T10:00:00.999Z");
    }
}
