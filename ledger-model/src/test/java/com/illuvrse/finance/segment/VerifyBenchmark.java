package com.illuvrse.finance.segment;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How many ledger lines a second one core verifies, with everything that belongs to them: digests,
 * ids, Stripe's rows, balances. A program to run by hand:
 *
 * <pre>java -XX:+UseSerialGC -Xmx1g \
 *     -cp ledger-model/target/classes:ledger-model/target/test-classes \
 *     com.illuvrse.finance.segment.VerifyBenchmark</pre>
 */
public final class VerifyBenchmark {

    private static final int CHARGES = 100_000;
    private static final int ROUNDS = 6;

    private VerifyBenchmark() {}

    public static void main(String[] arguments) throws IOException, VerificationException {
        Path folder = Files.createTempDirectory("verify-benchmark");
        SyntheticLedger ledger = new SyntheticLedger(folder, 1).day(CHARGES).day(CHARGES);
        for (int round = 1; round <= ROUNDS; round++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            SegmentVerifier.of(folder, ledger.trust(), null).verify();
            long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
            System.out.printf(
                    Locale.ROOT,
                    "%d lines: %,d lines/s%n",
                    ledger.entries(),
                    ledger.entries() * 1_000_000_000L / spent);
        }
    }
}
