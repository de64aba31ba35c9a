package com.illuvrse.finance.informationreturn;

import com.illuvrse.finance.money.Allocation;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.payout.Earning;
import com.illuvrse.finance.payout.IncomeType;
import com.illuvrse.finance.payout.PaymentFact;
import com.illuvrse.finance.payout.Withholding.Regime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The tax kept back of one payment, as its entry booked it.
 *
 * @param rate the rule's own, such as {@code 24%}
 * @param base what was subject, in minor units
 * @param withheld tax, in minor units; negative for what a return gives back
 */
public record WithheldTax(Regime regime, String rate, long base, long withheld) {

    /**
     * The part of each fact of the payment: the tax over the facts it was computed on, by their
     * amounts, largest remainder (reports, section 2.3). The parts add up to the tax.
     */
    public List<Long> over(List<PaymentFact> facts) {
        Predicate<Earning> subject = subject(facts);
        long sum = sum(facts, subject);
        if (sum == 0) {
            return whole(facts);
        }
        List<Fraction> exact = new ArrayList<>();
        for (PaymentFact fact : facts) {
            exact.add(
                    subject.test(fact.earning())
                            ? Fraction.of(fact.gross().minor(), sum).times(withheld)
                            : Fraction.ZERO);
        }
        return Allocation.round(withheld, exact);
    }

    /** Of facts that cancel out, the first has all of it. */
    private List<Long> whole(List<PaymentFact> facts) {
        List<Long> parts = new ArrayList<>();
        for (int i = 0; i < facts.size(); i++) {
            parts.add(i == 0 ? withheld : 0L);
        }
        return parts;
    }

    /** Which earnings were subject. */
    Predicate<Earning> subject(List<PaymentFact> facts) {
        if (regime == Regime.NRA) {
            return WithheldTax::isUsRoyalty;
        }
        Set<IncomeType> all = EnumSet.noneOf(IncomeType.class);
        for (IncomeType type : IncomeType.values()) {
            if (sum(facts, earning -> earning.taxedAs() == type) != 0) {
                all.add(type);
            }
        }
        for (Set<IncomeType> some : choices()) {
            if (sum(facts, earning -> some.contains(earning.taxedAs())) == base) {
                return earning -> some.contains(earning.taxedAs());
            }
        }
        return earning -> all.contains(earning.taxedAs());
    }

    /** Every choice of income types, smaller ones of the first types before larger. */
    private static List<Set<IncomeType>> choices() {
        List<Set<IncomeType>> choices = new ArrayList<>();
        choices.add(EnumSet.noneOf(IncomeType.class));
        for (IncomeType type : IncomeType.values()) {
            for (Set<IncomeType> without : List.copyOf(choices)) {
                Set<IncomeType> with = EnumSet.copyOf(without);
                with.add(type);
                choices.add(with);
            }
        }
        return choices.subList(1, choices.size());
    }

    static boolean isUsRoyalty(Earning earning) {
        return earning.taxedAs() == IncomeType.ROYALTY && earning.isFromUs();
    }

    private static long sum(List<PaymentFact> facts, Predicate<Earning> which) {
        return facts.stream()
                .filter(fact -> which.test(fact.earning()))
                .mapToLong(fact -> fact.gross().minor())
                .reduce(0, Math::addExact);
    }
}
