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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
    }

    /**
     * @param registrations of which those count that began by the end of the month
     */
    public SalesTaxMonth(Period month, List<Registration> registrations) {
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
                sell(line, states.computeIfAbsent(state, of -> new Sums()), state);
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

    private static void sell(SoldLine line, Sums sums, String state) {
        Money net = line.dollars(line.net().minor());
        if (line.isSale()) {
            sums.gross = sums.gross.plus(net);
        } else {
            sums.returns = sums.returns.plus(net);
        }
        if (!isTaxedBy(state, line.line())) {
            sums.exempt = sums.exempt.plus(net);
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
            Sums sums = states.computeIfAbsent(state, of -> new Sums());
            Money collected = line.dollars(tax.getValue());
            if (jurisdiction.equals("US-" + state)) {
                sums.stateTax = sums.stateTax.plus(collected);
            } else {
                sums.localTax = sums.localTax.plus(collected);
            }
            due(line, jurisdiction, sums, collected);
        }
        ties.merge(line.net().currency(), new Tie(all, 0, 0), Tie::plus);
    }

    private static void due(SoldLine line, String jurisdiction, Sums sums, Money collected) {
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
            sums.withoutRate = sums.withoutRate.plus(collected);
            return;
        }
        Money net = line.dollars(line.net().minor());
        for (Fraction rate : rates) {
            sums.taxable.merge(new Taxed(jurisdiction, rate), net, Money::plus);
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
