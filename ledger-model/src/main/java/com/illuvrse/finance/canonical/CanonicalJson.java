package com.illuvrse.finance.canonical;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;

/**
 * The one encoder of signed JSON (segment format, section 1): every value has exactly one spelling,
 * so that its digest means something.
 *
 * <p>{@link #bytes} encodes a whole object. An instance is a growing buffer for callers that write
 * millions of lines and know their members by heart; it is cleared and used again, and is not for
 * several threads. Whatever a signed file may not hold is refused with a {@link
 * NotCanonicalException}: control characters, U+007F, U+FEFF, lone surrogates, text that is not in
 * NFC, other member names, more than eight levels.
 */
public final class CanonicalJson {

    /** Nested objects and arrays a value may have. */
    public static final int MAX_DEPTH = 8;

    private static final int MAX_NAME = 64;
    private static final int FIRST_COMBINING = 0x300;
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    private byte[] bytes = new byte[1024];
    private int length;

    /** The canonical bytes of an object. */
    public static byte[] bytes(Json.Obj object) {
        return new CanonicalJson().append(object).toByteArray();
    }

    /** The canonical bytes of an object as text. */
    public static String text(Json.Obj object) {
        return new CanonicalJson().append(object).toString();
    }

    /** Appends a value. */
    public CanonicalJson append(Json value) {
        write(value, 0);
        return this;
    }

    /** Appends a value that already stands inside {@code depth} objects and arrays. */
    public CanonicalJson append(Json value, int depth) {
        write(value, depth);
        return this;
    }

    /** Appends bytes that are canonical already, such as punctuation and names. */
    public CanonicalJson raw(byte[] canonical) {
        reserve(canonical.length);
        System.arraycopy(canonical, 0, bytes, length, canonical.length);
        length += canonical.length;
        return this;
    }

    /** Appends what stands in another buffer. */
    public CanonicalJson raw(CanonicalJson other) {
        reserve(other.length);
        System.arraycopy(other.bytes, 0, bytes, length, other.length);
        length += other.length;
        return this;
    }

    /** Appends one byte of punctuation. */
    public CanonicalJson raw(char punctuation) {
        reserve(1);
        bytes[length++] = (byte) punctuation;
        return this;
    }

    /** Appends a whole number, with its sign. */
    public CanonicalJson digits(long value) {
        if (value < 0) {
            return raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        }
        reserve(19);
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        length += digits;
        long rest = value;
        for (int at = length - 1; digits > 0; digits--) {
            bytes[at--] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return this;
    }

    /** Appends a text in quotes. */
    public CanonicalJson quoted(String text) {
        int size = text.length();
        reserve(2 * size + 2);
        byte[] target = bytes;
        int at = length;
        target[at++] = '"';
        for (int i = 0; i < size; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f) {
                return quotedBeyondAscii(text);
            }
            if (c == '"' || c == '\\') {
                target[at++] = '\\';
            }
            target[at++] = (byte) c;
        }
        target[at++] = '"';
        length = at;
        return this;
    }

    /** Appends the name of a member and its colon. */
    public CanonicalJson name(String name) {
        int size = name.length();
        reserve(size + 3);
        bytes[length++] = '"';
        for (int i = 0; i < size; i++) {
            bytes[length++] = (byte) requireInName(name, i);
        }
        if (size == 0 || size > MAX_NAME) {
            throw illegal(name);
        }
        bytes[length++] = '"';
        bytes[length++] = ':';
        return this;
    }

    private CanonicalJson quotedBeyondAscii(String text) {
        requireLegal(text);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        reserve(2 * utf8.length + 2);
        bytes[length++] = '"';
        for (byte b : utf8) {
            if (b == '"' || b == '\\') {
                bytes[length++] = '\\';
            }
            bytes[length++] = b;
        }
        bytes[length++] = '"';
        return this;
    }

    private static void requireLegal(String text) {
        boolean mayCombine = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7f || c == 0xfeff) {
                throw new NotCanonicalException(
                        "a text holds no control character and no byte order mark, found U+%04X"
                                .formatted((int) c));
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new NotCanonicalException(
                            "a text is whole characters, found the lone surrogate U+%04X"
                                    .formatted((int) c));
                }
                i++;
            }
            mayCombine |= c >= FIRST_COMBINING;
        }
        if (mayCombine && !Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            throw new NotCanonicalException("a text is in form NFC, found \"" + text + "\"");
        }
    }

    private void write(Json value, int depth) {
        switch (value) {
            case Json.Text text -> quoted(text.value());
            case Json.Num number -> digits(number.value());
            case Json.Bool flag -> raw(flag.value() ? TRUE : FALSE);
            case Json.Arr array -> writeArray(array, inside(depth));
            case Json.Obj object -> writeObject(object, inside(depth));
        }
    }

    private void writeArray(Json.Arr array, int depth) {
        raw('[');
        boolean first = true;
        for (Json value : array.values()) {
            if (!first) {
                raw(',');
            }
            first = false;
            write(value, depth);
        }
        raw(']');
    }

    private void writeObject(Json.Obj object, int depth) {
        raw('{');
        boolean first = true;
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            if (!first) {
                raw(',');
            }
            first = false;
            name(member.getKey());
            write(member.getValue(), depth);
        }
        raw('}');
    }

    private static int inside(int depth) {
        if (depth == MAX_DEPTH) {
            throw new NotCanonicalException(
                    "at most " + MAX_DEPTH + " objects and arrays are nested, found one more");
        }
        return depth + 1;
    }

    private static char requireInName(String name, int at) {
        char c = name.charAt(at);
        boolean inside = at > 0 && ((c >= '0' && c <= '9') || c == '_');
        if (!isLetter(c) && !inside) {
            throw illegal(name);
        }
        return c;
    }

    private static NotCanonicalException illegal(String name) {
        return new NotCanonicalException(
                "a member is named by a letter and up to 63 letters, digits and underscores, found"
                        + " \""
                        + name
                        + "\"");
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
        }
    }

    public int length() {
        return length;
    }

    /** Starts anew with the same memory. */
    public CanonicalJson clear() {
        length = 0;
        return this;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    /** Feeds what is in the buffer to a running digest. */
    public void updateTo(Sha256 digest) {
        digest.update(bytes, 0, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
