package com.illuvrse.finance.dpi;

import com.illuvrse.finance.dpi.SellerRow.Exclusion;
import com.illuvrse.finance.dpi.SellerRow.Quarter;
import com.illuvrse.finance.informationreturn.Question;
import com.illuvrse.finance.informationreturn.Question.Weight;
import com.illuvrse.finance.informationreturn.TaxPayee;
import com.illuvrse.finance.informationreturn.Tie;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.money.ReferenceRate;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.tax.NoFigureException;
import com.illuvrse.finance.tax.TaxRule;
import com.illuvrse.finance.tax.TaxRules;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sellers of one calendar year (reports, section 3.6), from facts that are told one by one;
 * only sums by seller, activity, currency and quarter are kept.
 *
 * <p>Every seller that was paid has its rows, reported or not, with the reason; so the gross of all
 * payments is reportable, of low volume, or excluded. The low-volume test is made on all payees
 * with one tax number together. What is not decided is a question that blocks the set.
 */
public final class Sellers {

    private static final String ACTIVITY = "dpi.activity";
    private static final String EXCLUSION = "dpi.goods.exclusion";
    private static final String RATE = "dpi.fx.threshold_rule";
    private static final String MEMBERS = "vat.oss.members";
    private static final String EU = "EU";
    private static final String US = "US";

    private final int year;
    private final LocalDate yearEnd;
    private final Platform platform;
    private final TaxRules rules;
    private final ThresholdRates rates;
    private final Function<String, TaxPayee> atYearEnd;
    private final TreeMap<Key, List<Quarter>> sums = new TreeMap<>();
    private final Map<String, TaxPayee> payees = new HashMap<>();
    private final Map<Key, SellerFact> unexplained = new TreeMap<>();
    private final Map<String, Question> questions = new LinkedHashMap<>();
    private final Set<ReferenceRate> used = new LinkedHashSet<>();

