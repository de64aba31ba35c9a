package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.journal.SourceKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What one entry was made of, as it was kept, and where it stands in the seal. */
public final class EntrySources {

    private final JdbcClient sql;

    public EntrySources(Database database) {
        this.sql = database.sql();
    }

    /**
     * Something an entry was made of.
     *
     * @param where what it is and where it came from
     * @param bytes the text as it came
     */
    public record Source(String where, String bytes) {}

    /**
     * Where an entry stands.
     *
     * @param seq its place in the whole ledger
     * @param canonical its signed line
     */
    public record Place(long seq, String canonical) {}

    /** The source key of an entry. */
    public Optional<SourceKey> keyOf(UUID entry) {
        return sql.sql("select e.source_key from ledger.entry e where e.entry_id = :id")
                .param("id", entry)
                .query(String.class)
                .optional()
                .map(SourceKey::new);
    }

    /** The place of an entry whose line is made; empty while its day is open. */
    public Optional<Place> place(UUID entry) {
        return sql.sql(
                        """
                        select line.seq, line.canonical
                        from ledger.entry e
                            join ledger.entry_seq s on s.entry_key = e.entry_key
                            join ledger.sealed_line line on line.seq = s.seq
                        where e.entry_id = :id
                        """)
                .param("id", entry)
                .query((row, n) -> new Place(row.getLong(1), row.getString(2)))
                .optional();
    }

    /** Source keys of all entries of an order, in order of time; reads the whole journal. */
    public List<SourceKey> ofOrder(String order) {
        return sql.sql(
                        """
                        select e.source_key
                        from ledger.entry e
                        where e.order_id = :order
                        order by e.occurred_at, e.entry_id
                        """)
                .param("order", order)
                .query((row, n) -> new SourceKey(row.getString(1)))
                .list();
    }

    /** A row of Stripe as it was kept when it was first seen. */
    public List<Source> stripeRow(String bt) {
        return sql.sql(
                        """
                        select 'balance transaction ' || b.id || ' of account ' || b.account
                            || ', first seen by the night of ' || b.first_seen_on, b.raw
                        from fact.balance_transaction b
                        where b.id = :id
                        """)
                .param("id", bt)
                .query(EntrySources::source)
                .list();
    }

    /** The lines of the order feed of one kind of event, such as {@code order.placed}. */
    public List<Source> orderEvents(String order, String kind) {
        return sql.sql(
                        """
                        select 'event ' || e.event || ', line ' || e.line_no || ' of '
                            || f.feed || '/dt=' || f.day || '/' || f.name || ', SHA-256 ' || f.sha256, e.body
                        from fact.order_event e join fact.source_file f on f.file_key = e.file_key
                        where e.order_id = :order and e.kind = :kind
                        order by e.occurred_at, e.event
                        """)
                .param("order", order)
                .param("kind", kind)
                .query(EntrySources::source)
                .list();
    }

    /** The journal as it was handed in. */
    public List<Source> journal(String journal) {
        return sql.sql(
                        """
                        select 'journal ' || j.journal || coalesce(' of ' || f.feed || '/dt=' || f.day || '/'
                            || f.name || ', SHA-256 ' || f.sha256, ', posted by hand'), j.body
                        from fact.journal j left join fact.source_file f on f.file_key = j.file_key
                        where j.journal = :journal and j.status = 'ACCEPTED'
                        """)
                .param("journal", journal)
                .query(EntrySources::source)
                .list();
    }

    /** A line of a bank statement, member by member. */
    public List<Source> bankLine(String statement, String line) {
        return sql.sql(
                        """
                        select 'line ' || b.line || ' of statement ' || b.statement || ' in ' || f.feed || '/dt='
                            || f.day || '/' || f.name || ', SHA-256 ' || f.sha256,
                            concat_ws(', ', 'account ' || b.account, 'booked on ' || b.booked_on,
                                'amount ' || b.amount || ' minor units of ' || b.currency,
                                'reference ' || b.reference, 'reason ' || b.reason)
                        from fact.bank_line b join fact.source_file f on f.file_key = b.file_key
                        where b.statement = :statement and b.line = :line
                        """)
                .param("statement", statement)
                .param("line", line)
                .query(EntrySources::source)
                .list();
    }

    /** What Stripe said of a dispute, one answer a day. */
    public List<Source> dispute(String dispute) {
        return sql.sql(
                        """
                        select 'dispute ' || d.dispute_id || ', ' || d.status || ' as seen by the night of '
                            || d.seen_on, d.body
                        from fact.stripe_dispute d
                        where d.dispute_id = :dispute
                        order by d.seen_on
                        """)
                .param("dispute", dispute)
                .query(EntrySources::source)
                .list();
    }

    private static Source source(ResultSet row, int number) throws SQLException {
        return new Source(row.getString(1), row.getString(2));
    }
}
