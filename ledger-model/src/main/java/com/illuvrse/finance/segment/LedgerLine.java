package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalCursor;
import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code ledger.jsonl} as it was read, in place: nearly everything in it stays bytes of
 * the reader's buffer, because a ledger has many millions of lines (segment format, section 3).
 *
 * <p>The members are asked for in ascending order, which checks their order. The next line is read
 * into the same instance.
 */
final class LedgerLine {

    static final int DATE = 10;
    static final int INSTANT = 24;
    static final int ENTRY_ID = 36;

    private static final byte[] BOOKED_ON = CanonicalCursor.name("bookedOn");
    private static final byte[] EFFECTIVE_ON = CanonicalCursor.name("effectiveOn");
    private static final byte[] ID = CanonicalCursor.name("entryId");
    private static final byte[] FX = CanonicalCursor.name("fx");
    private static final byte[] LATE = CanonicalCursor.name("late");
    private static final byte[] LINES = CanonicalCursor.name("lines");
    private static final byte[] ACCOUNT = CanonicalCursor.name("account");
    private static final byte[] AMOUNT = CanonicalCursor.name("amount");
    private static final byte[] CURRENCY = CanonicalCursor.name("currency");
    private static final byte[] SIDE = CanonicalCursor.name("side");
    private static final byte[] MEMO = CanonicalCursor.name("memo");
    private static final byte[] OCCURRED_AT = CanonicalCursor.name("occurredAt");
    private static final byte[] REF = CanonicalCursor.name("ref");
    private static final byte[] REVERSES = CanonicalCursor.name("reverses");
    private static final byte[] SALT = CanonicalCursor.name("salt");
    private static final byte[] SEQ = CanonicalCursor.name("seq");
    private static final byte[] SOURCE = CanonicalCursor.name("source");
    private static final byte[] TRACE = CanonicalCursor.name("trace");
    private static final byte[] VERSION = CanonicalCursor.name("v");
    private static final ShapeRule FX_SHAPE = Shape.map(Scalar.TEXT);
    private static final byte[] DEBIT = {'D'};
    private static final byte[] CREDIT = {'C'};

    /** Names of references, ascending. */
    private static final List<String> REFS =
            List.of(
                    "batch",
                    "bt",
                    "contract",
                    "dispute",
                    "doc",
                    "journal",
                    "order",
                    "payee",
                    "statement",
                    "stripe");

    private static final List<byte[]> REF_NAMES = REFS.stream().map(CanonicalCursor::name).toList();

    private final Places known;
    private final CanonicalCursor cursor = new CanonicalCursor();
    private final CanonicalReader values = new CanonicalReader(cursor);
    private final LineAmounts amounts = new LineAmounts();
    private byte[] bytes = new byte[0];
    private int bookedOn;
    private int effectiveOn;
    private int entryId;
    private int occurredAt;
    private int sourceFrom;
    private int sourceTo;
    private int reverses;
    private boolean late;
    private boolean hasFx;
    private Json.@Nullable Obj trace;
    private long seq;

    /** Start and end of each reference, −1 for those that are left out. */
    private final int[] refs = new int[2 * REFS.size()];

    private SortedMap<String, Json> fx = new TreeMap<>();

    LedgerLine(Places known) {
        this.known = known;
    }

    /** Reads the line that a reader has found. */
    void read(SegmentFile file, LineReader line) throws VerificationException {
        bytes = line.bytes();
        try {
            cursor.start(bytes, line.from(), line.to());
            readMembers();
            cursor.end();
        } catch (CanonicalFormException e) {
            requireCanonical(file, line);
            throw file.malformed(
                    "line " + line.line() + ", byte " + e.offset(), e.expected(), e.found());
        } catch (ShapeException e) {
            requireCanonical(file, line);
            throw file.refuse("line " + line.line(), e);
        }
    }

