package com.illuvrse.finance.exporters.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built jar, run as an auditor runs it. */
class VerifierJarIT {

    private static final Path JAR = Path.of("target", "finance-verifier.jar");

    /** {@code project.build.outputTimestamp} of the parent pom, and what Bouncy Castle has. */
    private static final LocalDateTime BUILT = LocalDateTime.of(2026, 11, 24, 0, 0);

    private static final LocalDateTime THEIRS = LocalDateTime.of(1980, 2, 1, 0, 0);

    @TempDir private Path folder;

    private record Ended(int exit, List<String> lines) {}

    private static Ended run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] said = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Ended(
                process.exitValue(), new String(said, StandardCharsets.UTF_8).lines().toList());
    }

    private Ended verify() throws Exception {
        return run("verify", folder.toString(), "--trust", folder.resolve("trust.json").toString());
    }

    @Test
    void passesSignaturesTimeStampsAndWitnessesOfAGoodLedger() throws Exception {
        SampleLedger.copiedTo(folder).attested();

        Ended ended = verify();

        assertThat(ended.exit()).isZero();
        assertThat(ended.lines().getLast()).startsWith("PASS ").contains(" head 5:246c53506aab");
        assertThat(ended.lines())
                .anyMatch(line -> line.startsWith("attestation: 1 role signatures"));
    }

    @Test
    void failsWithOneLineWhereAByteIsChanged() throws Exception {
        SampleLedger.copiedTo(folder).flip("segment-000001/ledger.jsonl", 300);

        Ended ended = verify();

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.lines())
                .singleElement()
                .asString()
                .startsWith("FAIL FILE_MISMATCH segment-000001/ledger.jsonl sha256: expected ");
    }

    @Test
    void refusesADamagedTimeStamp() throws Exception {
        SampleLedger.copiedTo(folder)
                .attested()
                .flip("segment-000001/tst/finance-lead.p7s.tsr", 500);

        Ended ended = verify();

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.lines()).singleElement().asString().startsWith("FAIL TIMESTAMP_INVALID ");
    }

    @Test
    void endsWithTwoWhenItWasNotEvenTried() throws Exception {
        assertThat(run("verify", folder.toString()).exit()).isEqualTo(2);
        assertThat(run().exit()).isEqualTo(2);
    }

    @Test
    void saysWhatItIsAndHowItIsUsed() throws Exception {
        assertThat(run("--version").lines())
                .singleElement()
                .asString()
                .matches("ILLUVRSE Finance verifier [0-9]+\\.[0-9]+\\.[0-9]+.*");
        assertThat(run("--help")).matches(help -> help.exit() == 0 && help.lines().size() > 5);
    }

    @Test
    void checksAReceipt() throws Exception {
        SampleLedger.copiedTo(folder);
        byte[] receipt = sample("receipt.json");

        Ended good = verifyReceipt(receipt);
        assertThat(good.exit()).isZero();
        assertThat(good.lines().getFirst()).startsWith("entry: e8c0953f-8604-8aed-8b69-abf");
        assertThat(good.lines().getLast()).startsWith("PASS ").contains(" head 5:246c53506aab");

        String text = new String(receipt, StandardCharsets.UTF_8);
        Ended tampered = verifyReceipt(text.replace("999", "998").getBytes(StandardCharsets.UTF_8));
        assertThat(tampered.exit()).isEqualTo(1);
        assertThat(tampered.lines())
                .singleElement()
                .asString()
                .startsWith("FAIL LEAF_MISMATCH receipt/line root: expected ");
    }

    private Ended verifyReceipt(byte[] receipt) throws Exception {
        Path file = Files.write(folder.resolve("receipt.json"), receipt);
        String trust = folder.resolve("trust.json").toString();
        return run("verify-receipt", file.toString(), "--trust", trust);
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream stream =
                VerifierJarIT.class.getResourceAsStream("/proof/receipt/" + name)) {
            return stream.readAllBytes();
        }
    }

    @Test
    void holdsOurCheckAndBouncyCastleAndNothingElse() throws IOException {
        List<JarEntry> entries = entries();
        List<String> names =
                entries.stream()
                        .filter(each -> !each.isDirectory())
                        .map(JarEntry::getName)
                        .toList();

        assertThat(names)
                .contains("META-INF/MANIFEST.MF", "META-INF/LICENSE.md")
                .doesNotHaveDuplicates()
                .allMatch(
                        name ->
                                name.matches("META-INF/(MANIFEST\\.MF|LICENSE\\.md)")
                                        || name.matches("org/bouncycastle/.*\\.class")
                                        || name.matches("com/illuvrse/finance/.*\\.class"))
                .noneMatch(name -> name.endsWith("/package-info.class"))
                .noneMatch(VerifierJarIT::isASignatureOfAJar);
        assertThat(names)
                .filteredOn(name -> name.startsWith("com/illuvrse/finance/exporters/"))
                .allMatch(name -> name.matches(".*/exporters/(attestation|verify)/[^/]*"));
        assertThat(entries)
                .filteredOn(JarEntry::isDirectory)
                .extracting(JarEntry::getName)
                .doesNotHaveDuplicates()
                .allMatch(directory -> names.stream().anyMatch(name -> name.startsWith(directory)));
        assertThat(Files.size(JAR)).isLessThan(10_000_000);
    }

    /** Two builds give the same bytes only if no entry carries the time of its build. */
    @Test
    void carriesNoTimeOfItsBuild() throws IOException {
        for (JarEntry entry : entries()) {
            boolean ours = entry.getName().matches("com/illuvrse/.*|META-INF/MANIFEST\\.MF");
            assertThat(entry.getTimeLocal())
                    .as(entry.getName())
                    .isIn(ours ? List.of(BUILT) : List.of(BUILT, THEIRS));
        }
    }

    private static List<JarEntry> entries() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream().toList();
        }
    }

    private static boolean isASignatureOfAJar(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.startsWith("META-INF/") && upper.matches(".*\\.(SF|RSA|DSA|EC)");
    }
}
