package com.illuvrse.finance.scheduler.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.scheduler.operations.Installation;
import com.illuvrse.finance.scheduler.operations.SandboxOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The commands about breaks as a person types them, with the codes programs rely on. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class BreaksCommandTest {

    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    private static final Path NIGHT =
            ROOT.resolve("jobs/src/test/resources/nights/G15-orphans-and-unknown-types");
    private static final String UNKNOWN = "UNKNOWN_BT_TYPE:txn_1502";

    @TempDir private static Path home;

    /** What a command said, and how it ended. */
    private record Said(int code, String text) {}

    @BeforeAll
    static void settlesOneNight() {
        System.setProperty("finance.root", ROOT.toString());
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        assertThat(at("night", "--sandbox-data", NIGHT.toString(), "--date", "2026-02-11"))
                .satisfies(
                        said ->
                                assertThat(said.code())
                                        .as(said.text())
                                        .isEqualTo(ExitCode.DONE_WITH_OPEN_BREAKS));
    }

    @AfterAll
    static void forgets() {
        System.clearProperty("finance.root");
        System.clearProperty("org.springframework.boot.logging.LoggingSystem");
    }

    @Test
    void listsWhatIsOpenAndTakesAWordOnIt() {
        Said before = at("breaks", "list", "--sandbox");
        Said resolved =
                at("breaks", "resolve", UNKNOWN, "--reason", "a test of Stripe's", "--sandbox");
        Said after = at("breaks", "list", "--sandbox", "--date", "2026-02-11", "--all");

        assertThat(before.code()).isEqualTo(ExitCode.DONE_WITH_OPEN_BREAKS);
        assertThat(before.text())
                .contains(
                        "2 open break(s) on 2026-02-11",
                        UNKNOWN,
                        "  USD 0.77, OPEN, MEDIUM, opened on 2026-02-11, 0 days old",
                        "  on      assets:suspense:stripe",
                        "  next    Find out what this movement is, book it out of suspense by a"
                                + " journal")
                .doesNotContain("said");
        assertThat(resolved.code()).as(resolved.text()).isEqualTo(ExitCode.DONE);
        assertThat(resolved.text())
                .contains(
                        UNKNOWN
                                + ": \"a test of Stripe's\" is tried again every night, it closes"
                                + " nothing yet: USD 0.77 still lie on assets:suspense:stripe");
        assertThat(after.code()).isEqualTo(ExitCode.DONE_WITH_OPEN_BREAKS);
        assertThat(after.text()).contains("  said    \"a test of Stripe's\" is tried again");
    }

    @Test
    void refusesAWordOnWhatIsNotOpen() {
        for (String id : List.of("ORDER_CONFLICT:o-1", "NOT_A_TYPE:o-1")) {
            Said said = at("breaks", "resolve", id, "--reason", "why", "--sandbox");

            assertThat(said.code()).isEqualTo(ExitCode.FAILED);
            assertThat(said.text()).contains("no ");
        }
        Said standing =
                at(
                        "breaks",
                        "resolve",
                        "STRIPE_BALANCE_MISMATCH:payments:USD",
                        "--reason",
                        "why",
                        "--sandbox");
        assertThat(standing.code()).isEqualTo(ExitCode.FAILED);
        assertThat(standing.text()).contains("cannot be resolved by a person");
    }

    @Test
    void wrongUsageHasItsOwnCode() {
        assertThat(at("breaks", "resolve", UNKNOWN).code()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(at("breaks", "resolve", UNKNOWN, "--reason", " ").code())
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(at("breaks", "resolve", "txn_1502", "--reason", "why").code())
                .isEqualTo(ExitCode.WRONG_USAGE);
    }

    @Test
    void aDayThatIsNotSettledHasNoBreaksYet() {
        Said said = at("breaks", "list", "--date", "2026-02-12", "--sandbox");

        assertThat(said.code()).isEqualTo(ExitCode.FAILED);
        assertThat(said.text())
                .contains("day 2026-02-12 is not settled; the last one is 2026-02-11");
    }

    @Test
    void waitsForNobodyWhenTheLedgerIsInUse() throws Exception {
        try (Installation other =
                Installation.sandboxed(SandboxOptions.again(home), Installation.QUIET, false)) {
            assertThat(other.runs().all()).isNotEmpty();
            assertThat(at("breaks", "list", "--sandbox").code())
                    .isEqualTo(ExitCode.ALREADY_RUNNING);
        }
    }

    private static Said at(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--home", home.toString()));
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (PrintStream caught = new PrintStream(text, true, StandardCharsets.UTF_8)) {
            System.setOut(caught);
            System.setErr(caught);
            int code = Finance.run(arguments.toArray(String[]::new));
            return new Said(code, text.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
