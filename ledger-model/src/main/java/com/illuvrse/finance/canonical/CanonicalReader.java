package com.illuvrse.finance.canonical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the canonical form of JSON and nothing else: whatever it accepts, the encoder would have
 * written byte for byte (segment format, section 1).
 *
 * <p>Members stand in ascending order and once, there is no white space, no null, no escape that is
 * not needed, no number but 0 to 2^53 − 1, no text outside NFC, nothing deeper than {@value
 * CanonicalJson#MAX_DEPTH} levels.
 */
public final class CanonicalReader {

    private static final int FIRST_MEMBERS = 8;

    private final CanonicalCursor cursor;
    private final MemberNames names = new MemberNames();

    /** A reader of the values a cursor comes to; it remembers the names it has read. */
    public CanonicalReader(CanonicalCursor cursor) {
        this.cursor = cursor;
    }

    /** A reader of many objects, one after the other. */
    public CanonicalReader() {
        this(new CanonicalCursor());
    }

    /** The object these bytes are the canonical form of. */
    public static Json.Obj read(byte[] bytes) throws CanonicalFormException {
        return read(bytes, 0, bytes.length);
    }

    /** The object that lies in {@code [from, to)} of the bytes. */
    public static Json.Obj read(byte[] bytes, int from, int to) throws CanonicalFormException {
        return new CanonicalReader().object(bytes, from, to);
    }

    /** The next object, which lies in {@code [from, to)} of the bytes. */
    public Json.Obj object(byte[] bytes, int from, int to) throws CanonicalFormException {
        cursor.start(bytes, from, to);
        try {
            Json.Obj object = object(1);
            cursor.end();
            return object;
        } catch (CanonicalFormException e) {
            throw explained(bytes, from, to, e);
        }
    }

    /**
     * The reason why bytes that a cursor refused are no canonical object: not JSON at all, or JSON
     * written in another way. Null when they are canonical and only not what the caller expected.
     */
    public static @Nullable CanonicalFormException reason(byte[] bytes, int from, int to) {
        try {
            read(bytes, from, to);
            return null;
        } catch (CanonicalFormException e) {
            return e;
        }
    }

    private static CanonicalFormException explained(
            byte[] bytes, int from, int to, CanonicalFormException deviation) {
        try {
            JsonText.requireObject(bytes, from, to);
            return deviation;
        } catch (CanonicalFormException e) {
            return e;
        }
    }

    private Json.Obj object(int depth) throws CanonicalFormException {
        requireDepth(depth);
        cursor.openObject();
        String[] found = new String[FIRST_MEMBERS];
        Json[] values = new Json[FIRST_MEMBERS];
        int size = 0;
        while (cursor.nextMember()) {
            String name = names.of(cursor);
            if (size > 0 && name.compareTo(found[size - 1]) <= 0) {
                throw cursor.deviation(
                        cursor.textFrom(), "a name after \"" + found[size - 1] + "\"");
            }
            if (size == found.length) {
                found = Arrays.copyOf(found, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            found[size] = name;
            values[size++] = value(depth + 1);
        }
        cursor.closeObject();
        return new Json.Obj(
                size == found.length
                        ? new Members(found, values)
                        : new Members(Arrays.copyOf(found, size), Arrays.copyOf(values, size)));
    }

    /**
     * The value that is next for the cursor.
     *
     * @param depth the level of the value if it is an object or array; the object of the whole text
     *     is level 1
     */
    public Json value(int depth) throws CanonicalFormException {
        return switch (cursor.peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> {
                cursor.text();
                yield new Json.Text(cursor.textValue());
            }
            case 't', 'f' -> new Json.Bool(cursor.flag());
            default -> new Json.Num(cursor.number());
        };
    }

    private Json.Arr array(int depth) throws CanonicalFormException {
        requireDepth(depth);
        cursor.openArray();
        List<Json> values = new ArrayList<>();
        while (cursor.nextElement()) {
            values.add(value(depth + 1));
        }
        return new Json.Arr(values);
    }

    private void requireDepth(int depth) throws CanonicalFormException {
        if (depth > CanonicalJson.MAX_DEPTH) {
            throw cursor.deviation(
                    cursor.position(), "at most " + CanonicalJson.MAX_DEPTH + " levels");
        }
    }
}
