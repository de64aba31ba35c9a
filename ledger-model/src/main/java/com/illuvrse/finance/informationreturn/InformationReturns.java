package com.illuvrse.finance.informationreturn;

import com.illuvrse.finance.informationreturn.PayeeYear.Paid;
import com.illuvrse.finance.informationreturn.Question.Weight;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.tax.NoFigureException;
import com.illuvrse.finance.tax.TaxRule;
import com.illuvrse.finance.tax.TaxRules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
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
 * The forms of one calendar year (reports, section 3.3), from its facts, which are told one by one;
 * only sums by payee are kept.
 *
 * <p>Every payee with a fact has a row on its form, required or not, with the reason; so the facts
 * are on forms, below a threshold, or excluded, and nothing is missing. Thresholds are tested on
 * the sum of all payees with one tax number. A figure that is not known leaves the row undecided
 * and is a question that blocks the set.
 */
public final class InformationReturns {

    private static final Currency USD = PaidFact.USD;
    private static final String SALES = "us.1099k.tpso.threshold";
    private static final String STATE = "us.state.1099k.threshold";
    private static final String SERVICES = "us.1099nec.threshold";
    private static final String ROYALTIES = "us.1099misc.royalties.threshold";
    private static final String EXEMPT = "us.1099.exempt_classifications";
    private static final String TAX_IN_GROSS = "us.1099k.gross.includes_tax_remitted_by_platform";
    private static final String INCOME_CODE = "us.1042s.income_code.copyright_royalty";
    private static final String TREATY_CODE = "us.1042s.box3a.treaty_code";
    private static final String STATUTORY_RATE = "us.1042s.default_rate";
    private static final String W8_YEARS = "us.w8.valid_calendar_years_after_signature";

    private static final String BELOW = "BELOW_THRESHOLD";
    private static final String WITHHELD = "WITHHELD";

    private final int year;
    private final LocalDate yearEnd;
    private final TaxRules rules;
    private final Function<String, TaxPayee> atYearEnd;
    private final TreeMap<String, PayeeYear> payees = new TreeMap<>();
    private final TreeMap<Currency, Tie> sold = new TreeMap<>();
    private final TreeMap<Currency, Tie> paid = new TreeMap<>();
    private final TreeMap<Currency, Tie> withheld = new TreeMap<>();
    private final Map<String, Question> questions = new LinkedHashMap<>();
    private final Map<String, Long> ofCharge = new HashMap<>();
    private String charge = "";

    /**
     * @param atYearEnd a payee as known on 31 December
     */
    public InformationReturns(int year, TaxRules rules, Function<String, TaxPayee> atYearEnd) {
        this.year = year;
        this.atYearEnd = atYearEnd;
        this.yearEnd = LocalDate.of(year, 12, 31);
        this.rules = rules;
    }

    /**
     * Tells a sale; those of one charge come one after the other.
     *
     * @param payee as known on the day of the sale; null for the platform and for nobody
     */
    public void sold(SaleFact fact, @Nullable TaxPayee payee) {
        if (!fact.charge().equals(charge)) {
            endCharge();
            charge = fact.charge();
        }
        askOf(fact);
        String excluded = fact.excluded(payee);
        if (excluded != null) {
            tie(sold, fact.gross().currency(), new Tie(0, 0, fact.gross().minor()));
        }
        if (excluded == null || excluded.equals(SaleFact.FOREIGN_PAYEE)) {
            year(fact.part().payee()).sold(fact, excluded == null);
            ofCharge.merge(fact.part().payee(), fact.gross().minor(), Math::addExact);
        }
    }

    private void askOf(SaleFact fact) {
        String line = fact.order() + " line " + fact.part().line().line();
        if (fact.rate() == null) {
            askRate(fact.gross().currency(), fact.day());
        }
        if ("INCOME_TYPE_UNKNOWN".equals(fact.excluded(null))) {
            ask(
                    "payee.role_unknown",
                    null,
                    Weight.BLOCKING,
                    "contract %s of %s says no income type on the order's day; send a version with \"incomeType\""
                            .formatted(fact.part().line().contract(), line),
                    fact.entry().toString());
        }
    }

    private void endCharge() {
        ofCharge.forEach(
                (payee, sum) -> {
                    PayeeYear known = payees.get(payee);
                    if (sum != 0 && known != null) {
                        known.charge();
                    }
                });
        ofCharge.clear();
    }

