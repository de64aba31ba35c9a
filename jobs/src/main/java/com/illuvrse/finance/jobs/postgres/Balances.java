package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.reconciliation.AccountBalance;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The balances of all accounts on one day: what the day before closed with, and what the entries
 * booked so far moved.
 *
 * <p>They are drawn from the entries every time they are asked for, so they are right while the day
 * is open and after its cut alike.
 */
public final class Balances {

    private final JdbcClient sql;

    public Balances(Database database) {
        this.sql = database.sql();
    }

    /**
     * All accounts and currencies with a movement or an opening balance, by account and currency.
     */
    public List<AccountBalance> of(LocalDate day) {
        List<AccountBalance> balances = new ArrayList<>();
        forEachOf(day, balances::add);
        return balances;
    }

    /** The same, one by one, for ledgers with very many creators. */
    public void forEachOf(LocalDate day, Consumer<AccountBalance> consumer) {
        requireDayBeforeIsCut(day);
        sql.sql(
                        """
                        with moved as (
                            select l.account_id, l.currency,
                                coalesce(sum(l.amount) filter (where l.amount > 0), 0) as debit,
                                coalesce(-sum(l.amount) filter (where l.amount < 0), 0) as credit
                            from ledger.entry e
                                cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
                                    as l (account_id, currency, amount)
                            where e.booked_on = :day
                            group by l.account_id, l.currency
                        ), opened as (
                            select b.account_id, b.currency, b.closing
                            from ledger.balance_day b
                            where b.day = :dayBefore and b.closing <> 0
                        )
                        select a.path, used.currency, coalesce(used.closing, 0)::bigint,
                            coalesce(used.debit, 0)::bigint, coalesce(used.credit, 0)::bigint
                        from (moved full join opened using (account_id, currency)) used
                            join ledger.account a on a.account_id = used.account_id
                        order by a.path collate "C", used.currency collate "C"
                        """)
                .param("day", day)
                .param("dayBefore", day.minusDays(1))
                .query(
                        row -> {
                            consumer.accept(
                                    new AccountBalance(
                                            AccountId.of(row.getString(1)),
                                            Currency.of(row.getString(2)),
                                            row.getLong(3),
                                            row.getLong(4),
                                            row.getLong(5)));
                        });
    }

    /**
     * Without the closing balances of the day before, every account would seem to begin at zero.
     */
    private void requireDayBeforeIsCut(LocalDate day) {
        List<LocalDate> open =
                sql.sql(
                                """
                                select d.day from ledger.day d
                                where d.day < :day and d.state = 'OPEN' order by d.day limit 1
                                """)
                        .param("day", day)
                        .query((row, n) -> row.getObject(1, LocalDate.class))
                        .list();
        if (!open.isEmpty()) {
            throw new IllegalStateException(
                    "the balances of "
                            + day
                            + " begin where the days before ended, but "
                            + open.getFirst()
                            + " is still open; settle it first");
        }
    }
}
