package com.illuvrse.finance.informationreturn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.payout.Earning;
import com.illuvrse.finance.payout.IncomeType;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.payout.PaymentFact;
import com.illuvrse.finance.payout.PaymentFact.Place;
import com.illuvrse.finance.payout.SaleShare;
import com.illuvrse.finance.payout.TaxStatus;
import com.illuvrse.finance.payout.Withholding.Regime;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.Party;
import com.illuvrse.finance.tax.TaxRule;
import com.illuvrse.finance.tax.TaxRules;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InformationReturnsTest {

    private static final Currency USD = Currency.of("USD");
    private static final Currency EUR = Currency.of("EUR");
    private static final LocalDate MAY = LocalDate.of(2026, 5, 4);
    private static final DayRate DOLLARS =
            new DayRates(List.of(), 7).of(USD, USD, MAY).orElseThrow();

    private final Map<String, TaxPayee> payees = new HashMap<>();
    private final InformationReturns returns = returns(2026);
    private int entries;

    private InformationReturns returns(int year) {
        return new InformationReturns(
                year,
                rules(),
                name -> payees.computeIfAbsent(name, unknown -> payee(unknown, null, null)));
    }

    private static TaxRules rules() {
        return new TaxRules(
                List.of(
                        rule("us.1099k.tpso.threshold", 2025, "20000.00", "gt", 200L, "gt", null),
                        state("US-IL", "1000.00", "gt", 4L),
                        state("US-MA", "600.00", "gte", 0L),
                        rule("us.1099nec.threshold", 2026, "2000.00", "gte", null, null, null),
                        new TaxRule(
                                "us.1099nec.threshold",
                                null,
                                LocalDate.of(2027, 1, 1),
                                null,
                                null,
                                "gte",
                                null,
                                null,
                                null),
                        rule(
                                "us.1099misc.royalties.threshold",
                                1987,
                                "10.00",
                                "gte",
                                null,
                                null,
                                null),
                        named(
                                "us.1099.exempt_classifications",
                                Map.of("c_corporation", "c_corporation")),
                        rule(
                                "us.1099k.gross.includes_tax_remitted_by_platform",
                                2011,
                                null,
                                null,
                                null,
                                null,
                                "false"),
                        rule(
                                "us.1042s.income_code.copyright_royalty",
                                2014,
                                null,
                                null,
                                null,
                                null,
                                "12"),
                        rule("us.1042s.default_rate", 1986, null, null, null, null, "0.30"),
                        named(
                                "us.1042s.box3a.treaty_code",
                                Map.of("exempt", "04", "reduced", "04", "statutory", "00")),
                        rule(
                                "us.w8.valid_calendar_years_after_signature",
                                2001,
                                null,
                                null,
                                null,
                                null,
                                "3")));
    }

    private static TaxRule rule(
            String id,
            int from,
            @Nullable String amount,
            @Nullable String op,
            @Nullable Long count,
            @Nullable String countOp,
            @Nullable String value) {
        LocalDate to = id.equals("us.1099nec.threshold") ? LocalDate.of(2026, 12, 31) : null;
        return new TaxRule(
                id, null, LocalDate.of(from, 1, 1), to, amount, op, count, countOp, value);
    }

    private static TaxRule state(String state, String amount, String op, long count) {
        return new TaxRule(
                "us.state.1099k.threshold",
                state,
                LocalDate.of(2020, 1, 1),
                null,
                amount,
                op,
                count,
                "gte",
                null,
                Map.of(),
                "C");
    }

    private static TaxRule named(String id, Map<String, String> values) {
        return new TaxRule(
                id,
                null,
                LocalDate.of(1984, 1, 1),
                null,
                null,
                null,
                null,
                null,
                null,
                values,
                null);
    }

    static TaxPayee payee(String name, @Nullable String country, @Nullable String region) {
        return payee(name, country, region, "vault:" + name, null, null);
    }

    private static TaxPayee payee(
            String name,
            @Nullable String country,
            @Nullable String region,
            @Nullable String tinRef,
            @Nullable String classification,
            @Nullable LocalDate w8) {
        return new TaxPayee(
                new Payee(
                        name,
                        1,
                        LocalDate.of(2020, 1, 1),
                        country,
                        region,
                        USD,
                        0,
                        "stripe",
                        null,
                        null,
                        new TaxStatus(
                                country == null ? null : w8 == null ? "W-9" : "W-8BEN",
                                tinRef,
                                null,
                                country,
                                w8,
                                null,
                                false,
                                classification),
                        null),
                "0001",
                tinRef == null ? "missing" : "matched",
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private void tell(TaxPayee payee) {
        payees.put(payee.payee().payee(), payee);
    }

    private EntryId entry() {
        return new SourceKey("journal:" + ++entries).entryId();
    }

    private void sell(String payee, String charge, long minor) {
        sell(payee, charge, minor, "sale", "goods");
    }

    private void sell(String payee, String charge, long minor, @Nullable String type, String kind) {
        OrderLine line = new OrderLine("1", kind, "K", Math.abs(minor), false, List.of());
        Contract contract =
                new Contract(
                        "K",
                        1,
                        MAY,
                        null,
                        List.of(new Party(payee, "1")),
                        List.of(),
                        null,
                        null,
                        null,
                        type);
        returns.sold(
                new SaleFact(
                        entry(),
                        "o-" + charge,
                        charge,
                        Instant.from(MAY.atStartOfDay(ZoneOffset.UTC)),
                        MAY,
                        new SaleShare.Part(line, contract, payee, minor),
                        Money.of(minor, USD),
                        DOLLARS),
                payee.equals(Party.PLATFORM) ? null : payees.get(payee));
    }

    private void pay(String payee, @Nullable IncomeType type, long minor) {
        pay(payee, type, minor, "US", null);
    }

    private void pay(
            String payee,
            @Nullable IncomeType type,
            long minor,
            String buyer,
            @Nullable WithheldTax tax) {
        pay(returns, payee, type, minor, buyer, tax, MAY);
    }

    private void pay(
            InformationReturns to,
            String payee,
            @Nullable IncomeType type,
            long minor,
            String buyer,
            @Nullable WithheldTax tax,
            LocalDate day) {
        EntryId entry = entry();
        PaymentFact fact =
                new PaymentFact(
                        entry,
                        day,
                        new Place(day, entry, 1, 0),
                        new Earning("K", type, "o", buyer),
                        Money.of(minor, USD));
        to.paid(
                new PaidFact(
                        payees.computeIfAbsent(payee, name -> payee(name, null, null)),
                        "b:" + payee,
                        fact,
                        tax,
                        tax == null ? 0 : tax.withheld(),
                        DOLLARS));
    }

    @Test
    void bothPartsOfTheFederalTestAreStrictAndCountOnThePerson() {
        tell(payee("a", "US", "TX", "vault:one", null, null));
        tell(payee("b", "US", "TX", "vault:one", null, null));
        tell(payee("c", "US", "TX"));
        for (int i = 0; i < 100; i++) {
            sell("a", "a" + i, 10_000);
            sell("b", "b" + i, 10_000);
        }
        for (int i = 0; i < 201; i++) {
            sell("c", "c" + i, i == 0 ? 0 : 10_000);
        }
        sell("a", "last", 1);

        assertThat(returns.forms().sales())
                .extracting(
                        form -> form.payee().payee().payee(),
                        SalesForm::charges,
                        SalesForm::federal,
                        SalesForm::reason)
                .containsExactly(
                        tuple("a", 101L, true, "FEDERAL_THRESHOLD"),
                        tuple("b", 100L, true, "FEDERAL_THRESHOLD"),
                        tuple("c", 200L, false, "BELOW_THRESHOLD"));
    }

    @Test
    void aChargeThatWasReversedCountsNeitherItsMoneyNorItself() {
        tell(payee("a", "US", "MA"));
        sell("a", "ch_1", 70_000);
        sell("a", "ch_1", -70_000);
        sell("a", "ch_2", 59_999, "sale", "tip");

        Forms forms = returns.forms();

        SalesForm form = forms.sales().getFirst();
        assertThat(form.charges()).isEqualTo(1);
        assertThat(form.gross().minor()).isEqualTo(59_999);
        assertThat(form.tips().minor()).isEqualTo(59_999);
        assertThat(form.months().get(4).minor()).isEqualTo(59_999);
        assertThat(form.state()).isFalse();
        assertThat(forms.sold().get(USD)).isEqualTo(new Tie(0, 59_999, 0));
        assertThat(questions(forms)).containsExactly("rule.confidence_c INFO");
    }

    @Test
    void aStateAsksByItsOwnRuleAndOneWithoutIsNamedOnce() {
        tell(payee("a", "US", "IL"));
        tell(payee("b", "US", "TX"));
        tell(payee("c", "US", "TX"));
        for (int i = 0; i < 4; i++) {
            sell("a", "a" + i, 25_001);
        }
        sell("b", "b", 100);
        sell("c", "c", 100);

        Forms forms = returns.forms();

        assertThat(forms.sales())
                .extracting(SalesForm::reason)
                .containsExactly("STATE_THRESHOLD", "BELOW_THRESHOLD", "BELOW_THRESHOLD");
        assertThat(forms.questions())
                .filteredOn(question -> question.rule().equals("rule.state_not_listed"))
                .singleElement()
                .satisfies(question -> assertThat(question.message()).contains("for US-TX;"));
    }

    @Test
    void salesOfOthersAreExcludedWithTheirReason() {
        tell(payee("f", "FR", null));
        sell("f", "1", 500);
        sell("r", "2", 300, "royalty", "digital_goods");
        sell(Party.PLATFORM, "3", 200);

        Forms forms = returns.forms();

        assertThat(forms.sales()).extracting(SalesForm::reason).containsExactly("FOREIGN_PAYEE");
        assertThat(forms.sold().get(USD)).isEqualTo(new Tie(0, 0, 1_000));
    }

    @Test
    void royaltiesNeedAFormFromTenDollarsOnOrWhenTaxWasKeptBack() {
        tell(payee("a", "US", "NY"));
        tell(payee("b", "US", null));
        tell(payee("c", "US", null));
        tell(payee("d", "US", null, "vault:d", "c_corporation", null));
        tell(payee("e", "US", null, null, "c_corporation", null));
        pay("a", IncomeType.ROYALTY, 600);
        pay("a", IncomeType.ROYALTY, 400);
        pay("b", IncomeType.ROYALTY, 999);
        pay("c", IncomeType.ROYALTY, 999, "US", backup(999, 240));
        pay("d", IncomeType.ROYALTY, 5_000);
        pay("e", IncomeType.ROYALTY, 500, "US", backup(500, 120));

        Forms forms = returns.forms();

        assertThat(forms.royalties())
                .extracting(
                        form -> form.payee().payee().payee(),
                        IncomeForm::payments,
                        IncomeForm::required,
                        IncomeForm::reason)
                .containsExactly(
                        tuple("a", 2L, true, "THRESHOLD"),
                        tuple("b", 1L, false, "BELOW_THRESHOLD"),
                        tuple("c", 1L, true, "WITHHELD"),
                        tuple("d", 1L, false, "EXEMPT_CLASSIFICATION"),
                        tuple("e", 1L, true, "WITHHELD"));
        assertThat(forms.paid().get(USD)).isEqualTo(new Tie(2_499, 999, 5_000));
        assertThat(forms.withheld().get(USD)).isEqualTo(new Tie(360, 0, 0));
        assertThat(questions(forms)).containsExactly("payee.tin_missing MEDIUM");
    }

    private static WithheldTax backup(long base, long tax) {
        return new WithheldTax(Regime.BACKUP, "24%", base, tax);
    }

    @Test
    void aYearWithoutAFigureLeavesTheRowUndecidedAndBlocks() {
        tell(payee("a", "US", null));
        InformationReturns next = returns(2027);
        pay(next, "a", IncomeType.SERVICE, 500_000, "US", null, LocalDate.of(2027, 2, 1));

        Forms forms = next.forms();

        assertThat(forms.services())
                .extracting(IncomeForm::required, IncomeForm::reason)
                .containsExactly(tuple(null, ""));
        assertThat(questions(forms)).containsExactly("us.1099nec.threshold BLOCKING");
        assertThat(returns.forms().questions()).isEmpty();
    }

    @Test
    void foreignPayeesHaveARowForEachRateAndOneForTheRest() {
        tell(payee("in", "IN", null, "vault:in", null, LocalDate.of(2022, 3, 1)));
        pay(
                "in",
                IncomeType.ROYALTY,
                10_050,
                "US",
                new WithheldTax(Regime.NRA, "15%", 10_050, 1_508));
        pay(
                "in",
                IncomeType.ROYALTY,
                5_000,
                "US",
                new WithheldTax(Regime.NRA, "30%", 5_000, 1_500));
        pay("in", IncomeType.ROYALTY, 700, "DE", null);
        pay("in", IncomeType.SERVICE, 300, "US", null);

        Forms forms = returns.forms();

        assertThat(forms.foreign())
                .extracting(
                        ForeignForm::percent,
                        ForeignForm::exemption,
                        form -> ForeignForm.dollars(form.gross()),
                        form -> ForeignForm.dollars(form.withheld()),
                        ForeignForm::required,
                        ForeignForm::reason)
                .containsExactly(
                        tuple("", "", 10L, 0L, false, "NOT_US_SOURCE"),
                        tuple("15.00", "04", 101L, 15L, true, "US_SOURCE"),
                        tuple("30.00", "00", 50L, 15L, true, "US_SOURCE"));
        assertThat(forms.foreign().getLast().identifier(2026))
                .matches("[0-9]{10}")
                .isNotEqualTo(forms.foreign().getLast().identifier(2027))
                .isNotEqualTo(forms.foreign().get(1).identifier(2026));
        assertThat(forms.foreign().getFirst().validUntil()).isEqualTo("2025-12-31");
        assertThat(questions(forms)).containsExactly("payee.w8_lapsed MEDIUM");
        assertThat(forms.paid().get(USD)).isEqualTo(new Tie(15_050, 0, 1_000));
    }

    @Test
    void whatNobodyCanTellBlocks() {
        pay("nobody", IncomeType.SERVICE, 100, "FR", null);
        tell(payee("a", "US", null));
        pay("a", null, 100);
        sell("a", "ch", 100, null, "goods");
        tell(payee("b", "US", null));
        pay("b", IncomeType.ROYALTY, -100);

        assertThat(questions(returns.forms()))
                .containsExactlyInAnyOrder(
                        "payee.country_unknown BLOCKING",
                        "payee.role_unknown BLOCKING",
                        "payee.role_unknown BLOCKING",
                        "negative.box BLOCKING");
    }

    @Test
    void aMissingRateBlocksAndCountsNothing() {
        tell(payee("a", "US", null));
        EntryId entry = entry();
        returns.paid(
                new PaidFact(
                        told("a"),
                        "b",
                        new PaymentFact(
                                entry,
                                MAY,
                                new Place(MAY, entry, 1, 0),
                                new Earning("K", IncomeType.ROYALTY, null, "US"),
                                Money.of(100, EUR)),
                        null,
                        0,
                        null));

        assertThat(questions(returns.forms())).containsExactly("fx.rate_missing BLOCKING");
    }

    @Test
    void everyCentIsOnAFormBelowAThresholdOrExcluded() {
        Random random = new Random(20261127);
        for (String name : List.of("a", "b", "c", "d")) {
            tell(
                    payee(
                            name,
                            random.nextBoolean() ? "US" : "DE",
                            random.nextBoolean() ? "MA" : null));
        }
        long sold = 0;
        long paid = 0;
        long kept = 0;
        for (int i = 0; i < 400; i++) {
            String name = List.of("a", "b", "c", "d").get(random.nextInt(4));
            IncomeType type = List.of(IncomeType.values()).get(random.nextInt(3));
            long minor = random.nextInt(100_000) - 1_000L;
            if (random.nextBoolean()) {
                sell(
                        name,
                        "ch" + i,
                        minor,
                        type.name().toLowerCase(java.util.Locale.ROOT),
                        "goods");
                sold += minor;
            } else {
                long tax = random.nextInt(3) == 0 ? random.nextInt(300) : 0;
                boolean american = told(name).payee().isUsPerson();
                pay(
                        name,
                        type,
                        minor,
                        random.nextBoolean() ? "US" : "FR",
                        tax == 0
                                ? null
                                : new WithheldTax(
                                        american ? Regime.BACKUP : Regime.NRA, "24%", 1, tax));
                paid += minor;
                kept += tax;
            }
        }

        Forms forms = returns.forms();

        assertThat(sum(forms.sold())).isEqualTo(sold);
        assertThat(sum(forms.paid())).isEqualTo(paid);
        assertThat(sum(forms.withheld())).isEqualTo(kept);
    }

    private static long sum(Map<Currency, Tie> ties) {
        Tie tie = ties.getOrDefault(USD, Tie.NOTHING);
        return tie.onForms() + tie.belowThreshold() + tie.excluded();
    }

    @Test
    void taxFallsOnTheFactsItWasComputedOnToTheCent() {
        List<PaymentFact> facts = new ArrayList<>();
        for (Earning earning :
                List.of(
                        new Earning("K", IncomeType.ROYALTY, "1", "US"),
                        new Earning("K", IncomeType.SALE, "2", "US"),
                        new Earning("K", IncomeType.ROYALTY, "3", "DE"),
                        new Earning("K", IncomeType.ROYALTY, "4", "US"))) {
            EntryId entry = entry();
            facts.add(
                    new PaymentFact(
                            entry, MAY, new Place(MAY, entry, 1, 0), earning, Money.of(101, USD)));
        }

        assertThat(new WithheldTax(Regime.NRA, "30%", 202, 61).over(facts))
                .containsExactly(31L, 0L, 0L, 30L);
        assertThat(new WithheldTax(Regime.BACKUP, "24%", 303, 73).over(facts))
                .containsExactly(25L, 0L, 24L, 24L);
        assertThat(new WithheldTax(Regime.BACKUP, "24%", 404, 97).over(facts))
                .containsExactly(25L, 24L, 24L, 24L);
        assertThat(new WithheldTax(Regime.NRA, "30%", -202, -61).over(facts))
                .containsExactly(-31L, 0L, 0L, -30L);
    }

    @Test
    void aWholeTaxNumberIsNoLastFour() {
        assertThatThrownBy(
                        () ->
                                new TaxPayee(
                                        payee("a", "US", null).payee(),
                                        "900-00-0001",
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null))
                .hasMessageContaining("payee a")
                .hasMessageContaining("not shown")
                .message()
                .doesNotContain("900");
    }

    private TaxPayee told(String name) {
        return Objects.requireNonNull(payees.get(name));
    }

    private static List<String> questions(Forms forms) {
        return forms.questions().stream()
                .map(question -> question.rule() + " " + question.weight())
                .toList();
    }
}
