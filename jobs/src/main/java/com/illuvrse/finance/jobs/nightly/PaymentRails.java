package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.calendar.BusinessCalendar;
import com.illuvrse.finance.exporters.payment.AchOriginator;
import com.illuvrse.finance.exporters.payment.NachaFile;
import com.illuvrse.finance.exporters.payment.SepaDebtor;
import com.illuvrse.finance.exporters.payment.SepaFile;
import com.illuvrse.finance.money.Currency;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bank rails a ledger pays by, {@code settlement.rails} of the settings. A rail that is not
 * there pays nobody.
 */
public record PaymentRails(@Nullable Sepa sepa, @Nullable Ach ach) {

    /** A ledger that pays by Stripe only. */
    public static final PaymentRails NONE = new PaymentRails(null, null);

    /**
     * Euro to bank accounts in the SEPA area.
     *
     * @param account our bank account it pays from, {@code assets:bank:<name>}
     * @param calendar the days it settles on
     */
    public record Sepa(SepaDebtor debtor, String account, BusinessCalendar calendar) {}

    /**
     * Dollars to bank accounts in the United States.
     *
     * @param account our bank account it pays from, {@code assets:bank:<name>}
     * @param calendar the days it settles on
     */
    public record Ach(AchOriginator originator, String account, BusinessCalendar calendar) {}

    /** A way banks move money, with what one payment of it can carry. */
    public enum Kind {
        SEPA("sepa", "EUR", SepaFile.MOST),
        ACH("ach", "USD", NachaFile.MOST);

        private final String rail;
        private final String currency;
        private final long most;

        Kind(String rail, String currency, long most) {
            this.rail = rail;
            this.currency = currency;
            this.most = most;
        }

        /** Its name in payee records. */
        public String rail() {
            return rail;
        }

        public Currency currency() {
            return Currency.of(currency);
        }

        /** In minor units. */
        public long most() {
            return most;
        }

        static Optional<Kind> of(String rail) {
            for (Kind kind : values()) {
                if (kind.rail.equals(rail)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** Whether a rail is set up. */
    public boolean has(Kind kind) {
        return switch (kind) {
            case SEPA -> sepa != null;
            case ACH -> ach != null;
        };
    }
}
