package com.illuvrse.finance.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.ReferenceRate;
import com.illuvrse.finance.payout.PaymentFact.Place;
import com.illuvrse.finance.payout.PersonYear.Sale;
import com.illuvrse.finance.payout.Withholding.Regime;
import com.illuvrse.finance.tax.NoFigureException;
import com.illuvrse.finance.tax.TaxRule;
import com.illuvrse.finance.tax.TaxRules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WithholdingRulesTest {

    private static final LocalDate DAY = LocalDate.of(2026, 6, 2);
    private static final Currency USD = Currency.of("USD");
    private static final Currency EUR = Currency.of("EUR");
    private static final EntryId PAYMENT = new SourceKey("payout:2026-06-02:c1:USD").entryId();
    private static final WithholdingRules RULES =
            new WithholdingRules(
                    new TaxRules(
                            List.of(
                                    rate("us.backup_withholding.rate", 2018, 2026, "0.24"),
                                    rate("us.backup_withholding.rate", 2028, 2099, "0.285"),
                                    amount("us.backup_withholding.royalty.start_amount", "0.00"),
                                    start(
                                            "us.backup_withholding.nec.start_amount",
                                            2026,
                                            "2000.00"),
                                    start("us.backup_withholding.nec.start_amount", 2028, null),
                                    new TaxRule(
                                            "us.backup_withholding.tpso.start",
                                            null,
                                            LocalDate.of(2025, 1, 1),
                                            null,
                                            "20000.00",
                                            "gt",
                                            200L,
                                            "gt",
                                            null),
                                    rate("us.1042s.default_rate", 1986, 2099, "0.30"),
                                    rate(
                                            "us.w8.valid_calendar_years_after_signature",
                                            2001,
                                            2099,
                                            "3"))));

    private static TaxRule rate(String id, int from, int to, String value) {
        return new TaxRule(
                id,
                null,
                LocalDate.of(from, 1, 1),
                LocalDate.of(to, 12, 31),
                null,
                null,
                null,
                null,
                value);
    }

    private static TaxRule amount(String id, String amount) {
        return new TaxRule(id, null, null, null, amount, null, null, null, null);
    }

    private static TaxRule start(String id, int year, @Nullable String amount) {
        return new TaxRule(
                id,
                null,
                LocalDate.of(year, 1, 1),
                LocalDate.of(year, 12, 31),
                amount,
                null,
                null,
                null,
                null);
    }

    // ---- who

    @Test
    void nothingIsWithheldOfAUsPersonWithANumberAndWithoutANotice() {
        Payee payee = american("vault:a", false);

        assertThat(payee.canBeWithheldOf()).isFalse();
        assertThat(of(payee, DAY, royalty(10_000, "US"))).isEmpty();
    }

    @Test
    void countryDecidesAndWithoutOneTheForm() {
        assertThat(payee("US", form("W-8BEN", "vault:a", null, null)).isUsPerson()).isTrue();
        assertThat(payee("DE", form("W-9", "vault:a", null, null)).isUsPerson()).isFalse();
        assertThat(payee(null, form("W-9", "vault:a", null, null)).isUsPerson()).isTrue();
        assertThat(payee(null, form("W-8BEN", "vault:a", null, null)).isUsPerson()).isFalse();
    }

    // ---- backup withholding

    @Test
    void royaltiesOfAUsPersonUnderANoticeOrWithoutANumberAreWithheldFromTheFirstCent() {
        assertThat(of(american("vault:a", true), DAY, royalty(15_000, "DE")))
                .containsExactly(new Withholding("US", "24%", Regime.BACKUP, "24%", 15_000));
        assertThat(tax(american(null, false), royalty(3_333, "US"))).isEqualTo(800);
        assertThat(of(american("vault:a", true), DAY, royalty(2, "US")))
                .singleElement()
                .satisfies(rounded -> assertThat(rounded.on(2)).isZero());
        assertThat(tax(american(null, false), fact(100, null, null))).isEqualTo(24);
    }

    @Test
    void theRateIsThatOfTheDay() {
        assertThat(of(american("vault:a", true), LocalDate.of(2028, 1, 1), royalty(100, "US")))
                .singleElement()
                .satisfies(later -> assertThat(later.rate()).isEqualTo("28.5%"));
    }

    @Test
    void servicesAreWithheldFromThePaymentThatBringsTheYearToTheStartAmount() {
        Payee payee = american("vault:a", true);

        assertThat(of(payee, DAY, service(199_999))).isEmpty();
        assertThat(tax(payee, service(200_000))).isEqualTo(48_000);
        assertThat(of(payee, DAY, paid(service(100_000)), service(99_999))).isEmpty();
        assertThat(of(payee, DAY, paid(service(100_000)), service(100_000)))
                .containsExactly(new Withholding("US", "24%", Regime.BACKUP, "24%", 100_000));
        assertThat(of(payee, DAY, paid(service(200_000)), service(100))).hasSize(1);
    }

    @Test
    void anotherYearsServicesAndOtherIncomeDoNotCountAndReturnsCountBack() {
        Payee payee = american("vault:a", true);
        PaymentFact lastYear =
                new PaymentFact(
                        PAYMENT,
                        LocalDate.of(2025, 12, 31),
                        place(0),
                        earning(IncomeType.SERVICE, "US"),
                        Money.of(500_000, USD));

        assertThat(of(payee, DAY, paid(lastYear), service(100))).isEmpty();
        assertThat(of(payee, DAY, paid(royalty(500_000, "US")), service(100))).isEmpty();
        assertThat(of(payee, DAY, paid(service(250_000), service(-100_000)), service(100)))
                .isEmpty();
    }

    @Test
    void twoPayeesOfOnePersonAreTestedOnTheSumAndTwoPersonsAreNot() {
        Payee first = american("vault:a", true);
        Payee second = american("vault:a", true);
        Payee without = american(null, false);

        assertThat(second.person()).isEqualTo(first.person());
        assertThat(without.person()).isEqualTo("payee:c1");
        PersonYear year = year();
        year.paid(List.of(service(150_000)));
        assertThat(RULES.of(second, DAY, 50_000, List.of(service(50_000)), year)).hasSize(1);
        assertThat(RULES.of(second, DAY, 49_999, List.of(service(49_999)), year)).isEmpty();
    }

    @Test
    void salesAreWithheldAfterAmountAndCountAreBothStrictlyReached() {
        Payee payee = american("vault:a", true);

        assertThat(of(payee, DAY, sold(201, 2_000_001), sale(1_000))).hasSize(1);
        assertThat(of(payee, DAY, sold(200, 2_000_001), sale(1_000))).isEmpty();
        assertThat(of(payee, DAY, sold(201, 2_000_000), sale(1_000))).isEmpty();
        assertThat(of(payee, DAY, sold(200, 9_000_000), sale(2_000_001))).isEmpty();
    }

    @Test
    void aChargeThatNetsToZeroIsNoSaleAndAnotherYearsNeither() {
        Payee payee = american("vault:a", true);
        PersonYear year = sold(201, 2_000_001);
        year.sold(List.of(new Sale("o0", DAY, Money.of(-9_950, USD))));
        assertThat(year.charges()).isEqualTo(200);
        assertThat(of(payee, DAY, year, sale(1_000))).isEmpty();

        PersonYear other = year();
        for (Sale sale : sales(201, 2_000_001)) {
            other.sold(List.of(new Sale(sale.charge(), DAY.minusYears(1), sale.gross())));
        }
        assertThat(of(payee, DAY, other, sale(1_000))).isEmpty();
    }

    @Test
    void onlyThePartThatIsSubjectIsTaxedAndSealedAsAShareOfTheGross() {
        List<Withholding> taxes =
                of(american("vault:a", true), DAY, royalty(3_333, "US"), service(1_667));

        assertThat(taxes)
                .containsExactly(new Withholding("US", "4/25", Regime.BACKUP, "24%", 3_333));
        assertThat(taxes.getFirst().on(5_000)).isEqualTo(800);
    }

    @Test
    void whatWasGivenBackLowersWhatIsSubjectAndNeverMoreThanTheGrossIs() {
        Payee payee = american("vault:a", true);

        assertThat(tax(payee, royalty(10_000, "US"), royalty(-4_000, "US"))).isEqualTo(1_440);
        assertThat(of(payee, DAY, royalty(10_000, "US"), service(-4_000)))
                .containsExactly(new Withholding("US", "24%", Regime.BACKUP, "24%", 6_000));
        assertThat(of(payee, DAY, royalty(-100, "US"), service(600))).isEmpty();
    }

    // ---- nonresidents

    @Test
    void royaltiesFromTheUsArePaidAtTheTreatysRateWithAValidForm() {
        Payee payee = payee("IN", form("W-8BEN", "vault:i", "15%", LocalDate.of(2023, 1, 2)));

        assertThat(of(payee, DAY, royalty(10_000, "US")))
                .containsExactly(new Withholding("US", "15%", Regime.NRA, "15%", 10_000));
        assertThat(of(payee, DAY, royalty(10_000, "IN"))).isEmpty();
        assertThat(of(payee, DAY, service(10_000))).isEmpty();
        assertThat(of(payee, DAY, sold(500, 9_000_000), sale(10_000))).isEmpty();
    }

    @Test
    void aFormHoldsForThreeCalendarYearsAfterTheOneItWasSignedIn() {
        LocalDate last = LocalDate.of(2026, 12, 31);
        Payee threeYears = payee("IN", form("W-8BEN", "vault:i", "15%", LocalDate.of(2023, 1, 1)));
        Payee fourYears = payee("IN", form("W-8BEN", "vault:i", "15%", LocalDate.of(2022, 12, 31)));
        Payee tomorrow = payee("IN", form("W-8BEN", "vault:i", "15%", DAY.plusDays(1)));
        Payee unsigned = payee("IN", form("W-8BEN", "vault:i", "15%", null));

        assertThat(rateOf(threeYears, last)).isEqualTo("15%");
        assertThat(rateOf(threeYears, last.plusDays(1))).isEqualTo("30%");
        assertThat(rateOf(fourYears, DAY)).isEqualTo("30%");
        assertThat(rateOf(tomorrow, DAY)).isEqualTo("30%");
        assertThat(rateOf(unsigned, DAY)).isEqualTo("30%");
    }

    @Test
    void aTreatyNeedsAClaimAForeignNumberAndAW8() {
        LocalDate signed = LocalDate.of(2026, 1, 1);

        assertThat(rateOf(payee("IN", form("W-8BEN", "vault:i", null, signed)), DAY))
                .isEqualTo("30%");
        assertThat(rateOf(payee("IN", form("W-8BEN", null, "15%", signed)), DAY)).isEqualTo("30%");
        assertThat(
                        rateOf(
                                payee(
                                        "IN",
                                        new TaxStatus(
                                                "W-8BEN", "vault:i", "ITIN", "US", signed, "15%",
                                                false, null)),
                                DAY))
                .isEqualTo("30%");
        assertThat(rateOf(payee("IN", form("W-9", "vault:i", "15%", signed)), DAY))
                .isEqualTo("30%");
        assertThat(rateOf(payee("IN", form("W-8BEN-E", "vault:i", "0%", signed)), DAY))
                .isEqualTo("0%");
    }

    @Test
    void whatNobodyCanTellIsARoyaltyFromTheUs() {
        Payee payee = payee("IN", form("W-8BEN", "vault:i", "15%", LocalDate.of(2026, 1, 1)));

        assertThat(tax(payee, fact(10_000, null, null))).isEqualTo(1_500);
        assertThat(tax(payee, fact(10_000, IncomeType.ROYALTY, null))).isEqualTo(1_500);
        assertThat(of(payee, DAY, fact(10_000, null, "IN"))).isEmpty();
        assertThat(of(payee, DAY, fact(10_000, IncomeType.SERVICE, null))).isEmpty();
    }

    // ---- figures that are not known

    @Test
    void aRuleWithoutAFigureIsNamedAndOnlyAskedWhenItIsNeeded() {
        Payee payee = american("vault:a", true);
        LocalDate notListed = LocalDate.of(2027, 6, 1);
        LocalDate noAmount = LocalDate.of(2028, 6, 1);

        assertThatThrownBy(() -> of(payee, notListed, service(100)))
                .isInstanceOf(NoFigureException.class)
                .hasMessage(
                        "no rule us.backup_withholding.nec.start_amount is valid on 2027-06-01; put"
                                + " one into tax-rules.yml");
        assertThatThrownBy(() -> of(payee, noAmount, service(100)))
                .isInstanceOf(NoFigureException.class)
                .hasMessage(
                        "rule us.backup_withholding.nec.start_amount has no figure from 2028-01-01"
                                + " on; put it into tax-rules.yml");
        assertThatThrownBy(() -> of(payee, notListed, royalty(100, "US")))
                .hasMessageContaining("no rule us.backup_withholding.rate is valid on 2027-06-01");
        assertThat(of(payee, noAmount, royalty(100, "US"))).hasSize(1);
        assertThat(of(american("vault:a", false), notListed, service(100))).isEmpty();
    }

    @Test
    void twoRulesOfOneDayAreRefused() {
        WithholdingRules doubled =
                new WithholdingRules(
                        new TaxRules(
                                List.of(
                                        rate("us.1042s.default_rate", 1986, 2099, "0.30"),
                                        rate("us.1042s.default_rate", 2026, 2026, "0.31"))));

        assertThatThrownBy(
                        () ->
                                doubled.of(
                                        payee("IN", TaxStatus.NONE),
                                        DAY,
                                        100,
                                        List.of(royalty(100, "US")),
                                        year()))
                .hasMessage(
                        "several rules us.1042s.default_rate are valid on 2026-06-02; leave one of"
                                + " them in tax-rules.yml");
    }

    @Test
    void otherCurrenciesAreTestedInDollarsAtTheRateOfTheirOwnDay() {
        Payee payee = american("vault:a", true);
        PaymentFact earlier = euros(LocalDate.of(2026, 2, 2), 100_000);
        PersonYear year =
                new PersonYear(
                        2026,
                        new DayRates(
                                List.of(
                                        new ReferenceRate(
                                                LocalDate.of(2026, 2, 2), EUR, USD, "1.10", "ECB"),
                                        new ReferenceRate(
                                                DAY.minusDays(7), EUR, USD, "0.90", "ECB")),
                                7));
        year.paid(List.of(earlier));

        assertThat(RULES.of(payee, DAY, 100_000, List.of(euros(DAY, 100_000)), year))
                .containsExactly(new Withholding("US", "24%", Regime.BACKUP, "24%", 100_000));
        assertThat(RULES.of(payee, DAY, 99_999, List.of(euros(DAY, 99_998)), year)).isEmpty();
        LocalDate tooLate = DAY.plusDays(1);
        assertThatThrownBy(() -> RULES.of(payee, tooLate, 100, List.of(euros(tooLate, 100)), year))
                .isInstanceOf(NoFigureException.class)
                .hasMessage(
                        "fx.rate_missing: no reference rate tells what EUR is worth in USD on"
                                + " 2026-06-03; deliver one");
    }

    @Test
    void royaltiesFromTheFirstCentNeedNoRate() {
        PaymentFact fact =
                new PaymentFact(
                        PAYMENT,
                        DAY,
                        place(0),
                        earning(IncomeType.ROYALTY, "US"),
                        Money.of(100, EUR));

        assertThat(RULES.of(american("vault:a", true), DAY, 100, List.of(fact), year())).hasSize(1);
    }

    // ---- what a payee may say

    @Test
    void refusesWhatNoFormSays() {
        assertThatThrownBy(() -> form("W-8BEN", "900-00-0001", null, null))
                .hasMessageContaining("expected a reference such as vault:c1 in \"tinRef\"")
                .hasMessageNotContaining("900");
        for (String rate : List.of("0.15", "101%", "-1%", "15")) {
            assertThatThrownBy(() -> form("W-8BEN", "vault:i", rate, null))
                    .hasMessage(
                            "expected a percentage from 0%% to 100%% such as 15%% in \"treatyRate\", found \"%s\""
                                    .formatted(rate));
        }
        assertThatThrownBy(() -> new TaxStatus("W-9", null, "TAX", null, null, null, false, null))
                .hasMessage(
                        "expected one of EIN, FOREIGN, ITIN, SSN in \"tinType\", found \"TAX\"");
        assertThatThrownBy(() -> new TaxStatus("W-9", null, null, null, null, null, false, "llc"))
                .hasMessageContaining("in \"classification\", found \"llc\"");
        assertThatThrownBy(() -> payee("usa", TaxStatus.NONE))
                .hasMessage("expected a country of two capitals in \"country\", found \"usa\"");
    }

    private static String rateOf(Payee payee, LocalDate day) {
        return of(payee, day, royalty(10_000, "US")).getFirst().rate();
    }

    private static long tax(Payee payee, PaymentFact... facts) {
        return of(payee, DAY, facts).getFirst().on(gross(facts));
    }

    private static List<Withholding> of(Payee payee, LocalDate day, PaymentFact... facts) {
        return of(payee, day, year(), facts);
    }

    private static List<Withholding> of(
            Payee payee, LocalDate day, PersonYear year, PaymentFact... facts) {
        return RULES.of(payee, day, gross(facts), List.of(facts), year);
    }

    private static long gross(PaymentFact... facts) {
        return List.of(facts).stream().mapToLong(fact -> fact.gross().minor()).sum();
    }

    private static PersonYear year() {
        return new PersonYear(2026, new DayRates(List.of(), 7));
    }

    private static PersonYear paid(PaymentFact... facts) {
        PersonYear year = year();
        year.paid(List.of(facts));
        return year;
    }

    private static PersonYear sold(int charges, long gross) {
        PersonYear year = year();
        year.sold(sales(charges, gross));
        return year;
    }

    private static List<Sale> sales(int charges, long gross) {
        List<Sale> sales = new ArrayList<>();
        long left = gross;
        for (int i = 0; i < charges; i++) {
            long part = i == charges - 1 ? left : gross / charges;
            left -= part;
            sales.add(new Sale("o" + i, DAY, Money.of(part, USD)));
        }
        return sales;
    }

    private static PaymentFact royalty(long minor, String country) {
        return fact(minor, IncomeType.ROYALTY, country);
    }

    private static PaymentFact service(long minor) {
        return fact(minor, IncomeType.SERVICE, "US");
    }

    private static PaymentFact sale(long minor) {
        return fact(minor, IncomeType.SALE, "US");
    }

    private static PaymentFact fact(
            long minor, @Nullable IncomeType type, @Nullable String country) {
        return new PaymentFact(
                PAYMENT, DAY, place(0), earning(type, country), Money.of(minor, USD));
    }

    private static PaymentFact euros(LocalDate day, long minor) {
        return new PaymentFact(
                PAYMENT, day, place(0), earning(IncomeType.SERVICE, "US"), Money.of(minor, EUR));
    }

    private static Earning earning(@Nullable IncomeType type, @Nullable String country) {
        return new Earning(type == null ? null : "ct-1", type, "o-1", country);
    }

    private static Place place(int part) {
        return new Place(DAY, PAYMENT, 1, part);
    }

    private static Payee american(@Nullable String tin, boolean backup) {
        return payee("US", new TaxStatus("W-9", tin, null, null, null, null, backup, null));
    }

    private static TaxStatus form(
            String form,
            @Nullable String tin,
            @Nullable String treatyRate,
            @Nullable LocalDate signed) {
        return new TaxStatus(form, tin, null, null, signed, treatyRate, false, null);
    }

    private static Payee payee(@Nullable String country, TaxStatus tax) {
        return new Payee(
                "c1", 1, DAY, country, null, USD, 0, Payee.STRIPE_RAIL, "acct_c1", null, tax, null);
    }
}
