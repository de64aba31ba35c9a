package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** The half of {@link LedgerBenchmark} that runs with little memory. */
final class VerifyingBenchmark {

    private static final int ROUNDS = 6;
    private static final String OURS = "com.illuvrse.finance.";

    /** What a class of ours is doing, when it is the innermost of these on the stack. */
    private static final Map<String, String> WORK =
            Map.ofEntries(
                    Map.entry("CalculationCheck", "royalties worked out again"),
                    Map.entry("EvidenceCheck", "orders and contracts: keys, order, once"),
                    Map.entry("RowReader", "rows of the evidence: canonical, of their shape"),
                    Map.entry("RowsCheck", "rows of Stripe: posted again and compared"),
                    Map.entry("SeenRows", "rows of Stripe: remembered for payouts"),
                    Map.entry("TraceShapes", "workings: canonical, of their shape"),
                    Map.entry("LedgerLine", "lines: canonical, of their shape"),
                    Map.entry("LineReader", "files: read, cut into lines"),
                    Map.entry("EntriesCheck", "lines: id, order, period, balance, leaf"),
                    Map.entry("MerkleTree", "lines: tree"),
                    Map.entry("IdSet", "ids: none twice"),
                    Map.entry("ChainCheck", "files: digests, chain, signatures"));

    private VerifyingBenchmark() {}

    public static void main(String[] arguments) throws IOException, VerificationException {
        Path folder = Path.of(arguments[0]);
        TrustFile trust = TrustFile.parse(Files.readAllBytes(folder.resolve("trust.json")));
        Path ledger = folder.resolve("ledger");
        long lines = 0;
        long digesting = Long.MAX_VALUE;
        long verifying = Long.MAX_VALUE;
        long bytes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = ProcessorTime.nanos();
            bytes = digest(ledger);
            long digested = ProcessorTime.nanos();
            lines = verify(ledger, trust);
            verifying = Math.min(verifying, ProcessorTime.nanos() - digested);
            digesting = Math.min(digesting, digested - start);
        }
        System.out.printf(
                Locale.ROOT,
                "  verified %,d lines, %,d bytes of files a line: %,d lines/s, %,d MB/s%n  SHA-256"
                        + " alone over these files: %,d MB/s; verifying takes %.1f times as long%n "
                        + " heap: most %,d MB of %,d MB allowed%n",
                lines,
                bytes / lines,
                lines * 1_000_000_000L / verifying,
                bytes * 1000 / verifying,
                bytes * 1000 / digesting,
                (double) verifying / digesting,
                mostHeap() >> 20,
                Runtime.getRuntime().maxMemory() >> 20);
        profile(ledger, trust);
    }

    private static long verify(Path ledger, TrustFile trust) throws VerificationException {
        SegmentVerifier verifier = SegmentVerifier.of(ledger, trust, null);
        verifier.verify();
        String entries =
                verifier.lines().stream()
                        .filter(line -> line.startsWith("entries: "))
                        .findFirst()
                        .orElseThrow();
        int from = "entries: ".length();
        return Long.parseLong(entries.substring(from, entries.indexOf(' ', from)));
    }

    /** Reads and digests all files; how many bytes they have. */
    static long digest(Path ledger) throws IOException {
        List<Path> files;
        try (Stream<Path> walked = Files.walk(ledger)) {
            files = walked.filter(Files::isRegularFile).sorted().toList();
        }
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        for (Path file : files) {
            Sha256 digest = Sha256.start();
            try (InputStream stream = Files.newInputStream(file)) {
                int read = stream.read(buffer);
                while (read >= 0) {
                    digest.update(buffer, 0, read);
                    bytes += read;
                    read = stream.read(buffer);
                }
            }
            digest.finish();
        }
        return bytes;
    }

    static long mostHeap() {
        long most = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            most += pool.getType() == MemoryType.HEAP ? pool.getPeakUsage().getUsed() : 0;
        }
        return most;
    }

    /** Which work takes which share of one more round, by samples of the stack. */
    private static void profile(Path ledger, TrustFile trust)
            throws IOException, VerificationException {
        Path file = Files.createTempFile("verifying", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
            recording.start();
            verify(ledger, trust);
            recording.stop();
            recording.dump(file);
            TreeMap<String, Integer> samples = new TreeMap<>();
            for (var event : RecordingFile.readAllEvents(file)) {
                RecordedStackTrace stack = event.getStackTrace();
                if (stack != null) {
                    samples.merge(work(stack), 1, Integer::sum);
                }
            }
            samples.remove("");
            int all = samples.values().stream().mapToInt(Integer::intValue).sum();
            samples.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .forEach(
                            each ->
                                    System.out.printf(
                                            "  %3d %% %s%n",
                                            Math.round(100.0 * each.getValue() / all),
                                            each.getKey()));
        } finally {
            Files.delete(file);
        }
    }

    private static String work(RecordedStackTrace stack) {
        for (RecordedFrame frame : stack.getFrames()) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith(OURS)) {
                String work = WORK.get(type.substring(type.lastIndexOf('.') + 1));
                if (work != null) {
                    return work;
                }
            }
        }
        return stack.getFrames().stream()
                        .anyMatch(
                                frame ->
                                        frame.getMethod()
                                                .getType()
                                                .getName()
                                                .endsWith("SegmentVerifier"))
                ? "everything else"
                : "";
    }
}
