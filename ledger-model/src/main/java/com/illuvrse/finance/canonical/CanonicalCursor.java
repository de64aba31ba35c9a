package com.illuvrse.finance.canonical;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * A place in the canonical bytes of one JSON object, moved forward by a caller that knows what must
 * come next.
 *
 * <p>It makes no strings and no tree, so that millions of lines can be read; whoever asks for the
 * members in ascending order has checked their order by asking. Every step throws a {@link
 * CanonicalFormException} on the first byte that is not canonical. One cursor may be started again
 * for the next text. Not for several threads.
 */
public final class CanonicalCursor {

    private static final int MAX_NAME = 64;
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long BLANKS = ' ' * ONES;
    private static final long DELETES = 0x7f * ONES;

    private byte[] bytes = new byte[0];
    private int start;
    private int position;
    private int end;
    private boolean afterValue;
    private int textFrom;
    private int textTo;
    private boolean textEscaped;

    /** Starts at the first byte of a text that lies in {@code [from, to)} of the bytes. */
    public void start(byte[] text, int from, int to) {
        bytes = text;
        start = from;
        position = from;
        end = to;
        afterValue = false;
    }

    /** The name of a member as {@link #isMember} compares it: quotes and colon included. */
    public static byte[] name(String name) {
        return ("\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    public void openObject() throws CanonicalFormException {
        take('{');
        afterValue = false;
    }

    public void closeObject() throws CanonicalFormException {
        take('}');
        afterValue = true;
    }

    public void openArray() throws CanonicalFormException {
        take('[');
        afterValue = false;
    }

    /** Whether another element follows; after the last one the array is closed. */
    public boolean nextElement() throws CanonicalFormException {
        if (position < end && bytes[position] == ']') {
            position++;
            afterValue = true;
            return false;
        }
        if (afterValue) {
            take(',');
        }
        return true;
    }

    /** Whether the object goes on with this member; if so, its value is next. */
    public boolean isMember(byte[] quotedName) {
        int from = position;
        if (afterValue) {
            if (from >= end || bytes[from] != ',') {
                return false;
            }
            from++;
        }
        int to = from + quotedName.length;
        if (to > end || !Arrays.equals(bytes, from, to, quotedName, 0, quotedName.length)) {
            return false;
        }
        position = to;
        return true;
    }

    /** Moves over the name of a member that must be next. */
    public void member(byte[] quotedName) throws CanonicalFormException {
        if (!isMember(quotedName)) {
            String name = new String(quotedName, StandardCharsets.US_ASCII);
            throw deviation(position, "member " + name.substring(0, name.length() - 1));
        }
    }

    /** Whether the object goes on with some member; if so, its name is the text just read. */
    public boolean nextMember() throws CanonicalFormException {
        if (position < end && bytes[position] == '}') {
            return false;
        }
        if (afterValue) {
            take(',');
        }
        text();
        if (!isName()) {
            throw deviation(textFrom, "a name of letters, digits and underscores");
        }
        take(':');
        return true;
    }

    /** Moves over a string; {@link #textFrom} and the like then tell where it is. */
    public void text() throws CanonicalFormException {
        take('"');
        byte[] in = bytes;
        int at = position;
        int last = end;
        int from = at;
        boolean escaped = false;
        int wide = 0;
        while (at < last) {
            at = plain(in, at, last);
            if (at == last) {
                break;
            }
            byte next = in[at];
            if (next == '"') {
                position = at + 1;
                afterValue = true;
                textFrom = from;
                textTo = at;
                textEscaped = escaped;
                if (wide != 0) {
                    requireNormalText(from, at);
                }
                return;
            }
            if (next == '\\') {
                if (at + 1 >= last || (in[at + 1] != '"' && in[at + 1] != '\\')) {
                    throw deviation(at, "no escape but \\\" and \\\\");
                }
                escaped = true;
                at++;
            } else if ((next >= 0 && next < 0x20) || next == 0x7f) {
                throw deviation(at, "no control character");
            }
            wide |= next & 0x80;
            at++;
        }
        throw deviation(at, "the end of a text");
    }

    /**
     * The first byte that is not plain: a quote, a backslash, a control character or part of a wide
     * one. Looks at eight bytes at a time; of the last few it says that they are not.
     */
    private static int plain(byte[] in, int from, int last) {
        int at = from;
        while (at + Long.BYTES <= last) {
            long word = (long) WORDS.get(in, at);
            long special =
                    (zeros(word ^ QUOTES)
                                    | zeros(word ^ BACKSLASHES)
                                    | zeros(word ^ DELETES)
                                    | ((word - BLANKS) & ~word)
                                    | word)
                            & HIGH_BITS;
            if (special != 0) {
                return at + Long.numberOfTrailingZeros(special) / Byte.SIZE;
            }
            at += Long.BYTES;
        }
        return at;
    }

    private static long zeros(long word) {
        return (word - ONES) & ~word;
    }

    private void requireNormalText(int from, int to) throws CanonicalFormException {
        String text;
        try {
            text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, from, to - from))
                            .toString();
        } catch (CharacterCodingException e) {
            throw deviation(from, "a text in UTF-8");
        }
        if (text.indexOf('\uFEFF') >= 0) {
            throw deviation(from, "a text without U+FEFF");
        }
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            throw deviation(from, "a text in normal form NFC");
        }
    }

    /** A number from 0 to 2^53 − 1. */
    public long number() throws CanonicalFormException {
        int from = position;
        int at = from;
        long value = 0;
        while (at < end && at - from <= 16 && bytes[at] >= '0' && bytes[at] <= '9') {
            value = value * 10 + (bytes[at] - '0');
            at++;
        }
        int digits = at - from;
        if (digits == 0 || (digits > 1 && bytes[from] == '0') || value > Json.Num.MAX) {
            throw deviation(from, "a whole number from 0 to " + Json.Num.MAX);
        }
        position = at;
        afterValue = true;
        return value;
    }

    /** The value {@code true} or {@code false}. */
    public boolean flag() throws CanonicalFormException {
        if (takeWord("true")) {
            return true;
        }
        if (takeWord("false")) {
            return false;
        }
        throw deviation(position, "true or false");
    }

    private boolean takeWord(String word) {
        if (end - position < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[position + i] != word.charAt(i)) {
                return false;
            }
        }
        position += word.length();
        afterValue = true;
        return true;
    }

    /** The first byte of what is next, or −1 at the end. */
    public int peek() {
        return position < end ? bytes[position] & 0xff : -1;
    }

    /** Requires that nothing follows the object. */
    public void end() throws CanonicalFormException {
        if (position != end) {
            throw deviation(position, "nothing after the object");
        }
    }

    /** Where the cursor is in the array it was started with. */
    public int position() {
        return position;
    }

    /** First byte of the string last read, without its quote. */
    public int textFrom() {
        return textFrom;
    }

    /** End of the string last read. */
    public int textTo() {
        return textTo;
    }

    /** Whether the string last read is exactly these bytes. */
    public boolean textIs(byte[] expected) {
        return Arrays.equals(bytes, textFrom, textTo, expected, 0, expected.length);
    }

    /** A number for the bytes of the string last read; equal for equal ones. */
    int textHash() {
        int hash = textTo - textFrom;
        for (int i = textFrom; i < textTo; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /** The string last read. */
    public String textValue() {
        return textEscaped
                ? textValue(textFrom, textTo)
                : new String(bytes, textFrom, textTo - textFrom, StandardCharsets.UTF_8);
    }

    /** A string read before, of which {@link #textFrom} and {@link #textTo} were remembered. */
    public String textValue(int from, int to) {
        String raw = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char next = raw.charAt(i);
            text.append(next == '\\' ? raw.charAt(++i) : next);
        }
        return text.toString();
    }

    private boolean isName() {
        int length = textTo - textFrom;
        if (length < 1 || length > MAX_NAME || !isLetter(bytes[textFrom])) {
            return false;
        }
        for (int i = textFrom + 1; i < textTo; i++) {
            byte next = bytes[i];
            if (!isLetter(next) && next != '_' && (next < '0' || next > '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(byte value) {
        return (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z');
    }

    private void take(char expected) throws CanonicalFormException {
        if (position >= end || bytes[position] != expected) {
            throw deviation(position, "'" + expected + "'");
        }
        position++;
    }

    /** The exception for a place that is not as it must be. */
    CanonicalFormException deviation(int at, String expected) {
        return new CanonicalFormException(true, at - start, expected, shown(at));
    }

    private String shown(int at) {
        if (at >= end) {
            return "the end";
        }
        int to = Math.min(end, at + 24);
        StringBuilder text = new StringBuilder();
        for (int i = at; i < to; i++) {
            byte next = bytes[i];
            text.append(next >= 0x20 && next < 0x7f ? (char) next : '?');
        }
        return text.toString();
    }
}
