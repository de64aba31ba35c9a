package com.illuvrse.finance.canonical;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Any JSON text (RFC 8259), as people and other programs write it: white space, escapes and members
 * in any order.
 *
 * <p>Two need it: the trust file an auditor writes by hand, and the question whether bytes that are
 * not canonical are JSON at all. Never use it for what is signed. What {@link Json} cannot say
 * (null, fractions, negative numbers, NaN) and doubled members can be read over, not into a value.
 */
public final class JsonText {

    private static final int MAX_DEPTH = 256;

    private final String text;
    private int position;
    private @Nullable CanonicalFormException unsupported;

    private JsonText(String text) {
        this.text = text;
    }

    /**
     * The object of a text; a doubled member or a value that {@link Json} cannot say is refused.
     */
    public static Json.Obj read(byte[] bytes) throws CanonicalFormException {
        JsonText reader = new JsonText(decoded(bytes, 0, bytes.length));
        Json.Obj object = reader.document();
        if (reader.unsupported != null) {
            throw reader.unsupported;
        }
        return object;
    }

    /** Requires that the bytes are a JSON object, however it is written. */
    static void requireObject(byte[] bytes, int from, int to) throws CanonicalFormException {
        new JsonText(decoded(bytes, from, to)).document();
    }

    private static String decoded(byte[] bytes, int from, int to) throws CanonicalFormException {
        ByteBuffer source = ByteBuffer.wrap(bytes, from, to - from);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(source).toString();
        } catch (CharacterCodingException e) {
            int offset = source.position() - from;
            throw new CanonicalFormException(false, offset, "a text in UTF-8", "other bytes");
        }
    }

    private Json.Obj document() throws CanonicalFormException {
        skipSpace();
        if (peek() != '{') {
            throw malformed("an object");
        }
        Json.Obj object = object(1);
        skipSpace();
        if (position != text.length()) {
            throw malformed("nothing after the object");
        }
        return object;
    }

    private Json.Obj object(int depth) throws CanonicalFormException {
        position++;
        TreeMap<String, Json> members = new TreeMap<>();
        skipSpace();
        if (peek() == '}') {
            position++;
            return new Json.Obj(members);
        }
        while (true) {
            skipSpace();
            int at = position;
            String name = string();
            skipSpace();
            take(':');
            if (members.put(name, value(depth + 1)) != null) {
                note(at, "each member once", "\"" + name + "\" again");
            }
            skipSpace();
            if (peek() == '}') {
                position++;
                return new Json.Obj(members);
            }
            take(',');
        }
    }

    private Json.Arr array(int depth) throws CanonicalFormException {
        position++;
        List<Json> values = new ArrayList<>();
        skipSpace();
        if (peek() == ']') {
            position++;
            return new Json.Arr(values);
        }
        while (true) {
            values.add(value(depth + 1));
            skipSpace();
            if (peek() == ']') {
                position++;
                return new Json.Arr(values);
            }
            take(',');
        }
    }

    private Json value(int depth) throws CanonicalFormException {
        if (depth > MAX_DEPTH) {
            throw malformed("at most " + MAX_DEPTH + " levels");
        }
        skipSpace();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> Json.text(string());
            case 't' -> word("true", new Json.Bool(true));
            case 'f' -> word("false", new Json.Bool(false));
            case 'n' -> unsupportedWord("null");
            case 'N' -> unsupportedWord("NaN");
            case 'I' -> unsupportedWord("Infinity");
            default -> number();
        };
    }

    private Json word(String word, Json value) throws CanonicalFormException {
        if (!text.startsWith(word, position)) {
            throw malformed("a value");
        }
        position += word.length();
        return value;
    }

    private Json unsupportedWord(String word) throws CanonicalFormException {
        note(position, "a text, a whole number, true, false, an object or an array", word);
        return word(word, Json.number(0));
    }

    private Json number() throws CanonicalFormException {
        int from = position;
        boolean negative = peek() == '-';
        if (negative) {
            position++;
        }
        if (negative && peek() == 'I') {
            return unsupportedWord("Infinity");
        }
        int first = position;
        digits();
        if (position - first > 1 && text.charAt(first) == '0') {
            position = first;
            throw malformed("a number without leading zeros");
        }
        boolean whole = !negative;
        if (peek() == '.') {
            position++;
            digits();
            whole = false;
        }
        if (peek() == 'e' || peek() == 'E') {
            position++;
            if (peek() == '+' || peek() == '-') {
                position++;
            }
            digits();
            whole = false;
        }
        if (whole && position - from <= 16) {
            long value = Long.parseLong(text, from, position, 10);
            if (value <= Json.Num.MAX) {
                return Json.number(value);
            }
        }
        note(from, "a whole number from 0 to " + Json.Num.MAX, text.substring(from, position));
        return Json.number(0);
    }

    private void digits() throws CanonicalFormException {
        int from = position;
        while (peek() >= '0' && peek() <= '9') {
            position++;
        }
        if (position == from) {
            throw malformed("a value");
        }
    }

    private String string() throws CanonicalFormException {
        take('"');
        StringBuilder value = new StringBuilder();
        while (true) {
            int next = peek();
            if (next < 0x20) {
                throw malformed("the rest of a text");
            }
            position++;
            if (next == '"') {
                return value.toString();
            }
            value.append(next == '\\' ? escape() : (char) next);
        }
    }

    private char escape() throws CanonicalFormException {
        int next = peek();
        position++;
        return switch (next) {
            case '"', '\\', '/' -> (char) next;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> codeUnit();
            default -> {
                position--;
                throw malformed("an escape of JSON");
            }
        };
    }

    private char codeUnit() throws CanonicalFormException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int next = peek();
            int digit = next < 0x80 ? Character.digit(next, 16) : -1;
            if (digit < 0) {
                throw malformed("four hexadecimal digits");
            }
            value = value * 16 + digit;
            position++;
        }
        return (char) value;
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
            position++;
        }
    }

    private int peek() {
        return position < text.length() ? text.charAt(position) : -1;
    }

    private void take(char expected) throws CanonicalFormException {
        if (peek() != expected) {
            throw malformed("'" + expected + "'");
        }
        position++;
    }

    private void note(int at, String expected, String found) {
        if (unsupported == null) {
            unsupported = new CanonicalFormException(true, bytesTo(at), expected, found);
        }
    }

    private CanonicalFormException malformed(String expected) {
        int to = Math.min(text.length(), position + 24);
        String found =
                position >= text.length()
                        ? "the end"
                        : text.substring(position, to).replaceAll("[^ -~]", "?");
        return new CanonicalFormException(false, bytesTo(position), expected, found);
    }

    private int bytesTo(int at) {
        return text.substring(0, Math.min(at, text.length()))
                .getBytes(StandardCharsets.UTF_8)
                .length;
    }
}
