package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.Decision;
import com.illuvrse.finance.payout.PayoutReason;
import com.illuvrse.finance.payout.Vote;
import com.illuvrse.finance.segment.PayoutRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What happened to payout batches after they were drawn: voted on, released, sent, closed.
 *
 * <p>A release and what was sent belong to the accounting day they happened in, as the rows of
 * Stripe do. A batch that ended without being paid belongs to the day its entries are taken back
 * on: the first one that was cut after its end.
 */
public final class PayoutEvents {

    private final JdbcClient sql;

    public PayoutEvents(Database database) {
        this.sql = database.sql();
    }

    /** One event, and when it happened. */
    public record Event(Instant at, PayoutRow row) {}

    /**
     * The events of a day as they happened. Call it within {@link Database#read}.
     *
     * @param previousCut when the day before was cut
     * @param cut when this day was cut
     */
    public void forEachOf(
            AccountingDay day, Instant previousCut, Instant cut, Consumer<Event> consumer) {
        sql.sql(
                        """
                        select event.at, event.kind, event.batch, event.payee, event.currency, event.net, event.reference,
                            event.role, event.public_key, event.decision
                        from (
                            select v.voted_at as at, 0 as rank, 'VOTE' as kind, v.batch, v.person as payee,
                                null as currency, null::bigint as net, v.signature as reference, v.role,
                                v.public_key, v.decision
                            from payout.vote v
                            where v.voted_at >= :from and v.voted_at < :to
                            union all
                            select b.released_at, 1, 'RELEASED', b.batch, null, null, null, null, null, null, null
                            from payout.batch b
                            where b.released_at >= :from and b.released_at < :to
                            union all
                            select n.concluded_at, 2, 'SENT', i.batch, i.payee, i.currency, i.net, n.transfer_id,
                                null, null, null
                            from payout.intent n join payout.item i on i.item_key = n.item_key
                            where n.state = 'SENT' and n.concluded_at >= :from and n.concluded_at < :to
                            union all
                            select b.closed_at, 3, 'DONE', b.batch, null, null, null, null, null, null, null
                            from payout.batch b
                            where b.state = 'SENT' and b.closed_at >= :from and b.closed_at < :to
                            union all
                            select b.closed_at, 3, b.state, b.batch, null, null, null, null, null, null, null
                            from payout.batch b
                            where b.state in ('REJECTED', 'EXPIRED')
                                and b.closed_at > :previousCut and b.closed_at <= :cut
                        ) event
                        order by event.at, event.rank, event.batch, event.payee collate "C", event.currency collate "C"
                        """)
                .param("from", at(day.from()))
                .param("to", at(day.to()))
                .param("previousCut", at(previousCut))
                .param("cut", at(cut))
                .query(
                        row -> {
                            consumer.accept(event(row));
                        });
    }

    private static Event event(ResultSet row) throws SQLException {
        Instant at = row.getObject(1, OffsetDateTime.class).toInstant();
        String batch = row.getString(3);
        return new Event(
                at,
                switch (row.getString(2)) {
                    case "VOTE" ->
                            new PayoutRow.Ballot(
                                    batch,
                                    new Vote(
                                            row.getString(4),
                                            row.getString(8),
                                            row.getString(9),
                                            Decision.valueOf(row.getString(10)),
                                            at,
                                            row.getString(7)));
                    case "RELEASED" -> new PayoutRow.Release(batch, at);
                    case "SENT" ->
                            new PayoutRow.Sent(
                                    batch,
                                    row.getString(4),
                                    Currency.of(row.getString(5)),
                                    row.getLong(6),
                                    row.getString(7));
                    default ->
                            new PayoutRow.Closed(
                                    batch, at, PayoutRow.Closed.Result.valueOf(row.getString(2)));
                });
    }

    /**
     * The items of the batch drawn on a day, by payee and currency, each with how far its payment
     * was when the day was cut. Call it within {@link Database#read}.
     */
    public void forEachItemOf(LocalDate day, Instant cut, Consumer<ItemAtCut> consumer) {
        sql.sql(
                        """
                        select i.batch, i.payee, i.currency, i.available, i.gross, i.withheld, i.net, i.pay_currency,
                            i.pay_amount, i.reason,
                            case
                                when n.item_key is null then 'NONE'
                                when n.concluded_at <= :cut then n.state
                                when n.first_sent_at <= :cut then 'SENDING'
                                when b.released_at <= :cut then 'APPROVED'
                                else 'PLANNED'
                            end,
                            case when n.concluded_at <= :cut then n.transfer_id end
                        from payout.batch b
                            join payout.item i on i.batch = b.batch
                            left join payout.intent n on n.item_key = i.item_key and n.attempt = 1
                        where b.day = :day
                        order by i.batch, i.payee collate "C", i.currency collate "C"
                        """)
                .param("day", day)
                .param("cut", at(cut))
                .query(
                        row -> {
                            consumer.accept(item(row));
                        });
    }

    /**
     * What a batch decided about a creator, and the payment as it was at a cut; amounts in minor
     * units.
     *
     * @param status state of the first attempt, NONE for a creator who is not paid
     * @param reference id of the transfer, once it was known
     */
    public record ItemAtCut(
            String batch,
            String payee,
            Currency currency,
            long available,
            long gross,
            long withheld,
            long net,
            Currency payCurrency,
            long pay,
            PayoutReason reason,
            String status,
            @Nullable String reference) {}

    private static ItemAtCut item(ResultSet row) throws SQLException {
        return new ItemAtCut(
                row.getString(1),
                row.getString(2),
                Currency.of(row.getString(3)),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                Currency.of(row.getString(8)),
                row.getLong(9),
                PayoutReason.valueOf(row.getString(10)),
                row.getString(11),
                row.getString(12));
    }

    private static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
