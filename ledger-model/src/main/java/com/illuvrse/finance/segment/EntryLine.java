package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.Side;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * The line of a journal entry in {@code ledger.jsonl} (segment format, section 3).
 *
 * <p>Written member by member, because a night has millions of lines; the names stand here in the
 * order of the canonical form. One instance writes all lines of a segment into the same buffer. Not
 * for several threads.
 */
public final class EntryLine {

    /** The most bytes a line may have, without its line feed. */
    public static final int MAX_BYTES = 65_536;

    private static final Set<String> REFS =
            Set.of(
                    "order",
                    "bt",
                    "stripe",
                    "payee",
                    "contract",
                    "batch",
                    "journal",
                    "dispute",
                    "statement",
                    "doc");

    private static final byte[] BOOKED_ON = ascii("{\"bookedOn\":\"");
    private static final byte[] EFFECTIVE_ON = ascii("\",\"effectiveOn\":\"");
    private static final byte[] ENTRY_ID = ascii("\",\"entryId\":\"");
    private static final byte[] END_OF_ID = ascii("\"");
    private static final byte[] FX = ascii(",\"fx\":");
    private static final byte[] LATE = ascii(",\"late\":true");
    private static final byte[] LINES = ascii(",\"lines\":[");
    private static final byte[] ACCOUNT = ascii("{\"account\":");
    private static final byte[] AMOUNT = ascii(",\"amount\":\"");
    private static final byte[] CURRENCY = ascii("\",\"currency\":");
    private static final byte[] DEBIT = ascii(",\"side\":\"D\"}");
    private static final byte[] CREDIT = ascii(",\"side\":\"C\"}");
    private static final byte[] MEMO = ascii(",\"memo\":");
    private static final byte[] OCCURRED_AT = ascii(",\"occurredAt\":");
    private static final byte[] REF = ascii(",\"ref\":");
    private static final byte[] REVERSES = ascii(",\"reverses\":\"");
    private static final byte[] SALT = ascii(",\"salt\":");
    private static final byte[] SEQ = ascii(",\"seq\":");
    private static final byte[] SOURCE = ascii(",\"source\":");
    private static final byte[] TRACE = ascii(",\"trace\":");
    private static final byte[] VERSION = ascii(",\"v\":1}");

    private final Salts salts;
    private final InstantText instants = new InstantText();
    private final CanonicalJson line = new CanonicalJson();
    private LocalDate date = LocalDate.EPOCH;
    private byte[] dateText = ascii(date.toString());

    public EntryLine(Salts salts) {
        this.salts = salts;
    }

    /**
     * The line of an entry, without its line feed, in a buffer that the next call writes again.
     *
     * @param id the entry's id, which costs a digest to work out
     * @param seq its number in the whole ledger
     */
    public CanonicalJson write(JournalEntry entry, EntryId id, long seq) {
        line.clear()
                .raw(BOOKED_ON)
                .raw(text(entry.bookedOn()))
                .raw(EFFECTIVE_ON)
                .raw(text(entry.effectiveOn()))
                .raw(ENTRY_ID)
                .raw(ascii(id.toString()))
                .raw(END_OF_ID);
        if (!entry.fx().isEmpty()) {
            line.raw(FX);
            texts(entry.fx());
        }
        if (entry.late()) {
            line.raw(LATE);
        }
        postings(entry);
        if (entry.memo() != null) {
            line.raw(MEMO).quoted(entry.memo());
        }
        instants.append(entry.occurredAt(), line.raw(OCCURRED_AT));
        line.raw(REF);
        texts(requireKnown(entry));
        if (entry.reverses() != null) {
            line.raw(REVERSES).raw(ascii(entry.reverses().toString())).raw(END_OF_ID);
        }
        line.raw(SALT).quoted(salts.ofEntry(id)).raw(SEQ).digits(seq);
        line.raw(SOURCE).quoted(entry.source().text());
        if (entry.trace() != null) {
            line.raw(TRACE).append(entry.trace(), 1);
        }
        line.raw(VERSION);
        if (line.length() > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the line of entry %s has %d bytes, more than %d"
                            .formatted(entry.source(), line.length(), MAX_BYTES));
        }
        return line;
    }

    private void postings(JournalEntry entry) {
        line.raw(LINES);
        boolean first = true;
        for (Posting posting : entry.postings()) {
            if (!first) {
                line.raw(',');
            }
            first = false;
            line.raw(ACCOUNT)
                    .quoted(posting.account().path())
                    .raw(AMOUNT)
                    .digits(posting.amount().minor())
                    .raw(CURRENCY)
                    .quoted(posting.amount().currency().code())
                    .raw(posting.side() == Side.D ? DEBIT : CREDIT);
        }
        line.raw(']');
    }

    private void texts(SortedMap<String, String> texts) {
        line.raw('{');
        boolean first = true;
        for (Map.Entry<String, String> member : texts.entrySet()) {
            if (!first) {
                line.raw(',');
            }
            first = false;
            line.name(member.getKey()).quoted(member.getValue());
        }
        line.raw('}');
    }

    private static SortedMap<String, String> requireKnown(JournalEntry entry) {
        for (String name : entry.ref().keySet()) {
            if (!REFS.contains(name)) {
                throw new IllegalArgumentException(
                        "entry %s has the unknown reference \"%s\""
                                .formatted(entry.source(), name));
            }
        }
        return entry.ref();
    }

    private byte[] text(LocalDate day) {
        if (!day.equals(date)) {
            date = day;
            dateText = ascii(day.toString());
        }
        return dateText;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
