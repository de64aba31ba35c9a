package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.PayoutItem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The attempts to send what a batch pays. An attempt is made with the batch and only moves forward:
 * approved, being sent, sent or failed, or unknown until Stripe tells.
 */
public final class PayoutIntents {

    /** Stripe's list of transfers may lag behind what was made, by less than this. */
    public static final Duration BETWEEN_LOOKS = Duration.ofMinutes(10);

    private static final String INTENT =
            """
            select n.intent_key, i.batch || ':' || i.payee || ':' || i.currency as payout, i.batch, n.attempt,
                n.idempotency_key, n.destination, n.amount, n.currency, n.state, n.first_sent_at, n.transfer_id
            from payout.intent n join payout.item i on i.item_key = n.item_key
            """;

    /** Why an attempt failed that may be made again: Stripe's own code. */
    public static final String LACKING_MONEY = "balance_insufficient";

    /** Why an attempt is over that Stripe never showed, by a person's word. */
    public static final String NOT_FOUND = "not_found";

    static final String[] MAY_BE_MADE_AGAIN = {LACKING_MONEY, NOT_FOUND};

    private final JdbcClient sql;

    public PayoutIntents(Database database) {
        this.sql = database.sql();
    }

    /** Where an attempt is in its life (run safety, section 4). */
    public enum State {
        PLANNED,
        APPROVED,
        /** Stripe was or will be asked; nobody else may ask under another key. */
        SENDING,
        SENT,
        FAILED,
        /** Stripe was asked and nobody knows what became of it. */
        UNKNOWN,
        CANCELLED
    }

    /**
     * One attempt to send one payout.
     *
     * @param payout {@code <batch>:<payee>:<currency>}
     * @param transfer Stripe's id of what was sent
     */
    public record Intent(
            long key,
            String payout,
            String batch,
            int attempt,
            String idempotencyKey,
            String destination,
            Money amount,
            State state,
            @Nullable Instant firstSentAt,
            @Nullable String transfer) {}

    /** A payout Stripe has made a transfer of. */
    public record Sent(PayoutItem item, String transfer, Instant concludedAt) {}

    /**
     * The attempts of a batch on a rail that are in one of some states, in the order they were
     * made.
     */
    public List<Intent> of(String batch, String rail, List<State> states) {
        return sql.sql(
                        INTENT
                                + """
                                where i.batch = :batch and i.rail = :rail and n.state = any(:states)
                                order by n.intent_key
                                """)
                .param("batch", batch)
                .param("rail", rail)
                .param("states", states.stream().map(State::name).toArray(String[]::new))
                .query((row, n) -> intent(row))
                .list();
    }

    /** Whether something of a batch is still to be sent, or not known to be. */
    public boolean isOpen(String batch) {
        return sql.sql(
                        """
                        select exists (
                            select from payout.intent n join payout.item i on i.item_key = n.item_key
                            where i.batch = :batch and (n.concluded_at is null or n.failure = any(:again)
                                and not exists (
                                    select from payout.intent later
                                    where later.item_key = n.item_key and later.attempt > n.attempt)))
                        """)
                .param("batch", batch)
                .param("again", MAY_BE_MADE_AGAIN)
                .query(Boolean.class)
                .single();
    }

    /** Whether the fate of some attempt is not known: it was or will be asked for. */
    public boolean isAnyUndecided() {
        return sql.sql(
                        "select exists (select from payout.intent where state in ('SENDING',"
                                + " 'UNKNOWN'))")
                .query(Boolean.class)
                .single();
    }

    /** All attempts of a batch on a rail, by payout and attempt. */
    public List<Intent> all(String batch, String rail) {
        return of(batch, rail, List.of(State.values()));
    }

    /** An attempt nobody knows of, and how it was looked for. */
    public record Unknown(
            Intent intent, int looks, @Nullable Instant firstLook, @Nullable Instant lastLook) {

        /** It was not there twice, ten minutes apart: a person may say that it was never made. */
        public boolean mayBeMadeAgain() {
            return firstLook != null
                    && lastLook != null
                    && !lastLook.isBefore(firstLook.plus(BETWEEN_LOOKS));
        }
    }

