package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.order.AdvanceJournal;
import com.illuvrse.finance.order.DisputeLost;
import com.illuvrse.finance.order.OrderFact;
import com.illuvrse.finance.order.Payment;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What became known of orders on one accounting day: what the marketplace told, what Stripe moved,
 * which disputes were found lost, which advances were paid by hand.
 */
public final class OrderFacts {

    private final JdbcClient sql;
    private final MarketplaceFacts marketplace;
    private final PostedFacts posted;

    public OrderFacts(Database database) {
        this.sql = database.sql();
        this.marketplace = new MarketplaceFacts(database);
        this.posted = new PostedFacts(database);
    }

    /**
     * What the marketplace told of some orders on a day and what rows moved that were booked on it
     * or found to be theirs, by order; an order without either has no list.
     */
    public Map<String, List<OrderFact>> of(
            AccountingDay day, Instant booksBegin, Collection<String> orders) {
        Map<String, List<OrderFact>> facts = new TreeMap<>();
        marketplace.orderEventsOf(day.date(), orders).forEach(event -> add(facts, event));
        posted.rowsBookedOn(day, booksBegin, orders)
                .forEach(row -> Payment.of(row).ifPresent(payment -> add(facts, payment)));
        posted.rowsFoundOn(day, booksBegin, orders)
                .forEach(row -> Payment.of(row).ifPresent(payment -> add(facts, payment)));
        return facts;
    }

    private static void add(Map<String, List<OrderFact>> facts, OrderFact fact) {
        facts.computeIfAbsent(fact.order(), order -> new ArrayList<>()).add(fact);
    }

    /**
     * Disputes of orders that are lost since this day: they were found lost on it, or their money
     * was booked on it and they were found lost before. Each is told on exactly one day.
     */
    public List<DisputeLost> losses(AccountingDay day) {
        return sql.sql(
                        """
                        with lost as (
                            select d.dispute_id, min(d.seen_on) as since
                            from fact.stripe_dispute d
                            where d.status = 'lost' and d.seen_on <= :day
                            group by d.dispute_id
                        ), taken as (
                            select b.dispute_id,
                                min(greatest(e.booked_on, f.found_on)) as booked_on,
                                min(coalesce(e.order_id, f.order_id)) as order_id
                            from lost
                                join fact.balance_transaction b on b.dispute_id = lost.dispute_id
                                join ledger.entry e
                                    on e.entry_id = ledger.entry_id('stripe:' || b.account || ':bt:' || b.id)
                                left join ledger.order_of_row f on f.bt_id = b.id and f.found_on <= :day
                            where b.reporting_category = 'dispute' and e.booked_on <= :day
                            group by b.dispute_id
                        )
                        select taken.order_id, taken.dispute_id
                        from lost join taken on taken.dispute_id = lost.dispute_id
                        where taken.order_id is not null and greatest(lost.since, taken.booked_on) = :day
                        order by taken.order_id collate "C", taken.dispute_id collate "C"
                        """)
                .param("day", day.date())
                .query(
                        (row, n) ->
                                new DisputeLost(
                                        row.getString(1), row.getString(2), day.lastMillisecond()))
                .list();
    }

    /**
     * Lines of the day's journals on advance accounts whose contract has no state of the day yet.
     */
    public List<AdvanceJournal> advances(LocalDate day) {
        return sql.sql(
                        """
                        select e.occurred_at, e.source_key, split_part(a.path, ':', 3), l.currency, l.amount
                        from ledger.entry e
                            cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
                                as l (account_id, currency, amount)
                            join ledger.account a on a.account_id = l.account_id
                        where e.booked_on = :day and e.source_key like 'journal:%'
                            and a.path like 'assets:advances:%'
                            and not exists (
                                select from ledger.contract_state done
                                where done.contract = split_part(a.path, ':', 3)
                                    and done.currency = l.currency and done.day = :day)
                        order by e.entry_id, l.account_id, l.currency, l.amount
                        """)
                .param("day", day)
                .query(
                        (row, n) ->
                                new AdvanceJournal(
                                        row.getObject(1, OffsetDateTime.class).toInstant(),
                                        row.getString(2),
                                        row.getString(3),
                                        Money.of(row.getLong(5), Currency.of(row.getString(4)))))
                .list();
    }
}
