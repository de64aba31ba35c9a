package com.illuvrse.finance.jobs.nightly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.calendar.BusinessCalendar;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.payment.NachaReader;
import com.illuvrse.finance.exporters.payment.SepaCheck;
import com.illuvrse.finance.exporters.payment.SepaDebtor;
import com.illuvrse.finance.exporters.report.ReportManifest;
import com.illuvrse.finance.exporters.s3.Archive;
import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.batch.StopSignal;
import com.illuvrse.finance.jobs.payout.SendPaymentFiles;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.TestDatabase;
import com.illuvrse.finance.jobs.run.NightFailedException;
import com.illuvrse.finance.jobs.run.RunningLedger;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.payout.PayoutReference;
import com.illuvrse.finance.sandbox.postgres.PostgresServer;
import com.illuvrse.finance.sandbox.s3.Fault;
import com.illuvrse.finance.sandbox.s3.Operation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;

/** The first batch of night N52, paid by Stripe, SEPA and ACH: its files, its faults, its vault. */
class BankRailsTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 3, 2);
    private static final String FOLDER = "year=2026/payment-files/batch=2026-03-02/";
    private static final String SEPA = FOLDER + "pain.001.001.09.xml";
    private static final String ACH = FOLDER + "nacha.ach";

    /** Everything of persons that stands in the identities, in accounts and names of the files. */
    private static final List<String> PERSONS =
            List.of(
                    "0000771234",
                    "0000775678",
                    "0000779999",
                    "DE89370400440532013000",
                    "GB82WEST12345698765432",
                    "900-70-111",
                    "90-7012222",
                    "900701111",
                    "Ada",
                    "Erfunden",
                    "Muster Street",
                    "1980-02-01");

    @TempDir Path home;
    private RunningLedger ledger;

    @BeforeEach
    void start() throws IOException {
        Path data = Files.createDirectories(home.resolve("data"));
        ManyNights.write(
                List.of(ManyNights.NIGHTS.resolve("N52-paid-by-banks-and-sent-back")), data);
        ledger = new RunningLedger(data, home);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void paysABatchByOneSignedFileARail() throws Exception {
        ledger.settle(FIRST, FIRST);

        assertThat(tax().keys("year=2026/payment-files/"))
                .containsExactly(
                        FOLDER + "MANIFEST.json",
                        FOLDER + "SHA256SUMS",
                        FOLDER + "VALIDATION.json",
                        ACH,
                        SEPA);
        String sepa = object(SEPA);
        assertThat(SepaCheck.faults(new ByteArrayInputStream(sepa.getBytes(UTF_8)))).isEmpty();
        assertThat(sepa)
                .contains(
                        PayoutReference.endToEndId("2026-03-02:e1:EUR"),
                        PayoutReference.endToEndId("2026-03-02:e2:EUR"),
                        "<NbOfTxs>2</NbOfTxs><CtrlSum>150.05</CtrlSum>",
                        "<CreDtTm>2026-03-03T02:00:00Z</CreDtTm>",
                        "<ReqdExctnDt><Dt>2026-03-03</Dt></ReqdExctnDt>")
                .doesNotContain("AT611904300234573201");
        String ach = object(ACH);
        assertThat(NachaReader.read(ach.getBytes(UTF_8)))
                .extracting(
                        entry -> entry.entryClass() + " " + entry.amount() + " " + entry.trace())
                .containsExactly("PPD 15200 091000010000001", "CCD 7000 091000010000002");
        assertThat(object(FOLDER + "SHA256SUMS"))
                .contains(Sha256.hexOf(ach.getBytes(UTF_8)) + "  nacha.ach\n")
                .contains(Sha256.hexOf(sepa.getBytes(UTF_8)) + "  pain.001.001.09.xml\n");
        ReportManifest manifest =
                ReportManifest.verify(
                        object(FOLDER + "MANIFEST.json").getBytes(UTF_8),
                        ledger.bean(SigningKeys.class).signer(SigningKeys.REPORTS).publicKey());
        assertThat(manifest.period()).isEqualTo("2026-03-02");
        assertThat(
                        rows(
                                "select rail, account, items, amount, currency, entry_hash, sha256"
                                        + " from payout.payment_file order by rail"))
                .containsExactly(
                        "ach|operating|2|22200|USD|0004200004|" + Sha256.hexOf(ach.getBytes(UTF_8)),
                        "sepa|euro|2|15005|EUR||" + Sha256.hexOf(sepa.getBytes(UTF_8)));
        assertThat(attempts())
                .containsExactly(
                        "a1 SENT 091000010000001",
                        "a2 SENT 091000010000002",
                        "e1 SENT " + PayoutReference.endToEndId("2026-03-02:e1:EUR"),
                        "e2 SENT " + PayoutReference.endToEndId("2026-03-02:e2:EUR"));
        assertThat(ledger.stripe().faults().transfersMade()).isEqualTo(1);
        assertThat(rows("select state from payout.batch")).containsExactly("SENT");
        assertNothingOfPersonsLiesAbout();
    }

    /**
     * Ended between SENDING and the put, then between the put and the commit: the file that was
     * fingerprinted is the one that is put, once; other bytes are refused.
     */
    @Test
    void aFileIsPutOnceWhereverTheProcessEnds() throws Exception {
        ledger.s3().faults().next(100, Operation.PUT_OBJECT, "tax/" + ACH, Fault.INTERNAL_ERROR);
        assertThatThrownBy(() -> ledger.settle(FIRST, FIRST))
                .isInstanceOf(NightFailedException.class);
        ledger.s3().faults().clear();
        List<String> fingerprints = fingerprints();
        assertThat(attempts()).allMatch(attempt -> attempt.contains(" SENDING")).hasSize(4);
        assertThat(tax().keys(FOLDER)).doesNotContain(ACH, SEPA);

        assertThatThrownBy(this::sendWithAnotherAccount)
                .hasMessageContaining("batch 2026-03-02 was ordered as")
                .hasMessageContaining("nothing is put");
        assertThat(tax().keys(FOLDER)).doesNotContain(ACH, SEPA);

        ledger.s3().faults().next(100, Operation.GET_OBJECT, "tax/" + SEPA, Fault.INTERNAL_ERROR);
        assertThatThrownBy(() -> ledger.settle(FIRST, FIRST))
                .isInstanceOf(NightFailedException.class);
        ledger.s3().faults().clear();
        String put = object(SEPA);
        assertThat(attempts()).allMatch(attempt -> attempt.contains(" SENDING")).hasSize(4);

        ledger.settle(FIRST, FIRST);

        assertThat(attempts()).allMatch(attempt -> attempt.contains(" SENT ")).hasSize(4);
        assertThat(object(SEPA)).isEqualTo(put);
        assertThat(fingerprints())
                .isEqualTo(fingerprints)
                .containsExactly(
                        Sha256.hexOf(object(ACH).getBytes(UTF_8)),
                        Sha256.hexOf(object(SEPA).getBytes(UTF_8)));
        assertThat(ledger.stripe().faults().transfersMade()).isEqualTo(1);
        assertNothingOfPersonsLiesAbout();
    }

    @Test
    void theVaultIsOpenedByPayoutsAndTaxOnlyAndEachTimeIsWrittenDown() throws Exception {
        ledger.settle(FIRST, FIRST);

        assertThat(
                        rows(
                                "select ref, opened_as, purpose, subject, opened_at at time zone"
                                        + " 'UTC' from vault.opening order by ref"))
                .containsExactly(
                        "vault:a1|ledger_payouts|payment-file|2026-03-02|2026-03-03 02:00:00",
                        "vault:a2|ledger_payouts|payment-file|2026-03-02|2026-03-03 02:00:00",
                        "vault:e1|ledger_payouts|payment-file|2026-03-02|2026-03-03 02:00:00",
                        "vault:e2|ledger_payouts|payment-file|2026-03-02|2026-03-03 02:00:00");
        assertThat(rows("select ref, sepa_fault, ach_fault from vault.identity order by ref"))
                .contains(
                        "vault:a3|NO_ACCOUNT_FOR_THE_RAIL|ROUTING_NUMBER_INVALID",
                        "vault:e3|NO_TOWN|NO_ACCOUNT_FOR_THE_RAIL")
                .hasSize(8);
        String take =
                "select * from vault.take(array['vault:a1'], 'a test', 'looking', 'x', now())";
        for (String role : List.of("writer", "sealer", "reader", "payouts", "tax")) {
            assertThat(refusal(role, "select * from vault.identity")).contains("permission denied");
            assertThat(refusal(role, "delete from vault.opening")).contains("permission denied");
            boolean may = role.equals("payouts") || role.equals("tax");
            assertThat(refusal(role, take)).contains(may ? "none" : "permission denied");
        }
        assertThat(refusal("owner", "delete from vault.opening")).contains("vault.opening");
        assertThat(refusal("owner", "update vault.identity set ref = 'vault:x'"))
                .contains("vault.identity");
    }

    /** A run begun again seals nothing twice, and what is there is never replaced. */
    @Test
    void anIdentityIsSealedOnce() throws Exception {
        ledger.settle(FIRST, FIRST);
        List<String> kept = rows("select ref, sealed from vault.identity order by ref");
        Path file = home.resolve("data/vault/identities.jsonl");
        Files.writeString(
                file,
                Files.readString(file).replace("0000771234", "0000770000")
                        + "{\"ref\":\"vault:new\",\"name\":{\"first\":7}}\nno json\n");

        ledger.settle(FIRST.plusDays(1), FIRST.plusDays(1));

        assertThat(rows("select ref, sealed from vault.identity order by ref")).isEqualTo(kept);
    }

    private void sendWithAnotherAccount() {
        PaymentRails set = ledger.bean(PaymentRails.class);
        PaymentRails other =
                new PaymentRails(
                        new PaymentRails.Sepa(
                                new SepaDebtor(
                                        "Other Ltd",
                                        "DE89370400440532013000",
                                        "DEUTDEFF",
                                        "Berlin",
                                        "DE"),
                                "euro",
                                BusinessCalendar.WEEKDAYS),
                        set.ach());
        Database database = ledger.bean(Database.class);
        SendPaymentFiles send =
                new SendPaymentFiles(
                        database,
                        ledger.bean(Archive.class),
                        ledger.bean(SigningKeys.class),
                        ledger.bean(Workshop.class),
                        other,
                        "another process");
        Night night =
                new Night(
                        AccountingDay.of(FIRST, ZoneOffset.UTC),
                        ledger.database().takeOver(),
                        ledger.settings(),
                        ledger.bean(Clock.class));
        Steps steps =
                new Steps(
                        new ResourcelessJobRepository(),
                        database,
                        new StopSignal(),
                        (step, took) -> {});
        Nights.run(send.step(steps, night));
    }

    private void assertNothingOfPersonsLiesAbout() throws Exception {
        Path work = home.resolve("work/payment-files");
        if (Files.exists(work)) {
            try (var files = Files.list(work)) {
                assertThat(files).isEmpty();
            }
        }
        String everything = dump();
        assertThat(everything).contains("vault:a1", "2026-03-02", "ledger_payouts");
        assertThat(PERSONS).noneMatch(everything::contains);
    }

    /** Every row of every table of ours, as the superuser sees it, bytes as text. */
    private String dump() throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Connection superuser = ledger.database().connect(PostgresServer.SUPERUSER);
                Statement sql = superuser.createStatement()) {
            List<String> tables =
                    rows(
                            "select n.nspname || '.' || c.relname from pg_class c join pg_namespace"
                                    + " n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname"
                                    + " in ('fact', 'ledger', 'payout', 'vault', 'run', 'batch')");
            assertThat(tables).contains("vault.identity", "fact.source_file", "ledger.entry");
            for (String table : tables) {
                try (ResultSet rows =
                        sql.executeQuery("select t.*, t::text from " + table + " t")) {
                    while (rows.next()) {
                        int columns = rows.getMetaData().getColumnCount();
                        for (int i = 1; i <= columns; i++) {
                            Object value = rows.getObject(i);
                            all.append(
                                            value instanceof byte[] bytes
                                                    ? new String(bytes, UTF_8)
                                                    : value)
                                    .append('\n');
                        }
                    }
                }
            }
        }
        return all.toString();
    }

    /** What the database says to a role, or {@code none}. */
    private String refusal(String role, String statement) throws SQLException {
        try (Connection owner = ledger.database().connect(PostgresServer.OWNER);
                Statement sql = owner.createStatement()) {
            sql.execute("set role ledger_" + role);
            sql.execute(statement);
            return "none";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private List<String> attempts() {
        return rows(
                "select i.payee || ' ' || n.state || ' ' || coalesce(n.transfer_id, '')"
                        + " from payout.intent n join payout.item i on i.item_key = n.item_key"
                        + " where i.rail <> 'stripe' and i.batch = '2026-03-02' order by 1");
    }

    private List<String> fingerprints() {
        return rows("select sha256 from payout.payment_file order by rail");
    }

    private List<String> rows(String query) {
        TestDatabase database = ledger.database();
        try (Connection superuser = database.connect(PostgresServer.SUPERUSER);
                Statement sql = superuser.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            ArrayList<String> lines = new ArrayList<>();
            while (rows.next()) {
                StringJoiner line = new StringJoiner("|");
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    line.add(Objects.requireNonNullElse(rows.getString(i), ""));
                }
                lines.add(line.toString());
            }
            return lines;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private ArchiveBucket tax() {
        return ledger.bean(Archive.class).tax();
    }

    private String object(String key) throws IOException {
        try (InputStream in = tax().open(key)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
