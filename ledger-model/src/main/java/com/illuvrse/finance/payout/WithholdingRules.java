package com.illuvrse.finance.payout;

import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.Withholding.Regime;
import com.illuvrse.finance.tax.NoFigureException;
import com.illuvrse.finance.tax.TaxRule;
import com.illuvrse.finance.tax.TaxRules;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which tax must be kept back of a payment (reports, section 2.4), by the dated rules alone.
 *
 * <p>{@link Regime#BACKUP}, a US person of whom an authority says so or without a number: royalties
 * from the first cent, services from the payment that brings the year to the start amount, sales
 * from the payment after amount and count of the year's charges are both reached. {@link
 * Regime#NRA}, everybody else: royalties from the US, at the treaty's rate when it is claimed with
 * a W-8 that is not too old and a foreign number, else at the statutory one; what nobody can tell
 * is a royalty from the US. A form that has lapsed costs the treaty's rate, not the payment.
 *
 * <p>Never more than the gross of a payment is subject: what a creator had to give back with it
 * lowers what is paid.
 */
public final class WithholdingRules {

    private static final String US = "US";
    private static final String BACKUP_RATE = "us.backup_withholding.rate";
    private static final String ROYALTY_START = "us.backup_withholding.royalty.start_amount";
    private static final String SERVICE_START = "us.backup_withholding.nec.start_amount";
    private static final String SALE_START = "us.backup_withholding.tpso.start";
    private static final String STATUTORY_RATE = "us.1042s.default_rate";
    private static final String W8_YEARS = "us.w8.valid_calendar_years_after_signature";

    private final TaxRules rules;

    public WithholdingRules(TaxRules rules) {
        this.rules = rules;
    }

    /**
     * The taxes of one payment; none when nothing of it is subject.
     *
     * @param gross of the payment, above 0, in minor units
     * @param facts what it pays for, adding up to the gross
     * @param year what the person was paid and sold before this payment
     * @throws NoFigureException when a figure or rate that is needed is not known; it says which
     */
    public List<Withholding> of(
            Payee payee,
            LocalDate day,
            long gross,
            Collection<PaymentFact> facts,
            PersonYear year) {
        if (!payee.canBeWithheldOf()) {
            return List.of();
        }
        return payee.isUsPerson()
                ? backup(day, gross, facts, year)
                : nonresident(payee, day, gross, facts);
    }

    private List<Withholding> backup(
            LocalDate day, long gross, Collection<PaymentFact> facts, PersonYear year) {
        long base = 0;
        long royalties = sum(facts, fact -> fact.earning().taxedAs() == IncomeType.ROYALTY);
        if (royalties > 0 && reaches(IncomeType.ROYALTY, ROYALTY_START, day, facts, year)) {
            base = royalties;
        }
        long services = sum(facts, fact -> fact.earning().taxedAs() == IncomeType.SERVICE);
        if (services > 0 && reaches(IncomeType.SERVICE, SERVICE_START, day, facts, year)) {
            base = Math.addExact(base, services);
        }
        long sales = sum(facts, fact -> fact.earning().taxedAs() == IncomeType.SALE);
        if (sales > 0 && salesReachStart(day, year)) {
            base = Math.addExact(base, sales);
        }
        return base <= 0
                ? List.of()
                : List.of(
                        Withholding.of(
                                US,
                                Regime.BACKUP,
                                percent(rules.on(BACKUP_RATE, day).rate()),
                                Math.min(base, gross),
                                gross));
    }

    /** Whether the year reaches the start amount with this payment. */
    private boolean reaches(
            IncomeType type,
            String id,
            LocalDate day,
            Collection<PaymentFact> facts,
            PersonYear year) {
        TaxRule start = rules.on(id, day);
        return start.isReachedBy(Money.zero(PersonYear.USD))
                || start.isReachedBy(year.paid(type).plus(year.inUsd(facts, type)));
    }

    private boolean salesReachStart(LocalDate day, PersonYear year) {
        TaxRule start = rules.on(SALE_START, day);
        return start.isReachedBy(year.charges()) && start.isReachedBy(year.sold());
    }

    private List<Withholding> nonresident(
            Payee payee, LocalDate day, long gross, Collection<PaymentFact> facts) {
        long base =
                sum(
                        facts,
                        fact ->
                                fact.earning().taxedAs() == IncomeType.ROYALTY
                                        && fact.earning().isFromUs());
        return base <= 0
                ? List.of()
                : List.of(
                        Withholding.of(
                                US,
                                Regime.NRA,
                                nonresidentRate(payee.tax(), day),
                                Math.min(base, gross),
                                gross));
    }

    private String nonresidentRate(TaxStatus tax, LocalDate day) {
        String claimed = tax.treatyRate();
        return claimed != null && tax.hasForeignTin() && isCurrentW8(tax, day)
                ? claimed
                : percent(rules.on(STATUTORY_RATE, day).rate());
    }

    /** Signed by now, and no earlier than some calendar years before the payment's. */
    private boolean isCurrentW8(TaxStatus tax, LocalDate day) {
        LocalDate signed = tax.certifiedOn();
        return tax.isW8()
                && signed != null
                && !signed.isAfter(day)
                && day.getYear() - signed.getYear() <= rules.on(W8_YEARS, day).number();
    }

    private static long sum(Collection<PaymentFact> facts, Predicate<PaymentFact> which) {
        return facts.stream()
                .filter(which)
                .mapToLong(fact -> fact.gross().minor())
                .reduce(0, Math::addExact);
    }

    /** The rate as it is sealed: {@code 24%}. */
    private static String percent(Fraction rate) {
        Fraction hundredths = rate.times(100);
        return new BigDecimal(hundredths.numerator())
                        .divide(new BigDecimal(hundredths.denominator()))
                        .toPlainString()
                + "%";
    }
}
