package com.illuvrse.finance.jobs.postgres;

import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The signed line of every entry, kept beside it, so that whoever reads the books can check them.
 */
public final class SealedLines {

    /** How many characters one COPY carries. */
    private static final int CHUNK = 8 << 20;

    private final Database database;
    private final JdbcTemplate jdbc;

    public SealedLines(Database database) {
        this.database = database;
        this.jdbc = database.jdbc();
    }

    /** One signed line and the place of its entry. */
    public record Line(long seq, String canonical) {}

    /** The lines of a segment by their places. Call it within {@link Database#read}. */
    public void forEachOf(Segment segment, Consumer<Line> consumer) {
        database.sql()
                .sql(
                        """
                        select line.seq, line.canonical
                        from ledger.sealed_line line
                        where line.seq > :before and line.seq <= :after
                        order by line.seq
                        """)
                .param("before", segment.seqBefore())
                .param("after", segment.seqAfter())
                .query(
                        row -> {
                            consumer.accept(new Line(row.getLong(1), row.getString(2)));
                        });
    }

    /** Starts adding lines in the order of their places; whole chunks are transactions. */
    public Writer writer(long epoch) {
        return new Writer(epoch);
    }

    /** Adds lines; those that are not flushed are lost and made again. */
    public final class Writer {
        private final long epoch;
        private final CopyText rows = new CopyText();
        private int characters;

        private Writer(long epoch) {
            this.epoch = epoch;
        }

        public void add(long seq, String canonical) {
            rows.whole(seq).text(canonical).endRow();
            characters += canonical.length();
            if (characters >= CHUNK) {
                flush();
            }
        }

        /** Writes what is left. */
        public void flush() {
            if (characters == 0) {
                return;
            }
            characters = 0;
            database.write(
                    LedgerRole.SEALER,
                    epoch,
                    () ->
                            rows.copyInto(
                                    jdbc, "copy ledger.sealed_line (seq, canonical) from stdin"));
        }
    }
}
