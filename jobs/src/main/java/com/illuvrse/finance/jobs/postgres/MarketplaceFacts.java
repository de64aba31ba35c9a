package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.jobs.marketplace.FeedContract;
import com.illuvrse.finance.jobs.marketplace.FeedJournal;
import com.illuvrse.finance.jobs.marketplace.FeedOrderEvent;
import com.illuvrse.finance.jobs.marketplace.FeedPayee;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.order.OrderEvent;
import com.illuvrse.finance.payout.BankLine;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.royalty.Contract;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the marketplace told us and we accepted, read back as the rules know it.
 *
 * <p>Everything is as of a day: what a later night accepted is not there, so that settling a day
 * again finds the same.
 */
public final class MarketplaceFacts {

    private final JdbcClient sql;

    public MarketplaceFacts(Database database) {
        this.sql = database.sql();
    }

    /** All versions of all contracts accepted up to a day, sound or not. */
    public List<Contract> contracts(LocalDate upTo) {
        return sql.sql(
                        """
                        select body
                        from fact.contract
                        where accepted_on <= :day
                        order by contract collate "C", version
                        """)
                .param("day", upTo)
                .query((row, n) -> FeedContract.read(row.getString(1)))
                .list();
    }

    /** How each payee is to be paid on a day: the highest version that is valid then. */
    public Map<String, Payee> payees(LocalDate day) {
        Map<String, Payee> payees = new TreeMap<>();
        sql.sql(
                        """
                        select distinct on (payee) body
                        from fact.payee
                        where accepted_on <= :day and valid_from <= :day
                        order by payee, version desc
                        """)
                .param("day", day)
                .query(
                        row -> {
                            Payee payee = FeedPayee.read(row.getString(1));
                            payees.put(payee.payee(), payee);
                        });
        return payees;
    }

    /** The journals accepted on a day, in the order they came. */
    public List<FeedJournal> journalsOf(LocalDate day) {
        return sql.sql(
                        """
                        select body
                        from fact.journal
                        where accepted_on = :day and status = 'ACCEPTED'
                        order by file_key, line_no
                        """)
                .param("day", day)
                .query((row, n) -> FeedJournal.read(row.getString(1)))
                .list();
    }

    /** The bank lines accepted on a day, by statement and line. */
    public List<BankLine> bankLinesOf(LocalDate day) {
        return sql.sql(
                        """
                        select statement, line, account, booked_on, amount, currency, reference, reason
                        from fact.bank_line
                        where accepted_on = :day
                        order by statement collate "C", line collate "C"
                        """)
                .param("day", day)
                .query((row, n) -> bankLine(row))
                .list();
    }

    static BankLine bankLine(ResultSet row) throws SQLException {
        return new BankLine(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getObject(4, LocalDate.class),
                Money.of(row.getLong(5), Currency.of(row.getString(6))),
                row.getString(7),
                row.getString(8));
    }

    /**
     * All order events accepted on a day, order by order, within one as they came. Call it in a
     * transaction, so that the rows come a few thousand at a time.
     */
    public void orderEventsOf(LocalDate day, Consumer<OrderEvent> consumer) {
        sql.sql(
                        """
                        select body
                        from fact.order_event
                        where accepted_on = :day
                        order by order_id collate "C", event_key
                        """)
                .param("day", day)
                .query(
                        row -> {
                            consumer.accept(FeedOrderEvent.read(row.getString(1)).event());
                        });
    }

    /**
     * The events of some orders accepted on a day, order by order, within one as they came; found
     * by order (see {@link SettlementPlan#forEachCandidate}).
     */
    public List<OrderEvent> orderEventsOf(LocalDate day, Collection<String> orders) {
        return sql.sql(
                        """
                        select body
                        from fact.order_event
                        where accepted_on + 0 = :day and order_id = any(:orders::text[])
                        order by order_id collate "C", event_key
                        """)
                .param("day", day)
                .param("orders", orders.toArray(String[]::new))
                .query((row, n) -> FeedOrderEvent.read(row.getString(1)).event())
                .list();
    }

    /**
     * The newest reference rate up to a day, as decimal text: units of {@code quote} for one of
     * {@code base}.
     */
    public Optional<String> rate(LocalDate day, Currency base, Currency quote) {
        return sql.sql(
                        """
                        select rate
                        from fact.rate
                        where accepted_on <= :day and rate_on <= :day and base = :base and quote = :quote
                        order by rate_on desc, source
                        limit 1
                        """)
                .param("day", day)
                .param("base", base.code())
                .param("quote", quote.code())
                .query((row, n) -> row.getString(1))
                .optional();
    }
}
