package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.Acceptance;
import com.illuvrse.finance.reconciliation.BreakKey;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Resolution;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What persons said of breaks. A word is of the break as it stood on one day; it counts from the
 * first night that had not begun by then, as long as that break is open.
 */
public final class BreakResolutions {

    private final JdbcClient sql;

    public BreakResolutions(Database database) {
        this.sql = database.sql();
    }

    /**
     * A word as it is given.
     *
     * @param seenOn the day whose row of the break the person saw
     * @param countsFrom the first night that has not begun
     * @param by who gives it; never sealed
     */
    public record Word(
            BreakKey key,
            String reason,
            Set<String> journals,
            String by,
            LocalDate seenOn,
            LocalDate countsFrom) {}

    /**
     * Keeps a word within the running transaction; the latest word on a break is the one that
     * counts.
     */
    public void keep(Word word, Instant givenAt) {
        sql.sql(
                        """
                        insert into ledger.break_resolution (type, ref, reason, resolved_by, resolved_at, seen_on,
                            counts_from, journals)
                        values (:type, :ref, :reason, :by,
                            -- two words at one instant of a clock that stands still
                            greatest(:at, (
                                select max(r.resolved_at) + interval '1 microsecond'
                                from ledger.break_resolution r
                                where r.type = :type and r.ref = :ref)),
                            :seenOn, :countsFrom, :journals)
                        """)
                .param("type", word.key().type().name())
                .param("ref", word.key().ref())
                .param("reason", word.reason())
                .param("by", word.by())
                .param("at", PayoutBatches.at(givenAt))
                .param("seenOn", word.seenOn())
                .param("countsFrom", word.countsFrom())
                .param("journals", word.journals().stream().sorted().toArray(String[]::new))
                .update();
    }

    /** The latest word on each break that was open at the end of the day before a night. */
    public List<Resolution> forNight(LocalDate day) {
        return words(day.minusDays(1), day, day);
    }

    /** The latest word on each break that is open at the end of a day, whenever it counts. */
    public List<Resolution> waitingAfter(LocalDate day) {
        return words(day, day, LocalDate.of(9999, 12, 31));
    }

    private List<Resolution> words(LocalDate openOn, LocalDate foundUpTo, LocalDate countingBy) {
        return sql.sql(
                        """
                        select distinct on (r.type, r.ref) r.type, r.ref, r.reason, r.resolved_at, seen.amount,
                            seen.currency, r.journals, (
                                select min(f.day) from ledger.finding f
                                where f.ref = r.ref and f.type = r.type
                                    and f.day > r.seen_on and f.day <= :foundUpTo)
                        from ledger.break_day b
                            join ledger.break_resolution r on r.ref = b.ref and r.type = b.type
                            join ledger.break_day seen
                                on seen.day = r.seen_on and seen.ref = r.ref and seen.type = r.type
                        where b.day = :openOn and b.status = 'OPEN' and seen.opened_on = b.opened_on
                            and r.counts_from <= :countingBy
                        order by r.type, r.ref, r.resolved_at desc
                        """)
                .param("openOn", openOn)
                .param("foundUpTo", foundUpTo)
                .param("countingBy", countingBy)
                .query((row, n) -> resolution(row))
                .list();
    }

    private static Resolution resolution(ResultSet row) throws SQLException {
        String[] journals = (String[]) row.getArray(7).getArray();
        return new Resolution(
                key(row),
                row.getString(3),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                money(row.getLong(5), row.getString(6)),
                row.getObject(8, LocalDate.class),
                Set.of(journals));
    }

    /**
     * Which disagreements of these orders with their charges persons have accepted when a night
     * begins, and at which amount: by a word that closed them, or by one that will close them
     * tonight if they are found unchanged.
     */
    public Set<Acceptance> acceptedOf(LocalDate day, Collection<String> orders) {
        return new HashSet<>(
                sql.sql(
                                """
                                with of_orders as (
                                    select b.type, b.ref, b.day, b.status, b.opened_on, b.amount, b.currency,
                                        b.closed_with, b.given_at,
                                        row_number() over (partition by b.type, b.ref order by b.day desc) as age
                                    from ledger.break_day b
                                    where b.ref in (
                                            select r.ref from ledger.break_resolution r where r.ref = any(:orders))
                                        and b.type in ('AMOUNT_MISMATCH', 'CURRENCY_MISMATCH')
                                        and b.day < :day
                                ), last_word as (
                                    select distinct on (r.type, r.ref) r.type, r.ref, r.seen_on
                                    from ledger.break_resolution r
                                        join of_orders seen
                                            on seen.day = r.seen_on and seen.ref = r.ref and seen.type = r.type
                                        join of_orders b on b.ref = r.ref and b.type = r.type
                                            and b.age = 1 and b.day = :dayBefore and b.status = 'OPEN'
                                            and b.opened_on = seen.opened_on
                                    where r.counts_from <= :day
                                    order by r.type, r.ref, r.resolved_at desc
                                )
                                select b.type, b.ref, b.amount, b.currency
                                from of_orders b
                                where b.age = 1 and (b.closed_with is not null or b.given_at is not null)
                                union all
                                select seen.type, seen.ref, seen.amount, seen.currency
                                from last_word w
                                    join of_orders seen
                                        on seen.day = w.seen_on and seen.ref = w.ref and seen.type = w.type
                                """)
                        .param("orders", orders.toArray(String[]::new))
                        .param("day", day)
                        .param("dayBefore", day.minusDays(1))
                        .query(
                                (row, n) ->
                                        new Acceptance(
                                                key(row), money(row.getLong(3), row.getString(4))))
                        .list());
    }

    private static @Nullable Money money(long minor, @Nullable String currency) {
        return currency == null ? null : Money.of(minor, Currency.of(currency));
    }

    private static BreakKey key(ResultSet row) throws SQLException {
        return new BreakKey(BreakType.valueOf(row.getString(1)), row.getString(2));
    }
}
