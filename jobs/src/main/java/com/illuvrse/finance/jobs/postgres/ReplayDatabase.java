package com.illuvrse.finance.jobs.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * The books as they stood before a day, in a {@link ScratchDatabase}, and what came in on it.
 *
 * <p>Facts of the outside and words of persons are taken as they were recorded, each on its day;
 * what a night works out from them is taken for the days before the first one only. Payouts move
 * between the nights too, so before each day they are put as they stood when that day was cut. Of
 * identities only what is wrong with their bank accounts is taken.
 *
 * <p>Rows go from server to server in PostgreSQL's own format, table by table, and are never all in
 * memory. The ledger is only read.
 */
public final class ReplayDatabase implements AutoCloseable {

    /**
     * Rows of one table that are taken.
     *
     * @param rows a query over the ledger whose columns are those of the table
     */
    private record Part(String table, String columns, String rows) {}

    /** A table and its column that says on which night a row came. */
    private record Dated(String table, String night) {

        Part rows(String ofNight) {
            return part(table, "where r." + night + " " + ofNight);
        }
    }

    private static final Dated RESOLUTIONS = new Dated("ledger.break_resolution", "counts_from");

    /** Facts of the outside and words of persons. */
    private static final List<Dated> FACTS =
            List.of(
                    new Dated("fact.source_file", "read_on"),
                    new Dated("fact.refused_line", "read_on"),
                    new Dated("fact.file_end", "read_on"),
                    new Dated("fact.balance_transaction", "first_seen_on"),
                    new Dated("fact.balance_transaction_change", "seen_on"),
                    new Dated("fact.stripe_balance", "day"),
                    new Dated("fact.stripe_payout", "seen_on"),
                    new Dated("fact.stripe_payout_row", "listed_on"),
                    new Dated("fact.stripe_dispute", "seen_on"),
                    new Dated("fact.order_event", "accepted_on"),
                    new Dated("fact.contract", "accepted_on"),
                    new Dated("fact.payee", "accepted_on"),
                    new Dated("fact.journal", "accepted_on"),
                    new Dated("fact.rate", "accepted_on"),
                    new Dated("fact.bank_line", "accepted_on"),
                    new Dated("fact.ach_notice", "accepted_on"),
                    new Dated("fact.filing", "accepted_on"),
                    new Dated("fact.pull", "day"),
                    new Dated("fact.stripe_round", "day"),
                    new Dated("fact.stripe_page", "day"),
                    new Dated("fact.stripe_report", "fetched_on"),
                    new Dated("ledger.stripe_difference", "day"),
                    RESOLUTIONS);

    /** What nights worked out. */
    private static final List<Dated> WORKED_OUT =
            List.of(
                    new Dated("ledger.day", "day"),
                    new Dated("ledger.entry", "booked_on"),
                    new Dated("ledger.balance_day", "day"),
                    new Dated("ledger.segment", "day"),
                    new Dated("ledger.finding", "day"),
                    new Dated("ledger.break_day", "day"),
                    new Dated("ledger.order_state", "day"),
                    new Dated("ledger.contract_state", "day"),
                    new Dated("ledger.row_without_order", "booked_on"),
                    new Dated("ledger.order_of_row", "found_on"),
                    new Dated("ledger.report_comparison", "compared_on"),
                    new Dated("ledger.invoice_day", "day"),
                    new Dated("ledger.payout_part", "attributed_on"));

    /** What the pull of a night finds; everything else is found again. */
    private static final String FOUND_BY_THE_PULL =
            "('FEED_REJECTED', 'RECORD_REJECTED', 'SOURCE_CHANGED', 'ORDER_CONFLICT')";

    private static final List<String> PAYOUTS =
            List.of(
                    "payout.batch",
                    "payout.item",
                    "payout.intent",
                    "payout.statement",
                    "payout.votes_needed",
                    "payout.vote",
                    "payout.new_destination",
                    "payout.payment_file",
                    "payout.probe",
                    "payout.new_attempt");

    private final Database ledger;
    private final ScratchDatabase scratch;

    private ReplayDatabase(Database ledger, ScratchDatabase scratch) {
        this.ledger = ledger;
        this.scratch = scratch;
    }

    /** The books before a day; empty when another process replays. */
    public static Optional<ReplayDatabase> before(LocalDate day, Database ledger)
            throws SQLException {
        Optional<ScratchDatabase> made = ScratchDatabase.tryMake(ledger);
        if (made.isEmpty()) {
            return Optional.empty();
        }
        ReplayDatabase replay = new ReplayDatabase(ledger, made.get());
        boolean whole = false;
        try {
            replay.take(replay.before(day));
            whole = true;
            return Optional.of(replay);
        } finally {
            if (!whole) {
                made.get().close();
            }
        }
    }

