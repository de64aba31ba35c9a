package com.illuvrse.finance.oss;

import com.illuvrse.finance.informationreturn.Question;
import com.illuvrse.finance.informationreturn.Question.Weight;
import com.illuvrse.finance.informationreturn.Tie;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.PeriodEndRates;
import com.illuvrse.finance.order.LineTax;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.tax.NoFigureException;
import com.illuvrse.finance.tax.SalesTax;
import com.illuvrse.finance.tax.TaxRule;
import com.illuvrse.finance.tax.TaxRules;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The One-Stop-Shop return of one quarter (reports, section 3.5).
 *
 * <ul>
 *   <li>A supply is declared when its buyer is in a member state other than that of identification,
 *       names no VAT number, and was charged a tax of that state.
 *   <li>Amounts are those charged. They are summed by state, supply type, rate and currency, and
 *       divided once by the euro rate of the quarter's last day.
 *   <li>What goes back of a sale of the quarter is taken off its line. What goes back of an earlier
 *       quarter, or was sold in one and became known after its return was filed, is a correction of
 *       that quarter, at that quarter's rate, for as many years as the rule allows.
 *   <li>Every movement of VAT, in the currency settled, is on a line, on a correction or excluded.
 * </ul>
 *
 * <p>Only sums are kept, by line, correction and state, however many supplies there are.
 */
public final class OssReturn {

    static final String SERVICES = "SERVICES";

    private static final Currency EUR = Currency.of("EUR");
    private static final String EU = "EU";
    private static final String SUPPLY_TYPE = "vat.supply_type";
    private static final String OUT_OF_SCOPE = "OUT_OF_SCOPE";
    private static final String STANDARD = "STANDARD";
    private static final String REDUCED = "REDUCED";
    private static final int QUARTERS_OF_A_YEAR = 4;
    private static final int MONTHS_OF_A_QUARTER = 3;
    private static final String AT_ITS_OWN_RATE = "RATE_OF_CORRECTED_PERIOD";

    private final Scheme scheme;
    private final String home;
    private final Period quarter;
    private final TaxRules rules;
    private final PeriodEndRates rates;
    private final MemberStates states;
    private final int yearsBack;
    private final Map<LineKey, LineSum> lines = new TreeMap<>(LineKey.ORDER);
    private final Map<CorrectionKey, CorrectionSum> corrections =
            new TreeMap<>(CorrectionKey.ORDER);
    private final Map<Currency, Tie> ties = new TreeMap<>();
    private final Map<String, Unproven> unproven = new TreeMap<>();
    private final Map<String, Question> questions = new LinkedHashMap<>();

    private record LineKey(
            String state,
            String supplyType,
            @Nullable String rateType,
            String rate,
            Currency currency) {

        static final Comparator<LineKey> ORDER =
                Comparator.comparing((LineKey key) -> MemberStates.onReturn(key.state))
                        .thenComparing(LineKey::supplyType)
                        .thenComparing(key -> new BigDecimal(key.rate), Comparator.reverseOrder())
                        .thenComparing(LineKey::currency)
                        .thenComparing(key -> String.valueOf(key.rateType));
    }

    private static final class LineSum {
        private long taxable;
        private long vat;
        private long sales;
    }

    private record CorrectionKey(Period corrected, String state, Currency currency) {

        static final Comparator<CorrectionKey> ORDER =
                Comparator.comparing((CorrectionKey key) -> key.corrected.firstDay())
                        .thenComparing(key -> MemberStates.onReturn(key.state))
                        .thenComparing(CorrectionKey::currency);
    }

    private static final class CorrectionSum {
        private final Set<Supply.Cause> causes = new TreeSet<>();
        private long vat;
        private long entries;
    }

    private record Unproven(long sales, String firstOrder) {}

