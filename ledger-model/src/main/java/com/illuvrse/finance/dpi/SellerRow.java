package com.illuvrse.finance.dpi;

import com.illuvrse.finance.informationreturn.TaxPayee;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A seller's year in one activity and currency, reported or not (reports, section 3.6).
 *
 * @param payee as known on 31 December
 * @param activity null when nothing decides it
 * @param quarters four
 * @param thresholdCount sales of goods of the person, for the low-volume test; null for other
 *     activities
 * @param thresholdSum what was paid for them, in the currency of the test; null also without a rate
 * @param reportable null when something is undecided
 * @param exclusion why it is not reported; null for a row that is, or may be
 * @param docRefId names the seller's report for ever; null for a row that is not reported
 */
public record SellerRow(
        TaxPayee payee,
        @Nullable Activity activity,
        Currency currency,
        List<Quarter> quarters,
        @Nullable Long thresholdCount,
        @Nullable Money thresholdSum,
        @Nullable Boolean reportable,
        @Nullable Exclusion exclusion,
        @Nullable String docRefId) {

    /** Why a seller's activity is not reported. */
    public enum Exclusion {
        LOW_VOLUME_GOODS,
        NOT_A_RELEVANT_ACTIVITY,
        NOT_REPORTABLE_RESIDENCE
    }

    /**
     * Sums of a quarter, exact, in minor units.
     *
     * @param count orders
     */
    public record Quarter(long consideration, long count, long fees, long tax) {

        static final Quarter NOTHING = new Quarter(0, 0, 0, 0);

        Quarter plus(SellerFact fact) {
            return new Quarter(
                    Math.addExact(consideration, fact.consideration().minor()),
                    Math.addExact(count, fact.count()),
                    Math.addExact(fees, fact.fees().minor()),
                    Math.addExact(tax, fact.tax().minor()));
        }

        boolean isNegative() {
            return consideration < 0 || count < 0 || fees < 0 || tax < 0;
        }
    }

    public SellerRow {
        quarters = List.copyOf(quarters);
        if (quarters.size() != 4) {
            throw new IllegalArgumentException(
                    "a year has four quarters, found " + quarters.size());
        }
        if (exclusion != null && !Boolean.FALSE.equals(reportable)) {
            throw new IllegalArgumentException(
                    "a row of payee %s is excluded as %s and not marked so"
                            .formatted(payee.payee().payee(), exclusion));
        }
    }

    public boolean isReportable() {
        return Boolean.TRUE.equals(reportable);
    }

    /** Whole units of the currency, HALF_UP, as the schema wants amounts (reports, section 1.5). */
    public long whole(long minor) {
        long unit = 1;
        for (int i = 0; i < currency.exponent(); i++) {
            unit *= 10;
        }
        return Fraction.of(minor, unit).roundHalfUp();
    }

    /** What was paid before tax, in minor units. */
    long gross() {
        long gross = 0;
        for (Quarter quarter : quarters) {
            gross = Math.addExact(gross, Math.addExact(quarter.consideration(), quarter.tax()));
        }
        return gross;
    }
}