    /** The database in which the day can be worked out. */
    public Database database() {
        return scratch.database();
    }

    /** Adds what came in on a day, and puts payouts as they stood when it was cut. */
    public void add(LocalDate day) throws SQLException {
        List<Part> parts =
                Stream.concat(
                                FACTS.stream().map(fact -> fact.rows("= date '" + day + "'")),
                                Stream.of(
                                        part(
                                                "ledger.finding",
                                                "where r.day = date '%s' and r.type in %s"
                                                        .formatted(day, FOUND_BY_THE_PULL))))
                        .collect(Collectors.toList());
        String before = cutOf(day.minusDays(1));
        String cut = cutOf(day);
        // a period is locked when its days are sealed: what locks this day or later ones came after
        parts.add(
                periodLocks(
                        "r.last_day < date '%s' and r.locked_at >= %s and r.locked_at < %s"
                                .formatted(day, before, cut)));
        parts.add(accountFaults("r.kept_at > %s and r.kept_at <= %s".formatted(before, cut)));
        parts.addAll(payouts(day));
        take(parts);
    }

    private List<Part> before(LocalDate day) {
        List<Part> parts =
                Stream.of(
                                part("ledger.account", ""),
                                part("fact.stripe_report_file", ""),
                                part("fact.stripe_report_sum", ""))
                        .collect(Collectors.toList());
        String earlier = "< date '" + day + "'";
        FACTS.stream()
                .filter(fact -> !fact.equals(RESOLUTIONS))
                .forEach(fact -> parts.add(fact.rows(earlier)));
        WORKED_OUT.forEach(table -> parts.add(table.rows(earlier)));
        // a word is of a break, which must be there first
        parts.add(RESOLUTIONS.rows(earlier));
        String ofEntry = "where exists (select from ledger.entry e where e.%s and e.booked_on %s)";
        parts.add(part("ledger.entry_seq", ofEntry.formatted("entry_key = r.entry_key", earlier)));
        parts.add(part("ledger.invoice", ofEntry.formatted("entry_id = r.entry_id", earlier)));
        parts.add(
                part(
                        "ledger.invoice_number",
                        "where exists (select from ledger.invoice i join ledger.entry e on e.entry_id = i.entry_id where i.invoice_key = r.invoice_key and e.booked_on %s)"
                                .formatted(earlier)));
        String ofSegment =
                "where exists (select from ledger.segment s where s.segment = r.segment and s.day %s)"
                        .formatted(earlier);
        parts.add(part("ledger.segment_manifest", ofSegment));
        parts.add(part("ledger.segment_seal", ofSegment));
        String cut = cutOf(day.minusDays(1));
        parts.add(periodLocks("r.locked_at < " + cut));
        parts.add(accountFaults("r.kept_at <= " + cut));
        return parts;
    }

    private static Part periodLocks(String told) {
        return part("ledger.period_lock", "where " + told);
    }

    /** Of identities only the faults of their bank accounts; the rest is made up. */
    private static Part accountFaults(String told) {
        return new Part(
                "vault.identity",
                "ref, wrapped_key, sealed, content_mac, sepa_fault, ach_fault, kept_at",
                "select r.ref, repeat('A', 40), repeat('A', 40), repeat('0', 64),"
                        + " r.sepa_fault, r.ach_fault, r.kept_at from vault.identity r where "
                        + told);
    }

    private static List<Part> payouts(LocalDate day) {
        String cut = cutOf(day);
        String before = cutOf(day.minusDays(1));
        String ended = "r.state in ('REJECTED', 'EXPIRED') and r.closed_at <= " + before;
        String released = "r.released_at <= " + cut;
        String sent = "r.state = 'SENT' and r.closed_at <= " + cut;
        String earlier =
                "exists (select from payout.batch b where b.batch = r.batch and b.day < date '%s')"
                        .formatted(day);
        String concluded =
                "(r.state in ('SENT', 'FAILED') and r.concluded_at <= %s or r.state = 'CANCELLED' and r.concluded_at <= %s)"
                        .formatted(cut, before);
        String asked = "r.first_sent_at <= " + cut;
        return List.of(
                new Part(
                        "payout.batch",
                        "batch, day, state, drafted_at, released_at, closed_at",
                        """
                        select r.batch, r.day, case when %s or %s then r.state when %s then 'RELEASED' else 'DRAFT' end,
                            r.drafted_at, case when %s then r.released_at end,
                            case when %s or %s then r.closed_at end
                        from payout.batch r where r.day < date '%s'
                        """
                                .formatted(ended, sent, released, released, ended, sent, day)),
                part("payout.item", "where " + earlier),
                new Part(
                        "payout.intent",
                        "intent_key, item_key, attempt, idempotency_key, destination, amount,"
                                + " currency, state, first_sent_at, transfer_id, failure, concluded_at",
                        """
                        select r.intent_key, r.item_key, r.attempt, r.idempotency_key, r.destination, r.amount, r.currency,
                            case when %1$s then r.state when %2$s then 'SENDING' else 'PLANNED' end,
                            case when %2$s then r.first_sent_at end,
                            case when %1$s then r.transfer_id end, case when %1$s then r.failure end,
                            case when %1$s then r.concluded_at end
                        from payout.intent r join payout.item i on i.item_key = r.item_key join payout.batch b on b.batch = i.batch
                        where b.day < date '%3$s' and (r.attempt = 1 or %2$s)
                        """
                                .formatted(concluded, asked, day)),
                part("payout.statement", "where " + earlier),
                part("payout.votes_needed", "where " + earlier),
                part("payout.vote", "where r.voted_at <= " + cut + " and " + earlier),
                part("payout.new_destination", "where " + earlier),
                part("payout.payment_file", "where r.ordered_at <= " + cut + " and " + earlier));
    }