    /** The attempts of a batch nobody knows of. */
    public List<Unknown> unknown(String batch) {
        return sql.sql(
                        """
                        select n.*, p.looks, p.first_look, p.last_look
                        from (%s where i.batch = :batch and n.state = 'UNKNOWN') n
                            left join lateral (
                                select count(*) looks, min(looked_at) first_look, max(looked_at) last_look
                                from payout.probe p where p.intent_key = n.intent_key) p on true
                        order by n.intent_key
                        """
                                .formatted(INTENT))
                .param("batch", batch)
                .query(
                        (row, n) ->
                                new Unknown(intent(row), row.getInt(12), at(row, 13), at(row, 14)))
                .list();
    }

    /** Notes that Stripe does not show an attempt whose answer was lost. */
    public void notFound(Intent intent, Instant now) {
        sql.sql(
                        """
                        insert into payout.probe (intent_key, looked_at) values (:key, :now)
                        on conflict do nothing
                        """)
                .param("key", intent.key())
                .param("now", PayoutBatches.at(now))
                .update();
    }

    /** A person's word that an attempt nobody knows of may be made again. */
    public void approveAgain(Unknown attempt, String person, Instant now) {
        sql.sql(
                        """
                        insert into payout.new_attempt (intent_key, approved_at, approved_by)
                        values (:key, :now, :person)
                        on conflict do nothing
                        """)
                .param("key", attempt.intent().key())
                .param("now", PayoutBatches.at(now))
                .param("person", person)
                .update();
    }

    /** Whether a person has said that an attempt may be made again. */
    public boolean isApprovedAgain(Intent intent) {
        return sql.sql("select exists (select from payout.new_attempt where intent_key = :key)")
                .param("key", intent.key())
                .query(Boolean.class)
                .single();
    }