    /**
     * @param home the state of identification, ISO code
     * @param quarter of calendar days in the zone of the set
     * @throws com.illuvrse.finance.tax.NoFigureException when the rules say nothing of the member
     *     states
     */
    public OssReturn(
            Scheme scheme, String home, Period quarter, TaxRules rules, PeriodEndRates rates) {
        this.scheme = scheme;
        this.home = MemberStates.iso(home);
        this.quarter = quarter;
        this.rules = rules;
        this.rates = rates;
        this.states = members(rules, quarter);
        if (!states.contains(this.home)) {
            throw new IllegalArgumentException(
                    "the state of identification is a member state on %s, found %s; put one into reports.vat-oss.identification"
                            .formatted(quarter.lastDay(), home));
        }
        this.yearsBack = yearsBack();
    }

    /** The member states on the last day of a quarter. */
    public static MemberStates members(TaxRules rules, Period quarter) {
        return new MemberStates(rules.on("vat.oss.members", quarter.lastDay()).values().keySet());
    }

    private int yearsBack() {
        Optional<TaxRule> back = rules.in("vat.oss.corrections", EU, quarter.lastDay());
        Optional<TaxRule> fx = rules.in("vat.oss.corrections.fx", EU, quarter.lastDay());
        if (fx.isEmpty() || !AT_ITS_OWN_RATE.equals(fx.get().value())) {
            ask(
                    "rule.missing",
                    Weight.BLOCKING,
                    "expected the rule vat.oss.corrections.fx to say %s on %s, found %s"
                            .formatted(
                                    AT_ITS_OWN_RATE,
                                    quarter.lastDay(),
                                    fx.map(TaxRule::value).orElse("none")),
                    "vat.oss.corrections.fx");
        }
        if (back.isEmpty()) {
            missing("vat.oss.corrections", quarter.lastDay());
            return 0;
        }
        try {
            return Integer.parseInt(back.get().value("years"));
        } catch (NoFigureException e) {
            ask(e.rule(), Weight.BLOCKING, String.valueOf(e.getMessage()), e.rule());
            return 0;
        }
    }

    /**
     * Takes all supplies of one entry in.
     *
     * @return what each of them is, in the same order
     */
    public List<Judgement> add(List<Supply> ofOneEntry) {
        Set<Object> counted = new HashSet<>();
        List<Judgement> judgements = new ArrayList<>();
        for (Supply supply : ofOneEntry) {
            Judgement judged = judge(supply);
            judgements.add(judged);
            long declared = 0;
            if (judged.result() == SchemeResult.OSS) {
                declare(supply, judged, counted);
                declared = supply.settled().of(state(judged));
            }
            tie(supply.settled(), declared);
        }
        return judgements;
    }

    /** VAT that moved without an order, such as a journal that pays it. */
    public void exclude(Money moved) {
        ties.merge(moved.currency(), new Tie(0, 0, moved.minor()), Tie::plus);
    }

    private void tie(Taxes settled, long declared) {
        long all = 0;
        for (Map.Entry<String, Long> tax : settled.amounts().entrySet()) {
            if (states.contains(tax.getKey())) {
                all = Math.addExact(all, tax.getValue());
            }
        }
        ties.merge(
                settled.currency(),
                new Tie(declared, 0, Math.subtractExact(all, declared)),
                Tie::plus);
    }

    private Judgement judge(Supply supply) {
        VatBuyer buyer = supply.buyer();
        String country = buyer.country();
        if (country == null || !states.contains(country)) {
            return new Judgement(SchemeResult.OUT_OF_SCOPE, null, null, null);
        }
        String rate = rate(supply.line(), country, supply.soldOn());
        TaxRule type = supplyType(supply);
        String supplyType = type == null ? null : type.value();
        SchemeResult result = result(supply, country, supplyType, rate);
        if (type != null && type.isOurReading()) {
            ask(
                    "rule.confidence_c",
                    Weight.INFO,
                    "rule vat.supply_type %s is our reading; have an adviser confirm it"
                            .formatted(supply.line().kind()),
                    SUPPLY_TYPE + " " + supply.line().kind());
        }
        return new Judgement(result, country, supplyType, rate);
    }

