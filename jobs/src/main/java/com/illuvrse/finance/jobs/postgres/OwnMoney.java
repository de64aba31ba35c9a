package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.ContraAccounts;
import com.illuvrse.finance.reconciliation.ClearingLegs;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Rows of Stripe that belong to no order: transfers to creators, payouts to our bank, money Stripe
 * holds back.
 */
public final class OwnMoney {

    private final JdbcClient sql;

    public OwnMoney(Database database) {
        this.sql = database.sql();
    }

    /**
     * A transfer to a connected account, or money that came back from one.
     *
     * @param amount as Stripe signs it: negative when it left
     * @param transfer the transfer, also of a row that brings its money back
     * @param payout the payout of ours the transfer names in its metadata
     */
    public record TransferRow(
            String bt,
            String type,
            Instant created,
            Money amount,
            @Nullable String transfer,
            @Nullable String payout,
            @Nullable String destination) {

        public boolean leaves() {
            return type.equals("transfer");
        }
    }

    /**
     * Transfer rows booked on a day that belong to no charge, by instant and id. Those of
     * destination charges are their orders'.
     */
    public List<TransferRow> transfersOf(LocalDate day) {
        return sql.sql(
                        """
                        select b.id, b.type, b.created, b.amount, b.currency, b.transfer_id, b.payout_intent,
                            b.transfer_destination
                        from ledger.entry e
                            join fact.balance_transaction b on b.id = e.bt
                        where e.booked_on = :day and e.source_key like 'stripe:%:bt:%'
                            and b.type in ('transfer', 'transfer_refund', 'transfer_cancel', 'transfer_failure')
                            and b.charge_id is null
                            and not exists (
                                select from fact.balance_transaction t
                                where t.transfer_id = b.transfer_id and t.charge_id is not null)
                        order by b.created, b.id
                        """)
                .param("day", day)
                .query((row, n) -> transfer(row))
                .list();
    }

