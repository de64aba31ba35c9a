package com.illuvrse.finance.salestax;

import com.illuvrse.finance.informationreturn.Question;
import com.illuvrse.finance.informationreturn.Question.Weight;
import com.illuvrse.finance.informationreturn.Tie;
import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.order.LineTax;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.salestax.StateShare.Figure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sales tax of one month by state (reports, section 3.4).
 *
 * <ul>
 *   <li>A sale is of the state the buyer is in, a tax of the state whose account it moved on.
 *   <li>What is taken back counts in its own month, whatever month it was sold in.
 *   <li>A line without a tax of the buyer's state is exempt.
 *   <li>What is due is worked out once for each jurisdiction and rate, on all that is taxable; what
 *       was collected line by line may differ by cents, which are shown.
 *   <li>Each line is converted at the rate of its own day, HALF_UP to the cent, then summed.
 *   <li>Every movement of sales tax, in the currency settled, is in a state's row or excluded.
 * </ul>
 *
 * <p>Only sums are kept, by state, jurisdiction and rate.
 */
public final class SalesTaxMonth {

    static final Currency USD = Currency.of("USD");

    /** Orders without a region that are named one by one; the rest is counted. */
    private static final int NAMED = 100;

    private final Period month;
    private final Map<String, Registration> registrations = new TreeMap<>();
    private final Map<String, Sums> states = new TreeMap<>();
    private final Map<Currency, Tie> ties = new TreeMap<>();
    private final Map<String, Question> questions = new LinkedHashMap<>();
    private final Set<String> unknown = new HashSet<>();
    private final Consumer<StateShare> told;
    private long unnamed;

    private record Taxed(String jurisdiction, Fraction rate) {}

    private static final class Sums {
        private Money gross = Money.zero(USD);
        private Money returns = Money.zero(USD);
        private Money exempt = Money.zero(USD);
        private Money stateTax = Money.zero(USD);
        private Money localTax = Money.zero(USD);
        private Money withoutRate = Money.zero(USD);
        private final Map<Taxed, Money> taxable = new LinkedHashMap<>();
        private long orders;

        private void add(StateShare share) {
            Money amount = share.amount();
            switch (share.figure()) {
                case GROSS -> gross = gross.plus(amount);
                case RETURNS -> returns = returns.plus(amount);
                case EXEMPT -> exempt = exempt.plus(amount);
                case STATE_TAX -> stateTax = stateTax.plus(amount);
                case LOCAL_TAX -> localTax = localTax.plus(amount);
                case DUE -> {
                    Fraction rate = share.rate();
                    if (rate == null) {
                        withoutRate = withoutRate.plus(amount);
                    } else {
                        taxable.merge(new Taxed(share.jurisdiction(), rate), amount, Money::plus);
                    }
                }
            }
        }
    }

    /**
     * @param registrations of which those count that began by the end of the month
     */
    public SalesTaxMonth(Period month, List<Registration> registrations) {
        this(month, registrations, share -> {});
    }

    /**
     * A month that also tells everything it adds up.
     *
     * @param registrations of which those count that began by the end of the month
     */
    public SalesTaxMonth(
            Period month, List<Registration> registrations, Consumer<StateShare> told) {
        this.told = told;
        this.month = month;
        for (Registration each : registrations) {
            if (!each.from().isAfter(month.lastDay())) {
                this.registrations.put(each.state(), each);
                states.put(each.state(), new Sums());
            }
        }
    }

    /** Takes all lines of one entry in. */
    public void add(List<SoldLine> ofOneEntry) {
        Set<String> counted = new HashSet<>();
        for (SoldLine line : ofOneEntry) {
            askRate(line);
            String state = state(line);
            if (state != null) {
                sell(line, state);
                if (line.isSale() && counted.add(state)) {
                    states.getOrDefault(state, new Sums()).orders++;
                }
            }
            tax(line);
        }
    }

    /** Sales tax that moved and is on no return of the month, such as a journal that pays it. */
    public void exclude(Money moved) {
        ties.merge(moved.currency(), new Tie(0, 0, moved.minor()), Tie::plus);
    }

    private @Nullable String state(SoldLine line) {
        String region = line.region();
        if (region != null && region.matches("[A-Z]{2}")) {
            return region;
        }
        if (!unknown.contains(line.order())) {
            if (unknown.size() < NAMED) {
                unknown.add(line.order());
                ask(
                        "order.region_unknown",
                        Weight.BLOCKING,
                        "the buyer of order %s is in the US and in no state in two capitals, found %s; have the order feed send a version that says which, and correct this one by hand"
                                .formatted(line.order(), region == null ? "none" : region),
                        line.order());
            } else {
                unnamed++;
            }
        }
        return null;
    }

