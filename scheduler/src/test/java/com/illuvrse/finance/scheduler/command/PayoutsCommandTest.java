package com.illuvrse.finance.scheduler.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.postgres.PayoutBatches.NewDestination;
import com.illuvrse.finance.money.Currency;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/** The commands about payout batches as a person types them, on a batch that needed no vote. */
@ResourceLock(Resources.SYSTEM_OUT)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class PayoutsCommandTest {

    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    private static final Path NIGHT =
            ROOT.resolve("jobs/src/test/resources/nights/G22-minimum-negative-held-reserve");
    private static final String BATCH = "2026-03-02";

    @TempDir private static Path home;

    /** What was said of the payout day before it was settled. */
    private static Said rehearsed = new Said(-1, "");

    private static String clockAfterRehearsal = "";

    /** What a command said, and how it ended. */
    private record Said(int code, String text) {}

    @BeforeAll
    static void settlesAPayoutDay() throws IOException {
        System.setProperty("finance.root", ROOT.toString());
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        rehearsed = at("night", "--dry-run", "--sandbox-data", NIGHT.toString(), "--date", BATCH);
        clockAfterRehearsal = Files.readString(home.resolve("clock"));
        Said said = at("night", "--sandbox-data", NIGHT.toString(), "--date", BATCH);
        assertThat(said.code()).as(said.text()).isEqualTo(ExitCode.DONE);
    }

    @AfterAll
    static void forgets() {
        System.clearProperty("finance.root");
        System.clearProperty("org.springframework.boot.logging.LoggingSystem");
    }

    @Test
    void showsBatchesWithEveryCreatorAndReason() {
        Said list = at("payouts", "list", "--sandbox");
        Said show = at("payouts", "show", BATCH, "--sandbox");

        assertThat(list.code()).as(list.text()).isEqualTo(ExitCode.DONE);
        assertThat(list.text()).startsWith("2026-03-02  SENT      pays USD 140.00; 0 of 0 vote(s)");
        assertThat(show.code()).isEqualTo(ExitCode.DONE);
        assertThat(show.text())
                .contains("c2", "USD 50.00, pays USD 50.00, withholds USD 0.00: PAID to acct_c2")
                .contains("BELOW_MINIMUM", "NEGATIVE_BALANCE");
    }

    @Test
    void saysWhoIsPaidElsewhereThanBefore() {
        NewDestination moved =
                new NewDestination(
                        "c1", Currency.of("USD"), "vault:b1", "sepa", "acct_c1", "stripe");

        assertThat(PayoutsCommand.sentence(moved))
                .isEqualTo(
                        "one tier more: c1 USD goes to vault:b1 by sepa, the payment before went to"
                                + " acct_c1 by stripe");
    }

    @Test
    void aRehearsalTellsTheNightAndItsTimeIsPutBack() {
        assertThat(rehearsed.code()).as(rehearsed.text()).isEqualTo(ExitCode.DONE);
        assertThat(rehearsed.text())
                .contains(
                        "rehearsal of the night of 2026-03-02: nothing is written, neither in the"
                                + " database",
                        "3 entries would be posted",
                        "2026-03-02 payout:2026-03-02:c5:USD\n    ; entry:",
                        "    liabilities:creator:c5:payable    USD 90.00\n",
                        "payout batch 2026-03-02 would pay USD 140.00; it is released",
                        "pays USD 0.00 of USD -2.00: NEGATIVE_BALANCE",
                        "no break would be open after the night")
                .containsPattern("draft-payouts +payout +2  USD 140\\.00")
                .containsPattern("c1 +USD payable +0\\.00 +49\\.99 +\\+49\\.99\n");
        assertThat(clockAfterRehearsal).isNotEmpty().doesNotContain("2026-03-03T");
    }

    @Test
    void aRehearsalRefusesWithASentence() throws IOException {
        Path file = Files.writeString(home.resolve("no-end.jsonl"), "{}\n");

        Said alone = at("night", "--contracts", file.toString(), "--due", "--sandbox");
        Said bad = at("night", "--dry-run", "--contracts", file.toString(), "--sandbox");
        Said settled = at("night", "--dry-run", "--date", BATCH, "--sandbox");

        assertThat(alone.code()).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(alone.text()).contains("--contracts belongs to --dry-run");
        assertThat(bad.code()).isEqualTo(ExitCode.FAILED);
        assertThat(bad.text()).contains("expected the last line to be an end line");
        assertThat(settled.code()).isEqualTo(ExitCode.FAILED);
        assertThat(settled.text()).contains("finance: day 2026-03-02 is settled");
    }

    @Test
    void writesTheExactBytesToSign() throws IOException {
        Path file = home.resolve("statement");

        Said said = at("payouts", "statement", BATCH, "--out", file.toString(), "--sandbox");
        Said printed = at("payouts", "statement", BATCH, "--reject", "--sandbox");

        assertThat(said.code()).as(said.text()).isEqualTo(ExitCode.DONE);
        assertThat(said.text())
                .startsWith("to approve: ssh-keygen -Y sign -n settlement-approval@v1 -f KEY ");
        String bytes = Files.readString(file);
        assertThat(bytes)
                .startsWith("{\"attempt\":1,\"base\":{\"currency\":\"USD\"")
                .endsWith("\"type\":\"settlement/payout-approval/v1\"}");
        assertThat(printed.text())
                .isEqualTo(bytes.replace("\"decision\":\"APPROVE\"", "\"decision\":\"REJECT\""));
    }

    @Test
    void refusesWithASentence() throws IOException {
        Path file = Files.writeString(home.resolve("no-signature"), "hello");

        Said unknown = at("payouts", "show", "2026-01-01", "--sandbox");
        Said unread = at("payouts", "approve", BATCH, "--signature", file.toString(), "--sandbox");
        Said sent = at("payouts", "release", BATCH, "--sandbox");

        assertThat(List.of(unknown.code(), unread.code(), sent.code()))
                .containsOnly(ExitCode.FAILED);
        assertThat(unknown.text()).contains("finance: there is no batch 2026-01-01");
        assertThat(unread.text()).contains("finance: the signature cannot be read: expected");
        assertThat(sent.text())
                .contains("finance: batch 2026-03-02 is SENT, only a draft can be voted on");
        assertThat(at("payouts", "approve", BATCH, "--sandbox").code())
                .isEqualTo(ExitCode.WRONG_USAGE);
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
