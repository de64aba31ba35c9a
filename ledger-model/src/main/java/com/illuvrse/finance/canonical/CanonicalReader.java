package com.illuvrse.finance.canonical;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
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

    private final CanonicalCursor cursor;

    private CanonicalReader(CanonicalCursor cursor) {
        this.cursor = cursor;
    }

    /** The object these bytes are the canonical form of. */
    public static Json.Obj read(byte[] bytes) throws CanonicalFormException {
        return read(bytes, 0, bytes.length);
    }

    /** The object that lies in {@code [from, to)} of the bytes. */
    public static Json.Obj read(byte[] bytes, int from, int to) throws CanonicalFormException {
        CanonicalCursor cursor = new CanonicalCursor();
        cursor.start(bytes, from, to);
        try {
            Json.Obj object = new CanonicalReader(cursor).object(1);
            cursor.end();
            return object;
        } catch (CanonicalFormException e) {
            throw explained(bytes, from, to, e);
        }
    }

    /**
     * The value that is next for a cursor.
     *
     * @param depth the level of the value if it is an object or array; the object of the whole text
     *     is level 1
     */
    public static Json value(CanonicalCursor cursor, int depth) throws CanonicalFormException {
        return new CanonicalReader(cursor).value(depth);
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
        TreeMap<String, Json> members = new TreeMap<>();
        String previous = "";
        while (cursor.nextMember()) {
            String name = cursor.textValue();
            if (name.compareTo(previous) <= 0) {
                throw cursor.deviation(cursor.textFrom(), "a name after \"" + previous + "\"");
            }
            previous = name;
            members.put(name, value(depth + 1));
        }
        cursor.closeObject();
        return new Json.Obj(members);
    }

    private Json value(int depth) throws CanonicalFormException {
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
