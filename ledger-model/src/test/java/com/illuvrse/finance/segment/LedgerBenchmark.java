package com.illuvrse.finance.segment;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How many lines a second one core seals and verifies, beside the speed of SHA-256 over the same
 * bytes. A program to run by hand, with one command:
 *
 * <pre>java -XX:+UseSerialGC -Xmx2g \
 *     -cp ledger-model/target/classes:ledger-model/target/test-classes \
 *     com.illuvrse.finance.segment.LedgerBenchmark</pre>
 *
 * <p>First a ledger of nothing but entries, journals of two lines, is made and measured; then one
 * of days as they are: charges with their orders, sales, releases with their workings, fees, rows
 * of Stripe in three currencies, contracts. Ledgers are verified by a Java of its own with a small
 * heap, which could not hold a day.
 *
 * <p>Times are processor time of the one thread, so that other programs do not count; of several
 * rounds the best. Collecting garbage counts where a ledger is verified; where it is sealed it does
 * not, for the entries of a whole day lie in memory there, which they do not at night.
 */
public final class LedgerBenchmark {

    private static final int DAYS = 4;
    private static final int JOURNALS = 150_000;
    private static final int CHARGES = 40_000;
    private static final String HEAP = "-Xmx256m";

    private LedgerBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        measure("entries alone", new int[] {0, JOURNALS});
        measure("entries with all evidence", new int[] {CHARGES, 0});
    }

    private static void measure(String what, int[] day) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ledger-benchmark");
        try {
            SyntheticLedger ledger = new SyntheticLedger(folder.resolve("ledger"), 1);
            long fastest = Long.MAX_VALUE;
            long lines = 0;
            for (int i = 0; i < DAYS; i++) {
                long before = ledger.entries();
                ledger.day(day[0], day[1]);
                lines = ledger.entries() - before;
                fastest = Math.min(fastest, ledger.sealedInNanos() / lines);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: sealed %,d lines a day, %,d lines/s, written to the disk%n",
                    what,
                    lines,
                    1_000_000_000L / fastest);
            Files.write(folder.resolve("trust.json"), ledger.trustText());
            verify(folder);
        } finally {
            delete(folder);
        }
    }

    /** Runs {@link VerifyingBenchmark} in a Java with little memory. */
    private static void verify(Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", HEAP, "-cp"));
        command.add(System.getProperty("java.class.path").replace(";", File.pathSeparator));
        command.add(VerifyingBenchmark.class.getName());
        command.add(folder.toString());
        int ended = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (ended != 0) {
            throw new IllegalStateException("verifying with " + HEAP + " ended with " + ended);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> walked = Files.walk(folder)) {
            paths = walked.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
