package com.illuvrse.finance.scheduler.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The demo, run as a process and killed with SIGKILL in the middle. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class KilledNightTest {

    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    private static final Pattern ENTRIES_ROOT =
            Pattern.compile("\"entries\":\\{\"count\":\\d+,\"root\":\"([0-9a-f]{64})\"");

    @Test
    void killedWhilePostingAndWhileSealingItSealsTheSameRootsInTheEnd(@TempDir Path folder)
            throws Exception {
        Path quiet = folder.resolve("quiet");
        Path killed = folder.resolve("killed");

        int undisturbed = runUntil(quiet, "never");
        int whilePosting = runUntil(killed, "pull-inbox");
        int whileSealing = runUntil(killed, "close-day");
        int end = runUntil(killed, "never");

        assertThat(undisturbed).isIn(0, 10);
        assertThat(List.of(whilePosting, whileSealing)).containsOnly(137);
        assertThat(end).isEqualTo(undisturbed);
        assertThat(roots(killed)).hasSize(3).isEqualTo(roots(quiet));
        assertThat(booksOf(killed)).isEqualTo(booksOf(quiet));
    }

    /** Runs the demo of two small days; kills it as soon as a step is reported. */
    private static int runUntil(Path home, String step) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.springframework.boot.logging.LoggingSystem=none",
                        "-Dfinance.root=" + ROOT,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Finance.class.getName(),
                        "demo",
                        "--days",
                        "2",
                        "--orders",
                        "30",
                        "--home",
                        home.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(step)) {
                    process.destroyForcibly();
                }
            }
        } catch (IOException closed) {
            assertThat(step).as("only a killed process closes its output").isNotEqualTo("never");
        }
        return process.waitFor();
    }

    private static Map<String, String> roots(Path home) throws IOException {
        Map<String, String> roots = new TreeMap<>();
        try (Stream<Path> segments = Files.list(home.resolve("archive/segments"))) {
            for (Path segment : segments.toList()) {
                Matcher root =
                        ENTRIES_ROOT.matcher(Files.readString(segment.resolve("manifest.json")));
                assertThat(root.find()).isTrue();
                roots.put(String.valueOf(segment.getFileName()), root.group(1));
            }
        }
        return roots;
    }

    private static Map<String, String> booksOf(Path home) throws IOException {
        Map<String, String> books = new TreeMap<>();
        Path daily = home.resolve("archive/daily");
        try (Stream<Path> files = Files.walk(daily)) {
            for (Path file : files.filter(KilledNightTest::isBook).toList()) {
                books.put(daily.relativize(file).toString(), Files.readString(file));
            }
        }
        assertThat(books).isNotEmpty();
        return books;
    }

    private static boolean isBook(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".csv") || name.endsWith(".hledger");
    }
}