    private void add(StateShare share) {
        states.computeIfAbsent(share.state(), of -> new Sums()).add(share);
        told.accept(share);
    }

    private void sell(SoldLine line, String state) {
        Money net = line.dollars(line.net().minor());
        Figure figure = line.isSale() ? Figure.GROSS : Figure.RETURNS;
        add(new StateShare(line, state, figure, "", null, net));
        if (!isTaxedBy(state, line.line())) {
            add(new StateShare(line, state, Figure.EXEMPT, "", null, net));
        }
    }

    private static boolean isTaxedBy(String state, OrderLine line) {
        return line.taxes().stream()
                .anyMatch(tax -> stateOf(tax.jurisdiction()).equals(state) && !isNothing(tax));
    }

    private static boolean isNothing(LineTax tax) {
        String rate = tax.rate();
        Long amount = tax.amount();
        return (rate == null || Fraction.parse(rate).signum() == 0)
                && (amount == null || amount == 0);
    }

    private void tax(SoldLine line) {
        long all = 0;
        for (Map.Entry<String, Long> tax : line.taxes().entrySet()) {
            all = Math.addExact(all, tax.getValue());
            String jurisdiction = tax.getKey();
            String state = stateOf(jurisdiction);
            Money collected = line.dollars(tax.getValue());
            Figure figure =
                    jurisdiction.equals("US-" + state) ? Figure.STATE_TAX : Figure.LOCAL_TAX;
            add(new StateShare(line, state, figure, jurisdiction, null, collected));
            due(line, jurisdiction, state, collected);
        }
        ties.merge(line.net().currency(), new Tie(all, 0, 0), Tie::plus);
    }

    private void due(SoldLine line, String jurisdiction, String state, Money collected) {
        List<LineTax> taxes =
                line.line().taxes().stream()
                        .filter(tax -> tax.jurisdiction().equals(jurisdiction))
                        .toList();
        List<Fraction> rates = new ArrayList<>();
        for (LineTax tax : taxes) {
            String rate = tax.rate();
            if (rate != null) {
                rates.add(Fraction.parse(rate));
            }
        }
        if (rates.isEmpty() || rates.size() < taxes.size()) {
            add(new StateShare(line, state, Figure.DUE, jurisdiction, null, collected));
            return;
        }
        Money net = line.dollars(line.net().minor());
        for (Fraction rate : rates) {
            add(new StateShare(line, state, Figure.DUE, jurisdiction, rate, net));
        }
    }

    /** {@code WA} of {@code US-WA} and of {@code US-WA-KING}. */
    private static String stateOf(String jurisdiction) {
        String[] parts = jurisdiction.split("-", 3);
        return parts.length > 1 && parts[0].equals("US") ? parts[1] : "";
    }

    /** The month as it stands after all entries. */
    public StateFiling filing() {
        List<StateRow> rows = new ArrayList<>();
        states.forEach(
                (state, sums) -> {
                    StateRow row = row(state, sums);
                    rows.add(row);
                    askDifference(row);
                });
        if (unnamed > 0) {
            ask(
                    "order.region_unknown",
                    Weight.BLOCKING,
                    "%d more order lines of buyers in the US name no state".formatted(unnamed),
                    "~more");
        }
        return new StateFiling(rows, ties, List.copyOf(questions.values()));
    }

    private StateRow row(String state, Sums sums) {
        Money due = sums.withoutRate;
        for (Map.Entry<Taxed, Money> each : sums.taxable.entrySet()) {
            Fraction exact = each.getKey().rate().times(each.getValue().minor());
            due = due.plus(Money.of(exact.roundHalfUp(), USD));
        }
        return new StateRow(
                state,
                sums.gross,
                sums.returns,
                sums.exempt,
                sums.stateTax,
                sums.localTax,
                due,
                sums.orders,
                registrations.get(state));
    }

    private void askDifference(StateRow row) {
        if (!row.difference().isZero()) {
            ask(
                    "tax.rounding_difference",
                    Weight.MEDIUM,
                    "by its rates %s is due %s, and %s were collected in %s, line by line; the difference of %s is shown and never booked"
                            .formatted(
                                    row.state(),
                                    row.due(),
                                    row.collected(),
                                    month,
                                    row.difference()),
                    row.state());
        }
    }

    private void askRate(SoldLine line) {
        if (line.rate() == null) {
            ask(
                    "fx.rate_missing",
                    Weight.BLOCKING,
                    "no rate from %s to USD is known for the day of order %s; deliver one in fx/"
                            .formatted(line.net().currency(), line.order()),
                    line.net().currency().code());
        }
    }

    private void ask(String rule, Weight weight, String message, String evidence) {
        questions.putIfAbsent(
                rule + " " + evidence, new Question(rule, null, weight, message, evidence));
    }
}
