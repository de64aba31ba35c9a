package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakKey;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.ClosedBreak;
import com.illuvrse.finance.reconciliation.Resolution;
import com.illuvrse.finance.reconciliation.RolledBreaks;
import com.illuvrse.finance.reconciliation.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The breaks as they stand on each day. */
public final class BreakDays {

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;

    public BreakDays(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
    }

    /** The breaks of a day, by type and ref. */
    public List<Break> of(LocalDate day) {
        return sql.sql(
                        """
                        select b.type, b.ref, b.opened_on, b.age_days, b.severity, b.status, b.resolution,
                            b.resolved_on, b.account, b.amount, b.currency
                        from ledger.break_day b
                        where b.day = :day
                        order by b.type collate "C", b.ref collate "C"
                        """)
                .param("day", day)
                .query((row, n) -> breakOf(row))
                .list();
    }

    private static Break breakOf(ResultSet row) throws SQLException {
        @Nullable String account = row.getString(9);
        @Nullable String currency = row.getString(11);
        return new Break(
                BreakType.valueOf(row.getString(1)),
                row.getString(2),
                row.getObject(3, LocalDate.class),
                row.getInt(4),
                Severity.valueOf(row.getString(5)),
                Break.Status.valueOf(row.getString(6)),
                row.getString(7),
                row.getObject(8, LocalDate.class),
                account == null ? null : AccountId.of(account),
                currency == null ? null : Money.of(row.getLong(10), Currency.of(currency)));
    }

    /**
     * Keeps the breaks of a day within the running transaction; one that is there already stays as
     * it is.
     */
    public void keep(LocalDate day, RolledBreaks breaks) {
        BulkInsert insert =
                BulkInsert.into("ledger.break_day")
                        .column("day", "date")
                        .column("type", "text")
                        .column("ref", "text")
                        .column("severity", "text")
                        .column("account", "text")
                        .column("amount", "bigint")
                        .column("currency", "text")
                        .column("opened_on", "date")
                        .column("age_days", "integer")
                        .column("status", "text")
                        .column("resolution", "text")
                        .column("resolved_on", "date")
                        .column("given_at", "timestamptz")
                        .column("closed_with", "text");
        for (Break row : breaks.rows()) {
            AccountId account = row.account();
            Money amount = row.amount();
            Resolution given = breaks.used().get(row.key());
            insert.row(
                    day,
                    row.type().name(),
                    row.ref(),
                    row.severity().name(),
                    account == null ? null : account.path(),
                    amount == null ? null : amount.minor(),
                    amount == null ? null : amount.currency().code(),
                    row.openedOn(),
                    row.ageDays(),
                    row.status().name(),
                    row.resolution(),
                    row.resolvedOn(),
                    given == null ? null : given.givenAt(),
                    breaks.groups().get(row.key()));
        }
        insert.execute(jdbc);
    }

    /**
     * What persons' words closed before a day and nothing has opened since: the last row of such a
     * break says so.
     */
    public List<ClosedBreak> closedBefore(LocalDate day) {
        return sql.sql(
                        """
                        select b.type, b.ref, b.opened_on, b.age_days, b.severity, b.status, b.resolution,
                            b.resolved_on, b.account, b.amount, b.currency,
                            coalesce(b.closed_with, b.type || ':' || b.ref)
                        from ledger.break_day b
                        where (b.closed_with is not null or b.given_at is not null) and b.day < :day
                            and not exists (
                                select from ledger.break_day later
                                where later.ref = b.ref and later.type = b.type
                                    and later.day > b.day and later.day < :day)
                        order by b.day, b.type collate "C", b.ref collate "C"
                        """)
                .param("day", day)
                .query((row, n) -> new ClosedBreak(breakOf(row), row.getString(12)))
                .list();
    }

    /** The sentences of the findings behind the breaks of a day, the latest of each. */
    public Map<BreakKey, String> sentencesOf(LocalDate day) {
        Map<BreakKey, String> sentences = new TreeMap<>();
        sql.sql(
                        """
                        select b.type, b.ref, told.detail
                        from ledger.break_day b
                            cross join lateral (
                                select f.detail from ledger.finding f
                                where f.ref = b.ref and f.type = b.type and f.day <= b.day
                                order by f.day desc
                                limit 1) told
                        where b.day = :day
                        """)
                .param("day", day)
                .query(
                        row -> {
                            sentences.put(
                                    new BreakKey(
                                            BreakType.valueOf(row.getString(1)), row.getString(2)),
                                    row.getString(3));
                        });
        return sentences;
    }
}
