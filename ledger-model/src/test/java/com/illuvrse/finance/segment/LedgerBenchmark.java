package com.illuvrse.finance.segment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many lines a second one core seals and verifies, beside the speed of SHA-256 over the same
 * bytes. A program to run by hand, with one command:
 *
 * <pre>java -cp ledger-model/target/classes:ledger-model/target/test-classes \
 *     com.illuvrse.finance.segment.LedgerBenchmark</pre>
 *
 * <p>First a ledger of nothing but entries, journals of two lines, is made and measured; then one
 * of days as they are: charges with their orders, sales, releases with their workings, fees, rows
 * of Stripe in three currencies, contracts. Each half runs in a Java of its own, whose heap could
 * not hold the ledger; only days with evidence are made whole in memory before they are sealed, and
 * need more.
 *
 * <p>Times are processor time of the one thread, so that other programs do not count; of several
 * days and rounds the best. Collecting garbage counts where a ledger is verified; where it is
 * sealed it does not, for most of it is that of making the day.
 */
public final class LedgerBenchmark {

    private LedgerBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.out.println("entries alone");
        measure("-Xmx128m", "journals", "-Xmx64m");
        System.out.println("entries with all evidence");
        measure("-Xmx2g", "days", "-Xmx64m");
    }

    private static void measure(String sealingHeap, String what, String verifyingHeap)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ledger-benchmark");
        try {
            run(sealingHeap, SealingBenchmark.class, folder.toString(), what);
            run(verifyingHeap, VerifyingBenchmark.class, folder.toString());
        } finally {
            delete(folder);
        }
    }

    private static void run(String heap, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", heap, "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        int ended = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (ended != 0) {
            throw new IllegalStateException(program + " with " + heap + " ended with " + ended);
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
