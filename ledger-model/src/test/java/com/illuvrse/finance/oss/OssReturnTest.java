package com.illuvrse.finance.oss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.informationreturn.Question;
import com.illuvrse.finance.informationreturn.Tie;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.PeriodEndRates;
import com.illuvrse.finance.money.ReferenceRate;
import com.illuvrse.finance.order.LineTax;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.oss.Supply.Cause;
import com.illuvrse.finance.oss.VatBuyer.Evidence;
import com.illuvrse.finance.tax.TaxRule;
import com.illuvrse.finance.tax.TaxRules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OssReturnTest {

    private static final Currency USD = Currency.of("USD");
    private static final Currency EUR = Currency.of("EUR");
    private static final Period QUARTER = Period.parse("2026-Q3");
    private static final LocalDate JULY = LocalDate.of(2026, 7, 4);
    private static final LocalDate AUGUST = LocalDate.of(2026, 8, 5);

    private final OssReturn oss = oss(Scheme.UNION);
    private int entries;

    private static OssReturn oss(Scheme scheme) {
        return new OssReturn(scheme, "IE", QUARTER, rules(), rates());
    }

    private static PeriodEndRates rates() {
        return new PeriodEndRates(
                List.of(
                        rate("2026-06-30", "1.1000"),
                        rate("2026-07-01", "1.2000"),
                        rate("2026-09-30", "1.1600"),
                        rate("2026-10-01", "1.3000")));
    }

    private static ReferenceRate rate(String day, String rate) {
        return new ReferenceRate(LocalDate.parse(day), EUR, USD, rate, "ECB");
    }

    private static TaxRules rules() {
        List<TaxRule> rules = new ArrayList<>();
        rules.add(
                rule(
                        "vat.oss.members",
                        null,
                        null,
                        Map.of("DE", "DE", "FR", "FR", "GR", "GR", "IE", "IE"),
                        "A"));
        rules.add(
                rule("vat.oss.corrections", "EU", "in a later return", Map.of("years", "3"), "A"));
        rules.add(rule("vat.oss.corrections.fx", "EU", "RATE_OF_CORRECTED_PERIOD", Map.of(), "B"));
        rules.add(rule("vat.oss.due", "EU", "last day of the month after", Map.of(), "B"));
        rules.add(supplyType("digital_goods", "SERVICES", "A"));
        rules.add(supplyType("goods", "GOODS", "A"));
        rules.add(supplyType("tip", "OUT_OF_SCOPE", "C"));
        rules.add(standard("DE", "2021-01-01", "2026-08-01", "19.00"));
        rules.add(standard("DE", "2026-08-02", null, "21.00"));
        rules.add(standard("FR", "2014-01-01", null, "20.00"));
        return new TaxRules(rules);
    }

    private static TaxRule rule(
            String id,
            @Nullable String of,
            @Nullable String value,
            Map<String, String> values,
            String confidence) {
        return new TaxRule(
                id,
                of,
                LocalDate.of(2000, 1, 1),
                null,
                null,
                null,
                null,
                null,
                value,
                values,
                confidence);
    }

    private static TaxRule supplyType(String kind, String value, String confidence) {
        return new TaxRule(
                "vat.supply_type",
                null,
                kind,
                LocalDate.of(2000, 1, 1),
                null,
                null,
                null,
                TaxRule.DOLLARS,
                null,
                null,
                value,
                Map.of(),
                confidence);
    }

    private static TaxRule standard(
            String state, String from, @Nullable String to, String percent) {
        return new TaxRule(
                "vat.standard_rate",
                state,
                LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to),
                null,
                null,
                null,
                null,
                percent);
    }

    private static VatBuyer buyer(@Nullable String country, @Nullable String vatId) {
        return new VatBuyer(
                country,
                vatId,
                null,
                List.of(new Evidence("billing_address", country), new Evidence("ip", country)));
    }

    private static OrderLine line(
            String kind, long net, String state, @Nullable String rate, long tax) {
        return new OrderLine("1", kind, "ct", net, false, List.of(new LineTax(state, rate, tax)));
    }

    private EntryId entry() {
        return EntryId.of(SourceKey.of("sale", "o-" + ++entries, "txn-" + entries));
    }

    /** A sale to a consumer, charged and settled in one currency. */
    private Supply sale(Currency currency, LocalDate day, OrderLine line, VatBuyer buyer) {
        EntryId entry = entry();
        Taxes taxes = new Taxes(currency, new TreeMap<>(line.taxAmounts()));
        return new Supply(
                entry,
                Cause.SALE,
                day,
                entry,
                day,
                "o-" + entries,
                false,
                buyer,
                line,
                line.net(),
                taxes,
                taxes);
    }

    private Supply toGermany(long net, long tax) {
        return sale(USD, JULY, line("digital_goods", net, "DE", "0.19", tax), buyer("DE", null));
    }

    /** A part of a sale going back. */
    private Supply back(Supply sale, Cause cause, LocalDate day, long net, long tax) {
        String state = sale.line().taxes().getFirst().jurisdiction();
        Taxes taxes = new Taxes(sale.charged().currency(), new TreeMap<>(Map.of(state, -tax)));
        return new Supply(
                entry(),
                cause,
                day,
                sale.entry(),
                sale.soldOn(),
                sale.order(),
                false,
                sale.buyer(),
                sale.line(),
                -net,
                taxes,
                taxes);
    }

    private SchemeResult add(Supply supply) {
        return oss.add(List.of(supply)).getFirst().result();
    }

    private List<String> asked() {
        return oss.filing().questions().stream().map(Question::rule).toList();
    }

    @Test
    void sumsALineAndDividesItOnceByTheRateOfTheLastDay() {
        add(toGermany(33, 6));
        add(toGermany(33, 6));
        add(toGermany(34, 7));

        OssFiling filing = oss.filing();

        assertThat(filing.lines())
                .singleElement()
                .satisfies(
                        line -> {
                            assertThat(line.taxable()).isEqualTo(Money.of(100, USD));
                            assertThat(line.vatEuro()).isEqualTo(Money.of(16, EUR));
                            assertThat(line.taxableEuro()).isEqualTo(Money.of(86, EUR));
                            assertThat(line.sales()).isEqualTo(3);
                        });
        assertThat(filing.vatDue()).isEqualTo(Money.of(16, EUR));
        assertThat(filing.dueOn()).isEqualTo("2026-10-31");
        assertThat(filing.questions()).isEmpty();
    }

    @Test
    void takesWhatGoesBackInTheQuarterOffItsLine() {
        Supply sale = toGermany(5_800, 1_102);
        add(sale);
        add(toGermany(11_600, 2_204));
        add(back(sale, Cause.REFUND, AUGUST, 5_800, 1_102));

        OssFiling filing = oss.filing();

        assertThat(filing.corrections()).isEmpty();
        assertThat(filing.lines())
                .singleElement()
                .satisfies(
                        line -> {
                            assertThat(line.vat()).isEqualTo(Money.of(2_204, USD));
                            assertThat(line.vatEuro()).isEqualTo(Money.of(1_900, EUR));
                            assertThat(line.sales()).isEqualTo(2);
                        });
        assertThat(filing.ties()).containsEntry(USD, new Tie(2_204, 0, 0));
    }

    @Test
    void correctsAnEarlierQuarterAtThatQuartersRate() {
        Supply sale =
                sale(
                        USD,
                        LocalDate.of(2026, 6, 30),
                        line("digital_goods", 5_500, "FR", "0.20", 1_100),
                        buyer("FR", null));
        add(back(sale, Cause.REFUND, JULY, 2_750, 550));
        add(back(sale, Cause.DISPUTE, AUGUST, 2_750, 550));

        OssFiling filing = oss.filing();

        assertThat(filing.lines()).isEmpty();
        assertThat(filing.corrections())
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.corrected()).isEqualTo(Period.parse("2026-Q2"));
                            assertThat(row.vatEuro()).isEqualTo(Money.of(-1_000, EUR));
                            assertThat(row.reason()).isEqualTo("DISPUTE+REFUND");
                            assertThat(row.entries()).isEqualTo(2);
                        });
        assertThat(filing.vatDue()).isEqualTo(Money.of(-1_000, EUR));
        assertThat(filing.ties()).containsEntry(USD, new Tie(-1_100, 0, 0));
        assertThat(asked()).containsExactly("vat.balance_negative");
    }

    /** Its quarter was filed before the sale became known. */
    @Test
    void aSaleOfAnEarlierQuarterIsACorrectionToo() {
        VatBuyer unproven =
                new VatBuyer("FR", null, null, List.of(new Evidence("billing_address", "FR")));
        add(
                sale(
                        USD,
                        LocalDate.of(2026, 6, 30),
                        line("digital_goods", 5_500, "FR", "0.20", 1_100),
                        unproven));

        OssFiling filing = oss.filing();

        assertThat(filing.lines()).isEmpty();
        assertThat(filing.corrections())
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.vatEuro()).isEqualTo(Money.of(1_000, EUR));
                            assertThat(row.reason()).isEqualTo("SALE");
                            assertThat(row.entries()).isEqualTo(1);
                        });
        assertThat(filing.ties()).containsEntry(USD, new Tie(1_100, 0, 0));
        assertThat(asked()).containsExactly("vat.evidence_insufficient");
    }

    @Test
    void correctsAQuarterOfThreeYearsBeforeAndNoOlderOne() {
        Supply young = soldOn(LocalDate.of(2023, 7, 1));
        Supply old = soldOn(LocalDate.of(2023, 6, 30));

        assertThat(add(back(young, Cause.REFUND, JULY, 100, 20))).isEqualTo(SchemeResult.OSS);
        assertThat(add(back(old, Cause.REFUND, JULY, 100, 20)))
                .isEqualTo(SchemeResult.CORRECTION_TOO_OLD);

        assertThat(oss.filing().corrections()).hasSize(1);
        assertThat(oss.filing().ties()).containsEntry(EUR, new Tie(-20, 0, -20));
        assertThat(oss.filing().questions())
                .filteredOn(each -> each.weight() == Question.Weight.BLOCKING)
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.rule()).isEqualTo("vat.correction_too_old");
                            assertThat(each.message())
                                    .contains("was sold in 2023-Q2")
                                    .contains("at most 3 years before");
                        });
    }

    private Supply soldOn(LocalDate day) {
        return sale(EUR, day, line("digital_goods", 100, "FR", "0.20", 20), buyer("FR", null));
    }

    @Test
    void leavesOutWhatTheSchemeDoesNotCover() {
        assertThat(add(taxed("IE", "IE", null, "digital_goods"))).isEqualTo(SchemeResult.DOMESTIC);
        assertThat(add(taxed("DE", "DE", "DE999999999", "digital_goods")))
                .isEqualTo(SchemeResult.REVERSE_CHARGE);
        assertThat(add(taxed("DE", "DE", null, "tip"))).isEqualTo(SchemeResult.OUT_OF_SCOPE);
        assertThat(add(taxed("DE", "FR", null, "digital_goods")))
                .isEqualTo(SchemeResult.OUT_OF_SCOPE);
        assertThat(add(taxed("US", "DE", null, "digital_goods")))
                .isEqualTo(SchemeResult.OUT_OF_SCOPE);
        assertThat(add(taxed("DE", "US-CA", null, "digital_goods")))
                .isEqualTo(SchemeResult.OUT_OF_SCOPE);
        assertThat(add(destination())).isEqualTo(SchemeResult.OUT_OF_SCOPE);
        oss.exclude(Money.of(-30, EUR));

        assertThat(oss.filing().lines()).isEmpty();
        assertThat(oss.filing().ties()).containsEntry(EUR, new Tie(0, 0, 20 * 6 - 30));
        assertThat(asked()).containsExactly("rule.confidence_c");
    }

    private Supply taxed(String country, String taxOf, @Nullable String vatId, String kind) {
        return sale(EUR, JULY, line(kind, 100, taxOf, "0.20", 20), buyer(country, vatId));
    }

    private Supply destination() {
        Supply sale = taxed("DE", "DE", null, "digital_goods");
        return new Supply(
                sale.entry(),
                sale.cause(),
                sale.day(),
                sale.sale(),
                sale.soldOn(),
                sale.order(),
                true,
                sale.buyer(),
                sale.line(),
                sale.taxable(),
                sale.charged(),
                sale.settled());
    }

    @Test
    void takesGoodsInTheUnionSchemeOnly() {
        Supply goods = taxed("FR", "FR", null, "goods");

        assertThat(oss(Scheme.NON_UNION).add(List.of(goods)).getFirst().result())
                .isEqualTo(SchemeResult.OUT_OF_SCOPE);
        add(goods);
        assertThat(oss.filing().lines()).extracting(OssLine::supplyType).containsExactly("GOODS");
    }

    @Test
    void asksForARuleOfAKindThatIsSold() {
        add(taxed("DE", "DE", null, "rental_property"));

        assertThat(oss.filing().questions())
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.weight()).isEqualTo(Question.Weight.BLOCKING);
                            assertThat(each.message())
                                    .isEqualTo(
                                            "no rule vat.supply_type rental_property is valid on"
                                                    + " 2026-07-04; put one into tax-rules.yml");
                        });
    }

    @Test
    void tellsStandardFromReducedByTheRuleOfTheSalesDay() {
        OrderLine nineteen = line("digital_goods", 1_000, "DE", "0.19", 190);
        add(sale(EUR, JULY, nineteen, buyer("DE", null)));
        add(sale(EUR, AUGUST, nineteen, buyer("DE", null)));
        add(sale(EUR, AUGUST, line("digital_goods", 1_000, "DE", "0.21", 210), buyer("DE", null)));
        add(sale(EUR, JULY, line("digital_goods", 1_000, "GR", "0.24", 240), buyer("GR", null)));

        assertThat(oss.filing().lines())
                .extracting(line -> line.state() + " " + line.vatRate() + " " + line.rateType())
                .containsExactly(
                        "DE 21.00 STANDARD",
                        "DE 19.00 REDUCED",
                        "DE 19.00 STANDARD",
                        "GR 24.00 null");
        assertThat(asked()).containsExactly("vat.rate_type_unknown");
    }

    @Test
    void findsTheRateOfATaxThatGivesOnlyAnAmount() {
        add(sale(EUR, JULY, line("goods", 333, "FR", null, 67), buyer("FR", null)));
        add(sale(EUR, JULY, line("goods", 1_000, "FR", null, 55), buyer("FR", null)));

        assertThat(oss.filing().lines())
                .extracting(OssLine::vatRate)
                .containsExactly("20.00", "5.50");
        assertThat(asked()).containsExactly("vat.rate_type_unknown");
    }

    @Test
    void takesGreeceByEitherName() {
        add(sale(EUR, JULY, line("goods", 100, "EL", "0.24", 24), buyer("GR", null)));
        add(sale(EUR, JULY, line("goods", 100, "GR", "0.24", 24), buyer("EL", null)));

        assertThat(oss.filing().lines())
                .singleElement()
                .satisfies(line -> assertThat(line.vat()).isEqualTo(Money.of(48, EUR)));
        assertThat(MemberStates.onReturn("GR")).isEqualTo("EL");
    }

    @Test
    void wantsTwoItemsOfDifferentTypesThatNameTheBuyersCountry() {
        assertThat(proven("DE", "ip DE", "billing_address DE")).isTrue();
        assertThat(proven("DE", "ip FR", "billing_address DE", "card DE")).isTrue();
        assertThat(proven("DE", "ip FR", "billing_address DE")).isFalse();
        assertThat(proven("DE", "ip FR", "billing_address FR")).isFalse();
        assertThat(proven("DE", "ip DE", "ip DE")).isFalse();
        assertThat(proven("DE", "ip DE")).isFalse();
        assertThat(proven("DE")).isFalse();
    }

    private static boolean proven(String country, String... items) {
        List<Evidence> evidence = new ArrayList<>();
        for (String item : items) {
            String[] parts = item.split(" ", -1);
            evidence.add(new Evidence(parts[0], parts[1]));
        }
        return new VatBuyer(country, null, null, evidence).isProven();
    }

    @Test
    void saysOnceAStateHowManySalesLackEvidence() {
        VatBuyer doubtful =
                new VatBuyer(
                        "FR",
                        null,
                        null,
                        List.of(new Evidence("ip", "BE"), new Evidence("card", "FR")));
        OrderLine line = line("goods", 100, "FR", "0.20", 20);
        Supply first = sale(EUR, JULY, line, doubtful);
        add(first);
        add(back(first, Cause.REFUND, AUGUST, 100, 20));
        add(sale(EUR, JULY, line, doubtful));

        assertThat(oss.filing().questions())
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.rule()).isEqualTo("vat.evidence_insufficient");
                            assertThat(each.weight()).isEqualTo(Question.Weight.MEDIUM);
                            assertThat(each.evidence()).isEqualTo(first.order());
                            assertThat(each.message()).startsWith("2 sales to FR");
                        });
    }

    @Test
    void blocksALineThatIsNegative() {
        Supply never = toGermany(100, 19);
        add(back(never, Cause.REFUND, JULY, 100, 19));

        assertThat(asked()).contains("negative.box");
    }

    @Test
    void keepsALineWithoutARateAndBlocks() {
        add(
                sale(
                        Currency.of("CHF"),
                        JULY,
                        line("goods", 100, "FR", "0.20", 20),
                        buyer("FR", null)));

        OssFiling filing = oss.filing();

        assertThat(filing.lines().getFirst().vatEuro()).isNull();
        assertThat(filing.vatDue()).isNull();
        assertThat(filing.questions())
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.rule()).isEqualTo("fx.rate_missing");
                            assertThat(each.weight()).isEqualTo(Question.Weight.BLOCKING);
                        });
    }

    @Test
    void refusesAStateOfIdentificationOutsideTheUnion() {
        assertThatThrownBy(() -> new OssReturn(Scheme.UNION, "US", QUARTER, rules(), rates()))
                .hasMessageContaining(
                        "the state of identification is a member state on 2026-09-30");
    }

    @Test
    void countsASaleOfSeveralLinesOnce() {
        Supply first = toGermany(100, 19);
        OrderLine other =
                new OrderLine(
                        "2",
                        "digital_goods",
                        "ct",
                        200,
                        false,
                        List.of(new LineTax("DE", "0.19", 38L)));
        Taxes taxes = new Taxes(USD, new TreeMap<>(Map.of("DE", 38L)));
        Supply second =
                new Supply(
                        first.entry(),
                        Cause.SALE,
                        JULY,
                        first.entry(),
                        JULY,
                        first.order(),
                        false,
                        first.buyer(),
                        other,
                        200,
                        taxes,
                        taxes);

        oss.add(List.of(first, second));

        assertThat(oss.filing().lines().getFirst().sales()).isEqualTo(1);
        assertThat(oss.filing().lines().getFirst().vat()).isEqualTo(Money.of(57, USD));
    }

    /** Every movement of VAT is on a line, on a correction or excluded, to the cent. */
    @Test
    void losesNoMovementWhateverIsSoldAndTakenBack() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            OssReturn each = oss(random.nextBoolean() ? Scheme.UNION : Scheme.NON_UNION);
            Map<Currency, Long> moved = new HashMap<>();
            Map<Currency, Long> charged = new HashMap<>();
            for (int i = 0; i < 40; i++) {
                Supply sale = made(random);
                Supply supply =
                        random.nextInt(3) > 0
                                ? sale
                                : back(
                                        sale,
                                        Cause.REFUND,
                                        AUGUST,
                                        random.nextLong(1, 50),
                                        random.nextLong(1, 10));
                Judgement judged = each.add(List.of(supply)).getFirst();
                Map<String, Long> settled = supply.settled().amounts();
                long vat =
                        settled.entrySet().stream()
                                .filter(
                                        tax ->
                                                List.of("DE", "FR", "GR", "IE")
                                                        .contains(tax.getKey()))
                                .mapToLong(Map.Entry::getValue)
                                .sum();
                moved.merge(supply.settled().currency(), vat, Long::sum);
                if (judged.result() == SchemeResult.OSS) {
                    charged.merge(
                            supply.charged().currency(),
                            supply.charged().amounts().get(supply.buyer().country()),
                            Long::sum);
                }
            }
            OssFiling filing = each.filing();
            Map<Currency, Long> told = new HashMap<>();
            filing.ties()
                    .forEach((currency, tie) -> told.put(currency, tie.onForms() + tie.excluded()));
            assertThat(told).as("seed %d", seed).isEqualTo(moved);
            Map<Currency, Long> declared = new HashMap<>();
            filing.lines()
                    .forEach(
                            line ->
                                    declared.merge(
                                            line.vat().currency(), line.vat().minor(), Long::sum));
            filing.corrections()
                    .forEach(
                            row ->
                                    declared.merge(
                                            row.vat().currency(), row.vat().minor(), Long::sum));
            assertThat(declared).as("seed %d", seed).isEqualTo(charged);
        }
    }

    private Supply made(Random random) {
        List<String> places = List.of("DE", "FR", "GR", "EL", "IE", "US");
        String country = places.get(random.nextInt(places.size()));
        String taxOf = random.nextInt(4) > 0 ? country : places.get(random.nextInt(5));
        String kind = List.of("digital_goods", "goods", "tip").get(random.nextInt(3));
        LocalDate soldOn = JULY.minusDays(random.nextInt(1_600));
        Supply sale =
                sale(
                        random.nextBoolean() ? EUR : USD,
                        soldOn,
                        line(kind, 1_000, taxOf, "0.20", random.nextLong(300)),
                        buyer(country, random.nextInt(5) == 0 ? "X1" : null));
        Taxes settled =
                new Taxes(
                        random.nextBoolean() ? EUR : USD,
                        new TreeMap<>(Map.of(taxOf, random.nextLong(300))));
        return new Supply(
                sale.entry(),
                sale.cause(),
                sale.day(),
                sale.sale(),
                sale.soldOn(),
                sale.order(),
                random.nextInt(9) == 0,
                sale.buyer(),
                sale.line(),
                sale.taxable(),
                sale.charged(),
                settled);
    }
}
