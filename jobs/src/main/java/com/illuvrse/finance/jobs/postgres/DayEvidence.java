package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.jobs.marketplace.FeedContract;
import com.illuvrse.finance.jobs.marketplace.FeedOrderEvent;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.order.OrderEvent;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.segment.RowAfter;
import com.illuvrse.finance.segment.StripePayoutRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The facts a sealed day is proved with: what Stripe and the marketplace told, in the order in
 * which a package has them.
 *
 * <p>Only what was known when the day was settled: asked again years later, it answers the same.
 * Call it within {@link Database#read}, so that rows come a few thousand at a time.
 */
public final class DayEvidence {

    private final JdbcClient sql;

    public DayEvidence(Database database) {
        this.sql = database.sql();
    }

    /** The rows Stripe's balance contains although they belong to later days, by instant and id. */
    public void forEachRowAfter(AccountingDay day, Consumer<RowAfter> consumer) {
        sql.sql(
                        """
                        select b.account, b.id, b.balance_type, b.currency, b.created, b.net
                        from fact.balance_transaction b
                        where b.created >= :to and b.first_seen_on <= :day
                        order by b.created, b.id collate "C"
                        """)
                .param("day", day.date())
                .param("to", OffsetDateTime.ofInstant(day.to(), ZoneOffset.UTC))
                .query(
                        row -> {
                            consumer.accept(
                                    new RowAfter(
                                            row.getString(1),
                                            row.getString(2),
                                            row.getString(3),
                                            Currency.of(row.getString(4)),
                                            row.getObject(5, OffsetDateTime.class).toInstant(),
                                            row.getLong(6)));
                        });
    }

    /**
     * The automatic payouts whose rows Stripe named on a day for the first time, then these rows. A
     * payout is told once in the chain; a row it lacked then and that was named later ends its
     * break.
     */
    public void forEachStripePayout(LocalDate day, Consumer<StripePayoutRow> consumer) {
        sql.sql(
                        """
                        with listed as (
                            select r.payout_id, r.bt_id
                            from fact.stripe_payout_row r
                            where r.listed_on = :day
                                and not exists (
                                    select from fact.stripe_payout_row before
                                    where before.payout_id = r.payout_id and before.listed_on < :day)
                        ), part as (
                            select r.payout_id, r.bt_id
                            from listed r
                                left join fact.balance_transaction b on b.id = r.bt_id
                            where (b.source_id = r.payout_id) is not true
                        ), payout as (
                            select distinct on (s.payout_id) s.payout_id, s.amount, s.currency, s.arrival_on
                            from fact.stripe_payout s
                            where s.seen_on <= :day
                                and s.payout_id in (select listed.payout_id from listed)
                            order by s.payout_id, s.seen_on desc
                        )
                        select named.payout_id, named.bt_id, named.amount, named.currency, named.arrival_on, named.parts
                        from (
                            select p.payout_id, null::text as bt_id, p.amount, p.currency, p.arrival_on,
                                (select count(*) from part where part.payout_id = p.payout_id) as parts
                            from payout p
                            union all
                            select part.payout_id, part.bt_id, null, null, null, null
                            from part) named
                        order by named.bt_id is not null, named.payout_id collate "C", named.bt_id collate "C"
                        """)
                .param("day", day)
                .query(
                        row -> {
                            consumer.accept(payoutRow(row));
                        });
    }

    private static StripePayoutRow payoutRow(ResultSet row) throws SQLException {
        @Nullable String bt = row.getString(2);
        return bt == null
                ? new StripePayoutRow.Payout(
                        row.getString(1),
                        Money.of(row.getLong(3), Currency.of(row.getString(4))),
                        row.getObject(5, LocalDate.class),
                        row.getLong(6))
                : new StripePayoutRow.Part(row.getString(1), bt);
    }

    /** The order events accepted on a day, by order, instant and event. */
    public void forEachOrderEvent(LocalDate day, Consumer<OrderEvent> consumer) {
        sql.sql(
                        """
                        select e.body
                        from fact.order_event e
                        where e.accepted_on = :day
                        order by e.order_id collate "C", e.occurred_at, e.event collate "C"
                        """)
                .param("day", day)
                .query(
                        row -> {
                            consumer.accept(FeedOrderEvent.read(row.getString(1)).event());
                        });
    }

    /** One version of a contract. */
    public record ContractVersion(String contract, long version)
            implements Comparable<ContractVersion> {

        @Override
        public int compareTo(ContractVersion other) {
            int byContract = contract.compareTo(other.contract);
            return byContract != 0 ? byContract : Long.compare(version, other.version);
        }
    }

    /** These versions of contracts, by contract and version. */
    public void forEachContract(Collection<ContractVersion> versions, Consumer<Contract> consumer) {
        sql.sql(
                        """
                        select c.body
                        from unnest(:contracts::text[], :versions::integer[]) as used (contract, version)
                            join fact.contract c on c.contract = used.contract and c.version = used.version
                        order by c.contract collate "C", c.version
                        """)
                .param(
                        "contracts",
                        versions.stream().map(ContractVersion::contract).toArray(String[]::new))
                .param(
                        "versions",
                        versions.stream()
                                .map(used -> Math.toIntExact(used.version()))
                                .toArray(Integer[]::new))
                .query(
                        row -> {
                            consumer.accept(FeedContract.read(row.getString(1)));
                        });
    }
}
