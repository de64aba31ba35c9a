package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.run.RunningLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * In which order facts arrive before a day is sealed does not matter: most nights of our own in one
 * ledger, delivered in several ways, give the same roots, balances, breaks and payouts every day.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArrivalOrderTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
    private static final LocalDate LAST = LocalDate.of(2026, 3, 5);
    private static final String SETTINGS =
            """
            settlement:
              zone: UTC
              first-day: 2026-03-02
              payouts:
                days: [2026-03-04]
            """;

    private Path data;
    private Map<String, String> asDelivered;

    @BeforeAll
    void settlesThemAsTheyAreDelivered(@TempDir Path folder) throws Exception {
        data = Files.createDirectories(folder.resolve("data"));
        List<Path> nights =
                ManyNights.bySettings().values().stream()
                        .max(Comparator.comparingInt(List::size))
                        .orElseThrow();
        ManyNights.write(nights, data);
        Files.writeString(data.resolve("settings.yml"), SETTINGS);
        asDelivered = settled(data, folder.resolve("home"));
        assertThat(nights).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyOrderOfArrivalGivesTheSameDays(long seed, @TempDir Path folder) throws Exception {
        Path other = folder.resolve("data");
        new Rearrangement(seed).write(data, other);

        Map<String, String> rearranged = settled(other, folder.resolve("home"));

        assertThat(rearranged).isEqualTo(asDelivered);
    }

    /** By day: the root over its entries, and its files as they lie in the archive. */
    private static Map<String, String> settled(Path data, Path home) throws Exception {
        Map<String, String> settled = new TreeMap<>();
        try (RunningLedger ledger = new RunningLedger(data, Files.createDirectories(home))) {
            ledger.settle(FIRST, LAST);
            Path reports = ledger.reports();
            Path segments = ledger.segments();
            for (LocalDate day = FIRST; !day.isAfter(LAST); day = day.plusDays(1)) {
                Path files = reports.resolve("dt=" + day);
                for (String file :
                        List.of(
                                "trial-balance.csv",
                                "breaks.csv",
                                "payouts.csv",
                                "journal.hledger")) {
                    settled.put(day + " " + file, Files.readString(files.resolve(file)));
                }
            }
            try (Stream<Path> packages = Files.list(segments)) {
                for (Path folder : packages.filter(Files::isDirectory).sorted().toList()) {
                    settled.put(String.valueOf(folder.getFileName()), root(folder));
                }
            }
        }
        return settled;
    }

    private static String root(Path segment) throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(Files.readString(segment.resolve("manifest.json")))
                .path("entries")
                .path("root")
                .asString();
    }
}
