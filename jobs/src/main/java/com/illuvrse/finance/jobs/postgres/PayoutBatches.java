package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.PayoutExchange;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.payout.PayoutReason;
import com.illuvrse.finance.payout.Withholding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The payout batches and what each decided about every creator. A batch is drawn by the writer and
 * moved forward by the payout role; its items never change.
 */
public final class PayoutBatches {

    private static final String BATCH =
            """
            select b.batch, b.day, b.state, b.drafted_at, b.released_at, b.closed_at from payout.batch b
            """;
    private static final String ITEM =
            """
            select i.batch, i.payee, i.currency, i.available, i.reason, i.gross, i.withholding, i.destination, i.rail,
                i.exchange, i.pay_currency
            from payout.item i
            """;

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;

    public PayoutBatches(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
    }

    /** Where a batch is in its life. */
    public enum State {
        /** Waits for votes, for a lock to end, or for its time to run out. */
        DRAFT,
        /** May be sent. */
        RELEASED,
        REJECTED,
        EXPIRED,
        /** Nothing of it is left to be sent. */
        SENT
    }

    /**
     * One payout run.
     *
     * @param day the accounting day it is named after
     * @param draftedAt when it was drawn; its time to be voted on runs from here
     */
    public record Batch(
            String batch,
            LocalDate day,
            State state,
            Instant draftedAt,
            @Nullable Instant releasedAt,
            @Nullable Instant closedAt) {}

    /** The batch of a day. */
    public Optional<Batch> of(LocalDate day) {
        return sql.sql(BATCH + " where b.day = :day")
                .param("day", day)
                .query((row, n) -> batch(row))
                .optional();
    }

    /** The batch with a name. */
    public Optional<Batch> find(String batch) {
        return sql.sql(BATCH + " where b.batch = :batch")
                .param("batch", batch)
                .query((row, n) -> batch(row))
                .optional();
    }

    /** All batches, oldest first. */
    public List<Batch> all() {
        return sql.sql(BATCH + " order by b.day").query((row, n) -> batch(row)).list();
    }

    /** The batches in a state, oldest first. */
    public List<Batch> in(State state) {
        return sql.sql(BATCH + " where b.state = :state order by b.day")
                .param("state", state.name())
                .query((row, n) -> batch(row))
                .list();
    }

    /** The batches drawn, released or closed within a stretch of time, oldest first. */
    public List<Batch> movedBetween(Instant from, Instant to) {
        return sql.sql(
                        BATCH
                                + """
                                where b.released_at >= :from and b.released_at < :to
                                    or b.closed_at >= :from and b.closed_at < :to
                                order by b.day
                                """)
                .param("from", at(from))
                .param("to", at(to))
                .query((row, n) -> batch(row))
                .list();
    }

