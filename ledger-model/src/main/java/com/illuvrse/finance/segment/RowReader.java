package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a payload file of a segment: canonical, of one shape, after a header with the file's
 * salt and type.
 */
final class RowReader implements AutoCloseable {

    private static final Shape HEADER =
            Shape.object().must("salt", Scalar.SALT).must("type", Scalar.TEXT);

    private final SegmentFile file;
    private final LineReader lines;
    private final CanonicalReader canonical = new CanonicalReader();
    private final ShapeRule shape;
    private final SealedManifest.@Nullable Listed listed;
    private boolean ended;

    private RowReader(
            SegmentFile file,
            LineReader lines,
            ShapeRule shape,
            SealedManifest.@Nullable Listed listed) {
        this.file = file;
        this.lines = lines;
        this.shape = shape;
        this.listed = listed;
    }

    /** Opens a file and reads its header. */
    static RowReader open(Day day, String path, String type, ShapeRule shape)
            throws VerificationException {
        SegmentFile file = day.folder().file(path);
        LineReader lines = LineReader.digesting(file, day.folder().open(path));
        RowReader rows = new RowReader(file, lines, shape, day.manifest().files().get(path));
        Json.Obj header = lines.next() ? rows.row(HEADER) : null;
        if (header == null || !header.text("type").equals(type)) {
            throw file.malformed("line 1", "a header of type " + type, "another line");
        }
        return rows;
    }

    /**
     * The next row; null at the end, when the file must still be the one whose digest was checked.
     */
    Json.@Nullable Obj next() throws VerificationException {
        if (ended) {
            return null;
        }
        if (lines.next()) {
            return row(shape);
        }
        ended = true;
        String digest = lines.digest();
        if (listed != null && !listed.sha256().equals(digest)) {
            throw file.refuse(
                    VerificationCode.FILE_MISMATCH,
                    "sha256",
                    listed.sha256(),
                    digest + " when it was read again");
        }
        return null;
    }

    private Json.Obj row(ShapeRule rule) throws VerificationException {
        try {
            Json.Obj row = canonical.object(lines.bytes(), lines.from(), lines.to());
            rule.check(row, "");
            return row;
        } catch (CanonicalFormException e) {
            throw file.refuse(where(), e);
        } catch (ShapeException e) {
            throw file.refuse(where(), e);
        }
    }

    /** The place of the row last read, for messages. */
    String where() {
        return "line " + lines.line();
    }

    SegmentFile file() {
        return file;
    }

    VerificationException refuse(
            VerificationCode code, String item, @Nullable Object expected, @Nullable Object found) {
        return file.refuse(code, where() + ", " + item, expected, found);
    }

    /** Requires keys that only grow; the same key twice is another mistake than a wrong order. */
    <K extends Comparable<? super K>> K requireAfter(@Nullable K previous, K key)
            throws VerificationException {
        if (previous != null) {
            int order = previous.compareTo(key);
            if (order == 0) {
                throw refuse(VerificationCode.DUPLICATE_KEY, "key", "a new key", key + " again");
            }
            if (order > 0) {
                throw refuse(
                        VerificationCode.ORDER_MISMATCH, "key", "a key after " + previous, key);
            }
        }
        return key;
    }

    @Override
    public void close() throws VerificationException {
        lines.close();
    }
}
