package com.illuvrse.finance.segment;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Severity;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A day of a ledger that {@link SegmentVerifier} has passed, read once more by whoever holds
 * something else against it.
 *
 * <p>What is read must still be what was verified; otherwise it is a {@link VerificationException}.
 */
public final class VerifiedDay {

    private static final int HASH_BYTES = 32;

    private final Day day;

    VerifiedDay(Day day) {
        this.day = day;
    }

    /** Number of the segment; 0 is the genesis, which has no entry. */
    public long segment() {
        return day.manifest().segment();
    }

    public LocalDate date() {
        return day.date();
    }

    public String ledger() {
        return day.manifest().ledger();
    }

    /** SHA-256 of the manifest, hex. */
    public String manifestId() {
        return day.manifest().id();
    }

    /** How many entries the day has. */
    public long entries() {
        return day.manifest().entries().count();
    }

    /** The place of the last entry before this day. */
    public long seqBefore() {
        return day.manifest().entries().seqBefore();
    }

    /** Leaf hashes of the lines of {@code ledger.jsonl}, 32 bytes each, by {@code seq}. */
    public byte[] leaves() throws VerificationException {
        byte[] leaves = new byte[Math.toIntExact(Math.multiplyExact(entries(), HASH_BYTES))];
        MerkleTree tree = new MerkleTree();
        Sha256 leaf = Sha256.start();
        try (LineReader lines = lines()) {
            while (tree.size() < entries() && lines.next()) {
                leaf.update((byte) 0)
                        .update(lines.bytes(), lines.from(), lines.to() - lines.from());
                byte[] hash = leaf.finish();
                System.arraycopy(hash, 0, leaves, (int) tree.size() * HASH_BYTES, HASH_BYTES);
                tree.add(hash);
            }
        }
        String root = HexFormat.of().formatHex(tree.root());
        String sealed = day.manifest().entries().root();
        if (!root.equals(sealed)) {
            throw day.folder()
                    .file(SegmentFolder.LEDGER)
                    .refuse(
                            VerificationCode.FILE_MISMATCH,
                            "entries.root",
                            sealed,
                            root + " when it was read again");
        }
        return leaves;
    }

    /** The line of one entry, without its line feed. */
    public String line(long seq) throws VerificationException {
        long wanted = seq - seqBefore();
        try (LineReader lines = lines()) {
            while (lines.next()) {
                if (lines.line() == wanted) {
                    return new String(
                            lines.bytes(),
                            lines.from(),
                            lines.to() - lines.from(),
                            StandardCharsets.UTF_8);
                }
            }
        }
        throw new NoSuchElementException(
                "%s has the places %d to %d, not %d"
                        .formatted(date(), seqBefore() + 1, seqBefore() + entries(), seq));
    }

    private LineReader lines() throws VerificationException {
        return new LineReader(
                day.folder().file(SegmentFolder.LEDGER), day.folder().open(SegmentFolder.LEDGER));
    }

    /** The rows of {@code balances.jsonl}, by account and currency. */
    public List<AccountBalance> balances() throws VerificationException {
        List<AccountBalance> balances = new ArrayList<>();
        try (RowReader rows = day.rows("balances.jsonl", "balances/1", RowShapes.BALANCE)) {
            for (Json.Obj row = rows.next(); row != null; row = rows.next()) {
                balances.add(
                        new AccountBalance(
                                AccountId.of(row.text("account")),
                                Currency.of(row.text("currency")),
                                row.minor("opening"),
                                row.minor("debit"),
                                row.minor("credit")));
            }
        }
        return balances;
    }

    /** The rows of {@code breaks.jsonl}, by type and ref. */
    public List<Break> breaks() throws VerificationException {
        List<Break> breaks = new ArrayList<>();
        try (RowReader rows = day.rows("breaks.jsonl", "breaks/1", RowShapes.BREAK)) {
            for (Json.Obj row = rows.next(); row != null; row = rows.next()) {
                breaks.add(breakOf(row));
            }
        }
        return breaks;
    }

    private static Break breakOf(Json.Obj row) {
        String resolvedOn = row.optionalText("resolvedOn");
        String account = row.optionalText("account");
        String currency = row.optionalText("currency");
        return new Break(
                BreakType.valueOf(row.text("type")),
                row.text("ref"),
                LocalDate.parse(row.text("openedOn")),
                Math.toIntExact(row.number("ageDays")),
                Severity.valueOf(row.text("severity")),
                Break.Status.valueOf(row.text("status")),
                row.optionalText("resolution"),
                resolvedOn == null ? null : LocalDate.parse(resolvedOn),
                account == null ? null : AccountId.of(account),
                currency == null ? null : Money.of(row.minor("amount"), Currency.of(currency)));
    }

    /** What is done with a row. */
    public interface RowSink<R> {
        void accept(R row) throws VerificationException;
    }

    /** Reads {@code evidence/balance_transactions.jsonl}, by instant and id. */
    public void forEachTransaction(RowSink<BalanceTransaction> sink) throws VerificationException {
        try (RowReader rows =
                day.rows(
                        "evidence/balance_transactions.jsonl",
                        "balance-transactions/1",
                        RowShapes.TRANSACTION)) {
            for (Json.Obj row = rows.next(); row != null; row = rows.next()) {
                try {
                    sink.accept(StripeRow.of(row));
                } catch (ShapeException e) {
                    throw rows.file().refuse(rows.where(), e);
                }
            }
        }
    }
}