    private static Batch batch(ResultSet row) throws SQLException {
        return new Batch(
                row.getString(1),
                row.getObject(2, LocalDate.class),
                State.valueOf(row.getString(3)),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                instant(row, 5),
                instant(row, 6));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    /** Begins a batch within the running transaction of the writer. */
    public void begin(LocalDate day, Instant now) {
        sql.sql(
                        """
                        insert into payout.batch (batch, day, drafted_at)
                        values (:batch, :day, :now)
                        """)
                .param("batch", day.toString())
                .param("day", day)
                .param("now", at(now))
                .update();
    }

    /** Adds items, and a first attempt for each that is paid, within the running transaction. */
    public void add(Collection<PayoutItem> items) {
        BulkInsert insert =
                BulkInsert.into("payout.item")
                        .column("batch", "text")
                        .column("payee", "text")
                        .column("currency", "text")
                        .column("available", "bigint")
                        .column("gross", "bigint")
                        .column("withheld", "bigint")
                        .column("net", "bigint")
                        .column("pay_currency", "text")
                        .column("pay_amount", "bigint")
                        .column("reason", "text")
                        .column("destination", "text")
                        .column("rail", "text")
                        .column("withholding", "text")
                        .column("exchange", "text");
        for (PayoutItem item : items) {
            insert.row(
                    item.batch(),
                    item.payee(),
                    item.currency().code(),
                    item.available(),
                    item.gross(),
                    item.withheld(),
                    item.net(),
                    item.pay().currency().code(),
                    item.isPaid() ? item.pay().minor() : 0,
                    item.reason().name(),
                    item.destination(),
                    item.rail(),
                    withholding(item.withholdings()),
                    exchange(item.exchange()));
        }
        insert.execute(jdbc);
        sql.sql(
                        """
                        insert into payout.intent (item_key, attempt, idempotency_key, destination, amount, currency)
                        select i.item_key, 1, 'po_' || i.batch || ':' || i.payee || ':' || i.currency || '_1',
                            i.destination, i.pay_amount, i.pay_currency
                        from payout.item i
                        where i.batch = any(:batches) and i.payee = any(:payees) and i.reason = 'PAID'
                            and not exists (select from payout.intent made where made.item_key = i.item_key)
                        order by i.item_key
                        """)
                .param(
                        "batches",
                        items.stream().map(PayoutItem::batch).distinct().toArray(String[]::new))
                .param("payees", items.stream().map(PayoutItem::payee).toArray(String[]::new))
                .update();
    }

    /**
     * Notes how many votes a batch needs, within the transaction that draws it.
     *
     * @param votes by the tier of its total
     * @param raised for other reasons; the greater counts
     */
    public void need(String batch, int votes, int raised) {
        sql.sql(
                        """
                        insert into payout.votes_needed (batch, votes, raised) values (:batch, :votes, :raised)
                        """)
                .param("batch", batch)
                .param("votes", votes)
                .param("raised", raised)
                .update();
    }

    /** Votes a batch needs even when its total asks for fewer; 0 when nothing raises it. */
    public int raised(String batch) {
        return sql.sql("select n.raised from payout.votes_needed n where n.batch = :batch")
                .param("batch", batch)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    /**
     * A payment that goes elsewhere than the creator's payment before.
     *
     * @param before destination of that payment, and the rail it went on
     */
    public record NewDestination(
            String payee,
            Currency currency,
            String destination,
            String rail,
            String before,
            String railBefore) {}

    /**
     * Notes which payments of a batch go elsewhere than the creator's payment before, within the
     * transaction that draws it. The payment before is that of the latest released batch whose
     * attempt did not fail; a creator who was never paid has none.
     */
    public void noteNewDestinations(Batch batch) {
        sql.sql(
                        """
                        insert into payout.new_destination (batch, payee, currency, rail_before, destination_before)
                        select i.batch, i.payee, i.currency, before.rail, before.destination
                        from payout.item i
                            cross join lateral (
                                select p.rail, p.destination
                                from payout.item p join payout.batch b on b.batch = p.batch
                                where p.payee = i.payee and p.reason = 'PAID' and b.day < :day
                                    and b.state in ('RELEASED', 'SENT')
                                    and exists (
                                        select from payout.intent n
                                        where n.item_key = p.item_key and n.state not in ('FAILED', 'CANCELLED'))
                                order by b.day desc, p.item_key desc
                                limit 1) before
                        where i.batch = :batch and i.reason = 'PAID'
                            and (i.rail, i.destination) is distinct from (before.rail, before.destination)
                        """)
                .param("batch", batch.batch())
                .param("day", batch.day())
                .update();
    }

    /** Payments of a batch that go elsewhere than before, by payee and currency. */
    public List<NewDestination> newDestinations(String batch) {
        return sql.sql(
                        """
                        select d.payee, d.currency, i.destination, i.rail, d.destination_before, d.rail_before
                        from payout.new_destination d
                            join payout.item i
                                on i.batch = d.batch and i.payee = d.payee and i.currency = d.currency
                        where d.batch = :batch
                        order by d.payee collate "C", d.currency collate "C"
                        """)
                .param("batch", batch)
                .query(
                        (row, n) ->
                                new NewDestination(
                                        row.getString(1),
                                        Currency.of(row.getString(2)),
                                        row.getString(3),
                                        row.getString(4),
                                        row.getString(5),
                                        row.getString(6)))
                .list();
    }

    private static String withholding(List<Withholding> taxes) {
        List<Json.Obj> list = new ArrayList<>();
        for (Withholding tax : taxes) {
            list.add(
                    Json.object()
                            .put("jurisdiction", tax.jurisdiction())
                            .put("rate", tax.rate())
                            .put("regime", tax.regime().name())
                            .put("nominalRate", tax.nominalRate())
                            .putMinor("base", tax.base())
                            .build());
        }
        return StoredJson.text(Json.object().put("taxes", Json.array(list)).build());
    }

    private static @Nullable String exchange(@Nullable PayoutExchange exchange) {
        return exchange == null
                ? null
                : StoredJson.text(
                        Json.object()
                                .put("rate", exchange.rate())
                                .put("date", exchange.date().toString())
                                .put("source", exchange.source())
                                .build());
    }

    private static @Nullable PayoutExchange exchange(@Nullable String stored, String payCurrency) {
        if (stored == null) {
            return null;
        }
        Json.Obj json = StoredJson.object(stored);
        return new PayoutExchange(
                Currency.of(payCurrency),
                json.text("rate"),
                LocalDate.parse(json.text("date")),
                json.text("source"));
    }

    /** What a batch decided, by payee and currency. */
    public List<PayoutItem> items(String batch) {
        return sql.sql(
                        ITEM
                                + """
                                where i.batch = :batch
                                order by i.payee collate "C", i.currency collate "C"
                                """)
                .param("batch", batch)
                .query((row, n) -> item(row, 1))
                .list();
    }

    /** The item that begins in a column, in the order of {@link #ITEM}. */
    static PayoutItem item(ResultSet row, int first) throws SQLException {
        List<Withholding> taxes = new ArrayList<>();
        for (Json.Obj tax : StoredJson.object(row.getString(first + 6)).objects("taxes")) {
            taxes.add(withholding(tax, row.getLong(first + 5)));
        }
        return new PayoutItem(
                row.getString(first),
                row.getString(first + 1),
                Currency.of(row.getString(first + 2)),
                row.getLong(first + 3),
                PayoutReason.valueOf(row.getString(first + 4)),
                row.getLong(first + 5),
                taxes,
                row.getString(first + 7),
                row.getString(first + 8),
                exchange(row.getString(first + 9), row.getString(first + 10)));
    }

    /** An item from before regimes were kept had the backup rate on all of its gross. */
    private static Withholding withholding(Json.Obj tax, long gross) {
        String rate = tax.text("rate");
        String regime = tax.optionalText("regime");
        return regime == null
                ? Withholding.of(
                        tax.text("jurisdiction"), Withholding.Regime.BACKUP, rate, gross, gross)
                : new Withholding(
                        tax.text("jurisdiction"),
                        rate,
                        Withholding.Regime.valueOf(regime),
                        tax.text("nominalRate"),
                        tax.minor("base"));
    }

    /** What a batch pays, by the currency it is owed in; no currency without a payment. */
    public SortedMap<Currency, Long> totals(String batch) {
        TreeMap<Currency, Long> totals = new TreeMap<>();
        paidByCreator(batch)
                .values()
                .forEach(
                        creator ->
                                creator.forEach(
                                        (currency, net) ->
                                                totals.merge(currency, net, Math::addExact)));
        return totals;
    }

    /** What a batch pays each creator, by the currency it is owed in, in minor units. */
    public SortedMap<String, SortedMap<Currency, Long>> paidByCreator(String batch) {
        TreeMap<String, SortedMap<Currency, Long>> paid = new TreeMap<>();
        sql.sql(
                        """
                        select i.payee, i.currency, i.net
                        from payout.item i
                        where i.batch = :batch and i.reason = 'PAID'
                        """)
                .param("batch", batch)
                .query(
                        row -> {
                            paid.computeIfAbsent(row.getString(1), payee -> new TreeMap<>())
                                    .put(Currency.of(row.getString(2)), row.getLong(3));
                        });
        return paid;
    }

    /** Releases a batch and approves its attempts, within the running transaction of payouts. */
    public void release(String batch, Instant now) {
        moveAttempts(batch, "APPROVED", null);
        move(batch, "RELEASED", "released_at", now);
    }

    /** Ends a batch that nobody released in time, and gives up its attempts. */
    public void expire(String batch, Instant now) {
        moveAttempts(batch, "CANCELLED", now);
        move(batch, "EXPIRED", "closed_at", now);
    }

    /** Ends a batch that somebody rejected, and gives up its attempts. */
    public void reject(String batch, Instant now) {
        moveAttempts(batch, "CANCELLED", now);
        move(batch, "REJECTED", "closed_at", now);
    }

    /** Closes a batch of which nothing is left to be sent. */
    public void close(String batch, Instant now) {
        move(batch, "SENT", "closed_at", now);
    }

    private void move(String batch, String state, String moment, Instant now) {
        int moved =
                sql.sql(
                                moment.equals("released_at")
                                        ? """
                                        update payout.batch set state = :state, released_at = :now
                                        where batch = :batch and state <> :state
                                        """
                                        : """
                                        update payout.batch set state = :state, closed_at = :now
                                        where batch = :batch and state <> :state
                                        """)
                        .param("batch", batch)
                        .param("state", state)
                        .param("now", at(now))
                        .update();
        if (moved > 1) {
            throw new IllegalStateException("batch " + batch + " is there " + moved + " times");
        }
    }

    private void moveAttempts(String batch, String state, @Nullable Instant concludedAt) {
        sql.sql(
                        """
                        update payout.intent set state = :state, concluded_at = :concludedAt::timestamptz
                        where state = 'PLANNED'
                            and item_key in (select i.item_key from payout.item i where i.batch = :batch)
                        """)
                .param("batch", batch)
                .param("state", state)
                .param("concludedAt", concludedAt == null ? null : at(concludedAt))
                .update();
    }

    static OffsetDateTime at(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
