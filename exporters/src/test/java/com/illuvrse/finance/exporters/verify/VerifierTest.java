package com.illuvrse.finance.exporters.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @TempDir private Path folder;

    @BeforeEach
    void copiesTheSampleLedger() {
        SampleLedger.copiedTo(folder);
    }

    /** Runs a line in which {@code @} is the folder. */
    private int run(String line) {
        List<String> words = List.of(line.split(" "));
        return Verifier.run(
                words.stream().map(word -> word.replace("@", folder.toString())).toList(), out);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "verify @ --trust @/trust.json, 0, PASS ledger.example.com/marketplace-test head"
                        + " 5:",
                "--json --trust=@/trust.json verify @, 0, `\"result\":\"PASS\"`",
                "verify @ --trust @/trust.json --now 2026-11-05, 1, FAIL GAP segment-000004/",
                "verify @ --trust @/trust.json --now=2026-11-05 --json, 1, `\"code\":\"GAP\"`",
                "verify-receipt @/trust.json --trust @/trust.json, 1, FAIL NOT_CANONICAL receipt",
            })
    void checksAndEndsAsTheFormatSays(String line, int exit, String said) {
        assertThat(run(line)).isEqualTo(exit);
        assertThat(printed()).contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "verify, found 1 words",
                "verify @ @ --trust @/trust.json, found 3 words",
                "check @ --trust @/trust.json, `expected verify or verify-receipt, found check`",
                "verify @, --trust FILE is missing",
                "verify @ --trust, --trust has no value",
                "verify @ --trust=, --trust has no value",
                "verify @ --trust @/trust.json --trust @/trust.json, --trust is given twice",
                "verify @ --trust @/trust.json --json=yes, --json takes no value",
                "verify @ --trust @/trust.json --lenient x, verify has no option --lenient",
                "verify @ --trust @/trust.json --now yesterday, yesterday",
                "verify-receipt @ --trust @/t --now 2026-11-01, verify-receipt has no option --now",
                "verify @ --trust @/none.json, there is no trust file",
                "verify @/none --trust @/trust.json, there is no folder",
            })
    void saysInOneLineWhatWasNotUnderstood(String line, String said) {
        assertThat(run(line)).isEqualTo(2);
        assertThat(printed().lines()).singleElement().asString().startsWith("USAGE ");
        assertThat(printed()).contains(said);
    }

    @Test
    void whatWasNotUnderstoodIsJsonToo() {
        assertThat(run("verify @ --json")).isEqualTo(2);
        assertThat(printed())
                .isEqualToIgnoringNewLines(
                        "{\"result\":\"USAGE\",\"sentence\":\"--trust FILE is missing\"}");
    }
}