    private SchemeResult result(
            Supply supply, String country, @Nullable String supplyType, @Nullable String rate) {
        if (supply.isDestination() || OUT_OF_SCOPE.equals(supplyType)) {
            return SchemeResult.OUT_OF_SCOPE;
        }
        if (country.equals(home)) {
            return SchemeResult.DOMESTIC;
        }
        if (supply.buyer().isBusiness()) {
            return SchemeResult.REVERSE_CHARGE;
        }
        if (rate == null) {
            return SchemeResult.OUT_OF_SCOPE;
        }
        if (supplyType == null) {
            askSupplyType(supply);
            return SchemeResult.OUT_OF_SCOPE;
        }
        if (!scheme.covers(supplyType)) {
            return SchemeResult.OUT_OF_SCOPE;
        }
        return isTooOld(supply) ? SchemeResult.CORRECTION_TOO_OLD : SchemeResult.OSS;
    }

    private @Nullable TaxRule supplyType(Supply supply) {
        try {
            return rules.ofKind(SUPPLY_TYPE, supply.line().kind(), supply.soldOn());
        } catch (NoFigureException e) {
            return null;
        }
    }

    private void askSupplyType(Supply supply) {
        try {
            rules.ofKind(SUPPLY_TYPE, supply.line().kind(), supply.soldOn()).text();
        } catch (NoFigureException e) {
            ask(
                    e.rule(),
                    Weight.BLOCKING,
                    String.valueOf(e.getMessage()),
                    SUPPLY_TYPE + " " + supply.line().kind());
        }
    }

    private boolean isTooOld(Supply supply) {
        Period sold = quarterOf(supply.soldOn());
        int back = number(quarter) - number(sold);
        if (back <= yearsBack * QUARTERS_OF_A_YEAR) {
            return false;
        }
        ask(
                "vat.correction_too_old",
                Weight.BLOCKING,
                "order %s was sold in %s; %s may correct quarters of at most %d years before, settle it with the member state %s itself"
                        .formatted(
                                supply.order(),
                                sold,
                                quarter,
                                yearsBack,
                                MemberStates.onReturn(String.valueOf(supply.buyer().country()))),
                supply.entry().toString());
        return true;
    }

    private void declare(Supply supply, Judgement judged, Set<Object> counted) {
        String state = state(judged);
        Period sold = quarterOf(supply.soldOn());
        boolean isNew =
                number(sold) < number(quarter)
                        ? correct(
                                new CorrectionKey(sold, state, supply.charged().currency()),
                                supply,
                                counted)
                        : declare(lineKey(supply, judged), supply, counted);
        if (isNew && supply.cause() == Supply.Cause.SALE && !supply.buyer().isProven()) {
            unproven.merge(
                    state,
                    new Unproven(1, supply.order()),
                    (known, more) -> new Unproven(known.sales + 1, known.firstOrder));
        }
    }

    /** Whether the entry had nothing on this row before. */
    private boolean correct(CorrectionKey key, Supply supply, Set<Object> counted) {
        CorrectionSum sum = corrections.computeIfAbsent(key, of -> new CorrectionSum());
        sum.vat = Math.addExact(sum.vat, supply.charged().of(key.state));
        sum.causes.add(supply.cause());
        boolean isNew = counted.add(key);
        sum.entries += isNew ? 1 : 0;
        return isNew;
    }

    private boolean declare(LineKey key, Supply supply, Set<Object> counted) {
        LineSum sum = lines.computeIfAbsent(key, of -> new LineSum());
        sum.taxable = Math.addExact(sum.taxable, supply.taxable());
        sum.vat = Math.addExact(sum.vat, supply.charged().of(key.state));
        boolean isNew = counted.add(key);
        sum.sales += isNew && supply.cause() == Supply.Cause.SALE ? 1 : 0;
        return isNew;
    }

    private LineKey lineKey(Supply supply, Judgement judged) {
        String state = state(judged);
        String rate = String.valueOf(judged.rate());
        return new LineKey(
                state,
                String.valueOf(judged.supplyType()),
                rateType(state, rate, supply.soldOn()),
                rate,
                supply.charged().currency());
    }

