package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.ReferenceRate;
import com.illuvrse.finance.payout.ApprovalTiers;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reference rates the marketplace has told us, as decimal text. */
public final class ReferenceRates {

    /** A daily rate older than this is missing ({@code fx.reference.max_age_days}). */
    private static final int MOST_DAYS = 7;

    private final JdbcClient sql;

    public ReferenceRates(Database database) {
        this.sql = database.sql();
    }

    /**
     * Units of a base currency for one unit of each other currency, as of a day: the newest rate,
     * the one of the other direction turned round when there is no other. Those missing are left
     * out.
     */
    public SortedMap<Currency, String> into(
            Currency base, Collection<Currency> currencies, LocalDate day) {
        TreeMap<Currency, String> rates = new TreeMap<>();
        for (Currency currency : currencies) {
            if (!currency.equals(base)) {
                newest(currency, base, day)
                        .or(() -> newest(base, currency, day).map(ApprovalTiers::inverse))
                        .ifPresent(rate -> rates.put(currency, rate));
            }
        }
        return rates;
    }

    /** All rates of the days from one to another that were told by the latter. */
    public List<ReferenceRate> between(LocalDate first, LocalDate last) {
        return sql.sql(
                        """
                        select r.rate_on, r.base, r.quote, r.rate, r.source
                        from fact.rate r
                        where r.accepted_on <= :last and r.rate_on between :first and :last
                        """)
                .param("first", first)
                .param("last", last)
                .query(
                        (row, n) ->
                                new ReferenceRate(
                                        row.getObject(1, LocalDate.class),
                                        Currency.of(row.getString(2)),
                                        Currency.of(row.getString(3)),
                                        row.getString(4),
                                        row.getString(5)))
                .list();
    }

    private Optional<String> newest(Currency of, Currency in, LocalDate day) {
        return sql.sql(
                        """
                        select r.rate
                        from fact.rate r
                        where r.base = :of and r.quote = :in and r.accepted_on <= :day
                            and r.rate_on between :oldest and :day
                        order by r.rate_on desc, r.source collate "C"
                        limit 1
                        """)
                .param("of", of.code())
                .param("in", in.code())
                .param("day", day)
                .param("oldest", day.minusDays(MOST_DAYS))
                .query((row, n) -> row.getString(1))
                .optional();
    }
}
