package com.illuvrse.finance.exporters.comparison;

import com.illuvrse.finance.exporters.parquet.Dataset;
import com.illuvrse.finance.exporters.parquet.DatasetCheck;
import com.illuvrse.finance.exporters.parquet.EntryRow;
import com.illuvrse.finance.segment.MerkleTree;
import com.illuvrse.finance.segment.VerificationException;
import com.illuvrse.finance.segment.VerifiedDay;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The dataset {@code entries} of a day, which must hold each sealed line once, byte for byte, and
 * nothing else; so the sealed root follows from it.
 *
 * <p>Rows come by {@code entry_id}, lines by {@code seq}: between them stand the leaf hashes of the
 * day, 32 bytes an entry. Everything else is read row by row.
 */
final class EntriesFile implements AutoCloseable {

    private static final int HASH_BYTES = 32;
    private static final int SHOWN_BEFORE = 40;

    private final VerifiedDay day;
    private final byte[] leaves;
    private final DatasetCheck<EntryRow> rows;
    private final BitSet seen = new BitSet();
    private String lastId = "";

    private EntriesFile(VerifiedDay day, byte[] leaves, DatasetCheck<EntryRow> rows) {
        this.day = day;
        this.leaves = leaves;
        this.rows = rows;
    }

    /**
     * @param leaves of the day's sealed lines
     */
    static EntriesFile open(ExportedDay exported, byte[] leaves) throws VerificationException {
        return new EntriesFile(exported.sealed(), leaves, exported.open(Dataset.ENTRIES));
    }

    /** The entry of the next row, which must be sealed; null when all of the day were there. */
    @Nullable SealedEntry next() throws VerificationException {
        if (!rows.next()) {
            requireAll();
            return null;
        }
        long seq = rows.whole("seq");
        byte[] canonical = rows.bytes("canonical");
        requireSealed(seq, canonical);
        SealedEntry entry = SealedEntry.of(canonical);
        rows.require(entry.id(), entry.entry());
        if (entry.id().compareTo(lastId) <= 0) {
            throw rows.refuseRow("entry_id", "one after " + lastId, entry.id());
        }
        lastId = entry.id();
        seen.set(place(seq));
        return entry;
    }

    private int place(long seq) {
        return Math.toIntExact(seq - day.seqBefore() - 1);
    }

    private void requireSealed(long seq, byte[] found) throws VerificationException {
        long first = day.seqBefore() + 1;
        long last = day.seqBefore() + day.entries();
        if (seq < first || seq > last) {
            throw rows.refuseRow("seq", "a place from %d to %d".formatted(first, last), seq);
        }
        int at = place(seq) * HASH_BYTES;
        byte[] leaf = MerkleTree.leaf(found);
        if (!Arrays.equals(leaves, at, at + HASH_BYTES, leaf, 0, HASH_BYTES)) {
            byte[] sealed = day.line(seq).getBytes(StandardCharsets.UTF_8);
            int differs = Arrays.mismatch(sealed, found);
            throw rows.refuseRow(
                    "seq %d, canonical from byte %d"
                            .formatted(seq, Math.max(0, differs - SHOWN_BEFORE)),
                    from(sealed, differs),
                    from(found, differs));
        }
    }

    /** The text around a byte. */
    private static String from(byte[] line, int differs) {
        int from = Math.clamp(differs - SHOWN_BEFORE, 0, line.length);
        int to = Math.min(line.length, differs + 2 * SHOWN_BEFORE);
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }

    private void requireAll() throws VerificationException {
        int missing = seen.nextClearBit(0);
        if (missing < day.entries()) {
            long seq = day.seqBefore() + missing + 1;
            throw rows.refuse("seq " + seq, day.line(seq), "no row");
        }
    }

    long rows() {
        return rows.rows();
    }

    @Override
    public void close() throws VerificationException {
        rows.close();
    }
}
