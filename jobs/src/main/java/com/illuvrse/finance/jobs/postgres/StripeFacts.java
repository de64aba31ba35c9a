package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.jobs.stripe.StripeBalance;
import com.illuvrse.finance.jobs.stripe.StripeDispute;
import com.illuvrse.finance.jobs.stripe.StripePayout;
import com.illuvrse.finance.jobs.stripe.StripeRow;
import com.illuvrse.finance.money.Currency;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What Stripe said, kept as it came: rows once, answers as often as they were given. */
public final class StripeFacts {

    private final JdbcClient sql;
    private final JdbcTemplate jdbc;

    public StripeFacts(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
    }

    /**
     * Keeps rows that are new and notes those that came again with other content. Returns how many
     * were new.
     */
    public int keep(List<StripeRow> rows, LocalDate seenOn) {
        BulkInsert insert = rowsOf(rows, seenOn);
        int added = insert.execute(jdbc);
        if (added < rows.size()) {
            keepChanges(rows, seenOn);
        }
        return added;
    }

    private static BulkInsert rowsOf(List<StripeRow> rows, LocalDate seenOn) {
        BulkInsert insert =
                BulkInsert.into("fact.balance_transaction")
                        .column("account", "text")
                        .column("id", "text")
                        .column("type", "text")
                        .column("reporting_category", "text")
                        .column("balance_type", "text")
                        .column("currency", "text")
                        .column("created", "timestamptz")
                        .column("available_on", "timestamptz")
                        .column("amount", "bigint")
                        .column("fee", "bigint")
                        .column("net", "bigint")
                        .column("fee_details", "text")
                        .column("exchange_rate", "text")
                        .column("source_id", "text")
                        .column("charge_id", "text")
                        .column("order_id", "text")
                        .column("presentment_amount", "bigint")
                        .column("presentment_currency", "text")
                        .column("dispute_id", "text")
                        .column("dispute_status", "text")
                        .column("payout_id", "text")
                        .column("transfer_id", "text")
                        .column("transfer_group", "text")
                        .column("transfer_destination", "text")
                        .column("payout_intent", "text")
                        .column("raw", "text")
                        .column("first_seen_on", "date");
        for (StripeRow row : rows) {
            insert.row(
                    row.account(),
                    row.id(),
                    row.type(),
                    row.reportingCategory(),
                    row.balanceType(),
                    row.currency().code(),
                    row.created(),
                    row.availableOn(),
                    row.amount(),
                    row.fee(),
                    row.net(),
                    row.feeDetails(),
                    row.exchangeRate(),
                    row.source(),
                    row.charge(),
                    row.order(),
                    row.presentmentAmount(),
                    code(row.presentmentCurrency()),
                    row.dispute(),
                    row.disputeStatus(),
                    row.payout(),
                    row.transfer(),
                    row.transferGroup(),
                    row.transferDestination(),
                    row.intent(),
                    row.raw(),
                    seenOn);
        }
        return insert;
    }

    private void keepChanges(List<StripeRow> rows, LocalDate seenOn) {
        sql.sql(
                        """
                        insert into fact.balance_transaction_change (id, seen_on, raw_sha256, raw)
                        select again.id, :seenOn, encode(sha256(convert_to(again.raw, 'UTF8')), 'hex'), again.raw
                        from unnest(:ids::text[], :raws::text[]) as again (id, raw)
                            join fact.balance_transaction kept on kept.id = again.id and kept.raw <> again.raw
                        on conflict do nothing
                        """)
                .param("seenOn", seenOn)
                .param("ids", rows.stream().map(StripeRow::id).toArray(String[]::new))
                .param("raws", rows.stream().map(StripeRow::raw).toArray(String[]::new))
                .update();
    }

    /** On which side of the pull Stripe was asked for its balance. */
    public enum Moment {
        BEFORE,
        AFTER
    }

    /** What Stripe answered and when. */
    public record BalanceAnswer(Instant observedAt, StripeBalance balance) {}

    /** Keeps Stripe's answer to "what is our balance". */
    public void keepBalance(LocalDate day, Moment moment, BalanceAnswer answer) {
        sql.sql(
                        """
                        insert into fact.stripe_balance (day, moment, observed_at, body)
                        values (:day, :moment, :observedAt, :body)
                        on conflict do nothing
                        """)
                .param("day", day)
                .param("moment", moment.name())
                .param("observedAt", OffsetDateTime.ofInstant(answer.observedAt(), ZoneOffset.UTC))
                .param("body", answer.balance().text())
                .update();
    }