    /** When a day was sealed: what persons did later is not of its night. */
    private static String cutOf(LocalDate day) {
        return "(select s.sealed_at from ledger.segment s where s.day = date '%s')".formatted(day);
    }

    /** Whole rows of a table; what the database works out itself is worked out again. */
    private static Part part(String table, String condition) {
        return new Part(table, "", "select %s from " + table + " r " + condition);
    }

    private void take(List<Part> parts) throws SQLException {
        try (Connection from = ScratchDatabase.owner(ledger.settings());
                Connection to = scratch.asOwner();
                Statement read = from.createStatement();
                Statement write = to.createStatement()) {
            from.setAutoCommit(false);
            read.execute("set transaction isolation level repeatable read, read only");
            read.execute("set local role ledger_owner");
            to.setAutoCommit(false);
            write.execute("set local role ledger_owner");
            List<String> tables = tables(parts);
            for (String table : tables) {
                write.execute("alter table " + table + " disable trigger user");
            }
            if (tables.containsAll(PAYOUTS)) {
                write.execute("truncate " + String.join(", ", PAYOUTS));
            }
            for (Part part : parts) {
                copy(part, from, to);
            }
            for (String table : tables) {
                write.execute("alter table " + table + " enable trigger user");
            }
            numberOn(tables, to);
            to.commit();
            from.rollback();
        }
    }

    private static List<String> tables(List<Part> parts) {
        List<String> tables = parts.stream().map(Part::table).distinct().toList();
        return Collections.disjoint(tables, PAYOUTS)
                ? tables
                : Stream.concat(tables.stream(), PAYOUTS.stream()).distinct().toList();
    }

    private static void copy(Part part, Connection from, Connection to) throws SQLException {
        String columns = part.columns();
        String rows = part.rows();
        if (columns.isEmpty()) {
            columns = columns(part.table(), to);
            rows = rows.formatted("r." + columns.replace(", ", ", r."));
        }
        CopyManager source = from.unwrap(PGConnection.class).getCopyAPI();
        CopyManager target = to.unwrap(PGConnection.class).getCopyAPI();
        CopyOut out = source.copyOut("copy (" + rows + ") to stdout (format binary)");
        CopyIn in =
                target.copyIn(
                        "copy %s (%s) from stdin (format binary)".formatted(part.table(), columns));
        boolean ended = false;
        try {
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                in.writeToCopy(row, 0, row.length);
            }
            in.endCopy();
            ended = true;
        } finally {
            if (!ended && in.isActive()) {
                in.cancelCopy();
            }
        }
    }

    private static String columns(String table, Connection to) throws SQLException {
        try (PreparedStatement ask =
                to.prepareStatement(
                        """
                        select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
                        where attrelid = ?::regclass and attnum > 0 and not attisdropped and attgenerated = ''
                        """)) {
            ask.setString(1, table);
            try (ResultSet answer = ask.executeQuery()) {
                answer.next();
                return answer.getString(1);
            }
        }
    }

    /** Internal numbers go on after those that were taken. */
    private static void numberOn(List<String> tables, Connection to) throws SQLException {
        try (PreparedStatement ask =
                        to.prepareStatement(
                                """
                                select attrelid::regclass, quote_ident(attname) from pg_attribute
                                where attrelid = any(?::text[]::regclass[]) and attidentity <> ''
                                """);
                Statement set = to.createStatement()) {
            ask.setArray(1, to.createArrayOf("text", tables.toArray()));
            try (ResultSet numbered = ask.executeQuery()) {
                while (numbered.next()) {
                    set.execute(
                            "select setval(pg_get_serial_sequence('%1$s', '%2$s'), (select coalesce(max(%2$s), 0) + 1 from %1$s), false)"
                                    .formatted(numbered.getString(1), numbered.getString(2)));
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        scratch.close();
    }
}