    /** How a line is written counts before what it says, wherever both are wrong. */
    private void requireCanonical(SegmentFile file, LineReader line) throws VerificationException {
        CanonicalFormException reason = CanonicalReader.reason(bytes, line.from(), line.to());
        if (reason != null) {
            throw file.refuse("line " + line.line(), reason);
        }
    }

    private void readMembers() throws CanonicalFormException, ShapeException {
        cursor.openObject();
        bookedOn = fixed(BOOKED_ON, DATE, "a date");
        effectiveOn = fixed(EFFECTIVE_ON, DATE, "a date");
        entryId = fixed(ID, ENTRY_ID, "an entry id");
        hasFx = cursor.isMember(FX);
        if (hasFx) {
            fx = object("fx", FX_SHAPE);
        }
        late = cursor.isMember(LATE);
        if (late && !cursor.flag()) {
            throw new ShapeException("late", "true or no such member", "false");
        }
        cursor.member(LINES);
        readLines();
        if (cursor.isMember(MEMO)) {
            cursor.text();
        }
        occurredAt = fixed(OCCURRED_AT, INSTANT, "an instant");
        cursor.member(REF);
        readRefs();
        reverses = cursor.isMember(REVERSES) ? fixed(ENTRY_ID, "an entry id") : -1;
        fixed(SALT, Scalar.SALT_LENGTH, "16 bytes in base64url");
        requireSalt(cursor.textFrom());
        cursor.member(SEQ);
        seq = cursor.number();
        cursor.member(SOURCE);
        cursor.text();
        sourceFrom = cursor.textFrom();
        sourceTo = cursor.textTo();
        requireSource();
        trace = null;
        if (cursor.isMember(TRACE)) {
            Json value = values.value(2);
            TraceShapes.TRACE.check(value, "trace");
            trace = (Json.Obj) value;
        }
        cursor.member(VERSION);
        if (cursor.number() != 1) {
            throw new ShapeException("v", "1", "another version");
        }
        cursor.closeObject();
    }

    private void readRefs() throws CanonicalFormException {
        cursor.openObject();
        for (int i = 0; i < refs.length; i += 2) {
            boolean isThere = cursor.isMember(REF_NAMES.get(i / 2));
            if (isThere) {
                cursor.text();
            }
            refs[i] = isThere ? cursor.textFrom() : -1;
            refs[i + 1] = isThere ? cursor.textTo() : -1;
        }
        cursor.closeObject();
    }

    private void readLines() throws CanonicalFormException, ShapeException {
        amounts.clear();
        cursor.openArray();
        while (cursor.nextElement()) {
            cursor.openObject();
            cursor.member(ACCOUNT);
            cursor.text();
            int accountFrom = cursor.textFrom();
            int accountTo = cursor.textTo();
            cursor.member(AMOUNT);
            cursor.text();
            long amount = amount(cursor.textFrom(), cursor.textTo());
            cursor.member(CURRENCY);
            cursor.text();
            Place place =
                    known.at(bytes, accountFrom, accountTo, cursor.textFrom(), cursor.textTo());
            if (place == null) {
                throw new ShapeException(
                        "lines",
                        "an account and a currency",
                        text(accountFrom, accountTo) + " " + cursor.textValue());
            }
            cursor.member(SIDE);
            cursor.text();
            boolean debit = cursor.textIs(DEBIT);
            if (!debit && !cursor.textIs(CREDIT)) {
                throw new ShapeException("lines.side", "D or C", cursor.textValue());
            }
            cursor.closeObject();
            amounts.add(place, debit, amount);
        }
    }

    private SortedMap<String, Json> object(String name, ShapeRule shape)
            throws CanonicalFormException, ShapeException {
        Json value = values.value(2);
        shape.check(value, name);
        return value instanceof Json.Obj object ? object.members() : new TreeMap<>();
    }

    private int fixed(byte[] name, int length, String expected)
            throws CanonicalFormException, ShapeException {
        cursor.member(name);
        return fixed(length, expected);
    }

