package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.COMPLETENESS_FAIL;
import static com.illuvrse.finance.segment.VerificationCode.DUPLICATE_KEY;
import static com.illuvrse.finance.segment.VerificationCode.ID_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.ORDER_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.PERIOD_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.ROOT_MISMATCH;
import static com.illuvrse.finance.segment.VerificationCode.UNBALANCED;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.memory.IdSet;
import com.illuvrse.finance.money.Currency;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lines of {@code ledger.jsonl}, day after day: each is canonical, follows from its source key,
 * stands in its place and in its day, balances, and is in the sealed root; and each line of a
 * Stripe row is what that row must be booked as.
 */
final class EntriesCheck {

    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] STRIPE = ascii("stripe:");
    private static final byte[] JOURNAL = ascii("journal:");
    private static final byte[] BANK = ascii("bank:");
    private static final byte[] RESERVE = ascii("reserve:");
    private static final byte[] GUARANTEE = ascii("guarantee:");
    private static final List<byte[]> TRACED =
            List.of(ascii("fulfil:"), ascii("refund:"), RESERVE, GUARANTEE);

    private final Places places = new Places();
    private final IdSet ids = IdSet.ofIds();
    private final RowsCheck rows;
    private final CalculationCheck calculation;
    private final LedgerLine line = new LedgerLine(places);
    private final InstantReader instants = new InstantReader();
    private final EntryDigest digest = new EntryDigest();
    private final byte[] lastKey = new byte[LedgerLine.INSTANT + LedgerLine.ENTRY_ID];
    private final TreeMap<BalanceKey, Long> journals = new TreeMap<>();
    private final PayoutEntries payouts = new PayoutEntries();
    private final List<String> reversed = new ArrayList<>();
    private SegmentFile file = new SegmentFile("");
    private byte[] today = new byte[0];
    private byte[] rowPrefix = new byte[0];
    private byte[] availablePrefix = new byte[0];
    private AccountingDay effective;
    private byte[] effectiveText = new byte[0];
    private long dayBegins;
    private long dayEnds;
    private long effectiveBegins;
    private long effectiveEnds;
    private long lines;
    private long traces;
    private long total;

    EntriesCheck(RowsCheck rows, CalculationCheck calculation, AccountingDay genesis) {
        this.rows = rows;
        this.calculation = calculation;
        this.effective = genesis;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Reads the lines of a day together with the rows of a Stripe account. */
    void check(Day day, String account) throws VerificationException {
        begin(day, account);
        try (RowReader transactions =
                        day.rows(
                                "evidence/balance_transactions.jsonl",
                                "balance-transactions/1",
                                RowShapes.TRANSACTION);
                LineReader reader = new LineReader(file, day.folder().open(SegmentFolder.LEDGER))) {
            rows.begin(day, account, transactions);
            requireRoot(day.manifest(), readLines(day.manifest(), reader));
            rows.end();
            calculation.endEntries();
        }
        requireReversedEntries();
        total += lines;
    }

    private String readLines(SealedManifest manifest, LineReader reader)
            throws VerificationException {
        MerkleTree tree = new MerkleTree();
        Sha256 leaf = Sha256.start();
        while (reader.next()) {
            line.read(file, reader);
            checkLine(manifest);
            leaf.update((byte) 0)
                    .update(reader.bytes(), reader.from(), reader.to() - reader.from());
            tree.add(leaf.finish());
        }
        return HEX.formatHex(tree.root());
    }

    private void requireRoot(SealedManifest manifest, String root) throws VerificationException {
        if (lines != manifest.entries().count()) {
            throw file.refuse(ROOT_MISMATCH, "count", manifest.entries().count(), lines);
        }
        if (!root.equals(manifest.entries().root())) {
            throw file.refuse(ROOT_MISMATCH, "entries.root", manifest.entries().root(), root);
        }
    }

    private void begin(Day day, String account) {
        file = day.folder().file(SegmentFolder.LEDGER);
        today = ascii(day.date().toString());
        rowPrefix = ascii("stripe:" + account + ":bt:");
        availablePrefix = ascii("stripe:" + account + ":available:");
        dayBegins = day.manifest().day().from().toEpochMilli();
        dayEnds = day.manifest().day().to().toEpochMilli();
        setEffective(day.manifest().day());
        Arrays.fill(lastKey, (byte) 0);
        journals.clear();
        payouts.begin();
        reversed.clear();
        lines = 0;
        traces = 0;
    }

    private void setEffective(AccountingDay day) {
        effective = day;
        effectiveText = ascii(day.date().toString());
        effectiveBegins = day.from().toEpochMilli();
        effectiveEnds = day.to().toEpochMilli();
    }

    private void checkLine(SealedManifest manifest) throws VerificationException {
        lines++;
        if (manifest.isGenesis()) {
            throw refuse(VerificationCode.MALFORMED, "entry", "no entry in genesis", "one");
        }
        long seq = manifest.entries().seqBefore() + lines;
        if (line.seq() != seq) {
            throw refuse(ORDER_MISMATCH, "seq", seq, line.seq());
        }
        checkId();
        checkOrder();
        long occurredAt = checkPeriod();
        checkAmounts(manifest);
        checkKind(occurredAt);
        if (line.hasTrace()) {
            traces++;
            if (!isTraced()) {
                throw refuse(
                        VerificationCode.MALFORMED, "trace", "none in an entry of its kind", "one");
            }
        }
        calculation.entry(line, occurredAt);
        String reverses = line.reverses();
        if (reverses != null) {
            reversed.add(reverses);
        }
    }

    private boolean isTraced() {
        for (byte[] kind : TRACED) {
            if (line.isFrom(kind)) {
                return true;
            }
        }
        return false;
    }

    private void checkId() throws VerificationException {
        digest.of(line.bytes(), line.sourceFrom(), line.sourceTo());
        if (!digest.isWritten(line.bytes(), line.entryId())) {
            throw refuse(
                    ID_MISMATCH,
                    "entryId",
                    digest,
                    line.text(line.entryId(), line.entryId() + LedgerLine.ENTRY_ID));
        }
        if (!ids.add(digest.high(), digest.low())) {
            throw refuse(DUPLICATE_KEY, "source", "a new one", "the source of an earlier entry");
        }
    }

    private void checkOrder() throws VerificationException {
        byte[] bytes = line.bytes();
        int byInstant =
                Arrays.compare(
                        bytes,
                        line.occurredAt(),
                        line.occurredAt() + LedgerLine.INSTANT,
                        lastKey,
                        0,
                        LedgerLine.INSTANT);
        int byId =
                Arrays.compare(
                        bytes,
                        line.entryId(),
                        line.entryId() + LedgerLine.ENTRY_ID,
                        lastKey,
                        LedgerLine.INSTANT,
                        lastKey.length);
        if (byInstant < 0 || (byInstant == 0 && byId <= 0)) {
            String last = new String(lastKey, StandardCharsets.ISO_8859_1);
            throw refuse(
                    ORDER_MISMATCH,
                    "occurredAt, entryId",
                    "an entry after " + last,
                    line.text(line.occurredAt(), line.occurredAt() + LedgerLine.INSTANT));
        }
        System.arraycopy(bytes, line.occurredAt(), lastKey, 0, LedgerLine.INSTANT);
        System.arraycopy(bytes, line.entryId(), lastKey, LedgerLine.INSTANT, LedgerLine.ENTRY_ID);
    }

    private long checkPeriod() throws VerificationException {
        if (!line.is(line.bookedOn(), today)) {
            throw refuse(PERIOD_MISMATCH, "bookedOn", text(today), text(line.bookedOn(), 10));
        }
        long occurredAt = instants.millis(line.bytes(), line.occurredAt());
        if (occurredAt == InstantReader.NONE) {
            throw refuse(VerificationCode.MALFORMED, "occurredAt", "an instant", shownInstant());
        }
        if (occurredAt >= dayEnds) {
            throw refuse(
                    PERIOD_MISMATCH,
                    "occurredAt",
                    "an instant before the day ends",
                    shownInstant());
        }
        if (occurredAt < effectiveBegins || occurredAt >= effectiveEnds) {
            setEffective(
                    AccountingDay.containing(Instant.ofEpochMilli(occurredAt), effective.zone()));
        }
        if (!line.is(line.effectiveOn(), effectiveText)) {
            throw refuse(
                    PERIOD_MISMATCH,
                    "effectiveOn",
                    text(effectiveText),
                    text(line.effectiveOn(), 10));
        }
        boolean late = occurredAt < dayBegins;
        if (line.late() != late) {
            throw refuse(PERIOD_MISMATCH, "late", late, line.late());
        }
        return occurredAt;
    }

    private String shownInstant() {
        return text(line.occurredAt(), LedgerLine.INSTANT);
    }

    private void checkAmounts(SealedManifest manifest) throws VerificationException {
        LineAmounts amounts = line.amounts();
        boolean none = amounts.size() == 0 && line.isFrom(rowPrefix);
        if (amounts.size() < 2 && !none) {
            throw refuse(VerificationCode.MALFORMED, "lines", "two or more", amounts.size());
        }
        int outOfOrder = amounts.outOfOrder();
        if (outOfOrder >= 0) {
            throw refuse(
                    ORDER_MISMATCH,
                    "lines[" + outOfOrder + "]",
                    "D before C, then account, then currency, each once",
                    amounts);
        }
        Currency unbalanced;
        try {
            unbalanced = line.unbalanced();
        } catch (ArithmeticException e) {
            throw refuse(UNBALANCED, "lines", "sums within 64 bits", amounts);
        }
        if (unbalanced != null) {
            throw refuse(UNBALANCED, unbalanced.code(), "debits equal to credits", amounts);
        }
        for (int i = 0; i < amounts.size(); i++) {
            Place place = amounts.place(i);
            place.post(amounts.isDebit(i), amounts.amount(i));
            if (!manifest.currencies().containsKey(place.currency().code())) {
                throw refuse(
                        VerificationCode.MALFORMED,
                        "currency",
                        "one of the manifest",
                        place.currency());
            }
        }
    }

    private void checkKind(long occurredAt) throws VerificationException {
        if (line.isFrom(STRIPE)) {
            checkStripe(occurredAt);
            return;
        }
        References.check(file, line);
        boolean journal = line.isFrom(JOURNAL);
        if (journal || line.isFrom(BANK)) {
            requireAt(occurredAt, effectiveBegins, "the first instant of its day");
        } else if (line.isFrom(RESERVE)) {
            requireAt(occurredAt, dayBegins, "the first instant of the day");
        } else if (PayoutEntries.isOne(line) || line.isFrom(GUARANTEE)) {
            requireAt(occurredAt, dayEnds - 1, "the last millisecond of the day");
            payouts.entry(line);
        }
        LineAmounts amounts = line.amounts();
        for (int i = 0; i < amounts.size(); i++) {
            Place place = amounts.place(i);
            String balance = place.stripeBalance();
            if (balance != null) {
                if (!journal) {
                    throw refuse(
                            COMPLETENESS_FAIL,
                            place.account(),
                            "no entry but rows of Stripe and journals",
                            amounts);
                }
                journals.merge(
                        new BalanceKey(balance, place.currency()),
                        amounts.signed(i),
                        Math::addExact);
            }
        }
    }

    private void checkStripe(long occurredAt) throws VerificationException {
        if (line.isFrom(rowPrefix)) {
            rows.entry(line, digest, occurredAt);
        } else if (line.isFrom(availablePrefix)) {
            requireAt(occurredAt, dayBegins, "the first instant of the day");
            rows.available(line);
        } else {
            throw refuse(
                    COMPLETENESS_FAIL,
                    "source",
                    text(rowPrefix) + "… or " + text(availablePrefix) + "…",
                    line.source());
        }
    }

    private void requireAt(long found, long expected, String what) throws VerificationException {
        if (found != expected) {
            throw refuse(
                    PERIOD_MISMATCH,
                    "occurredAt",
                    what + ", " + Instant.ofEpochMilli(expected),
                    Instant.ofEpochMilli(found));
        }
    }

    private void requireReversedEntries() throws VerificationException {
        for (String id : reversed) {
            ByteBuffer bytes = ByteBuffer.wrap(HEX.parseHex(hexOf(id)));
            if (!ids.contains(bytes.getLong(), bytes.getLong())) {
                throw file.refuse(
                        COMPLETENESS_FAIL,
                        "reverses",
                        "an entry of this or an earlier segment",
                        id);
            }
        }
    }

    private String hexOf(String id) throws VerificationException {
        if (!Scalar.ENTRY_ID.accepts(id)) {
            throw file.malformed("reverses", "an entry id", id);
        }
        return id.replace("-", "");
    }

    private VerificationException refuse(
            VerificationCode code, String item, Object expected, Object found) {
        return file.refuse(
                code, "seq " + line.seq() + " " + line.source() + " " + item, expected, found);
    }

    private String text(int from, int length) {
        return line.text(from, from + length);
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    Places places() {
        return places;
    }

    /** Whether an entry with this source was read so far. */
    boolean has(String source) {
        ByteBuffer bytes = ByteBuffer.wrap(EntryId.of(new SourceKey(source)).bytes());
        return ids.contains(bytes.getLong(), bytes.getLong());
    }

    /** The entries of today that order payouts or take them back. */
    PayoutEntries payouts() {
        return payouts;
    }

    /** What journal entries moved on Stripe's accounts today. */
    Map<BalanceKey, Long> journals() {
        return journals;
    }

    /** Entries of today that carry their working. */
    long traces() {
        return traces;
    }

    /** Entries of all days. */
    long total() {
        return total;
    }
}