    private @Nullable String rateType(String state, String rate, LocalDate day) {
        Optional<String> standard = standard(state, day);
        if (standard.isEmpty()) {
            ask(
                    "vat.rate_type_unknown",
                    Weight.MEDIUM,
                    "no rule vat.standard_rate of %s is valid on %s, so nothing says whether %s is it; put one into tax-rules.yml"
                            .formatted(state, day, rate),
                    state + " " + rate);
            return null;
        }
        boolean isStandard = new BigDecimal(rate).compareTo(new BigDecimal(standard.get())) == 0;
        return isStandard ? STANDARD : REDUCED;
    }

    private Optional<String> standard(String state, LocalDate day) {
        return rules.in("vat.standard_rate", state, day).map(TaxRule::value);
    }

    /**
     * Percent of a state's tax on a line, as the order says; of one that gives only amounts the
     * standard rate when it gives this amount, else what the amount comes to. Null without a tax of
     * that state.
     */
    private @Nullable String rate(OrderLine line, String state, LocalDate day) {
        List<LineTax> taxes =
                line.taxes().stream()
                        .filter(tax -> MemberStates.iso(tax.jurisdiction()).equals(state))
                        .toList();
        if (taxes.isEmpty()) {
            return null;
        }
        String stated = taxes.getFirst().rate();
        if (taxes.size() == 1 && stated != null) {
            return percent(Fraction.parse(stated).times(100));
        }
        long tax =
                line.taxAmounts().entrySet().stream()
                        .filter(each -> MemberStates.iso(each.getKey()).equals(state))
                        .mapToLong(Map.Entry::getValue)
                        .reduce(0, Math::addExact);
        Optional<String> standard = standard(state, day);
        if (standard.isPresent()
                && tax
                        == SalesTax.exclusive(
                                line.net(),
                                Fraction.parse(standard.get()).dividedBy(Fraction.of(100)))) {
            return standard.get();
        }
        String rate =
                percent(line.net() == 0 ? Fraction.ZERO : Fraction.of(tax, line.net()).times(100));
        ask(
                "vat.rate_type_unknown",
                Weight.MEDIUM,
                "a line to %s has a tax of %s percent by its amounts, and no one rate that says so; have the order feed name it"
                        .formatted(state, rate),
                state + " " + rate + " by amount");
        return rate;
    }

    private static String percent(Fraction rate) {
        return new BigDecimal(rate.numerator())
                .divide(new BigDecimal(rate.denominator()), 2, RoundingMode.HALF_UP)
                .toPlainString();
    }

    /** The return as it stands after all supplies. */
    public OssFiling filing() {
        List<OssLine> declared = new ArrayList<>();
        lines.forEach((key, sum) -> declared.add(line(key, sum)));
        List<OssCorrection> corrected = new ArrayList<>();
        corrections.forEach((key, sum) -> corrected.add(correction(key, sum)));
        unproven.forEach(this::askEvidence);
        askBalances(declared, corrected);
        Money ofLines = sum(declared, OssLine::vatEuro);
        Money ofCorrections = sum(corrected, OssCorrection::vatEuro);
        return new OssFiling(
                declared,
                corrected,
                ofLines,
                ofCorrections,
                ofLines == null || ofCorrections == null ? null : ofLines.plus(ofCorrections),
                dueOn(),
                ties,
                List.copyOf(questions.values()));
    }

    private LocalDate dueOn() {
        if (rules.in("vat.oss.due", EU, quarter.lastDay()).isEmpty()) {
            missing("vat.oss.due", quarter.lastDay());
        }
        return YearMonth.from(quarter.lastDay()).plusMonths(1).atEndOfMonth();
    }

