package com.illuvrse.finance.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The half of {@link LedgerBenchmark} that makes a ledger of a genesis and some days. */
final class SealingBenchmark {

    private static final int DAYS = 12;
    private static final int JOURNALS = 100_000;
    private static final int CHARGES = 12_500;

    private SealingBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        boolean journals = arguments[1].equals("journals");
        SyntheticLedger ledger = new SyntheticLedger(folder.resolve("ledger"), 1);
        double sealing = Double.MAX_VALUE;
        double digesting = Double.MAX_VALUE;
        long bytes = 0;
        for (int day = 1; day <= DAYS; day++) {
            long before = ledger.entries();
            if (journals) {
                ledger.journals(JOURNALS);
            } else {
                ledger.day(CHARGES);
            }
            long lines = ledger.entries() - before;
            long start = ProcessorTime.nanos();
            bytes =
                    VerifyingBenchmark.digest(
                            folder.resolve("ledger").resolve(SegmentFolder.name(day)));
            digesting = Math.min(digesting, (ProcessorTime.nanos() - start) / (double) bytes);
            sealing = Math.min(sealing, ledger.sealedInNanos() / (double) lines);
            bytes /= lines;
        }
        System.out.printf(
                Locale.ROOT,
                "  sealed %,d lines, %,d bytes of files a line: %,.0f lines/s%n  SHA-256 alone over"
                        + " these files: %,.0f MB/s; sealing takes %.1f times as long%n  heap: most %,d"
                        + " MB of %,d MB allowed%n",
                ledger.entries(),
                bytes,
                1e9 / sealing,
                1e3 / digesting,
                sealing / digesting / bytes,
                VerifyingBenchmark.mostHeap() >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
        Files.write(folder.resolve("trust.json"), ledger.trustText());
    }
}
