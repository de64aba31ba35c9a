package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.BalanceTransaction;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Stripe's rows as the books know them: which are still to be posted, and which were posted when.
 *
 * <p>Each row comes with its links resolved: a refund, dispute or transfer with the charge it leads
 * to and the order that charge names. Links are resolved by what was known on the day a row is
 * booked, so a row reads the same whenever it is asked for.
 */
public final class PostedFacts {

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;

    public PostedFacts(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
    }

    /**
     * Some rows in the order they were kept, looked through for what is still to be posted.
     *
     * @param rows those without an entry whose day has come, in that order
     * @param lookedAt the place of the last row that was looked at
     * @param isLast whether no row comes after it
     */
    public record Slice(List<BalanceTransaction> rows, long lookedAt, boolean isLast) {}

    /**
     * The place just before the first row that a day may have to post; the end when it has none.
     */
    public long beforeFirstOf(AccountingDay day) {
        return sql.sql(
                        """
                        select coalesce(min(bt_key), 9223372036854775807) - 1
                        from (
                            select min(bt_key) as bt_key from fact.balance_transaction
                            where created >= :from and created < :to
                            union all
                            select min(bt_key) from fact.balance_transaction where first_seen_on = :day
                        ) as first
                        """)
                .param("from", utc(day.from()))
                .param("to", utc(day.to()))
                .param("day", day.date())
                .query(Long.class)
                .single();
    }

    /**
     * Looks through the next rows after a place for those without an entry whose day is the day or
     * before it. The cost of a slice does not grow with the day, whatever the planner knows of rows
     * that came minutes ago.
     */
    public Slice unposted(AccountingDay day, Instant booksBegin, long after, int size) {
        Long last = lastOfSlice(after, size);
        if (last == null) {
            return new Slice(List.of(), after, true);
        }
        List<BalanceTransaction> rows =
                sql.sql(
                                """
                                with slice as materialized (
                                    select t.*
                                    from fact.balance_transaction t
                                    where t.bt_key > :after and t.bt_key <= :last
                                    order by t.bt_key
                                    limit :size
                                ), due as materialized (
                                    select t.*
                                    from slice t
                                    where t.created >= :booksBegin and t.created < :to
                                        and (t.created >= :from or t.first_seen_on = :day)
                                        and not exists (
                                            select from ledger.entry e
                                            where e.entry_id
                                                = ledger.entry_id('stripe:' || t.account || ':bt:' || t.id)))
                                """
                                        + BalanceTransactionRows.SELECT
                                        + " from due t "
                                        + BalanceTransactionRows.LINKS
                                        + " order by t.bt_key")
                        .param("after", after)
                        .param("last", last)
                        .param("size", size)
                        .param("booksBegin", utc(booksBegin))
                        .param("from", utc(day.from()))
                        .param("to", utc(day.to()))
                        .param("day", day.date())
                        .query((row, n) -> BalanceTransactionRows.read(row))
                        .list();
        return new Slice(rows, last, false);
    }

    private @Nullable Long lastOfSlice(long after, int size) {
        return sql.sql(
                        """
                        select max(slice.bt_key)
                        from (
                            select bt_key
                            from fact.balance_transaction
                            where bt_key > :after
                            order by bt_key
                            limit :size
                        ) as slice
                        """)
                .param("after", after)
                .param("size", size)
                .query((row, n) -> row.getObject(1, Long.class))
                .list()
                .getFirst();
    }

    /**
     * All rows booked on a day, by instant and id, with the links they were posted with. Call it
     * within {@link Database#read}, so that the rows come a few thousand at a time.
     */
    public void rowsBookedOn(
            AccountingDay day, Instant booksBegin, Consumer<BalanceTransaction> consumer) {
        sql.sql(
                        """
                        with posted as (
                            select e.bt
                            from ledger.entry e
                            where e.booked_on = :day and e.source_key like 'stripe:%:bt:%')
                        """
                                + BalanceTransactionRows.SELECT
                                + " from posted p join fact.balance_transaction t on t.id = p.bt "
                                + BalanceTransactionRows.LINKS
                                + " order by t.created, t.id collate \"C\"")
                .param("booksBegin", utc(booksBegin))
                .param("to", utc(day.to()))
                .param("day", day.date())
                .query(
                        row -> {
                            consumer.accept(BalanceTransactionRows.read(row));
                        });
    }

    /** Rows of one kind booked on a day that belong to some orders, by instant and id. */
    public List<BalanceTransaction> rowsBookedOn(
            AccountingDay day, Instant booksBegin, Collection<String> orders) {
        return sql.sql(
                        """
                        with posted as (
                            select e.bt
                            from ledger.entry e
                            where e.booked_on = :day and e.source_key like 'stripe:%:bt:%'
                                and e.order_id = any(:orders::text[]))
                        """
                                + BalanceTransactionRows.SELECT
                                + " from posted p join fact.balance_transaction t on t.id = p.bt "
                                + BalanceTransactionRows.LINKS
                                + " order by t.created, t.id collate \"C\"")
                .param("booksBegin", utc(booksBegin))
                .param("to", utc(day.to()))
                .param("day", day.date())
                .param("orders", orders.toArray(String[]::new))
                .query((row, n) -> BalanceTransactionRows.read(row))
                .list();
    }

