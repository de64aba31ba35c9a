package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.run.RunningLedger;
import com.illuvrse.finance.segment.SegmentVerifier;
import com.illuvrse.finance.segment.TrustFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public golden night, settled by the real job and judged by its files in the archive: the
 * reports by what is expected, the sealed packages by the auditor's check.
 */
class GoldenNightsTest {

    private static final Path NIGHTS = Path.of("src/test/resources/nights");

    @ParameterizedTest(name = "{0}")
    @MethodSource("nights")
    void comesOutAsExpected(String name, @TempDir Path home) throws Exception {
        GoldenNight night = GoldenNight.of(NIGHTS.resolve(name));

        try (RunningLedger ledger = new RunningLedger(night.folder(), home)) {
            ledger.settle(night.from(), night.to());

            night.compareWith(ledger.reports());
            TrustFile trust = TrustFile.parse(Files.readAllBytes(ledger.trustFile()));
            SegmentVerifier.of(ledger.segments(), trust, night.to().plusDays(1)).verify();
        }
    }

    static Stream<String> nights() throws IOException {
        try (Stream<Path> folders = Files.list(NIGHTS)) {
            return folders
                    .filter(Files::isDirectory)
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }
}
