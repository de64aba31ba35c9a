package com.illuvrse.finance.informationreturn;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.DayRate;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.IncomeType;
import com.illuvrse.finance.payout.SaleShare;
import com.illuvrse.finance.royalty.Party;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What one charge sold of one payee on one order line (reports, section 2.2): before refunds, fees
 * and commission, without the tax the platform remits.
 *
 * @param entry the sale, or the one that reverses it; then the amount is negative
 * @param charge what brought the money; a reversal has the charge it reverses
 * @param occurredAt when the charge was created
 * @param day the same as a local day of the payer's zone; a reversal has the day of its sale
 * @param rate dollars for a unit of the settlement currency; null when nobody published one
 */
public record SaleFact(
        EntryId entry,
        String order,
        String charge,
        Instant occurredAt,
        LocalDate day,
        SaleShare.Part part,
        Money gross,
        @Nullable DayRate rate) {

    static final String FOREIGN_PAYEE = "FOREIGN_PAYEE";

    private static final String TIP = "tip";

    public SaleFact {
        if (gross.minor() != part.amount()) {
            throw new IllegalArgumentException(
                    "a fact has the amount of its part %d, found %s"
                            .formatted(part.amount(), gross));
        }
    }

    /** HALF_UP to the cent, each fact by itself; nothing when there is no rate. */
    public Money usd() {
        return rate == null ? Money.zero(PaidFact.USD) : rate.convert(gross);
    }

    public boolean isTip() {
        return part.line().kind().equals(TIP);
    }

    /** Why it is on no form by itself; null when its payee's form counts it. */
    public @Nullable String excluded(@Nullable TaxPayee payee) {
        if (part.payee().equals(Party.PLATFORM)) {
            return "PLATFORM";
        }
        IncomeType type = part.incomeType();
        if (type == null) {
            return "INCOME_TYPE_UNKNOWN";
        }
        if (type != IncomeType.SALE) {
            return "REPORTED_WHEN_PAID";
        }
        return payee == null || !payee.payee().isUsPerson() ? FOREIGN_PAYEE : null;
    }
}