    /**
     * Rows posted without an order on earlier days whose order a charge booked on a day has told,
     * and that belong to some orders, by instant and id.
     */
    public List<BalanceTransaction> rowsFoundOn(
            AccountingDay day, Instant booksBegin, Collection<String> orders) {
        return sql.sql(
                        """
                        with found as (
                            select f.bt_id
                            from ledger.order_of_row f
                            where f.found_on = :day and f.order_id = any(:orders::text[]))
                        """
                                + BalanceTransactionRows.SELECT
                                + " from found f join fact.balance_transaction t on t.id = f.bt_id "
                                + BalanceTransactionRows.LINKS
                                + " order by t.created, t.id collate \"C\"")
                .param("booksBegin", utc(booksBegin))
                .param("to", utc(day.to()))
                .param("day", day.date())
                .param("orders", orders.toArray(String[]::new))
                .query((row, n) -> BalanceTransactionRows.read(row))
                .list();
    }

    /**
     * Notes the orders of rows that were posted before their late charge: the charge is booked on
     * this day and names the order. A dispute whose loss is booked has nothing left to find.
     */
    public void keepOrdersFound(LocalDate day) {
        sql.sql(
                        """
                        insert into ledger.order_of_row (bt_id, order_id, found_on)
                        select distinct on (w.bt_id) w.bt_id, c.order_id, :day::date
                        from ledger.row_without_order w
                            join fact.balance_transaction t on t.id = w.bt_id
                            join fact.balance_transaction c
                                on c.charge_id = t.charge_id and c.order_id is not null
                                    and c.order_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'
                            join ledger.entry e
                                on e.entry_id = ledger.entry_id('stripe:' || c.account || ':bt:' || c.id)
                        where w.booked_on < :day and e.booked_on = :day
                            and not exists (
                                select from ledger.order_of_row known where known.bt_id = w.bt_id)
                            and not exists (
                                select from ledger.entry lost
                                where lost.entry_id = ledger.entry_id('dispute:' || t.dispute_id || ':lost'))
                        order by w.bt_id, c.created, c.id collate "C"
                        """)
                .param("day", day)
                .update();
    }

    /** Notes rows that were posted without an order though their kind has one. */
    public void keepWithoutOrder(Collection<String> rows, LocalDate bookedOn) {
        BulkInsert insert =
                BulkInsert.into("ledger.row_without_order")
                        .column("bt_id", "text")
                        .column("booked_on", "date");
        rows.forEach(row -> insert.row(row, bookedOn));
        insert.execute(jdbc);
    }

    /**
     * All rows up to a day that were posted without an order though their kind has one, and whose
     * money still waits for somebody to explain it: a dispute that was won has given it back, one
     * that was lost before the day has taken it for good.
     */
    public List<BalanceTransaction> rowsWithoutOrder(AccountingDay day) {
        return sql.sql(
                        BalanceTransactionRows.SELECT_WITHOUT_ORDER
                                + """
                                 from ledger.row_without_order w
                                    join fact.balance_transaction t on t.id = w.bt_id
                                where w.booked_on <= :day
                                    and not exists (
                                        select from ledger.order_of_row f
                                        where f.bt_id = w.bt_id and f.found_on <= :day)
                                    and (t.dispute_id is null or not exists (
                                        select from fact.stripe_dispute lost
                                        where lost.dispute_id = t.dispute_id and lost.status = 'lost'
                                            and lost.seen_on <= :day)
                                    and 0 <> (
                                        select sum(d.amount)
                                        from ledger.row_without_order known
                                            join fact.balance_transaction d on d.id = known.bt_id
                                        where d.dispute_id = t.dispute_id and known.booked_on <= :day))
                                order by t.created, t.id collate "C"
                                """)
                .param("day", day.date())
                .query((row, n) -> BalanceTransactionRows.read(row))
                .list();
    }

    /**
     * By currency, the net of all posted payments rows that become available on a day: those whose
     * time has come, and those booked today whose time had come before.
     */
    public List<Money> becomingAvailable(AccountingDay day) {
        return sql.sql(
                        """
                        select moving.currency, sum(moving.net) as net
                        from (
                            select t.currency, t.net
                            from fact.balance_transaction t
                                join ledger.entry e
                                    on e.entry_id = ledger.entry_id('stripe:' || t.account || ':bt:' || t.id)
                            where t.balance_type = 'payments' and t.available_on > t.created
                                and t.available_on >= :from and t.available_on < :to and e.booked_on <= :day
                            union all
                            select t.currency, t.net
                            from ledger.entry e
                                join fact.balance_transaction t on t.id = e.bt
                            where e.booked_on = :day and e.source_key like 'stripe:%:bt:%'
                                and t.balance_type = 'payments' and t.available_on > t.created
                                and t.available_on < :from
                        ) as moving
                        group by moving.currency
                        order by moving.currency
                        """)
                .param("from", utc(day.from()))
                .param("to", utc(day.to()))
                .param("day", day.date())
                .query(
                        (row, n) -> {
                            BigDecimal net = row.getBigDecimal(2);
                            return Money.of(net.longValueExact(), Currency.of(row.getString(1)));
                        })
                .list();
    }

    /** Ids of rows that were seen on a day with other content than before. */
    public List<String> changedOn(LocalDate day) {
        return sql.sql(
                        """
                        select distinct id
                        from fact.balance_transaction_change
                        where seen_on = :day
                        order by id
                        """)
                .param("day", day)
                .query((row, n) -> row.getString(1))
                .list();
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