    /** Tells what came back of a payee's sales, in dollars. */
    public void refunded(String payee, Money usd) {
        year(payee).refunded(usd);
    }

    /** Tells the platform's commission on a payee's sales, in dollars. */
    public void commission(String payee, Money usd) {
        year(payee).commission(usd);
    }

    /** Tells a payment, or the mirror of one that came back. */
    public void paid(PaidFact fact) {
        if (fact.rate() == null) {
            askRate(fact.fact().gross().currency(), fact.fact().paidOn());
        }
        if (fact.fact().earning().incomeType() == null) {
            ask(
                    "payee.role_unknown",
                    fact.payee().payee().payee(),
                    Weight.BLOCKING,
                    "payment %s pays for something without a contract that says its income type; book it again with \"contract\" (finance journal)"
                            .formatted(fact.payout()),
                    fact.fact().payment().toString());
        }
        year(fact.payee().payee().payee()).paid(fact);
    }

    private PayeeYear year(String name) {
        PayeeYear known = payees.get(name);
        if (known == null) {
            TaxPayee payee = atYearEnd.apply(name);
            known = new PayeeYear(payee);
            payees.put(name, known);
            if (payee.isOfUnknownCountry()) {
                ask(
                        "payee.country_unknown",
                        name,
                        Weight.BLOCKING,
                        "payee %s has no country and no form; send its record with \"country\""
                                .formatted(name),
                        name);
            }
        }
        return known;
    }

    /** All forms; nothing may be told afterwards. */
    public Forms forms() {
        endCharge();
        Map<String, Money> soldByPerson = new HashMap<>();
        Map<String, Long> chargesByPerson = new HashMap<>();
        for (PayeeYear each : payees.values()) {
            String person = each.payee().payee().person();
            soldByPerson.merge(person, each.gross(), Money::plus);
            chargesByPerson.merge(person, each.charges(), Math::addExact);
        }
        List<SalesForm> sales = new ArrayList<>();
        TreeSet<String> unlisted = new TreeSet<>();
        for (PayeeYear each : payees.values()) {
            if (each.needsSalesForm()) {
                String person = each.payee().payee().person();
                sales.add(
                        sales(
                                each,
                                soldByPerson.getOrDefault(person, Money.zero(USD)),
                                chargesByPerson.getOrDefault(person, 0L),
                                unlisted));
            }
        }
        List<IncomeForm> royalties = income(TaxForm.ROYALTIES, ROYALTIES);
        List<IncomeForm> services = income(TaxForm.SERVICES, SERVICES);
        List<ForeignForm> foreign = new ArrayList<>();
        payees.values().forEach(each -> foreign.addAll(foreign(each)));
        if (!sales.isEmpty()) {
            find(TAX_IN_GROSS);
        }
        if (!unlisted.isEmpty()) {
            ask(
                    "rule.state_not_listed",
                    null,
                    Weight.INFO,
                    "no rule of their own for %d is listed for %s; only the federal test was made"
                            .formatted(year, String.join(", ", unlisted)),
                    STATE);
        }
        return new Forms(
                sales,
                royalties,
                services,
                foreign,
                sold,
                paid,
                withheld,
                List.copyOf(questions.values()));
    }

    private SalesForm sales(PayeeYear of, Money soldByPerson, long charges, Set<String> unlisted) {
        TaxPayee payee = of.payee();
        Money kept = of.sales().withheld();
        Boolean federal = false;
        Boolean state = false;
        String reason = "FOREIGN_PAYEE";
        if (of.isSellerInUs()) {
            TaxRule rule = find(SALES);
            federal =
                    rule == null
                            ? null
                            : decide(
                                    () ->
                                            rule.isReachedBy(soldByPerson)
                                                    && rule.isReachedBy(charges));
            state = stateAsks(payee, soldByPerson, charges, unlisted);
            reason = BELOW;
            if (federal == null || state == null) {
                reason = "";
            } else if (federal) {
                reason = "FEDERAL_THRESHOLD";
            } else if (state) {
                reason = "STATE_THRESHOLD";
            } else if (!kept.isZero()) {
                federal = true;
                reason = WITHHELD;
            }
        }
        SalesForm form =
                new SalesForm(
                        payee,
                        of.gross(),
                        of.months(),
                        of.charges(),
                        of.tips(),
                        kept,
                        of.refunds(),
                        of.fees(),
                        of.sales().amount().minus(kept),
                        federal,
                        state,
                        reason);
        requireNotNegative(payee, "gross_amount", form.gross());
        of.soldMinor()
                .forEach((currency, sum) -> tie(sold, currency, split(form.isRequired(), sum)));
        askNumber(payee, form.isRequired());
        return form;
    }

