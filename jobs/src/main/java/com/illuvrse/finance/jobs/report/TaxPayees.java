package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.informationreturn.TaxPayee;
import com.illuvrse.finance.jobs.postgres.InformationReturnFacts;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.payout.TaxStatus;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Payees as they were known on a day, for tax forms. */
final class TaxPayees {

    private static final Currency USD = Currency.of("USD");

    private final InformationReturnFacts facts;
    private final Map<String, List<TaxPayee>> versions = new Remembering<>();

    TaxPayees(InformationReturnFacts facts) {
        this.facts = facts;
    }

    /** The version of a payee that counts on a day; one nobody told us of has no country. */
    TaxPayee on(String name, LocalDate day) {
        return versions
                .computeIfAbsent(name, of -> facts.payees(List.of(of)).getOrDefault(of, List.of()))
                .stream()
                .filter(version -> !version.payee().validFrom().isAfter(day))
                .reduce((one, other) -> other)
                .orElseGet(() -> unknown(name, day));
    }

    private static TaxPayee unknown(String name, LocalDate day) {
        return new TaxPayee(
                new Payee(
                        name,
                        1,
                        day,
                        null,
                        null,
                        USD,
                        0,
                        Payee.STRIPE_RAIL,
                        null,
                        null,
                        TaxStatus.NONE,
                        null),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
