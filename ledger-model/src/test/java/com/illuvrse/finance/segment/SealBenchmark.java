package com.illuvrse.finance.segment;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many ledger lines a second one core writes, hashes twice (file and leaf) and adds to the
 * tree, beside the speed of plain SHA-256 over as many bytes. A program to run by hand, with a heap
 * that is there from the start and a young generation that fits into the caches:
 *
 * <pre>java -XX:+UseSerialGC -XX:+AlwaysPreTouch -Xms700m -Xmn64m \
 *     -cp ledger-model/target/classes:ledger-model/target/test-classes \
 *     com.illuvrse.finance.segment.SealBenchmark</pre>
 */
public final class SealBenchmark {

    private static final int ENTRIES = 200_000;
    private static final int ROUNDS = 5;

    private SealBenchmark() {}

    public static void main(String[] arguments) {
        List<JournalEntry> entries = entries();
        for (int round = 1; round <= ROUNDS; round++) {
            long start = processorTime();
            long bytes = seal(entries);
            long sealed = processorTime();
            digest(bytes);
            long digested = processorTime();
            System.out.printf(
                    Locale.ROOT,
                    "%d lines of %d bytes: %,d lines/s; SHA-256 alone %,d MB/s; %.2f times one digest%n",
                    ENTRIES,
                    bytes / ENTRIES,
                    ENTRIES * 1_000_000_000L / (sealed - start),
                    bytes * 1_000 / (digested - sealed),
                    (double) (sealed - start) / (digested - sealed));
        }
    }

    /** Nanoseconds this thread had a core, so that other programs do not count. */
    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long seal(List<JournalEntry> entries) {
        EntryLine lines = new EntryLine(Salts.of(new byte[32]));
        MerkleTree tree = new MerkleTree();
        Sha256 file = Sha256.start();
        long bytes = 0;
        long seq = 0;
        for (JournalEntry entry : entries) {
            CanonicalJson line = lines.write(entry, entry.id(), ++seq);
            tree.addLine(line);
            line.raw('\n').updateTo(file);
            bytes += line.length();
        }
        if (tree.root().length + file.finish().length != 64) {
            throw new IllegalStateException("a digest has 32 bytes");
        }
        return bytes;
    }

    private static void digest(long bytes) {
        byte[] line = new byte[8192];
        Sha256 digest = Sha256.start();
        for (long done = 0; done < bytes; done += line.length) {
            digest.update(line);
        }
        digest.finish();
    }

    private static List<JournalEntry> entries() {
        List<JournalEntry> entries = new ArrayList<>();
        Currency currency = Currency.of("USD");
        for (int i = 0; i < ENTRIES; i++) {
            String bt = "txn_" + (100_000_000 + i);
            entries.add(
                    JournalEntry.of(
                                    SourceKey.of("sale", "o-" + i, bt),
                                    LocalDate.of(2026, 11, 1),
                                    Instant.ofEpochMilli(1_793_500_000_000L + 400L * i))
                            .debit(
                                    AccountId.of("assets:clearing:charge"),
                                    Money.of(2159 + i, currency))
                            .credit(
                                    AccountId.of("liabilities:escrow"),
                                    Money.of(2159 + i, currency))
                            .ref("bt", bt)
                            .ref("order", "o-" + i)
                            .build());
        }
        return entries;
    }
}
