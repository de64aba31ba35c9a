package com.illuvrse.finance.dpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.illuvrse.finance.dpi.SellerRow.Exclusion;
import com.illuvrse.finance.dpi.SellerRow.Quarter;
import com.illuvrse.finance.informationreturn.Question;
import com.illuvrse.finance.informationreturn.TaxPayee;
import com.illuvrse.finance.informationreturn.Tie;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.ReferenceRate;
import com.illuvrse.finance.payout.Earning;
import com.illuvrse.finance.payout.OpenItems;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.payout.PaymentFact;
import com.illuvrse.finance.payout.PaymentFact.Place;
import com.illuvrse.finance.payout.TaxStatus;
import com.illuvrse.finance.tax.TaxRule;
import com.illuvrse.finance.tax.TaxRules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is reported, by made-up facts. */
class SellersTest {

    private static final Currency EUR = Currency.of("EUR");
    private static final Currency USD = Currency.of("USD");
    private static final Currency JPY = Currency.of("JPY");
    private static final LocalDate MAY = LocalDate.of(2026, 5, 4);
    private static final LocalDate SINCE = LocalDate.of(2023, 1, 1);

    private final Map<String, TaxPayee> payees = new HashMap<>();
    private final List<ReferenceRate> rates = new ArrayList<>();
    private int entries;

