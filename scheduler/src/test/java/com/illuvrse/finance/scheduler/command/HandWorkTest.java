package com.illuvrse.finance.scheduler.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.exporters.s3.ArchiveException;
import com.illuvrse.finance.scheduler.operations.Installation;
import com.illuvrse.finance.scheduler.operations.SandboxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What people do beside the nights, typed as they type it: journals by hand, a month closed. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class HandWorkTest {

    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    private static final String OPENING =
            """
            {"type":"journal","journal":"op-1","effectiveOn":"2026-03-30","reason":"migration","lines":[\
            {"account":"assets:bank:operating","side":"debit","amount":50000,"currency":"USD"},\
            {"account":"equity:opening","side":"credit","amount":50000,"currency":"USD"}]}
            """;

    /** Lines of the log, which a program of its own writes elsewhere. */
    private static final Pattern LOGGED = Pattern.compile("^[0-9:.]{12} \\[");

    private static final PrintStream OUT = System.out;
    private static final PrintStream ERR = System.err;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @BeforeAll
    static void settle() {
        System.setProperty("finance.root", ROOT.toString());
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    }

    @AfterAll
    static void restore() {
        System.clearProperty("finance.root");
        System.clearProperty("org.springframework.boot.logging.LoggingSystem");
        System.setOut(OUT);
        System.setErr(ERR);
    }

    @Test
    void opensTheBooksByHandAndClosesTheMonth(@TempDir Path folder) throws IOException {
        Path data = emptyMarketplace(folder.resolve("data"));
        Path home = folder.resolve("home");
        Path journals = Files.writeString(folder.resolve("journals.jsonl"), OPENING);
        Path wrong =
                Files.writeString(
                        folder.resolve("wrong.jsonl"),
                        OPENING.replaceFirst("50000", "0") + OPENING.replace("op-1", "op-2"));
        Path missing = folder.resolve("missing.jsonl");

        assertThat(finance("journal check " + wrong, data, home))
                .startsWith("1 op-1  refused: amount_must_be_positive; give every line an amount")
                .contains("op-2  accepted: to be booked on 2026-03-31, effective on 2026-03-30");
        assertThat(finance("journal post " + wrong, data, home))
                .startsWith("1 ")
                .contains("nothing was posted");
        assertThat(finance("journal post " + missing, data, home))
                .startsWith("1 ")
                .contains("found no file at");
        assertThat(finance("journal post " + journals, data, home))
                .startsWith("0 op-1  accepted: to be booked on 2026-03-31")
                .contains("posted;");
        assertThat(finance("journal post " + journals, data, home))
                .startsWith("0 op-1  already there: to be booked on 2026-03-31")
                .contains("nothing new");
        assertThat(finance("period lock 2026-03", data, home))
                .startsWith("1 ")
                .contains("no day of this ledger is sealed yet");
        assertThat(finance("night --date 2026-03-31", data, home)).contains("2026-03-31");
        assertThat(finance("journal check " + journals, data, home))
                .startsWith("0 op-1  already there: booked on 2026-03-31");
        assertThat(finance("explain journal:op-1", data, home))
                .startsWith("0 journal:op-1")
                .contains(
                        "USD 500.00",
                        "A journal that was handed in",
                        "reason\":\"migration",
                        "(the only line)")
                .contains("sealed by the checkpoint");
        assertThat(finance("explain journal:op-9", data, home))
                .startsWith("1 there is no entry journal:op-9");
        assertThat(finance("explain 'journal op-1'", data, home)).startsWith("2 ");
        changesTheLogKey(folder.resolve("registry.draft"), folder.resolve("trust"), data, home);
        attestsTheDay(data, home);
        assertThat(finance("period lock 2026-04", data, home))
                .startsWith("1 ")
                .contains("its day 2026-04-01 is not sealed yet");
        assertThat(finance("period lock 2026-03 --by ada --reason closed", data, home))
                .startsWith("0 2026-03 is locked, 2026-03-01 to 2026-03-31")
                .contains("by ada: closed");
        assertThat(finance("period lock 2026-03 --by eve --reason again", data, home))
                .startsWith("0 2026-03 was locked before")
                .contains("by ada: closed");
        assertThat(finance("replay", data, home))
                .startsWith("0 2026-03-31  segment 1  1 entries  ")
                .contains("  REPRODUCED");
        assertThat(finance("replay --to 2026-04-01", data, home))
                .startsWith(
                        "2 day 2026-04-01 is not sealed, so there is nothing to compare it with");
        assertThat(finance("period list", data, home))
                .startsWith("0 2026-03  2026-03-01 to 2026-03-31  locked ");
        assertThat(finance("period show 2026-03", data, home))
                .startsWith("0 2026-03, 2026-03-01 to 2026-03-31, locked ")
                .containsPattern("assets:bank:operating +USD +500\\.00 +500\\.00")
                .contains("no late entry");
        assertThat(finance("period show March", data, home)).startsWith("2 ");
        comparesTheDailyFiles(folder, data, home);
        Path out = folder.resolve("out");
        assertThat(finance("report --kind statements --period 2026-03 --out " + out, data, home))
                .startsWith(
                        "0 statements 2026-03: revision 1 at reports/statements/period=2026-03/");
        assertThat(out.resolve("reports/statements/period=2026-03/MANIFEST.json")).exists();
        assertThat(finance("report --kind statements --period 2026-04", data, home))
                .startsWith("20 ")
                .contains("no day of 2026-04 is sealed yet");
        assertThat(finance("report --kind saf-t-no --period 2026", data, home))
                .startsWith("2 ")
                .contains("is not built yet");
        assertThat(finance("report --kind statements --period 2026", data, home))
                .startsWith("2 ")
                .contains("has a period such as 2026-03");
    }

    private void changesTheLogKey(Path draft, Path trust, Path data, Path home) {
        assertThat(finance("keys draft --rotate-log --out " + draft, data, home))
                .startsWith("2 --key is the log key of --genesis or --rotate-log");
        assertThat(finance("keys draft --rotate-log --key reports --out " + draft, data, home))
                .startsWith("0 version 2 of the key registry")
                .contains("signs checkpoints from segment 2 on");
        assertThat(finance("keys draft --rotate-log --key reports --out " + draft, data, home))
                .startsWith("2 ")
                .contains("is there and may have signatures");
        assertThat(finance("keys sign " + draft + " --key root-a --yes", data, home))
                .startsWith("0 version 2 of the key registry")
                .contains("not enough root keys have signed yet");
        assertThat(finance("keys sign " + draft + " --key root-b --yes", data, home))
                .contains("enough root keys have signed; publish it with keys publish");
        assertThat(finance("keys publish " + draft, data, home)).startsWith("0 published as ");
        assertThat(home.resolve("registry/registry-0002.note")).hasSameBinaryContentAs(draft);
        assertThat(finance("keys trust --out " + trust, data, home))
                .startsWith("0 {")
                .contains("THIS IS A DRAFT BY WHOEVER IS AUDITED");
        assertThat(trust).exists();
    }

    private void comparesTheDailyFiles(Path folder, Path data, Path home) throws IOException {
        Path packages = folder.resolve("packages");
        Path daily = folder.resolve("daily");
        String verify =
                "verify %s --trust %s --exports ".formatted(packages, folder.resolve("trust"));
        Path trialBalance = daily.resolve("dt=2026-03-31/trial-balance.csv");

        assertThat(finance("archive get reports/daily/ " + daily, data, home)).startsWith("0 ");
        assertThat(
                        finance(
                                "archive get --tar audit/v1/ledger.example.com/marketplace/ "
                                        + packages,
                                data,
                                home))
                .startsWith("0 ");
        assertThat(offline(verify + daily))
                .startsWith("0 ")
                .contains("exports: entries hold the 1 sealed lines byte for byte")
                .contains(
                        "exports: balances and trial-balance.csv have the 2 sealed balances, breaks"
                                + " and");
        assertThat(offline(verify + home.resolve("registry")))
                .startsWith("2 USAGE ")
                .contains("has no daily files");
        assertThat(offline(verify.replace("--exports ", "--reports-key x+y")))
                .startsWith("2 USAGE ");
        Files.writeString(
                trialBalance,
                Files.readString(trialBalance).replace("50000,500.00", "50000,501.00"));
        assertThat(offline(verify + daily))
                .startsWith(
                        "1 FAIL EXPORT_MISMATCH reports/daily/dt=2026-03-31/trial-balance.csv"
                                + " sha256: expected ");
        assertThat(offline(verify + daily + " --json"))
                .startsWith("1 {\"code\":\"EXPORT_MISMATCH\"");
    }

    private void attestsTheDay(Path data, Path home) {
        assertThat(finance("attest --date 2026-03-31", data, home)).startsWith("2 ");
        assertThat(finance("attest --role finance-lead", data, home))
                .startsWith("0 segment 1, 2026-03-31, sealed at 2026-04-01T")
                .containsPattern("manifest     [0-9a-f]{64}\n")
                .containsPattern("entries      1, root [0-9a-f]{64}\n")
                .contains("booked       USD 500.00", "open breaks  0")
                .contains("sig/finance-lead.p7s is added and in the archive")
                .contains("still lacks sig/security-engineer.p7s, tst/security-engineer.p7s.tsr");
        assertThat(finance("attest --role security-engineer --date 2026-03-31", data, home))
                .startsWith("0 ")
                .contains("the day is ATTESTED");
        assertThat(finance("status", data, home))
                .contains("2026-03-31  DONE               0  ATTESTED")
                .contains(
                        "1 sealed days lack attestation, the last is 2026-03-30:"
                                + " sig/finance-lead.p7s, tst/finance-lead.p7s.tsr, sig/security-");
    }

    @Test
    void theBellMakesTheReportsOfAMonthThatIsOver(@TempDir Path folder) throws Exception {
        Path data = emptyMarketplace(folder.resolve("data"));
        Path home = folder.resolve("home");
        Files.writeString(
                data.resolve("settings.yml"),
                "schedule: {reports: \"* * * * * ?\"}\nserver: {port: 0}\n",
                StandardOpenOption.APPEND);
        assertThat(finance("night --date 2026-04-02", data, home)).contains("2026-04-02");

        String health = healthOnceReportsAreMade(SandboxOptions.of(home, data), folder);

        assertThat(health).contains("\"reportsNotFinal\":[]");
        for (String kind : List.of("accounting", "statements")) {
            assertThat(finance("report --kind " + kind + " --period 2026-03", data, home))
                    .startsWith("0 %s 2026-03: unchanged: revision 1 at ".formatted(kind));
        }
    }

    /** Serves until the archive has the month, and asks for the health then. */
    private static String healthOnceReportsAreMade(SandboxOptions options, Path folder)
            throws Exception {
        try (Installation serving = Installation.sandboxed(options, Installation.QUIET, true);
                HttpClient http = HttpClient.newHttpClient()) {
            Instant end = Instant.now().plusSeconds(120);
            while (!isFinal(serving, "statements", folder)
                    || !isFinal(serving, "accounting", folder)) {
                assertThat(Instant.now()).as("no bell made the reports").isBefore(end);
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            URI health = URI.create(serving.healthAddress());
            return http.send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString())
                    .body();
        }
    }

    private static boolean isFinal(Installation serving, String kind, Path folder)
            throws IOException {
        String set = "reports/%s/period=2026-03/".formatted(kind);
        Path copy = Files.createTempDirectory(folder, kind);
        try {
            serving.copyFromArchive(set, copy);
        } catch (ArchiveException nothingThereYet) {
            return false;
        }
        try (Stream<Path> files = Files.walk(copy)) {
            return files.anyMatch(file -> file.endsWith("CURRENT.json"));
        }
    }

    private String finance(String words, Path data, Path home) {
        return offline(words + " --sandbox-data " + data + " --home " + home);
    }

    /** Exit code and everything that was printed. */
    private String offline(String words) {
        told.reset();
        PrintStream here = new PrintStream(told, true, StandardCharsets.UTF_8);
        System.setOut(here);
        System.setErr(here);
        int code;
        try {
            code = Finance.run(words.split(" ", -1));
        } finally {
            System.setOut(OUT);
            System.setErr(ERR);
        }
        return code
                + " "
                + told.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !LOGGED.matcher(line).find())
                        .collect(Collectors.joining("\n"));
    }

    private static Path emptyMarketplace(Path data) throws IOException {
        Files.createDirectories(data.resolve("inbox/orders"));
        Files.createDirectories(data.resolve("stripe"));
        Files.writeString(data.resolve("stripe/balance_transactions.jsonl"), "");
        Files.writeString(
                data.resolve("settings.yml"),
                """
                settlement:
                  zone: UTC
                  first-day: 2026-03-31
                  payouts:
                    days: []
                """);
        return data;
    }
}