    /**
     * The last answer of a day. The one after the pull contains exactly the rows that are kept,
     * those of later days among them.
     */
    public Optional<BalanceAnswer> balance(LocalDate day, Moment moment) {
        return sql.sql(
                        """
                        select observed_at, body
                        from fact.stripe_balance
                        where day = :day and moment = :moment
                        order by observed_at desc
                        limit 1
                        """)
                .param("day", day)
                .param("moment", moment.name())
                .query(
                        (row, n) ->
                                new BalanceAnswer(
                                        row.getObject(1, OffsetDateTime.class).toInstant(),
                                        StripeBalance.parse(row.getString(2))))
                .optional();
    }

    /** Keeps what Stripe says of its payouts to our bank today. */
    public void keepPayouts(List<StripePayout> payouts, LocalDate seenOn, ZoneId zone) {
        BulkInsert insert =
                BulkInsert.into("fact.stripe_payout")
                        .column("payout_id", "text")
                        .column("seen_on", "date")
                        .column("status", "text")
                        .column("automatic", "boolean")
                        .column("reconciliation_status", "text")
                        .column("amount", "bigint")
                        .column("currency", "text")
                        .column("arrival_on", "date")
                        .column("body", "text");
        for (StripePayout payout : payouts) {
            insert.row(
                    payout.id(),
                    seenOn,
                    payout.status(),
                    payout.automatic(),
                    payout.reconciliationStatus(),
                    payout.amount().minor(),
                    payout.amount().currency().code(),
                    payout.arrival().atZone(zone).toLocalDate(),
                    payout.body());
        }
        insert.execute(jdbc);
    }

    /**
     * Disputes that took or gave back money since the books began, were not decided and not asked
     * for on this day.
     */
    public List<String> disputesToAsk(LocalDate day, Instant booksBegin) {
        return sql.sql(
                        """
                        select distinct t.dispute_id
                        from fact.balance_transaction t
                        where t.dispute_id is not null and t.created >= :booksBegin
                            and not exists (
                                select from fact.stripe_dispute d
                                where d.dispute_id = t.dispute_id
                                    and (d.seen_on = :day or d.status in ('won', 'lost', 'warning_closed', 'prevented')))
                        order by t.dispute_id
                        """)
                .param("booksBegin", OffsetDateTime.ofInstant(booksBegin, ZoneOffset.UTC))
                .param("day", day)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /** Keeps how a dispute stands on a day. */
    public void keepDispute(StripeDispute dispute, LocalDate seenOn) {
        sql.sql(
                        """
                        insert into fact.stripe_dispute
                            (dispute_id, seen_on, status, charge_id, amount, currency, body)
                        values (:id, :seenOn, :status, :charge, :amount, :currency, :body)
                        on conflict do nothing
                        """)
                .param("id", dispute.id())
                .param("seenOn", seenOn)
                .param("status", dispute.status())
                .param("charge", dispute.charge())
                .param("amount", dispute.amount().minor())
                .param("currency", dispute.amount().currency().code())
                .param("body", dispute.body())
                .update();
    }

    /**
     * Automatic payouts Stripe has reconciled whose rows were not listed before today, or did not
     * add up yesterday: the row that was missing is found by asking again.
     */
    public List<String> payoutsToList(LocalDate day) {
        return sql.sql(
                        """
                        select distinct p.payout_id
                        from fact.stripe_payout p
                        where p.seen_on <= :day and p.automatic and p.reconciliation_status = 'completed'
                            and (
                                not exists (
                                    select from fact.stripe_payout_row r
                                    where r.payout_id = p.payout_id and r.listed_on < :day)
                                or exists (
                                    select from ledger.break_day b
                                    where b.day = :day::date - 1 and b.type = 'PAYOUT_COMPOSITION_MISMATCH'
                                        and b.ref = p.payout_id and b.status = 'OPEN'))
                        order by p.payout_id
                        """)
                .param("day", day)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /** Keeps which rows Stripe names for a payout. */
    public void keepPayoutRows(String payout, List<String> rows, LocalDate listedOn) {
        BulkInsert insert =
                BulkInsert.into("fact.stripe_payout_row")
                        .column("payout_id", "text")
                        .column("bt_id", "text")
                        .column("listed_on", "date");
        for (String row : rows) {
            insert.row(payout, row, listedOn);
        }
        insert.execute(jdbc);
    }

    private static @Nullable String code(@Nullable Currency currency) {
        return currency == null ? null : currency.code();
    }
}