    private @Nullable Boolean stateAsks(
            TaxPayee payee, Money soldByPerson, long charges, Set<String> unlisted) {
        String region = payee.payee().region();
        if (region == null) {
            return false;
        }
        return decide(
                () -> {
                    Optional<TaxRule> rule = rules.in(STATE, "US-" + region, yearEnd);
                    if (rule.isEmpty()) {
                        unlisted.add("US-" + region);
                        return false;
                    }
                    askReading(rule.get());
                    return rule.get().isReachedBy(soldByPerson) && rule.get().isReachedBy(charges);
                });
    }

    private List<IncomeForm> income(TaxForm kind, String threshold) {
        Map<String, Money> byPerson = new HashMap<>();
        for (PayeeYear each : payees.values()) {
            Paid some = each.paid(kind);
            if (some != null) {
                byPerson.merge(each.payee().payee().person(), some.amount(), Money::plus);
            }
        }
        List<IncomeForm> forms = new ArrayList<>();
        for (PayeeYear each : payees.values()) {
            Paid some = each.paid(kind);
            if (some != null) {
                Money sum = byPerson.getOrDefault(each.payee().payee().person(), Money.zero(USD));
                forms.add(income(kind, threshold, each.payee(), some, sum));
            }
        }
        return forms;
    }

    private IncomeForm income(
            TaxForm kind, String threshold, TaxPayee payee, Paid some, Money sumOfPerson) {
        boolean kept = !some.withheld().isZero();
        Boolean required;
        String reason;
        if (isExempt(payee) && !kept) {
            required = false;
            reason = "EXEMPT_CLASSIFICATION";
        } else {
            TaxRule rule = find(threshold);
            required = rule == null ? null : decide(() -> rule.isReachedBy(sumOfPerson));
            reason = required == null ? "" : required ? "THRESHOLD" : BELOW;
            if (Boolean.FALSE.equals(required) && kept) {
                required = true;
                reason = WITHHELD;
            }
        }
        boolean exempt = reason.equals("EXEMPT_CLASSIFICATION");
        boolean files = Boolean.TRUE.equals(required);
        some.minor()
                .forEach(
                        (currency, sum) ->
                                tie(
                                        paid,
                                        currency,
                                        exempt ? new Tie(0, 0, sum) : split(files, sum)));
        some.withheldMinor().forEach((currency, sum) -> tie(withheld, currency, split(files, sum)));
        requireNotNegative(payee, kind.number(), some.amount());
        askNumber(payee, files);
        return new IncomeForm(
                kind,
                payee,
                some.amount(),
                some.withheld(),
                some.payments(),
                some.first(),
                some.last(),
                required,
                reason);
    }

    private boolean isExempt(TaxPayee payee) {
        TaxRule rule = find(EXEMPT);
        String classification = payee.payee().tax().classification();
        return rule != null && classification != null && rule.values().containsKey(classification);
    }

    private List<ForeignForm> foreign(PayeeYear of) {
        TaxPayee payee = of.payee();
        of.sales().minor().forEach((currency, sum) -> tie(paid, currency, new Tie(0, 0, sum)));
        of.sales()
                .withheldMinor()
                .forEach((currency, sum) -> tie(withheld, currency, new Tie(sum, 0, 0)));
        List<ForeignForm> forms = new ArrayList<>();
        LocalDate validUntil = validUntil(payee);
        Paid rest = of.elsewhere();
        if (!rest.minor().isEmpty()) {
            forms.add(
                    new ForeignForm(
                            payee,
                            "",
                            null,
                            "",
                            rest.amount(),
                            rest.withheld(),
                            validUntil,
                            false,
                            of.hasSold() ? "NOT_REPORTABLE" : "NOT_US_SOURCE"));
            rest.minor().forEach((at, sum) -> tie(paid, at, new Tie(0, 0, sum)));
            rest.withheldMinor().forEach((at, sum) -> tie(withheld, at, new Tie(0, 0, sum)));
        }
        of.atRate()
                .forEach(
                        (rate, some) -> {
                            forms.add(
                                    new ForeignForm(
                                            payee,
                                            text(INCOME_CODE),
                                            rate,
                                            exemption(rate),
                                            some.amount(),
                                            some.withheld(),
                                            validUntil,
                                            true,
                                            "US_SOURCE"));
                            some.minor().forEach((at, sum) -> tie(paid, at, new Tie(sum, 0, 0)));
                            some.withheldMinor()
                                    .forEach((at, sum) -> tie(withheld, at, new Tie(sum, 0, 0)));
                            requireNotNegative(payee, TaxForm.FOREIGN.number(), some.amount());
                        });
        if (!of.atRate().isEmpty() && validUntil != null && validUntil.isBefore(yearEnd)) {
            ask(
                    "payee.w8_lapsed",
                    payee.payee().payee(),
                    Weight.MEDIUM,
                    "the %s of payee %s counted until %s; ask for a new one"
                            .formatted(
                                    payee.payee().tax().form(), payee.payee().payee(), validUntil),
                    payee.payee().payee());
        }
        return forms;
    }

