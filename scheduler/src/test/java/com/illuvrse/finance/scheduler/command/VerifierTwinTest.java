package com.illuvrse.finance.scheduler.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.verify.Verifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The auditor's jar and {@code finance} are two programs with one check, and may not drift apart.
 */
class VerifierTwinTest {

    /** What {@code finance verify} alone can: the jar reads no Parquet. */
    private static final Set<String> OURS_ALONE = Set.of("--exports", "--reports-key");

    private static final Pattern LISTED = Pattern.compile("\"path\":\"([^\"]+)\"");

    @TempDir private Path folder;

    @BeforeEach
    void copiesTheSampleOfTheFormat() throws IOException {
        for (int segment = 0; segment < 5; segment++) {
            String day = "ledger/segment-%06d/".formatted(segment);
            String manifest = Files.readString(copied(day + "manifest.json"));
            copied(day + "checkpoint");
            for (String file :
                    LISTED.matcher(manifest).results().map(each -> each.group(1)).toList()) {
                copied(day + file);
            }
        }
        copied("ledger/trust.json");
        copied("receipt/receipt.json");
        copied("receipt/bad-amount.json");
        Files.writeString(folder.resolve("attested.json"), attested());
    }

    private Path copied(String file) throws IOException {
        Path copy = folder.resolve(file);
        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
        try (InputStream sample =
                Objects.requireNonNull(
                        VerifierTwinTest.class.getResourceAsStream("/proof/" + file))) {
            Files.write(copy, sample.readAllBytes());
        }
        return copy;
    }

    private String attested() throws IOException {
        return Files.readString(folder.resolve("ledger/trust.json"))
                .replace("\"SEALED\"", "\"ATTESTED\",\"roles\":[\"finance-lead\"]");
    }

    private record Ended(int exit, String said) {}

    private static Ended jar(List<String> words) {
        return ended(out -> Verifier.run(words, out));
    }

    private static Ended finance(List<String> words) {
        return ended(
                out -> {
                    CommandLine command = command(words.getFirst(), out);
                    command.setErr(new PrintWriter(Writer.nullWriter()));
                    List<String> more = words.subList(1, words.size());
                    return command.execute(more.toArray(String[]::new));
                });
    }

    private static CommandLine command(String name, PrintStream out) {
        if (name.equals("verify")) {
            VerifyCommand verify = new VerifyCommand();
            verify.out = out;
            return new CommandLine(verify);
        }
        VerifyReceiptCommand receipt = new VerifyReceiptCommand();
        receipt.out = out;
        return new CommandLine(receipt);
    }

    private static Ended ended(ToIntFunction<PrintStream> run) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int exit = run.applyAsInt(new PrintStream(said, true, StandardCharsets.UTF_8));
        return new Ended(exit, said.toString(StandardCharsets.UTF_8));
    }

    private List<String> words(String line) {
        return List.of(line.replace("@", folder.toString()).split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "verify-receipt"})
    void theJarIsUsedAsOurCommandIs(String name) {
        CommandSpec spec = command(name, System.out).getCommandSpec();
        StringBuilder usage = new StringBuilder("  " + name);
        spec.positionalParameters().forEach(each -> usage.append(" ").append(each.paramLabel()));
        for (OptionSpec option : spec.options()) {
            if (!option.usageHelp()
                    && !option.versionHelp()
                    && !OURS_ALONE.contains(option.longestName())) {
                usage.append(usage(option));
            }
        }

        assertThat(jar(List.of("--help")).said().lines())
                .filteredOn(line -> line.startsWith("  " + name + " "))
                .singleElement()
                .asString()
                .matches(Pattern.quote(usage.toString()) + "( {2,}.*)?");
    }

    private static String usage(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        String usage = option.longestName() + value;
        return option.required() ? " " + usage : " [" + usage + "]";
    }

    @Test
    void onlyTheComparisonWithReportsIsOursAlone() {
        List<String> all =
                command("verify", System.out).getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .toList();

        assertThat(all).containsAll(OURS_ALONE);
        for (String option : OURS_ALONE) {
            assertThat(jar(words("verify @/ledger --trust @/ledger/trust.json " + option + " x")))
                    .satisfies(
                            jar -> {
                                assertThat(jar.exit()).isEqualTo(2);
                                assertThat(jar.said())
                                        .isEqualToIgnoringNewLines(
                                                "USAGE verify has no option " + option);
                            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verify @/ledger --trust @/ledger/trust.json",
                "verify --json @/ledger --trust=@/ledger/trust.json",
                "verify @/ledger --trust @/ledger/trust.json --now 2026-11-05",
                "verify @/ledger --trust @/ledger/trust.json --now=2026-11-05 --json",
                "verify @/receipt --trust @/ledger/trust.json --json",
                "verify @/ledger --trust @/attested.json --json",
                "verify @/ledger --trust @/none.json --json",
                "verify @/none --trust @/ledger/trust.json",
                "verify-receipt @/receipt/receipt.json --trust @/ledger/trust.json",
                "verify-receipt @/receipt/receipt.json --trust @/ledger/trust.json --json",
                "verify-receipt @/receipt/receipt.json --trust @/attested.json --json",
                "verify-receipt @/receipt/bad-amount.json --trust @/ledger/trust.json",
                "verify-receipt @/receipt/bad-amount.json --trust @/ledger/trust.json --json",
                "verify-receipt @/none.json --trust @/ledger/trust.json --json",
            })
    void bothPrintTheSameAndEndTheSame(String line) {
        Ended jar = jar(words(line));

        assertThat(finance(words(line))).isEqualTo(jar);
        assertThat(jar.said()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verify",
                "verify @/ledger",
                "verify @/ledger @/ledger --trust @/ledger/trust.json",
                "verify @/ledger --trust @/ledger/trust.json --trust @/ledger/trust.json",
                "verify @/ledger --trust",
                "verify @/ledger --trust @/ledger/trust.json --now yesterday",
                "verify @/ledger --trust @/ledger/trust.json --lenient",
                "verify-receipt @/receipt/receipt.json",
                "verify-receipt @/receipt/receipt.json --trust @/ledger/trust.json --now"
                        + " 2026-11-05",
            })
    void bothRefuseTheSameArguments(String line) {
        assertThat(List.of(finance(words(line)).exit(), jar(words(line)).exit())).containsOnly(2);
    }
}
