package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Disputes that no order explains. */
public final class Disputes {

    private final JdbcClient sql;

    public Disputes(Database database) {
        this.sql = database.sql();
    }

    /** What a lost dispute took, in the currency of Stripe's balance. */
    public record LostMoney(String dispute, Money amount) {}

    /**
     * Disputes known to be lost whose rows name no order and whose money still lies with the open
     * disputes, as of a day. One that a row tells of only now was asked for before, so it does not
     * matter on which day it was found lost.
     */
    public List<LostMoney> lostWithoutOrder(LocalDate day) {
        return sql.sql(
                        """
                        select b.dispute_id, b.currency, -sum(b.amount)::bigint
                        from fact.balance_transaction b
                            join ledger.entry e
                                on e.entry_id = ledger.entry_id('stripe:' || b.account || ':bt:' || b.id)
                        where b.dispute_id in (
                                select d.dispute_id from fact.stripe_dispute d
                                where d.status = 'lost' and d.seen_on <= :day)
                            and b.reporting_category in ('dispute', 'dispute_reversal')
                            and e.booked_on <= :day and e.order_id is null
                            and not exists (
                                select from ledger.order_of_row f where f.bt_id = b.id and f.found_on <= :day)
                            and not exists (
                                select from ledger.entry lost
                                where lost.entry_id = ledger.entry_id('dispute:' || b.dispute_id || ':lost')
                                    and lost.booked_on < :day)
                        group by b.dispute_id, b.currency
                        having sum(b.amount) < 0
                        order by b.dispute_id collate "C", b.currency
                        """)
                .param("day", day)
                .query(
                        (row, n) ->
                                new LostMoney(
                                        row.getString(1),
                                        Money.of(row.getLong(3), Currency.of(row.getString(2)))))
                .list();
    }
}