    private record Key(String payee, @Nullable Activity activity, Currency currency)
            implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::payee)
                        .thenComparing(Key::activityName)
                        .thenComparing(Key::currency);

        private String activityName() {
            return activity == null ? "" : activity.name();
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** What a person sold of goods, and whether it sold anything else that counts. */
    private static final class Goods {
        private final TreeMap<Currency, Long> paid = new TreeMap<>();
        private long count;
        private boolean alone = true;
        private boolean undecided;
    }

    /** The low-volume test of a person; null for what is not known. */
    private record Volume(
            long count, @Nullable Money sum, @Nullable Boolean isLow, @Nullable Question missing) {}

    /**
     * @param atYearEnd a payee as known on 31 December
     */
    public Sellers(
            int year,
            Platform platform,
            TaxRules rules,
            ThresholdRates rates,
            Function<String, TaxPayee> atYearEnd) {
        this.year = year;
        this.yearEnd = LocalDate.of(year, 12, 31);
        this.platform = platform;
        this.rules = rules;
        this.rates = rates;
        this.atYearEnd = atYearEnd;
    }

    /** The activity of a kind of order line; null, and a question, when no rule decides it. */
    public @Nullable Activity activity(String kind, LocalDate day) {
        try {
            TaxRule rule = rules.ofKind(ACTIVITY, kind, day);
            Activity activity = Activity.parse(rule.text());
            askReading(rule, kind);
            return activity;
        } catch (NoFigureException e) {
            ask(
                    e.rule(),
                    null,
                    Weight.BLOCKING,
                    "%s says no activity for the kind \"%s\"; put it into tax-rules.yml"
                            .formatted(ACTIVITY, kind),
                    ACTIVITY + " " + kind);
            return null;
        }
    }

    /** Tells a fact. */
    public void paid(SellerFact fact) {
        Key key = new Key(fact.payee(), fact.activity(), fact.gross().currency());
        List<Quarter> quarters =
                sums.computeIfAbsent(
                        key, k -> new ArrayList<>(Collections.nCopies(4, Quarter.NOTHING)));
        int place = fact.quarter() - 1;
        quarters.set(place, quarters.get(place).plus(fact));
        payees.computeIfAbsent(fact.payee(), atYearEnd);
        if (fact.activity() == null && fact.kind() == null) {
            unexplained.putIfAbsent(key, fact);
        }
    }

    /** All rows; nothing may be told afterwards. */
    public SellerReport report() {
        Map<String, Goods> goods = goods();
        Map<String, Volume> volumes = new HashMap<>();
        goods.forEach((person, sold) -> volumes.put(person, volume(sold)));
        TreeMap<Currency, Tie> ties = new TreeMap<>();
        List<SellerRow> rows = new ArrayList<>();
        sums.forEach(
                (key, quarters) -> {
                    TaxPayee payee = payee(key.payee());
                    SellerRow row = row(key, payee, quarters, volumes.get(payee.payee().person()));
                    rows.add(row);
                    ties.merge(key.currency(), tie(row), Tie::plus);
                });
        return new SellerReport(rows, ties, List.copyOf(questions.values()), List.copyOf(used));
    }

    private TaxPayee payee(String name) {
        return Objects.requireNonNull(payees.get(name));
    }

    private Map<String, Goods> goods() {
        Map<String, Goods> byPerson = new HashMap<>();
        sums.forEach(
                (key, quarters) -> {
                    Goods goods =
                            byPerson.computeIfAbsent(
                                    payee(key.payee()).payee().person(), person -> new Goods());
                    Activity activity = key.activity();
                    if (activity == null) {
                        goods.undecided = true;
                    } else if (activity == Activity.SALE_OF_GOODS) {
                        for (Quarter quarter : quarters) {
                            goods.count = Math.addExact(goods.count, quarter.count());
                            goods.paid.merge(
                                    key.currency(), quarter.consideration(), Math::addExact);
                        }
                    } else if (activity.isRelevant()) {
                        goods.alone = false;
                    }
                });
        return byPerson;
    }

    private Volume volume(Goods goods) {
        if (goods.paid.isEmpty()) {
            return new Volume(0, null, false, null);
        }
        try {
            TaxRule rule = in(EXCLUSION, jurisdiction());
            Money sum = sum(goods, rule.currency());
            boolean few = rule.isReachedBy(goods.count);
            if (!goods.alone || !few) {
                return new Volume(goods.count, sum, false, null);
            }
            if (sum == null) {
                return new Volume(goods.count, null, null, rateMissing(goods, rule.currency()));
            }
            Boolean low = rule.isReachedBy(sum);
            return new Volume(goods.count, sum, (low && goods.undecided) ? null : low, null);
        } catch (NoFigureException e) {
            return new Volume(
                    goods.count,
                    null,
                    null,
                    new Question(
                            e.rule(),
                            null,
                            Weight.BLOCKING,
                            String.valueOf(e.getMessage()),
                            EXCLUSION));
        }
    }

    /** What was paid for goods, in the currency of the test; null when a rate is missing. */
    private @Nullable Money sum(Goods goods, Currency in) {
        Money sum = Money.zero(in);
        for (Map.Entry<Currency, Long> paid : goods.paid.entrySet()) {
            DayRate rate = rate(paid.getKey(), in);
            if (rate == null) {
                return null;
            }
            used.addAll(rate.used());
            sum = sum.plus(rate.convert(Money.of(paid.getValue(), paid.getKey())));
        }
        return sum;
    }

    private @Nullable DayRate rate(Currency from, Currency to) {
        if (from.equals(to)) {
            return new DayRate(from, to, Fraction.ONE, List.of());
        }
        TaxRule rule = rules.in(RATE, platform.sending(), yearEnd).orElseGet(() -> in(RATE, "*"));
        askReading(rule, rule.jurisdiction());
        return rates.of(from, to, rule.text()).orElse(null);
    }

    /** Who the payee is: its tax number where there is one, which several payees may have. */
    public String person(String payee) {
        return atYearEnd.apply(payee).payee().person();
    }

    /**
     * Minor units of the currency of the low-volume test for one minor unit of another; empty while
     * there is no rule or no rate.
     */
    public Optional<Fraction> testRate(Currency from) {
        try {
            Currency to = in(EXCLUSION, jurisdiction()).currency();
            DayRate rate = rate(from, to);
            int shift = to.exponent() - from.exponent();
            Fraction power = Fraction.from(BigDecimal.ONE.movePointRight(shift));
            return rate == null ? Optional.empty() : Optional.of(rate.rate().times(power));
        } catch (NoFigureException e) {
            return Optional.empty();
        }
    }

    private Question rateMissing(Goods goods, Currency to) {
        Currency from =
                goods.paid.keySet().stream()
                        .filter(each -> rate(each, to) == null)
                        .findFirst()
                        .orElseThrow();
        return new Question(
                "fx.rate_missing",
                null,
                Weight.BLOCKING,
                "no rate from %s to %s is known for the low-volume test of %d; deliver one in fx/"
                        .formatted(from, to, year),
                from + " " + yearEnd);
    }

    private TaxRule in(String id, String jurisdiction) {
        return rules.in(id, jurisdiction, yearEnd)
                .orElseThrow(() -> NoFigureException.missing(id + " " + jurisdiction, yearEnd));
    }

    /** Member states share their rule; elsewhere a country has its own. */
    private String jurisdiction() {
        boolean member = rules.on(MEMBERS, yearEnd).values().containsKey(platform.sending());
        return member ? EU : platform.sending();
    }

    private SellerRow row(
            Key key, TaxPayee payee, List<Quarter> quarters, @Nullable Volume volume) {
        String name = key.payee();
        Activity activity = key.activity();
        Volume tested = activity == Activity.SALE_OF_GOODS ? volume : null;
        Boolean resident = isReportedResident(payee);
        Exclusion exclusion = null;
        Boolean reportable = null;
        Boolean low = tested == null ? Boolean.FALSE : tested.isLow();
        if (activity == Activity.NONE) {
            exclusion = Exclusion.NOT_A_RELEVANT_ACTIVITY;
        } else if (Boolean.TRUE.equals(low)) {
            exclusion = Exclusion.LOW_VOLUME_GOODS;
        } else if (Boolean.FALSE.equals(resident)) {
            exclusion = Exclusion.NOT_REPORTABLE_RESIDENCE;
        } else if (low == null) {
            Question missing = tested == null ? null : tested.missing();
            if (missing != null) {
                ask(missing);
            }
        } else if (activity == null) {
            askUnexplained(unexplained.get(key));
        } else if (resident != null) {
            reportable = true;
        }
        if (resident == null) {
            ask(
                    "payee.country_unknown",
                    name,
                    Weight.BLOCKING,
                    "payee %s has no country; send its record with \"country\"".formatted(name),
                    name);
        }
        SellerRow row =
                new SellerRow(
                        payee,
                        activity,
                        key.currency(),
                        quarters,
                        tested == null ? null : tested.count(),
                        tested == null ? null : tested.sum(),
                        exclusion == null ? reportable : Boolean.FALSE,
                        exclusion,
                        Boolean.TRUE.equals(reportable) ? docRefId(name) : null);
        if (row.isReportable()) {
            askOfReported(row);
        }
        return row;
    }

    /** Whether residents of the payee's country are reported; null when nobody can tell. */
    private @Nullable Boolean isReportedResident(TaxPayee payee) {
        String country = residence(payee.payee());
        return country == null ? null : platform.reportable().contains(country);
    }

    /** Two capitals; a W-9 certifies a US person, else only the record can tell. */
    public static @Nullable String residence(Payee payee) {
        return payee.country() == null && payee.isUsPerson() ? US : payee.country();
    }

    private String docRefId(String payee) {
        return "%s%d-%s-v1".formatted(platform.sending(), year, payee);
    }

    private void askUnexplained(@Nullable SellerFact fact) {
        if (fact != null) {
            ask(
                    ACTIVITY,
                    fact.payee(),
                    Weight.BLOCKING,
                    "nothing tells the activity of what payment %s paid payee %s for: no order line, and no other sale of one activity under its contract; book it again with \"contract\" (finance journal)"
                            .formatted(fact.payment().payment(), fact.payee()),
                    fact.payment().item().entry().toString());
        }
    }

    private void askOfReported(SellerRow row) {
        String name = row.payee().payee().payee();
        String box = row.activity() + " " + row.currency();
        if (row.quarters().stream().anyMatch(Quarter::isNegative)) {
            ask(
                    "negative.box",
                    name,
                    Weight.BLOCKING,
                    "a quarter of payee %s in %s would be below 0, and the report takes no less"
                            .formatted(name, box),
                    name + " " + box);
        }
        if (row.payee().lacksNumber()) {
            ask(
                    "payee.tin_missing",
                    name,
                    Weight.MEDIUM,
                    "payee %s is reported and has no tax number; ask for it".formatted(name),
                    name);
        }
    }

    private void askReading(TaxRule rule, @Nullable String of) {
        if (rule.isOurReading()) {
            String name = of == null ? rule.id() : rule.id() + " " + of;
            ask(
                    "rule.confidence_c",
                    null,
                    Weight.INFO,
                    "rule " + name + " is our reading; have an adviser confirm it",
                    name);
        }
    }

    private void ask(
            String rule, @Nullable String payee, Weight weight, String message, String evidence) {
        ask(new Question(rule, payee, weight, message, evidence));
    }

    private void ask(Question question) {
        questions.putIfAbsent(
                question.rule() + " " + question.payee() + " " + question.evidence(), question);
    }

    private static Tie tie(SellerRow row) {
        long gross = row.gross();
        if (row.isReportable()) {
            return new Tie(gross, 0, 0);
        }
        return row.exclusion() == Exclusion.LOW_VOLUME_GOODS
                ? new Tie(0, gross, 0)
                : new Tie(0, 0, gross);
    }
}
