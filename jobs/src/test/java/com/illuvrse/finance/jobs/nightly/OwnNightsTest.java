package com.illuvrse.finance.jobs.nightly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.illuvrse.finance.jobs.run.RunningLedger;
import com.illuvrse.finance.segment.SegmentVerifier;
import com.illuvrse.finance.segment.TrustFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The nights of our own, settled by the real job. What is expected was worked out from the posting
 * rules by hand: every entry, every break and every payout of every day is compared, nothing else
 * may be there, and the sealed packages pass the auditor's check. Nights of the same settings share
 * a ledger; the number of its night then stands in every id.
 */
class OwnNightsTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("ledgers")
    void areBookedAsWorkedOutByHand(String name, List<Path> nights, @TempDir Path home)
            throws Exception {
        Path data = Files.createDirectories(home.resolve("data"));
        ManyNights.write(nights, data);
        OwnNight night = OwnNight.of(data);

        try (RunningLedger ledger = new RunningLedger(data, home)) {
            ledger.settle(night.from(), night.to());

            night.compareWith(ledger.reports());
            TrustFile trust = TrustFile.parse(Files.readAllBytes(ledger.trustFile()));
            SegmentVerifier.of(ledger.segments(), trust, night.to().plusDays(1)).verify();
        }
    }

    /** Another program reads what we expect: no entry of ours is unbalanced or misspelt. */
    @Test
    void whatIsExpectedIsPlainTextAccounting() throws Exception {
        assumeTrue(isInstalled("hledger"), "hledger is not installed (apt-get install hledger)");
        List<String> command = new ArrayList<>(List.of("hledger"));
        nights().forEach(
                        name ->
                                command.addAll(
                                        List.of(
                                                "-f",
                                                "%s/%s/expected.hledger"
                                                        .formatted(ManyNights.NIGHTS, name))));
        command.add("check");

        Process hledger = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(hledger.getInputStream().readAllBytes(), UTF_8);

        assertThat(nights()).hasSizeGreaterThanOrEqualTo(30);
        assertThat(hledger.waitFor()).as(said).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nights")
    void tellsItsStory(String name) throws IOException {
        assertThat(Files.readString(ManyNights.NIGHTS.resolve(name).resolve("story.txt")).strip())
                .hasSizeGreaterThan(100)
                .doesNotContain("\n\n");
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    static Stream<Arguments> ledgers() throws IOException {
        return ManyNights.bySettings().values().stream()
                .map(nights -> Arguments.of(names(nights), nights));
    }

    private static String names(List<Path> nights) {
        return nights.getFirst().getFileName()
                + (nights.size() == 1 ? "" : " and " + (nights.size() - 1) + " more");
    }

    static Stream<String> nights() throws IOException {
        return ManyNights.bySettings().values().stream()
                .flatMap(List::stream)
                .map(folder -> String.valueOf(folder.getFileName()))
                .sorted();
    }
}