    private OssLine line(LineKey key, LineSum sum) {
        if (sum.taxable < 0 || sum.vat < 0) {
            ask(
                    "negative.box",
                    Weight.BLOCKING,
                    "a line cannot be negative, found %s and VAT of %s to %s at %s; look for what went back without its sale"
                            .formatted(
                                    Money.of(sum.taxable, key.currency),
                                    Money.of(sum.vat, key.currency),
                                    key.state,
                                    key.rate),
                    key.state + " " + key.rate + " " + key.currency);
        }
        return new OssLine(
                key.state,
                key.supplyType,
                key.rateType,
                key.rate,
                Money.of(sum.taxable, key.currency),
                Money.of(sum.vat, key.currency),
                euros(key.currency, quarter),
                sum.sales);
    }

    private OssCorrection correction(CorrectionKey key, CorrectionSum sum) {
        return new OssCorrection(
                key.corrected,
                key.state,
                Money.of(sum.vat, key.currency),
                euros(key.currency, key.corrected),
                String.join("+", sum.causes.stream().map(Supply.Cause::name).sorted().toList()),
                sum.entries);
    }

    private @Nullable DayRate euros(Currency currency, Period of) {
        Optional<DayRate> rate = rates.of(currency, of.lastDay());
        if (rate.isEmpty()) {
            ask(
                    "fx.rate_missing",
                    Weight.BLOCKING,
                    "no rate of the ECB for %s is known that is dated %s or later; deliver one in fx/"
                            .formatted(currency, of.lastDay()),
                    currency + " " + of.lastDay());
        }
        return rate.orElse(null);
    }

    private void askEvidence(String state, Unproven found) {
        ask(
                "vat.evidence_insufficient",
                Weight.MEDIUM,
                "%d sales to %s lack two items that agree on where the buyer is, the first is order %s; they have evidence_consistent N in vat-evidence.csv"
                        .formatted(found.sales, MemberStates.onReturn(state), found.firstOrder),
                found.firstOrder);
    }

    /** What a state owes back is asked of that state, and not taken off what others are due. */
    private void askBalances(List<OssLine> declared, List<OssCorrection> corrected) {
        Map<String, Money> balances = new HashMap<>();
        for (OssLine line : declared) {
            add(balances, line.state(), line.vatEuro());
        }
        for (OssCorrection correction : corrected) {
            add(balances, correction.state(), correction.vatEuro());
        }
        balances.forEach(
                (state, balance) -> {
                    if (balance.isNegative()) {
                        ask(
                                "vat.balance_negative",
                                Weight.MEDIUM,
                                "corrections leave %s with a balance of %s, which vat_due_eur takes off what other states are due; claim it from %s and pay the others in full"
                                        .formatted(
                                                MemberStates.onReturn(state),
                                                balance,
                                                MemberStates.onReturn(state)),
                                MemberStates.onReturn(state));
                    }
                });
    }

    private static void add(Map<String, Money> balances, String state, @Nullable Money more) {
        if (more != null) {
            balances.merge(state, more, Money::plus);
        }
    }

    private static <R> @Nullable Money sum(List<R> rows, Function<R, @Nullable Money> euros) {
        Money sum = Money.zero(EUR);
        for (R row : rows) {
            Money each = euros.apply(row);
            if (each == null) {
                return null;
            }
            sum = sum.plus(each);
        }
        return sum;
    }

    private static String state(Judgement judged) {
        return String.valueOf(judged.state());
    }

    /** The calendar quarter of a day. */
    public static Period quarterOf(LocalDate day) {
        return Period.parse(
                "%04d-Q%d"
                        .formatted(
                                day.getYear(),
                                (day.getMonthValue() - 1) / MONTHS_OF_A_QUARTER + 1));
    }

    private static int number(Period quarter) {
        LocalDate first = quarter.firstDay();
        return first.getYear() * QUARTERS_OF_A_YEAR
                + (first.getMonthValue() - 1) / MONTHS_OF_A_QUARTER;
    }

    private void missing(String rule, LocalDate day) {
        ask(
                "rule.missing",
                Weight.BLOCKING,
                "no rule %s is valid on %s; put one into tax-rules.yml".formatted(rule, day),
                rule);
    }

    private void ask(String rule, Weight weight, String message, String evidence) {
        questions.putIfAbsent(
                rule + " " + evidence, new Question(rule, null, weight, message, evidence));
    }
}
