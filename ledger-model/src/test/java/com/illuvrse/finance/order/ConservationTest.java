package com.illuvrse.finance.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.Rows;
import com.illuvrse.finance.royalty.Advance;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.Party;
import com.illuvrse.finance.royalty.Reserve;
import com.illuvrse.finance.royalty.Tier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever order an order's portions and refunds come in, every cent is somewhere and none twice.
 */
class ConservationTest {

    private static final int NIGHTS = 6;

    private static Contract thirds() {
        return Contract.of(
                "ct",
                1,
                Orders.LONG_AGO,
                List.of(
                        new Party("c1", "1/3"),
                        new Party("c2", "1/3"),
                        new Party("platform", "1/3")));
    }

    private static Contract everything() {
        Money boundary = Money.of(700, Orders.USD);
        return new Contract(
                "ct",
                1,
                Orders.LONG_AGO,
                null,
                List.of(),
                List.of(
                        new Tier(
                                boundary,
                                List.of(
                                        new Party("c1", "60%"),
                                        new Party("c2", "7%"),
                                        new Party("platform", "33%"))),
                        new Tier(
                                null,
                                List.of(new Party("c1", "80%"), new Party("platform", "20%")))),
                new Advance("c1", List.of("ct", "other")),
                new Reserve("12.5%", 400),
                null,
                null);
    }

    private static OrderPlaced order(RandomGenerator random) {
        List<OrderLine> lines = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            lines.add(
                    Orders.line(
                            "l" + i,
                            random.nextLong(0, 2000),
                            new LineTax("US-NY", "0.0875", null),
                            new LineTax("US-CITY", null, random.nextLong(0, 30))));
        }
        OrderPlaced draft = Orders.placed("o-1", 1, "USD", lines, 0);
        return Orders.placed("o-1", 1, "USD", lines, draft.sum());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void refundingEverythingReturnsEverything(long seed) {
        Random random = new Random(seed);
        Orders orders = new Orders().contract(random.nextBoolean() ? thirds() : everything());
        orders.advance("ct", 150).advance("other", 90);
        OrderPlaced placed = order(random);
        long gross = Math.max(1, placed.total());
        orders.night(placed, Rows.charge("txn_0", "o-1", gross).fee("stripe_fee", 5));

        long refunded = 0;
        long portion = 0;
        for (int night = 1; night <= NIGHTS; night++) {
            List<Object> facts = new ArrayList<>();
            Instant morning = Instant.parse("2026-03-0" + (2 + night) + "T06:00:00Z");
            if (random.nextBoolean() && portion < 100) {
                portion = random.nextLong(portion + 1, 101);
                facts.add(
                        new OrderFulfilled(
                                "f" + night,
                                "o-1",
                                morning.plusSeconds(random.nextLong(7200)),
                                Fraction.of(portion, 100)));
            }
            long amount =
                    night == NIGHTS ? gross - refunded : random.nextLong(gross - refunded + 1);
            if (amount > 0) {
                refunded += amount;
                facts.add(
                        Rows.refund("txn_" + night, "ch_txn_0", "o-1", amount)
                                .at(morning.plusSeconds(random.nextLong(7200)).toString()));
            }
            orders.night(facts.toArray());
            assertThat(orders.balance(Accounts.CLEARING_REFUND)).isZero();
            assertThat(orders.balance(Accounts.ESCROW)).isNotPositive();
        }

        assertThat(orders.open())
                .containsOnlyKeys(
                        "assets:advances:ct",
                        "assets:advances:other",
                        "assets:stripe:payments:pending",
                        "equity:opening",
                        "expenses:fees:processing")
                .containsEntry("assets:advances:ct", 150L)
                .containsEntry("assets:advances:other", 90L)
                .containsEntry("expenses:fees:processing", 5L);
        assertThat(orders.position("ct").counter()).isZero();
        assertThat(orders.position("ct").outstanding()).isEqualTo(150);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
    void anyPortionsEndAtTheSplitOfTheWhole(long seed) {
        Random random = new Random(seed);
        OrderPlaced placed = order(random);
        long gross = Math.max(1, placed.total());
        Rows charge = Rows.charge("txn_0", "o-1", gross);
        Orders atOnce =
                new Orders()
                        .contract(thirds())
                        .night(
                                placed,
                                charge,
                                Orders.fulfilled("o-1", "1/1", "2026-03-02T20:00:00Z"));

        Orders inParts = new Orders().contract(thirds()).night(placed, charge);
        long portion = 0;
        for (int night = 1; night <= NIGHTS; night++) {
            portion = night == NIGHTS ? 997 : random.nextLong(portion, 997);
            if (portion > 0) {
                inParts.night(
                        new OrderFulfilled(
                                "f" + night,
                                "o-1",
                                Instant.parse("2026-03-0" + (2 + night) + "T06:00:00Z"),
                                Fraction.of(portion, 997)));
            } else {
                inParts.night();
            }
        }

        assertThat(inParts.open()).isEqualTo(atOnce.open());
    }
}
