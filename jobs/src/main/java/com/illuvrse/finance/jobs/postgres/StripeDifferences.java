package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Currency;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What our books hold of Stripe's balances while rows are still being pulled, and what they had
 * above Stripe's answer when the pull of a night ended.
 */
public final class StripeDifferences {

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;

    public StripeDifferences(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
    }

    /**
     * An amount of one of Stripe's balances, in minor units.
     *
     * @param balanceType as rows name it: {@code payments}, {@code risk_reserved}, {@code issuing},
     *     {@code refund_and_dispute_prefunding}
     */
    public record Amount(String balanceType, Currency currency, long minor) {}

    /**
     * What the books hold once every row that is kept is booked: the closing balances of the last
     * day that was cut, opening journals among them, and the rows that are in none of the days up
     * to it. Rows created before the books begin are part of the opening balances.
     */
    public List<Amount> held(AccountingDay day, Instant booksBegin) {
        @Nullable LocalDate cut = lastCutBefore(day.date());
        Instant since = cut == null ? booksBegin : AccountingDay.of(cut, day.zone()).to();
        return sql.sql(
                        """
                        select held.balance_type, held.currency, sum(held.amount)::bigint
                        from (
                            select case
                                    when a.path like 'assets:stripe:payments:%' then 'payments'
                                    when a.path = 'assets:stripe:reserve' then 'risk_reserved'
                                    when a.path = 'assets:stripe:issuing' then 'issuing'
                                    else 'refund_and_dispute_prefunding' end as balance_type,
                                b.currency, b.closing as amount
                            from ledger.balance_day b join ledger.account a on a.account_id = b.account_id
                            where b.day = :cut
                                and (a.path like 'assets:stripe:payments:%' or a.path in ('assets:stripe:reserve',
                                    'assets:stripe:issuing', 'assets:stripe:prefunding'))
                            union all
                            select t.balance_type, t.currency, t.net
                            from fact.balance_transaction t
                            where t.created >= :begin
                                and (t.created >= :since or t.first_seen_on > coalesce(:cut, date '-infinity'))
                                and t.balance_type in ('payments', 'risk_reserved', 'issuing',
                                    'refund_and_dispute_prefunding')) held
                        group by held.balance_type, held.currency
                        order by held.balance_type collate "C", held.currency collate "C"
                        """)
                .param("cut", cut, java.sql.Types.DATE)
                .param("begin", utc(booksBegin))
                .param("since", utc(since))
                .query(
                        (row, n) ->
                                new Amount(
                                        row.getString(1),
                                        Currency.of(row.getString(2)),
                                        row.getLong(3)))
                .list();
    }

    private @Nullable LocalDate lastCutBefore(LocalDate day) {
        return sql.sql(
                        """
                        select s.day from ledger.segment s where s.day < :day order by s.day desc limit 1
                        """)
                .param("day", day)
                .query((row, n) -> row.getObject(1, LocalDate.class))
                .optional()
                .orElse(null);
    }

    /**
     * Keeps what the books had above Stripe's answer, within the running transaction.
     *
     * @param searched whether the rows that would explain it were looked for and not found, tonight
     *     or when the same difference was found first
     */
    public void keep(LocalDate night, List<Amount> differences, boolean searched) {
        BulkInsert insert =
                BulkInsert.into("ledger.stripe_difference")
                        .column("day", "date")
                        .column("balance_type", "text")
                        .column("currency", "text")
                        .column("amount", "bigint")
                        .column("searched", "boolean");
        for (Amount each : differences) {
            insert.row(night, each.balanceType(), each.currency().code(), each.minor(), searched);
        }
        insert.execute(jdbc);
    }

    /** The differences of a night whose rows were searched for in vain, by place. */
    public List<Amount> searchedInVain(LocalDate night) {
        return sql.sql(
                        """
                        select d.balance_type, d.currency, d.amount
                        from ledger.stripe_difference d
                        where d.day = :day and d.searched
                        order by d.balance_type collate "C", d.currency collate "C"
                        """)
                .param("day", night)
                .query(
                        (row, n) ->
                                new Amount(
                                        row.getString(1),
                                        Currency.of(row.getString(2)),
                                        row.getLong(3)))
                .list();
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
