package com.illuvrse.finance.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.PaymentFact.Place;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OpenItemsTest {

    private static final Currency USD = Currency.of("USD");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 2);
    private static final Earning K1 = new Earning("K1", IncomeType.ROYALTY, "o-1", "US");
    private static final Earning K2 = new Earning("K2", IncomeType.SERVICE, "o-2", "DE");

    private final OpenItems items = new OpenItems(USD);

    @Test
    void aPaymentTakesNegativeItemsInFullThenTheOldestAndTheLastInPart() {
        items.post(place(1), K1, 100);
        items.post(place(2), K2, 50);
        items.post(place(3), K1, -30);
        items.post(place(4), K2, 80);

        List<PaymentFact> facts = items.pay(place(5), DAY.plusDays(5), 150);

        assertThat(amounts(facts)).containsExactly("3:-30", "1:100", "2:50", "4:30");
        assertThat(facts).extracting(PaymentFact::earning).containsExactly(K1, K1, K2, K2);
        assertThat(facts).allSatisfy(fact -> assertThat(fact.paidOn()).isEqualTo(DAY.plusDays(5)));
        assertThat(open()).containsExactly("4:50");
        assertThat(items.balance()).isEqualTo(50);
    }

    @Test
    void whatAPaymentFindsNoItemForStaysAsANegativeItem() {
        items.post(place(1), K1, 100);

        assertThat(amounts(items.pay(place(2), DAY, 130))).containsExactly("1:100", "2:30");
        assertThat(open()).containsExactly("2:-30");

        items.post(place(3), K2, 50);
        assertThat(amounts(items.pay(place(4), DAY, 20))).containsExactly("2:-30", "3:50");
        assertThat(open()).isEmpty();
    }

    @Test
    void aPaymentThatNamesItsContractIsOneFactAndTakesThatContractsItems() {
        items.post(place(1), K1, 100);
        items.post(place(2), K2, 50);
        items.post(place(3), K2, 50);

        List<PaymentFact> facts = items.payFor(place(4), DAY, K2, 70);

        assertThat(facts)
                .containsExactly(
                        new PaymentFact(place(4).entry(), DAY, place(4), K2, Money.of(70, USD)));
        assertThat(open()).containsExactly("1:100", "3:30");
        items.payFor(place(5), DAY, K2, 40);
        assertThat(open()).containsExactly("1:100", "5:-10");
    }

    @Test
    void whatComesBackMirrorsItsFactsOnTheDayOfThePaymentAndOpensItsItems() {
        items.post(place(1), K1, 100);
        items.post(place(2), K2, 50);
        items.pay(place(3), DAY, 120);

        List<PaymentFact> mirrors = items.giveBack(place(3).entry(), place(9), 120);

        assertThat(amounts(mirrors)).containsExactly("1:-100", "2:-20");
        assertThat(mirrors).allSatisfy(fact -> assertThat(fact.paidOn()).isEqualTo(DAY));
        assertThat(open()).containsExactly("1:100", "2:50");
        assertThat(items.facts().stream().mapToLong(fact -> fact.gross().minor()).sum()).isZero();
    }

    @Test
    void whatComesBackOfAPaymentWithoutItemsLeavesNothingOpen() {
        items.pay(place(1), DAY, 130);
        items.giveBack(place(1).entry(), place(2), 130);

        assertThat(open()).isEmpty();
    }

    @Test
    void moreThanWasPaidIsAnItemOfItsOwn() {
        items.post(place(1), K1, 100);
        items.pay(place(2), DAY, 100);

        items.giveBack(place(2).entry(), place(3), 130);

        assertThat(open()).containsExactly("1:100", "3:30");
        assertThatThrownBy(() -> items.giveBack(place(8).entry(), place(9), 1))
                .hasMessageContaining("expected a payment told before");
        assertThatThrownBy(() -> items.pay(place(9), DAY, 0)).hasMessageContaining("above 0");
    }

    @Test
    void anyHistoryKeepsItsBalanceAndPartsOfReturnsMirrorTheWhole() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            OpenItems told = new OpenItems(USD);
            long balance = 0;
            List<Place> payments = new ArrayList<>();
            TreeMap<Place, Long> left = new TreeMap<>();
            for (int i = 1; i < 40; i++) {
                long amount = random.nextLong(1, 1_000);
                int what = random.nextInt(6);
                if (what < 3) {
                    long signed = random.nextInt(4) == 0 ? -amount : amount;
                    told.post(place(i), random.nextBoolean() ? K1 : K2, signed);
                    balance += signed;
                } else if (what < 5) {
                    List<PaymentFact> facts =
                            what == 3
                                    ? told.pay(place(i), DAY, amount)
                                    : told.payFor(place(i), DAY, K1, amount);
                    assertThat(facts.stream().mapToLong(fact -> fact.gross().minor()).sum())
                            .isEqualTo(amount);
                    payments.add(place(i));
                    left.put(place(i), amount);
                    balance -= amount;
                } else if (!left.isEmpty()) {
                    Place paid = left.firstKey();
                    long back = Math.min(amount, left.getOrDefault(paid, 0L));
                    told.giveBack(paid.entry(), place(i), back);
                    left.computeIfPresent(paid, (p, rest) -> rest == back ? null : rest - back);
                    balance += back;
                }
                assertThat(told.balance()).isEqualTo(balance);
            }
            for (Place paid : List.copyOf(left.keySet())) {
                told.giveBack(paid.entry(), place(99), left.getOrDefault(paid, 0L));
            }
            assertThat(told.facts().stream().mapToLong(fact -> fact.gross().minor()).sum())
                    .isZero();
            for (Place paid : payments) {
                TreeMap<Place, Long> byItem = new TreeMap<>();
                told.facts().stream()
                        .filter(fact -> fact.payment().equals(paid.entry()))
                        .forEach(
                                fact -> byItem.merge(fact.item(), fact.gross().minor(), Long::sum));
                assertThat(byItem.values()).allSatisfy(sum -> assertThat(sum).isZero());
            }
        }
    }

    @Test
    void keepsTheFactsOfOneYearAndTheOpenItems() {
        items.post(place(1), K1, 100);
        items.pay(place(2), LocalDate.of(2025, 12, 31), 10);
        items.pay(place(3), DAY, 20);

        items.keepOnly(2026);

        assertThat(amounts(items.facts())).containsExactly("1:20");
        assertThat(open()).containsExactly("1:70");
    }

    private List<String> open() {
        return items.open().stream()
                .map(item -> number(item.place()) + ":" + item.amount())
                .toList();
    }

    private static List<String> amounts(List<PaymentFact> facts) {
        return facts.stream()
                .map(fact -> number(fact.item()) + ":" + fact.gross().minor())
                .toList();
    }

    private static long number(Place place) {
        return place.bookedOn().toEpochDay() - DAY.toEpochDay();
    }

    private static Place place(int number) {
        EntryId entry = new SourceKey("journal:j" + number).entryId();
        return new Place(DAY.plusDays(number), entry, 1, 0);
    }
}