    private int fixed(int length, String expected) throws CanonicalFormException, ShapeException {
        cursor.text();
        if (cursor.textTo() - cursor.textFrom() != length) {
            throw new ShapeException("members", expected, cursor.textValue());
        }
        return cursor.textFrom();
    }

    private void requireSalt(int from) throws ShapeException {
        int last = from + Scalar.SALT_LENGTH - 1;
        if (!CharacterSet.BASE64URL.holdsAll(bytes, from, last)
                || !CharacterSet.LAST_OF_SALT.holds(bytes[last])) {
            throw new ShapeException("salt", "16 bytes in base64url", text(from, last + 1));
        }
    }

    private void requireSource() throws ShapeException {
        int length = sourceTo - sourceFrom;
        if (length < 1
                || length > 255
                || !CharacterSet.VISIBLE.holdsAll(bytes, sourceFrom, sourceTo)) {
            throw new ShapeException(
                    "source", "1 to 255 visible ASCII characters", text(sourceFrom, sourceTo));
        }
    }

    private long amount(int from, int to) throws ShapeException {
        long value = 0;
        int length = to - from;
        boolean sound = length >= 1 && length <= 19 && bytes[from] != '0';
        for (int i = from; sound && i < to; i++) {
            int digit = bytes[i] - '0';
            sound = digit >= 0 && digit <= 9;
            value = value * 10 + digit;
        }
        if (!sound || value <= 0) {
            throw new ShapeException("lines.amount", "money above zero", text(from, to));
        }
        return value;
    }

    /** Whether a text of the line is exactly this. */
    boolean is(int from, byte[] expected) {
        return Arrays.equals(bytes, from, from + expected.length, expected, 0, expected.length);
    }

    /** Whether the source begins with these bytes. */
    boolean isFrom(byte[] prefix) {
        return sourceTo - sourceFrom >= prefix.length
                && bytes[sourceFrom] == prefix[0]
                && is(sourceFrom, prefix);
    }

    String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    String source() {
        return text(sourceFrom, sourceTo);
    }

    byte[] bytes() {
        return bytes;
    }

    int bookedOn() {
        return bookedOn;
    }

    int effectiveOn() {
        return effectiveOn;
    }

    int entryId() {
        return entryId;
    }

    int occurredAt() {
        return occurredAt;
    }

    int sourceFrom() {
        return sourceFrom;
    }

    int sourceTo() {
        return sourceTo;
    }

    /** The id of the entry that is taken back; null when none is. */
    @Nullable String reverses() {
        return reverses < 0 ? null : text(reverses, reverses + ENTRY_ID);
    }

    boolean late() {
        return late;
    }

    boolean hasTrace() {
        return trace != null;
    }

    /** The working of the entry, of the right shape; null when it has none. */
    Json.@Nullable Obj trace() {
        return trace;
    }

    long seq() {
        return seq;
    }

    LineAmounts amounts() {
        return amounts;
    }

    /** A reference of the entry; null when it has none of that name. */
    @Nullable String ref(String name) {
        int at = 2 * REFS.indexOf(name);
        return refs[at] < 0 ? null : cursor.textValue(refs[at], refs[at + 1]);
    }

    /**
     * Whether a reference is exactly a piece of the bytes; with an empty piece, whether it is none.
     */
    boolean refIs(String name, int from, int to) {
        int at = 2 * REFS.indexOf(name);
        return refs[at] < 0
                ? from == to
                : Arrays.equals(bytes, refs[at], refs[at + 1], bytes, from, to);
    }

    /** The exchange the entry names; empty for none. */
    SortedMap<String, String> fx() {
        TreeMap<String, String> texts = new TreeMap<>();
        if (hasFx) {
            for (Map.Entry<String, Json> member : fx.entrySet()) {
                if (member.getValue() instanceof Json.Text text) {
                    texts.put(member.getKey(), text.value());
                }
            }
        }
        return texts;
    }

    /** A currency in which debits and credits differ; null when there is none. */
    @Nullable Currency unbalanced() {
        return amounts.unbalanced();
    }
}
