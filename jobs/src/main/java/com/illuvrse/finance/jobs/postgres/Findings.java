package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the steps of a night found wrong. The breaks of the day are drawn from it and from those of
 * the day before.
 */
public final class Findings {

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;

    public Findings(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
    }

    /**
     * Keeps findings within the running transaction. One of a type and ref stays for the day; the
     * same again, and another of the same type and ref, changes nothing.
     */
    public void keep(LocalDate day, Collection<Finding> findings) {
        BulkInsert insert =
                BulkInsert.into("ledger.finding")
                        .column("day", "date")
                        .column("type", "text")
                        .column("ref", "text")
                        .column("severity", "text")
                        .column("account", "text")
                        .column("amount", "bigint")
                        .column("currency", "text")
                        .column("detail", "text")
                        .column("settled_by", "text");
        for (Finding finding : findings) {
            AccountId account = finding.account();
            Money amount = finding.amount();
            insert.row(
                    day,
                    finding.type().name(),
                    finding.ref(),
                    finding.type().severity().name(),
                    account == null ? null : account.path(),
                    amount == null ? null : amount.minor(),
                    amount == null ? null : amount.currency().code(),
                    finding.detail(),
                    finding.settledBy());
        }
        insert.execute(jdbc);
    }

    /** All findings of a day, by type and ref. */
    public List<Finding> of(LocalDate day) {
        return sql.sql(
                        """
                        select type, ref, account, amount, currency, detail, settled_by
                        from ledger.finding
                        where day = :day
                        order by type, ref collate "C"
                        """)
                .param("day", day)
                .query((row, n) -> finding(row))
                .list();
    }

    /** Whether an earlier day found the same: an event is told once. */
    public boolean isFoundBefore(LocalDate day, BreakType type, String ref) {
        return sql.sql(
                        """
                        select exists (
                            select from ledger.finding where ref = :ref and type = :type and day < :day)
                        """)
                .param("ref", ref)
                .param("type", type.name())
                .param("day", day)
                .query(Boolean.class)
                .single();
    }

    private static Finding finding(ResultSet row) throws SQLException {
        @Nullable String account = row.getString(3);
        @Nullable String currency = row.getString(5);
        return new Finding(
                BreakType.valueOf(row.getString(1)),
                row.getString(2),
                account == null ? null : AccountId.of(account),
                currency == null ? null : Money.of(row.getLong(4), Currency.of(currency)),
                row.getString(6),
                row.getString(7));
    }
}