    private static TaxRule kind(String kind, @Nullable String value, String confidence) {
        return new TaxRule(
                "dpi.activity",
                null,
                kind,
                SINCE,
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

    private static TaxRule lowVolume(String jurisdiction, String amount, Currency currency) {
        return new TaxRule(
                "dpi.goods.exclusion",
                jurisdiction,
                null,
                SINCE,
                null,
                amount,
                "lte",
                currency,
                30L,
                "lt",
                null,
                Map.of(),
                "A");
    }

    private static TaxRule fx(String jurisdiction, String value) {
        return new TaxRule(
                "dpi.fx.threshold_rule", jurisdiction, SINCE, null, null, null, null, null, value);
    }

    private static final TaxRules RULES =
            new TaxRules(
                    List.of(
                            kind("goods", "SALE_OF_GOODS", "A"),
                            kind("personal_service", "PERSONAL_SERVICE", "A"),
                            kind("digital_goods", "NONE", "C"),
                            kind("tip", null, "C"),
                            lowVolume("EU", "2000.00", EUR),
                            lowVolume("CA", "2800.00", Currency.of("CAD")),
                            fx("IE", "AVERAGE_ANNUAL_RATE"),
                            fx("*", "ECB_31_DEC"),
                            new TaxRule(
                                    "vat.oss.members",
                                    null,
                                    SINCE,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    null,
                                    Map.of("NL", "NL", "IE", "IE"),
                                    "A")));

    private Sellers sellers(String sending) {
        return new Sellers(
                2026,
                new Platform(sending, "NL", Set.of("IE", "DE", "FR")),
                RULES,
                new ThresholdRates(2026, rates, new DayRates(rates, 7)),
                name -> payees.getOrDefault(name, payee(name, "DE", "vault:" + name)));
    }

    private static TaxPayee payee(String name, @Nullable String country, @Nullable String tin) {
        return new TaxPayee(
                new Payee(
                        name,
                        1,
                        SINCE,
                        country,
                        null,
                        EUR,
                        0,
                        Payee.STRIPE_RAIL,
                        null,
                        null,
                        new TaxStatus("W-8BEN", tin, null, null, null, null, false, null),
                        null),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private void rate(String day, String rate) {
        rates.add(new ReferenceRate(LocalDate.parse(day), EUR, USD, rate, "ECB"));
    }

    private EntryId entry() {
        return SourceKey.of("fulfil", "o" + ++entries, "1").entryId();
    }

    private void pay(Sellers to, String payee, String kind, LocalDate day, Money gross) {
        pay(to, payee, kind, day, gross, 0, 0);
    }

    private void pay(
            Sellers to, String payee, String kind, LocalDate day, Money gross, long tax, long fee) {
        to.paid(
                new SellerFact(
                        payee,
                        new PaymentFact(
                                entry(),
                                day,
                                new Place(day, entry(), 1, 0),
                                new Earning("K", null, "o" + entries, null),
                                gross),
                        "1",
                        kind,
                        to.activity(kind, day),
                        gross,
                        Money.of(tax, gross.currency()),
                        Money.of(fee, gross.currency()),
                        gross.isPositive()));
    }

    private static List<String> questions(SellerReport report) {
        return report.questions().stream().map(q -> q.rule() + " " + q.weight()).toList();
    }

    private static List<@Nullable Exclusion> exclusions(SellerReport report) {
        return new ArrayList<>(
                Collections.unmodifiableList(
                        report.rows().stream().map(SellerRow::exclusion).toList()));
    }

    @Test
    void twentyNineSalesOfTwoThousandEurosAreOfLowVolumeAndThirtyAreNot() {
        Sellers sellers = sellers("NL");
        for (int i = 0; i < 30; i++) {
            if (i > 0) {
                pay(sellers, "a", "goods", MAY, Money.of(i == 1 ? 200_000 - 28 : 1, EUR));
            }
            pay(sellers, "b", "goods", MAY, Money.of(1, EUR));
        }
        pay(sellers, "c", "goods", MAY, Money.of(200_001, EUR));

        SellerReport report = sellers.report();

        assertThat(report.rows())
                .extracting(
                        row -> row.payee().payee().payee(),
                        SellerRow::thresholdCount,
                        row -> String.valueOf(row.thresholdSum()),
                        SellerRow::reportable,
                        SellerRow::exclusion,
                        SellerRow::docRefId)
                .containsExactly(
                        tuple("a", 29L, "EUR 2000.00", false, Exclusion.LOW_VOLUME_GOODS, null),
                        tuple("b", 30L, "EUR 0.30", true, null, "NL2026-b-v1"),
                        tuple("c", 1L, "EUR 2000.01", true, null, "NL2026-c-v1"));
        assertThat(report.consideration())
                .containsExactly(Map.entry(EUR, new Tie(200_031, 200_000, 0)));
    }

    @Test
    void oneServiceMakesTheGoodsReportableAndADownloadDoesNot() {
        Sellers sellers = sellers("NL");
        pay(sellers, "a", "goods", MAY, Money.of(100, EUR));
        pay(sellers, "a", "personal_service", MAY, Money.of(100, EUR));
        pay(sellers, "b", "goods", MAY, Money.of(100, EUR));
        pay(sellers, "b", "digital_goods", MAY, Money.of(100, EUR));

        SellerReport report = sellers.report();

        assertThat(report.rows())
                .extracting(
                        row -> row.payee().payee().payee(),
                        SellerRow::activity,
                        SellerRow::exclusion)
                .containsExactly(
                        tuple("a", Activity.PERSONAL_SERVICE, null),
                        tuple("a", Activity.SALE_OF_GOODS, null),
                        tuple("b", Activity.NONE, Exclusion.NOT_A_RELEVANT_ACTIVITY),
                        tuple("b", Activity.SALE_OF_GOODS, Exclusion.LOW_VOLUME_GOODS));
        assertThat(questions(report)).containsExactly("rule.confidence_c INFO");
        assertThat(report.consideration().get(EUR)).isEqualTo(new Tie(200, 100, 100));
    }

    @Test
    void payeesOfOneTaxNumberAreTestedTogether() {
        payees.put("a", payee("a", "DE", "vault:same"));
        payees.put("b", payee("b", "DE", "vault:same"));
        payees.put("c", payee("c", "DE", null));
        Sellers sellers = sellers("NL");
        for (String name : List.of("a", "b", "c")) {
            pay(sellers, name, "goods", MAY, Money.of(100_001, EUR));
        }

        SellerReport report = sellers.report();

        assertThat(exclusions(report)).containsExactly(null, null, Exclusion.LOW_VOLUME_GOODS);
        assertThat(report.rows().getFirst().thresholdSum()).isEqualTo(Money.of(200_002, EUR));
    }

    @Test
    void residentsOfOtherCountriesAreNotReportedAndNoCountryBlocks() {
        payees.put("a", payee("a", "US", "vault:a"));
        payees.put("b", payee("b", null, "vault:b"));
        payees.put("c", payee("c", "IE", null));
        Sellers sellers = sellers("NL");
        for (String name : List.of("a", "b", "c")) {
            pay(sellers, name, "personal_service", MAY, Money.of(100, EUR));
        }

        SellerReport report = sellers.report();

        assertThat(report.rows())
                .extracting(SellerRow::reportable, SellerRow::exclusion)
                .containsExactly(
                        tuple(false, Exclusion.NOT_REPORTABLE_RESIDENCE),
                        tuple(null, null),
                        tuple(true, null));
        assertThat(questions(report))
                .containsExactly("payee.country_unknown BLOCKING", "payee.tin_missing MEDIUM");
    }

    @Test
    void anUndecidedKindBlocksAndLeavesTheRowOpen() {
        Sellers sellers = sellers("NL");
        pay(sellers, "a", "tip", MAY, Money.of(100, EUR));
        pay(sellers, "a", "goods", MAY, Money.of(100, EUR));
        pay(sellers, "b", "unheard_of", MAY, Money.of(100, EUR));

        SellerReport report = sellers.report();

        assertThat(report.rows())
                .extracting(SellerRow::activity, SellerRow::reportable)
                .containsExactly(
                        tuple(null, null), tuple(Activity.SALE_OF_GOODS, null), tuple(null, null));
        assertThat(questions(report))
                .containsExactly("dpi.activity BLOCKING", "rule.missing BLOCKING");
    }

    @Test
    void theTestConvertsByTheLastRateOfTheYearOrByItsMean() {
        rate("2026-01-02", "1.0000");
        rate("2026-12-30", "1.5000");
        for (String sending : List.of("NL", "IE")) {
            Sellers sellers = sellers(sending);
            pay(sellers, "a", "goods", MAY, Money.of(260_000, USD));

            SellerReport report = sellers.report();

            boolean mean = sending.equals("IE");
            assertThat(report.rows().getFirst().thresholdSum())
                    .isEqualTo(Money.of(mean ? 208_000 : 173_333, EUR));
            assertThat(exclusions(report))
                    .containsExactly(mean ? null : Exclusion.LOW_VOLUME_GOODS);
            assertThat(report.rates()).hasSize(mean ? 2 : 1);
        }
    }

    @Test
    void aMissingRateBlocksOnlyWhereItDecides() {
        payees.put("us", payee("us", "US", "vault:us"));
        Sellers decides = sellers("NL");
        pay(decides, "a", "goods", MAY, Money.of(100, USD));
        Sellers decided = sellers("NL");
        pay(decided, "us", "goods", MAY, Money.of(100, USD));
        pay(decided, "b", "goods", MAY, Money.of(100, USD));
        pay(decided, "b", "personal_service", MAY, Money.of(100, USD));

        assertThat(questions(decides.report())).containsExactly("fx.rate_missing BLOCKING");
        assertThat(questions(decided.report())).isEmpty();
    }

    @Test
    void aCountryWithoutALowVolumeRuleBlocks() {
        Sellers sellers = sellers("CH");
        pay(sellers, "a", "goods", MAY, Money.of(100, EUR));

        assertThat(questions(sellers.report())).containsExactly("rule.missing BLOCKING");
    }

    @Test
    void canadaTestsInItsOwnDollars() {
        rates.add(new ReferenceRate(MAY.withMonth(12), EUR, Currency.of("CAD"), "1.5", "ECB"));
        rates.add(
                new ReferenceRate(
                        LocalDate.of(2026, 12, 31), EUR, Currency.of("CAD"), "1.5", "ECB"));
        Sellers sellers = sellers("CA");
        pay(sellers, "a", "goods", MAY, Money.of(186_666, EUR));
        pay(sellers, "b", "goods", MAY, Money.of(186_667, EUR));

        assertThat(exclusions(sellers.report())).containsExactly(Exclusion.LOW_VOLUME_GOODS, null);
    }

    @Test
    void aQuarterIsSummedExactlyAndRoundedHalfUpOnce() {
        Sellers sellers = sellers("NL");
        pay(sellers, "a", "personal_service", LocalDate.of(2026, 3, 31), Money.of(25, EUR));
        pay(sellers, "a", "personal_service", LocalDate.of(2026, 3, 31), Money.of(30, EUR), 5, 49);
        pay(sellers, "a", "personal_service", LocalDate.of(2026, 4, 1), Money.of(149, EUR));
        pay(sellers, "b", "personal_service", LocalDate.of(2026, 12, 31), Money.of(7, JPY));

        List<SellerRow> rows = sellers.report().rows();

        SellerRow euros = rows.getFirst();
        assertThat(euros.quarters())
                .containsExactly(
                        new Quarter(50, 2, 49, 5),
                        new Quarter(149, 1, 0, 0),
                        Quarter.NOTHING,
                        Quarter.NOTHING);
        assertThat(euros.quarters())
                .extracting(q -> euros.whole(q.consideration()), q -> euros.whole(q.fees()))
                .startsWith(tuple(1L, 0L), tuple(1L, 0L));
        SellerRow yen = rows.getLast();
        assertThat(yen.whole(yen.quarters().getLast().consideration())).isEqualTo(7);
    }

    @Test
    void aQuarterBelowZeroBlocksAReportedRowOnly() {
        payees.put("us", payee("us", "US", "vault:us"));
        Sellers sellers = sellers("NL");
        for (String name : List.of("a", "us")) {
            pay(sellers, name, "personal_service", MAY, Money.of(500, EUR));
            pay(sellers, name, "personal_service", MAY.plusMonths(3), Money.of(-100, EUR));
        }

        SellerReport report = sellers.report();

        assertThat(report.questions())
                .extracting(Question::rule, Question::payee)
                .containsExactly(tuple("negative.box", "a"));
    }

    @Test
    void refusesWhatIsNoCountryAndARowThatContradictsItself() {
        assertThatThrownBy(() -> new Platform("NL", "NL", Set.of("Ireland")))
                .hasMessageContaining("reports.dpi.reportable-countries")
                .hasMessageContaining("found \"Ireland\"");
        assertThatThrownBy(
                        () ->
                                new SellerRow(
                                        payee("a", "DE", null),
                                        Activity.NONE,
                                        EUR,
                                        Collections.nCopies(4, Quarter.NOTHING),
                                        null,
                                        null,
                                        true,
                                        Exclusion.NOT_A_RELEVANT_ACTIVITY,
                                        null))
                .hasMessageContaining("excluded as NOT_A_RELEVANT_ACTIVITY and not marked so");
    }

    @Test
    void everyCentPaidIsReportableOfLowVolumeOrExcluded() {
        rate("2026-12-31", "1.1000");
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(20261127 + seed);
            Sellers sellers = sellers("NL");
            TreeMap<Currency, Long> paid = new TreeMap<>();
            for (int i = 0; i < 9; i++) {
                String name = "p" + i;
                payees.put(
                        name, payee(name, List.of("DE", "IE", "US").get(i % 3), "vault:" + i / 2));
                for (Currency currency : List.of(EUR, USD)) {
                    account(name, currency, random, sellers, paid);
                }
            }

            SellerReport report = sellers.report();

            TreeMap<Currency, Long> explained = new TreeMap<>();
            report.consideration()
                    .forEach(
                            (currency, tie) ->
                                    explained.put(
                                            currency,
                                            tie.onForms() + tie.belowThreshold() + tie.excluded()));
            assertThat(explained).as("seed " + seed).isEqualTo(paid);
        }
    }

    /** A year of one account: items of one to three lines, payments of parts, some of them back. */
    private void account(
            String name, Currency currency, Random random, Sellers to, Map<Currency, Long> paid) {
        OpenItems items = new OpenItems(currency);
        Map<EntryId, ItemLines> lines = new HashMap<>();
        List<PaymentFact> told = new ArrayList<>();
        for (int month = 1; month <= 12; month++) {
            LocalDate day = LocalDate.of(2026, month, 15);
            for (int i = random.nextInt(3); i >= 0; i--) {
                EntryId entry = entry();
                long amount = random.nextInt(5_000) - 300L;
                items.post(
                        new Place(day, entry, 1, 0),
                        new Earning("K" + random.nextInt(2), null, "o" + entries, null),
                        amount);
                lines.put(entry, lines(random));
            }
            if (items.balance() > 0) {
                long gross = 1L + random.nextInt((int) items.balance());
                EntryId payment = entry();
                told.addAll(items.pay(new Place(day, payment, 1, 0), day, gross));
                paid.merge(currency, gross, Long::sum);
                if (random.nextInt(4) == 0) {
                    long back = random.nextBoolean() ? gross : 1L + random.nextInt((int) gross);
                    told.addAll(items.giveBack(payment, new Place(day, entry(), 1, 0), back));
                    paid.merge(currency, -back, Long::sum);
                }
            }
        }
        SellerAccount account = new SellerAccount(name, currency, items, to::activity);
        for (PaymentFact fact : told) {
            account.paid(
                    fact,
                    random.nextInt(3) == 0 ? fact.gross().minor() / 4 : 0,
                    lines.getOrDefault(fact.item().entry(), ItemLines.NONE));
        }
        account.facts().forEach(to::paid);
    }

    private static ItemLines lines(Random random) {
        List<ItemLines.Line> lines = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            lines.add(
                    new ItemLines.Line(
                            "l" + i,
                            List.of("goods", "personal_service", "digital_goods", "tip")
                                    .get(random.nextInt(4)),
                            1 + random.nextInt(900),
                            random.nextInt(90)));
        }
        return new ItemLines(lines);
    }
}