    private static TransferRow transfer(ResultSet row) throws SQLException {
        return new TransferRow(
                row.getString(1),
                row.getString(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                Money.of(row.getLong(4), Currency.of(row.getString(5))),
                row.getString(6),
                row.getString(7),
                row.getString(8));
    }

    /** What came back of a transfer in rows before this one, which is booked on a day. */
    public long returnedBefore(TransferRow row, LocalDate day) {
        return sql.sql(
                        """
                        select coalesce(sum(b.amount), 0)::bigint
                        from fact.balance_transaction b
                            join ledger.entry e
                                on e.entry_id = ledger.entry_id('stripe:' || b.account || ':bt:' || b.id)
                        where b.transfer_id = :transfer and b.type <> 'transfer'
                            and (e.booked_on < :day
                                or e.booked_on = :day and (b.created, b.id) < (:created, :bt))
                        """)
                .param("transfer", row.transfer())
                .param("day", day)
                .param("created", PayoutBatches.at(row.created()))
                .param("bt", row.bt())
                .query(Long.class)
                .single();
    }

    /** A payout of Stripe's to our bank that a row speaks of. */
    public record BankPayout(String payout, Money amount, Instant created) {}

    /** Payouts whose money came back in a row booked on the day. */
    public List<BankPayout> payoutsFailedOn(LocalDate day) {
        return sql.sql(
                        """
                        select coalesce(b.payout_id, b.source_id, b.id), b.amount, b.currency, b.created
                        from ledger.entry e
                            join fact.balance_transaction b on b.id = e.bt
                        where e.booked_on = :day and e.source_key like 'stripe:%:bt:%' and b.type = 'payout_failure'
                        order by b.created, b.id
                        """)
                .param("day", day)
                .query((row, n) -> payout(row))
                .list();
    }

    /**
     * Payouts that left Stripe before an instant and were neither seen at the bank nor came back,
     * as of a day.
     */
    public List<BankPayout> payoutsNotArrived(LocalDate day, Instant before) {
        return sql.sql(
                        """
                        select coalesce(b.payout_id, b.source_id, b.id), -b.amount, b.currency, b.created
                        from fact.balance_transaction b
                            join ledger.entry e
                                on e.entry_id = ledger.entry_id('stripe:' || b.account || ':bt:' || b.id)
                        where b.type = 'payout' and b.created < :before and e.booked_on <= :day
                            and not exists (
                                select from fact.bank_line l
                                where l.reference = 'STRIPE ' || coalesce(b.payout_id, b.source_id, b.id)
                                    and l.accepted_on <= :day)
                            and not exists (
                                select from fact.balance_transaction back
                                    join ledger.entry f on f.entry_id
                                        = ledger.entry_id('stripe:' || back.account || ':bt:' || back.id)
                                where f.booked_on <= :day and back.type in ('payout_cancel', 'payout_failure')
                                    and coalesce(back.payout_id, back.source_id)
                                        = coalesce(b.payout_id, b.source_id))
                        order by b.created, b.id
                        """)
                .param("day", day)
                .param("before", PayoutBatches.at(before))
                .query((row, n) -> payout(row))
                .list();
    }

    private static BankPayout payout(ResultSet row) throws SQLException {
        return new BankPayout(
                row.getString(1),
                Money.of(row.getLong(2), Currency.of(row.getString(3))),
                row.getObject(4, OffsetDateTime.class).toInstant());
    }

    /**
     * Money between Stripe and the bank on which the two do not agree.
     *
     * @param id the payout or top-up
     * @param atStripe what the bank should show by Stripe's rows, credit positive; null when Stripe
     *     shows none
     * @param atBank what its lines add up to
     */
    public record BankDifference(String id, @Nullable Money atStripe, Money atBank) {}

    /**
     * Payouts and top-ups the bank has seen whose lines add up to something else than Stripe's rows
     * of them, as of a day, by id.
     *
     * @param first lines before it may belong to payouts that are older than the books
     */
    public List<BankDifference> bankDifferences(LocalDate day, LocalDate first) {
        return sql.sql(
                        """
                        with at_bank as (
                            select substr(l.reference, 8) as id, l.currency, sum(l.amount)::bigint as amount,
                                max(l.booked_on) as booked_on
                            from fact.bank_line l
                            where l.reference ~ '^STRIPE (po|tu)_[A-Za-z0-9_]{1,60}$' and l.accepted_on <= :day
                            group by l.reference, l.currency
                        ), at_stripe as (
                            select b.source_id as id, b.currency, -sum(b.amount)::bigint as amount
                            from fact.balance_transaction b
                                join ledger.entry e
                                    on e.entry_id = ledger.entry_id('stripe:' || b.account || ':bt:' || b.id)
                            where b.type in ('payout', 'payout_cancel', 'payout_failure', 'topup', 'topup_reversal')
                                and e.booked_on <= :day
                            group by b.source_id, b.currency
                        )
                        select bank.id, stripe.amount, bank.amount, bank.currency
                        from at_bank bank left join at_stripe stripe using (id, currency)
                        where stripe.amount <> bank.amount or stripe.amount is null and bank.booked_on >= :first
                        order by bank.id collate "C", bank.currency collate "C"
                        """)
                .param("day", day)
                .param("first", first)
                .query(
                        (row, n) -> {
                            Currency currency = Currency.of(row.getString(4));
                            @Nullable Long stripe = row.getObject(2, Long.class);
                            return new BankDifference(
                                    row.getString(1),
                                    stripe == null ? null : Money.of(stripe, currency),
                                    Money.of(row.getLong(3), currency));
                        })
                .list();
    }

    /** All legs on the clearing accounts of reserves and advances booked up to a day. */
    public List<ClearingLegs.Leg> legs(LocalDate day) {
        List<ClearingLegs.Leg> legs = new ArrayList<>();
        sql.sql(
                        """
                        select b.id, b.type, b.reporting_category, b.source_id, b.amount,
                            b.currency
                        from fact.balance_transaction b
                            join ledger.entry e
                                on e.entry_id = ledger.entry_id('stripe:' || b.account || ':bt:' || b.id)
                        where b.type in ('reserved_funds', 'reserve_hold', 'reserve_release', 'advance',
                                'advance_funding')
                            and e.booked_on <= :day
                        order by b.created, b.id collate "C"
                        """)
                .param("day", day)
                .query(
                        row -> {
                            Money amount = Money.of(row.getLong(5), Currency.of(row.getString(6)));
                            String bt = row.getString(1);
                            @Nullable String pair = row.getString(4);
                            ContraAccounts.of(row.getString(2), row.getString(3))
                                    .filter(account -> account.isWithin("assets:clearing"))
                                    .ifPresent(
                                            account ->
                                                    legs.add(
                                                            new ClearingLegs.Leg(
                                                                    bt, account, pair, amount)));
                        });
        return legs;
    }
}
