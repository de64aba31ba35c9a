package com.illuvrse.finance.salestax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.informationreturn.Question;
import com.illuvrse.finance.informationreturn.Tie;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.ReferenceRate;
import com.illuvrse.finance.order.LineTax;
import com.illuvrse.finance.order.OrderLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SalesTaxMonthTest {

    private static final Currency USD = Currency.of("USD");
    private static final Currency EUR = Currency.of("EUR");
    private static final LocalDate DAY = LocalDate.of(2026, 10, 5);
    private static final Period OCTOBER = Period.parse("2026-10");
    private static final LineTax WA = new LineTax("US-WA", "0.065", null);
    private static final LineTax SEATTLE = new LineTax("US-WA-SEATTLE", "0.0385", null);

    private final SalesTaxMonth month =
            new SalesTaxMonth(
                    OCTOBER,
                    List.of(
                            new Registration("WA", LocalDate.of(2020, 1, 1), "WA-603"),
                            new Registration("TX", LocalDate.of(2026, 10, 31), "TX-1"),
                            new Registration("CA", LocalDate.of(2026, 11, 1), "CA-1")));
    private int orders;

    private static @Nullable DayRate rate(Currency currency) {
        return new DayRates(List.of(new ReferenceRate(DAY, EUR, USD, "1.1", "ECB")), 7)
                .of(currency, USD, DAY)
                .orElse(null);
    }

    private static OrderLine line(long net, LineTax... taxes) {
        return new OrderLine("1", "goods", "ct", net, false, List.of(taxes));
    }

    private SoldLine sold(@Nullable String region, OrderLine line) {
        return moved(true, region, line, line.net(), line.taxAmounts(), USD);
    }

    private SoldLine moved(
            boolean isSale,
            @Nullable String region,
            OrderLine line,
            long net,
            SortedMap<String, Long> taxes,
            Currency currency) {
        String order = "s-" + ++orders;
        return new SoldLine(
                EntryId.of(SourceKey.of(isSale ? "sale" : "refund", order, "txn")),
                isSale,
                order,
                region,
                line,
                Money.of(net, currency),
                taxes,
                rate(currency));
    }

    private SoldLine back(
            @Nullable String region, OrderLine line, long net, Map<String, Long> taxes) {
        return moved(false, region, line, -net, new TreeMap<>(taxes), USD);
    }

    private void add(SoldLine... lines) {
        month.add(List.of(lines));
    }

    private StateRow row(String state) {
        return month.filing().rows().stream()
                .filter(each -> each.state().equals(state))
                .findFirst()
                .orElseThrow();
    }

    private static Money usd(long cents) {
        return Money.of(cents, USD);
    }

    @Test
    void worksTaxDueOutOnceAndShowsWhatLinesWereRoundedBy() {
        add(sold("WA", line(10_037, WA, SEATTLE)));
        add(sold("WA", line(1_037, WA, SEATTLE)));
        add(sold("WA", line(1_037, WA, SEATTLE)));
        add(sold("WA", line(2_000)));

        StateRow washington = row("WA");

        assertThat(washington.gross()).isEqualTo(usd(14_111));
        assertThat(washington.exempt()).isEqualTo(usd(2_000));
        assertThat(washington.taxable()).isEqualTo(usd(12_111));
        assertThat(washington.stateTax()).isEqualTo(usd(652 + 67 + 67));
        assertThat(washington.localTax()).isEqualTo(usd(386 + 40 + 40));
        assertThat(washington.due()).isEqualTo(usd(787 + 466));
        assertThat(washington.difference()).isEqualTo(usd(1));
        assertThat(washington.orders()).isEqualTo(4);
        assertThat(month.filing().questions())
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.rule()).isEqualTo("tax.rounding_difference");
                            assertThat(each.weight()).isEqualTo(Question.Weight.MEDIUM);
                            assertThat(each.message())
                                    .contains("WA is due USD 12.53, and USD 12.52");
                        });
    }

    @Test
    void takesReturnsOffInTheirOwnMonth() {
        add(back("WA", line(10_000, WA), 10_000, Map.of("US-WA", -650L)));
        add(back("WA", line(300), 300, Map.of()));

        StateRow washington = row("WA");

        assertThat(washington.gross()).isEqualTo(usd(0));
        assertThat(washington.returns()).isEqualTo(usd(-10_300));
        assertThat(washington.exempt()).isEqualTo(usd(-300));
        assertThat(washington.taxable()).isEqualTo(usd(-10_000));
        assertThat(washington.collected()).isEqualTo(usd(-650));
        assertThat(washington.due()).isEqualTo(usd(-650));
        assertThat(washington.orders()).isZero();
    }

    @Test
    void showsRegisteredStatesWithoutASaleAndSalesWithoutARegistration() {
        add(sold("CA", line(100, new LineTax("US-CA", "0.08", null))));

        assertThat(month.filing().rows())
                .extracting(
                        each ->
                                each.state()
                                        + " "
                                        + (each.registration() == null
                                                ? "N"
                                                : each.registration().id()))
                .containsExactly("CA N", "TX TX-1", "WA WA-603");
    }

    @Test
    void asksForTheStateOfABuyer() {
        add(sold(null, line(100)));
        add(sold("Washington", line(100, WA)));

        assertThat(month.filing().questions())
                .filteredOn(each -> each.rule().equals("order.region_unknown"))
                .allMatch(each -> each.weight() == Question.Weight.BLOCKING)
                .extracting(Question::evidence)
                .containsExactly("s-1", "s-2");
        assertThat(row("WA").gross()).isEqualTo(usd(0));
        assertThat(month.filing().ties()).containsEntry(USD, new Tie(7, 0, 0));
    }

    @Test
    void namesAHundredOrdersWithoutAStateAndCountsTheRest() {
        for (int i = 0; i < 103; i++) {
            add(sold(null, line(100)));
        }

        assertThat(month.filing().questions())
                .hasSize(101)
                .last()
                .satisfies(each -> assertThat(each.message()).startsWith("3 more order lines"));
    }

    @Test
    void takesAnAmountWithoutARateAsDue() {
        add(sold("WA", line(1_000, new LineTax("US-WA", null, 77L))));

        assertThat(row("WA").due()).isEqualTo(usd(77));
        assertThat(row("WA").difference()).isEqualTo(usd(0));
    }

    @Test
    void takesATaxOfNothingAsExempt() {
        add(sold("WA", line(1_000, new LineTax("US-WA", "0.00", 0L))));
        add(sold("WA", line(3, WA)));
        add(sold("WA", line(500, new LineTax("US-CA", "0.08", null))));

        assertThat(row("WA").exempt()).isEqualTo(usd(1_500));
        assertThat(row("CA").collected()).isEqualTo(usd(40));
        assertThat(row("CA").gross()).isEqualTo(usd(0));
    }

    @Test
    void convertsEachLineAtTheRateOfItsDay() {
        add(moved(true, "WA", line(105, WA), 105, new TreeMap<>(Map.of("US-WA", 7L)), EUR));
        add(moved(true, "WA", line(105, WA), 105, new TreeMap<>(Map.of("US-WA", 7L)), EUR));

        assertThat(row("WA").gross()).isEqualTo(usd(232));
        assertThat(row("WA").stateTax()).isEqualTo(usd(16));
        assertThat(month.filing().ties()).containsEntry(EUR, new Tie(14, 0, 0));
    }

    @Test
    void blocksWithoutARate() {
        Currency pounds = Currency.of("GBP");
        add(moved(true, "WA", line(105), 105, new TreeMap<>(), pounds));

        assertThat(month.filing().questions())
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.rule()).isEqualTo("fx.rate_missing");
                            assertThat(each.weight()).isEqualTo(Question.Weight.BLOCKING);
                        });
    }

    @Test
    void countsAnOrderOfSeveralLinesOnce() {
        SoldLine first = sold("WA", line(100, WA));
        OrderLine other = new OrderLine("2", "tip", "ct", 50, false, List.of());
        month.add(
                List.of(
                        first,
                        new SoldLine(
                                first.entry(),
                                true,
                                first.order(),
                                "WA",
                                other,
                                usd(50),
                                new TreeMap<>(),
                                first.rate())));

        assertThat(row("WA").orders()).isEqualTo(1);
        assertThat(row("WA").gross()).isEqualTo(usd(150));
    }

    @Test
    void refusesARegistrationNobodyCouldFileUnder() {
        assertThatThrownBy(() -> new Registration("Washington", DAY, "1"))
                .hasMessageContaining("two capitals such as WA");
        assertThatThrownBy(() -> new Registration("WA", DAY, " "))
                .hasMessage("the registration in WA has a number, found none");
    }

    /** Every movement of sales tax is in a state's row or excluded, and every sale in one row. */
    @Test
    void losesNoMovementWhateverIsSoldAndTakenBack() {
        List<String> regions = List.of("WA", "CA", "NY", "TX");
        List<LineTax> taxes =
                List.of(
                        WA,
                        SEATTLE,
                        new LineTax("US-CA", "0.08", null),
                        new LineTax("US-NY", null, 12L),
                        new LineTax("US-NY-NYC", "0.045", 9L));
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            SalesTaxMonth each = new SalesTaxMonth(OCTOBER, List.of());
            long net = 0;
            long tax = 0;
            long excluded = 0;
            for (int i = 0; i < 30; i++) {
                List<LineTax> owed = new ArrayList<>();
                taxes.stream().filter(one -> random.nextBoolean()).forEach(owed::add);
                OrderLine line = line(random.nextLong(20_000), owed.toArray(LineTax[]::new));
                boolean isSale = random.nextInt(3) > 0;
                TreeMap<String, Long> moved = new TreeMap<>(line.taxAmounts());
                if (!isSale) {
                    moved.replaceAll((place, amount) -> -amount);
                }
                long signed = isSale ? line.net() : -line.net();
                String region = regions.get(random.nextInt(regions.size()));
                each.add(List.of(moved(isSale, region, line, signed, moved, USD)));
                net += signed;
                tax += moved.values().stream().mapToLong(Long::longValue).sum();
                if (random.nextInt(5) == 0) {
                    long paid = -random.nextLong(500);
                    each.exclude(usd(paid));
                    excluded += paid;
                }
            }
            StateFiling filing = each.filing();
            assertThat(sum(filing, row -> row.gross().plus(row.returns())))
                    .as("seed %d", seed)
                    .isEqualTo(net);
            assertThat(sum(filing, StateRow::collected)).as("seed %d", seed).isEqualTo(tax);
            assertThat(filing.ties())
                    .as("seed %d", seed)
                    .containsEntry(USD, new Tie(tax, 0, excluded));
        }
    }

    private static long sum(
            StateFiling filing, java.util.function.Function<StateRow, Money> amount) {
        return filing.rows().stream().mapToLong(row -> amount.apply(row).minor()).sum();
    }
}
