package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakKey;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The breaks as they stand on each day, and what persons said of them. */
public final class BreakDays {

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;

    public BreakDays(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
    }

    /** A person's reason to close a break. */
    public record Resolution(String reason, Instant givenAt) {}

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
     *
     * @param used the resolution each break was closed by, when a person closed it
     */
    public void keep(LocalDate day, Collection<Break> breaks, Map<BreakKey, Resolution> used) {
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
                        .column("given_at", "timestamptz");
        for (Break row : breaks) {
            AccountId account = row.account();
            Money amount = row.amount();
            Resolution given = row.status() == Break.Status.RESOLVED ? used.get(row.key()) : null;
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
                    given == null ? null : given.givenAt());
        }
        insert.execute(jdbc);
    }

    /**
     * What persons said of the breaks that were open yesterday: the latest word on each that was
     * given since the day it was opened on was over, and closed nothing before.
     */
    public Map<BreakKey, Resolution> resolutionsFor(AccountingDay day) {
        Map<BreakKey, Resolution> given = new TreeMap<>();
        sql.sql(
                        """
                        select distinct on (r.type, r.ref) r.type, r.ref, r.reason, r.resolved_at
                        from ledger.break_day b
                            join ledger.break_resolution r on r.ref = b.ref and r.type = b.type
                        where b.day = :dayBefore and b.status = 'OPEN'
                            and r.resolved_at >= (b.opened_on + 1)::timestamp at time zone :zone
                            and not exists (
                                select from ledger.break_day used
                                where used.ref = r.ref and used.type = r.type and used.day < :day
                                    and used.given_at = r.resolved_at)
                        order by r.type, r.ref, r.resolved_at desc
                        """)
                .param("day", day.date())
                .param("dayBefore", day.previous().date())
                .param("zone", day.zone().getId())
                .query(
                        row -> {
                            given.put(
                                    key(row),
                                    new Resolution(
                                            row.getString(3),
                                            row.getObject(4, OffsetDateTime.class).toInstant()));
                        });
        return given;
    }

    /** The breaks a person closed on an earlier day. */
    public Set<BreakKey> closedByPersonsBefore(LocalDate day) {
        Set<BreakKey> closed = new TreeSet<>();
        sql.sql(
                        """
                        select distinct b.type, b.ref
                        from ledger.break_day b
                        where b.given_at is not null and b.day < :day
                        """)
                .param("day", day)
                .query(
                        row -> {
                            closed.add(key(row));
                        });
        return closed;
    }

    /** Breaks of these orders a person has accepted: they hold back nothing any more. */
    public Set<BreakKey> acceptedOf(Collection<String> orders) {
        Set<BreakKey> accepted = new TreeSet<>();
        sql.sql(
                        """
                        select distinct r.type, r.ref
                        from ledger.break_resolution r
                        where r.ref = any(:orders) and r.type in ('AMOUNT_MISMATCH', 'CURRENCY_MISMATCH')
                        """)
                .param("orders", orders.toArray(String[]::new))
                .query(
                        row -> {
                            accepted.add(key(row));
                        });
        return accepted;
    }

    private static BreakKey key(ResultSet row) throws SQLException {
        return new BreakKey(BreakType.valueOf(row.getString(1)), row.getString(2));
    }
}