    private static @Nullable Instant at(ResultSet row, int column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    /** The attempt that may still arrive for a payout, or has. */
    public Optional<Intent> living(String payout) {
        String[] parts = payout.split(":", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        return sql.sql(
                        INTENT
                                + """
                                where i.batch = :batch and i.payee = :payee and i.currency = :currency
                                    and n.state not in ('FAILED', 'CANCELLED')
                                """)
                .param("batch", parts[0])
                .param("payee", parts[1])
                .param("currency", parts[2])
                .query((row, n) -> intent(row))
                .optional();
    }

    private static Intent intent(ResultSet row) throws SQLException {
        OffsetDateTime first = row.getObject(10, OffsetDateTime.class);
        return new Intent(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                row.getString(6),
                Money.of(row.getLong(7), Currency.of(row.getString(8))),
                State.valueOf(row.getString(9)),
                first == null ? null : first.toInstant(),
                row.getString(11));
    }

    /** What Stripe made a transfer of within a stretch of time, in the order it became known. */
    public List<Sent> sentBetween(Instant from, Instant to) {
        return sql.sql(
                        """
                        select i.batch, i.payee, i.currency, i.available, i.reason, i.gross, i.withholding,
                            i.destination, i.rail, i.exchange, i.pay_currency, n.transfer_id, n.concluded_at
                        from payout.intent n join payout.item i on i.item_key = n.item_key
                        where n.state = 'SENT' and n.concluded_at >= :from and n.concluded_at < :to
                        order by n.concluded_at, n.intent_key
                        """)
                .param("from", PayoutBatches.at(from))
                .param("to", PayoutBatches.at(to))
                .query((row, n) -> sent(row))
                .list();
    }

    /** The payout a transfer of Stripe's paid. */
    public Optional<Sent> sentAs(String transfer) {
        return sql.sql(
                        """
                        select i.batch, i.payee, i.currency, i.available, i.reason, i.gross, i.withholding,
                            i.destination, i.rail, i.exchange, i.pay_currency, n.transfer_id, n.concluded_at
                        from payout.intent n join payout.item i on i.item_key = n.item_key
                        where n.transfer_id = :transfer
                        """)
                .param("transfer", transfer)
                .query((row, n) -> sent(row))
                .optional();
    }

    /** Payouts whose only attempt failed within a stretch of time: their money never left. */
    public List<PayoutItem> failedBetween(Instant from, Instant to) {
        return sql.sql(
                        """
                        select i.batch, i.payee, i.currency, i.available, i.reason, i.gross, i.withholding,
                            i.destination, i.rail, i.exchange, i.pay_currency
                        from payout.intent n join payout.item i on i.item_key = n.item_key
                        where n.state = 'FAILED' and n.failure <> all(:again)
                            and n.concluded_at >= :from and n.concluded_at < :to
                            and not exists (
                                select from payout.intent other
                                where other.item_key = n.item_key and other.state not in ('FAILED', 'CANCELLED'))
                        order by n.concluded_at, n.intent_key
                        """)
                .param("from", PayoutBatches.at(from))
                .param("to", PayoutBatches.at(to))
                .param("again", MAY_BE_MADE_AGAIN)
                .query((row, n) -> PayoutBatches.item(row, 1))
                .list();
    }

    private static Sent sent(ResultSet row) throws SQLException {
        return new Sent(
                PayoutBatches.item(row, 1),
                row.getString(12),
                row.getObject(13, OffsetDateTime.class).toInstant());
    }

    /**
     * Plans another attempt of each payout of a batch whose last one failed for want of money, or
     * was never made. Stripe would answer the old key with the old answer, so it needs a key of its
     * own. Within the running transaction of the writer; returns how many there are.
     */
    public int planAgain(String batch) {
        return sql.sql(
                        """
                        insert into payout.intent (item_key, attempt, idempotency_key, destination, amount, currency)
                        select n.item_key, n.attempt + 1,
                            'po_' || i.batch || ':' || i.payee || ':' || i.currency || '_' || (n.attempt + 1),
                            n.destination, n.amount, n.currency
                        from payout.intent n join payout.item i on i.item_key = n.item_key
                        where i.batch = :batch and n.state = 'FAILED' and n.failure = any(:again)
                            and not exists (
                                select from payout.intent later
                                where later.item_key = n.item_key and later.attempt > n.attempt)
                        order by n.intent_key
                        """)
                .param("batch", batch)
                .param("again", MAY_BE_MADE_AGAIN)
                .update();
    }

    /** Approves the attempts planned for a batch that is released. */
    public void approve(String batch) {
        sql.sql(
                        """
                        update payout.intent set state = 'APPROVED'
                        where state = 'PLANNED' and item_key in (
                            select i.item_key
                            from payout.item i join payout.batch b on b.batch = i.batch
                            where i.batch = :batch and b.state = 'RELEASED')
                        """)
                .param("batch", batch)
                .update();
    }

    /** Says that Stripe will be asked now. Commit this before asking. */
    public void sending(Intent intent, Instant now) {
        require(
                intent,
                sql.sql(
                                """
                                update payout.intent set state = 'SENDING', first_sent_at = :now
                                where intent_key = :key and state = 'APPROVED'
                                """)
                        .param("key", intent.key())
                        .param("now", PayoutBatches.at(now))
                        .update());
    }

    /** Stripe made the transfer. */
    public void sent(Intent intent, String transfer, Instant now) {
        require(
                intent,
                sql.sql(
                                """
                                update payout.intent
                                set state = 'SENT', transfer_id = :transfer, concluded_at = :now
                                where intent_key = :key and state in ('SENDING', 'UNKNOWN')
                                """)
                        .param("key", intent.key())
                        .param("transfer", transfer)
                        .param("now", PayoutBatches.at(now))
                        .update());
    }

    /** Stripe refused for good: nothing was sent under this key and nothing will be. */
    public void failed(Intent intent, String reason, Instant now) {
        require(
                intent,
                sql.sql(
                                """
                                update payout.intent
                                set state = 'FAILED', failure = :reason, concluded_at = :now
                                where intent_key = :key and state in ('SENDING', 'UNKNOWN')
                                """)
                        .param("key", intent.key())
                        .param("reason", reason)
                        .param("now", PayoutBatches.at(now))
                        .update());
    }

    /** Nobody knows what became of it. */
    public void unknown(Intent intent) {
        sql.sql(
                        "update payout.intent set state = 'UNKNOWN' where intent_key = :key and"
                                + " state = 'SENDING'")
                .param("key", intent.key())
                .update();
    }

    private static void require(Intent intent, int moved) {
        if (moved != 1) {
            throw new IllegalStateException(
                    "attempt %s of payout %s was %s and somebody else has moved it; nothing is sent"
                            .formatted(intent.idempotencyKey(), intent.payout(), intent.state()));
        }
    }
}
