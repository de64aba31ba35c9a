package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Balances of all accounts on both axes: facts effective up to one day, as the books knew them at
 * the end of another; and the late entries that make the difference between two such looks.
 *
 * <p>{@code ledger.trial_balance} begins with the balances drawn at a cut, so the cost grows with
 * the accounts and with what is late, not with the age of the ledger.
 */
public final class TrialBalances {

    private final JdbcClient sql;

    public TrialBalances(Database database) {
        this.sql = database.sql();
    }

    /** What an account holds in one currency, debit positive, never zero. */
    public record Holding(AccountId account, Money balance) {}

    /** One line of an entry, debit positive. */
    public record LateLine(AccountId account, Money amount) {}

    /** An entry whose fact belongs to a day that was over before it could be booked. */
    public record LateEntry(
            SourceKey source,
            LocalDate bookedOn,
            LocalDate effectiveOn,
            @Nullable String memo,
            List<LateLine> lines) {

        public LateEntry {
            lines = List.copyOf(lines);
        }
    }

    /** All balances that are not zero, by account and currency. */
    public List<Holding> of(LocalDate effective, LocalDate known) {
        return sql.sql(
                        """
                        select t.account, t.currency, t.balance_minor
                        from ledger.trial_balance(effective => :effective, known => :known) t
                        order by t.account collate "C", t.currency collate "C"
                        """)
                .param("effective", effective)
                .param("known", known)
                .query(
                        (row, n) ->
                                new Holding(
                                        AccountId.of(row.getString(1)),
                                        Money.of(
                                                row.getBigDecimal(3).longValueExact(),
                                                Currency.of(row.getString(2)))))
                .list();
    }

    /**
     * The entries effective up to a day that were booked after it, up to another: what the books
     * did not know at the end of the first and knew at the end of the second.
     */
    public List<LateEntry> lateEntries(LocalDate effective, LocalDate known) {
        List<LateEntry> entries = new ArrayList<>();
        List<LateLine> lines = new ArrayList<>();
        sql.sql(
                        """
                        select e.source_key, e.booked_on, e.effective_on, e.memo, e.account, e.currency,
                            e.amount_minor, e.line = max(e.line) over (partition by e.entry_id) as is_last
                        from ledger.late_entry e
                        where e.effective_on <= :effective and e.booked_on > :effective and e.booked_on <= :known
                        order by e.booked_on, e.source_key collate "C", e.line
                        """)
                .param("effective", effective)
                .param("known", known)
                .query(
                        row -> {
                            lines.add(
                                    new LateLine(
                                            AccountId.of(row.getString(5)),
                                            Money.of(
                                                    row.getLong(7),
                                                    Currency.of(row.getString(6)))));
                            if (row.getBoolean(8)) {
                                entries.add(
                                        new LateEntry(
                                                new SourceKey(row.getString(1)),
                                                row.getObject(2, LocalDate.class),
                                                row.getObject(3, LocalDate.class),
                                                row.getString(4),
                                                lines));
                                lines.clear();
                            }
                        });
        return entries;
    }
}
