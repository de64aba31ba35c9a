package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.ClearingJournals.Part;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What journals of persons moved on clearing and suspense accounts, from the entries themselves.
 */
public final class ClearingParts {

    private static final String JOURNAL = "journal:";

    private final JdbcClient sql;

    public ClearingParts(Database database) {
        this.sql = database.sql();
    }

    /** The parts of the journals booked on a day, by journal, account and currency. */
    public List<Part> bookedOn(LocalDate day) {
        return sql.sql(
                        """
                        select e.source_key, a.path, l.currency, sum(l.amount)::bigint, back.source_key
                        from ledger.entry e
                            cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
                                as l (account_id, currency, amount)
                            join ledger.account a on a.account_id = l.account_id
                            left join ledger.entry back on back.entry_id = e.reverses
                        where e.booked_on = :day and e.source_key like 'journal:%'
                            and (a.path like 'assets:clearing:%' or a.path like 'assets:suspense:%')
                        group by e.source_key, a.path, l.currency, back.source_key
                        having sum(l.amount) <> 0
                        order by e.source_key collate "C", a.path collate "C", l.currency collate "C"
                        """)
                .param("day", day)
                .query((row, n) -> part(row))
                .list();
    }

    private static Part part(ResultSet row) throws SQLException {
        return new Part(
                journal(row.getString(1)),
                AccountId.of(row.getString(2)),
                Money.of(row.getLong(4), Currency.of(row.getString(3))),
                reversed(row.getString(5)));
    }

    private static String journal(String key) {
        return key.substring(JOURNAL.length());
    }

    private static @Nullable String reversed(@Nullable String key) {
        return key == null || !key.startsWith(JOURNAL) ? null : journal(key);
    }
}
