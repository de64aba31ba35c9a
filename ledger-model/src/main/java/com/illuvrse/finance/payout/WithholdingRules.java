package com.illuvrse.finance.payout;

import com.illuvrse.finance.money.Fraction;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which tax must be kept back of a creator, as far as it can be told from the creator's record
 * alone.
 *
 * <p>A person with a W-9 is a US person: nothing is withheld, or the backup rate of the day when
 * the marketplace says so. For anybody else it depends on where each single income has its source,
 * which the record does not tell; such a creator is not paid ({@link #isDecided}), because too
 * little withheld cannot be fetched back and too much cannot be given back.
 *
 * @param backup the dated backup withholding rates of US information returns
 */
public record WithholdingRules(List<DatedRate> backup) {

    private static final String US = "US";
    private static final String US_PERSON = "W-9";

    /**
     * A rate and the days it holds on, both inclusive.
     *
     * @param to null for no end
     * @param rate decimal text such as {@code 0.24}
     */
    public record DatedRate(LocalDate from, @Nullable LocalDate to, String rate) {

        public DatedRate {
            Fraction share = Fraction.parse(rate);
            if (share.signum() < 0 || share.compareTo(Fraction.ONE) > 0) {
                throw new IllegalArgumentException(
                        "a withholding rate goes from 0 to 1, found \"" + rate + "\"");
            }
        }

        boolean holdsOn(LocalDate day) {
            return !day.isBefore(from) && (to == null || !day.isAfter(to));
        }
    }

    public WithholdingRules {
        backup = List.copyOf(backup);
    }

    /** Whether it is known what must be withheld of a creator on a day. */
    public boolean isDecided(Payee payee, LocalDate day) {
        return US_PERSON.equals(payee.taxForm())
                && (!payee.backupWithholding() || backupOn(day).isPresent());
    }

    /**
     * What must be withheld of a creator on a day.
     *
     * @throws IllegalArgumentException when it is not decided
     */
    public List<Withholding> of(Payee payee, LocalDate day) {
        if (!isDecided(payee, day)) {
            throw new IllegalArgumentException(
                    "what to withhold of payee %s with form %s on %s is not decided"
                            .formatted(payee.payee(), payee.taxForm(), day));
        }
        return payee.backupWithholding()
                ? List.of(new Withholding(US, percent(backupOn(day).orElseThrow())))
                : List.of();
    }

    private Optional<Fraction> backupOn(LocalDate day) {
        return backup.stream()
                .filter(rate -> rate.holdsOn(day))
                .findFirst()
                .map(rate -> Fraction.parse(rate.rate()));
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
