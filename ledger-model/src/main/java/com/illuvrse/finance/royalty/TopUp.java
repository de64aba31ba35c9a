package com.illuvrse.finance.royalty;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.util.Optional;

/**
 * What the platform adds when a creator earned less in a period than the contract guarantees
 * (posting model, section 5).
 */
public final class TopUp {

    private TopUp() {}

    /**
     * What one sealed working gave a creator under a contract, less what it took back; before
     * recoupment, in minor units. Sum it over all entries booked in the period.
     */
    public static long earned(Json.Obj trace, String contract, String payee) {
        boolean refund = trace.text("kind").equals("refund");
        long earned = 0;
        for (Json.Obj part : trace.objects("parts")) {
            if (!contract.equals(part.optionalText("contract"))) {
                continue;
            }
            for (Json.Obj share : part.objects("shares")) {
                if (share.text("party").equals(payee)) {
                    var pair = share.texts(refund ? "reversed" : "share");
                    long step =
                            Math.subtractExact(
                                    Long.parseLong(pair.get(1)), Long.parseLong(pair.get(0)));
                    earned = Math.addExact(earned, refund ? -step : step);
                }
            }
        }
        return earned;
    }

    /**
     * The entry on the last day of a period; empty when enough was earned or nothing is guaranteed.
     *
     * @param earned in the currency of the guarantee
     */
    public static Optional<JournalEntry> of(Contract contract, long earned, AccountingDay day) {
        Guarantee guarantee = contract.guarantee();
        if (guarantee == null || earned >= guarantee.amount().minor()) {
            return Optional.empty();
        }
        GuaranteePeriod period = GuaranteePeriod.containing(day.date(), guarantee.period());
        if (!period.lastDay().equals(day.date())) {
            throw new IllegalArgumentException(
                    "guarantee of "
                            + period.name()
                            + " is worked out on "
                            + period.lastDay()
                            + ", found "
                            + day.date());
        }
        Currency currency = guarantee.amount().currency();
        Money missing = Money.of(Math.subtractExact(guarantee.amount().minor(), earned), currency);
        SourceKey key = SourceKey.of("guarantee", contract.contract(), period.name());
        return Optional.of(
                JournalEntry.of(key, day.date(), day.lastMillisecond())
                        .ref("contract", contract.contract())
                        .ref("payee", guarantee.payee())
                        .debit(Accounts.ROYALTY_GUARANTEE, missing)
                        .credit(Accounts.payable(guarantee.payee()), missing)
                        .trace(
                                Json.object()
                                        .put("kind", "guarantee")
                                        .put("contract", contract.contract())
                                        .put("version", contract.version())
                                        .put("payee", guarantee.payee())
                                        .put("currency", currency.code())
                                        .put("period", period.name())
                                        .putMinor("earned", earned)
                                        .putMinor("minimum", guarantee.amount().minor())
                                        .build())
                        .build());
    }
}