    private @Nullable LocalDate validUntil(TaxPayee payee) {
        LocalDate signed = payee.payee().tax().certifiedOn();
        String form = payee.payee().tax().form();
        TaxRule years = find(W8_YEARS);
        return signed == null || form == null || !form.startsWith("W-8") || years == null
                ? null
                : LocalDate.of(signed.getYear() + years.number(), 12, 31);
    }

    private String exemption(Fraction rate) {
        TaxRule codes = find(TREATY_CODE);
        TaxRule statutory = find(STATUTORY_RATE);
        if (codes == null || statutory == null) {
            return "";
        }
        if (rate.signum() == 0) {
            return codes.value("exempt");
        }
        return codes.value(rate.compareTo(statutory.rate()) < 0 ? "reduced" : "statutory");
    }

    private String text(String id) {
        TaxRule rule = find(id);
        return rule == null || rule.value() == null ? "" : rule.value();
    }

    /** The rule of the year; null when there is none, which is a question. */
    private @Nullable TaxRule find(String id) {
        try {
            TaxRule rule = rules.on(id, yearEnd);
            askReading(rule);
            return rule;
        } catch (NoFigureException e) {
            ask(e.rule(), null, Weight.BLOCKING, String.valueOf(e.getMessage()), id);
            return null;
        }
    }

    private interface Test {
        boolean decide();
    }

    private @Nullable Boolean decide(Test test) {
        try {
            return test.decide();
        } catch (NoFigureException e) {
            ask(e.rule(), null, Weight.BLOCKING, String.valueOf(e.getMessage()), e.rule());
            return null;
        }
    }

    private void askReading(TaxRule rule) {
        if (rule.isOurReading()) {
            String name =
                    rule.jurisdiction() == null ? rule.id() : rule.id() + " " + rule.jurisdiction();
            ask(
                    "rule.confidence_c",
                    null,
                    Weight.INFO,
                    "rule " + name + " is our reading; have an adviser confirm it",
                    name);
        }
    }

    private void askRate(Currency currency, LocalDate day) {
        ask(
                "fx.rate_missing",
                null,
                Weight.BLOCKING,
                "no rate from %s to USD is known for %s; deliver one in fx/"
                        .formatted(currency, day),
                currency + " " + day);
    }

    private void askNumber(TaxPayee payee, boolean required) {
        if (required && payee.lacksNumber()) {
            ask(
                    "payee.tin_missing",
                    payee.payee().payee(),
                    Weight.MEDIUM,
                    "payee %s needs a form and has no tax number; ask for a W-9"
                            .formatted(payee.payee().payee()),
                    payee.payee().payee());
        }
    }

    private void requireNotNegative(TaxPayee payee, String box, Money amount) {
        if (amount.isNegative()) {
            ask(
                    "negative.box",
                    payee.payee().payee(),
                    Weight.BLOCKING,
                    "%s of payee %s would be %s, and no form takes less than 0"
                            .formatted(box, payee.payee().payee(), amount),
                    payee.payee().payee() + " " + box);
        }
    }

    private void ask(
            String rule, @Nullable String payee, Weight weight, String message, String evidence) {
        questions.putIfAbsent(
                rule + " " + payee + " " + evidence,
                new Question(rule, payee, weight, message, evidence));
    }

    private static Tie split(boolean required, long sum) {
        return required ? new Tie(sum, 0, 0) : new Tie(0, sum, 0);
    }

    private static void tie(Map<Currency, Tie> ties, Currency currency, Tie more) {
        ties.merge(currency, more, Tie::plus);
    }
}
