package com.illuvrse.finance.jobs.nightly;

import static com.illuvrse.finance.jobs.nightly.AttestedLedger.ENGINEER;
import static com.illuvrse.finance.jobs.nightly.AttestedLedger.LEAD;
import static com.illuvrse.finance.jobs.nightly.SealedLedger.FIRST;
import static com.illuvrse.finance.jobs.nightly.SealedLedger.PAYDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.attestation.PackageSignatures;
import com.illuvrse.finance.exporters.comparison.ExportsCheck;
import com.illuvrse.finance.exporters.report.ReportManifest;
import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.jobs.postgres.Attestations;
import com.illuvrse.finance.jobs.run.AttestationDesk.Done;
import com.illuvrse.finance.jobs.run.AttestationDesk.Standing;
import com.illuvrse.finance.jobs.run.ExplainDesk;
import com.illuvrse.finance.jobs.run.ExplainDesk.Explained;
import com.illuvrse.finance.jobs.run.ReceiptDesk;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.sandbox.s3.Fault;
import com.illuvrse.finance.sandbox.s3.Operation;
import com.illuvrse.finance.segment.Receipt;
import com.illuvrse.finance.segment.ReceiptVerifier;
import com.illuvrse.finance.segment.SegmentVerifier;
import com.illuvrse.finance.segment.TrustFile;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nights from their facts to the archive, read back with other programs' eyes. */
final class SealedNightTest {

    @TempDir private static Path home;

    private static AttestedLedger attested;
    private static SealedLedger ledger;
    private static Path archive;

    @BeforeAll
    static void settlesTwoNightsAndSignsTheFirst() throws Exception {
        attested = new AttestedLedger(home);
        ledger = attested.sealed();
        attested.night(FIRST);
        attested.desk().sign(LEAD, FIRST);
        attested.desk().cosign(attested.cosigned(1), FIRST);
        attested.desk().sign(ENGINEER, FIRST);
        attested.night(PAYDAY);
        archive = home.resolve("archive");
        copy(ledger.archive().audit(), "v1/ledger.example.com/test/");
        copy(ledger.archive().reports(), "daily/");
    }

    @AfterAll
    static void stops() throws IOException {
        attested.close();
    }

    private static void copy(ArchiveBucket bucket, String prefix) throws IOException {
        for (String key : bucket.keys(prefix)) {
            bucket.get(
                    key,
                    archive.resolve(key.substring(prefix.length())),
                    bucket.head(key).sha256());
        }
    }

    @Test
    void satisfiesAnAuditorWhoHasTheTrustFileAndTheArchive() throws Exception {
        TrustFile trust = TrustFile.parse(Files.readAllBytes(ledger.trustFile()));

        SegmentVerifier verifier = SegmentVerifier.of(archive, trust, PAYDAY.plusDays(1));
        verifier.verify();

        assertThat(ledger.segments().lastSealed()).contains(PAYDAY);
        assertThat(ledger.segments().manifestIds()).hasSize(3);
        assertThat(ledger.test().lines("select day, state from ledger.day order by day"))
                .containsExactly("2026-03-02|SEALED", "2026-03-03|SEALED");
    }

    @Test
    void itsDailyFilesSayWhatIsSealed() throws Exception {
        TrustFile trust = TrustFile.parse(Files.readAllBytes(ledger.trustFile()));
        SegmentVerifier verifier = SegmentVerifier.of(archive, trust, null);
        verifier.verify();
        VerifierKey key =
                ReportManifest.key(
                        "ledger.example.com/test",
                        ledger.keys().signer(SigningKeys.REPORTS).publicKey());

        List<String> lines = ExportsCheck.of(archive, List.of(key)).check(verifier.days());

        assertThat(lines.get(0))
                .startsWith("exports: 30 files of 2 days have the digests their manifests list")
                .endsWith(key + ", as pinned");
        assertThat(lines.get(1)).startsWith("exports: entries hold the ").contains("byte for byte");
        assertThat(lines.get(3))
                .isEqualTo(
                        "exports: 10 Parquet files are to the last byte what is written for these"
                                + " rows");
    }

    @Test
    void satisfiesTheAuditorsPageWithoutAProgramOfOurs() throws Exception {
        for (String tool : List.of("bash", "openssl", "jq", "xxd")) {
            Assumptions.assumeTrue(isInstalled(tool), tool + " is not installed");
        }
        String blocks =
                "sed -n '/^```sh$/,/^```$/p' \"$PAGE\" | grep -v '^```' > \"$PAGE_SCRIPT\";"
                        + " bash -eu \"$PAGE_SCRIPT\"";
        ProcessBuilder bash =
                new ProcessBuilder("bash", "-c", blocks)
                        .directory(archive.toFile())
                        .redirectErrorStream(true);
        bash.environment().put("PAGE", Path.of("../exporters/AUDITOR.md").toRealPath().toString());
        bash.environment().put("PAGE_SCRIPT", home.resolve("audit.sh").toString());
        String authority = Files.readString(attested.root()).replace("\n", "\\n");
        Path trust = home.resolve("trust-with-authority.json");
        Files.writeString(
                trust,
                Files.readString(ledger.trustFile())
                        .replaceAll("\\}\\s*$", ",\"tsaRoots\":[\"")
                        .concat(authority + "\"]}"));
        bash.environment().put("TRUST", trust.toString());

        Process process = bash.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("files: 3 days", "checkpoints: signed up to segment-000002");
    }

    private static boolean isInstalled(String tool) {
        try {
            new ProcessBuilder(tool, "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException absent) {
            System.err.println("SKIPPED: " + tool + " is not installed, AUDITOR.md is not tried");
            return false;
        }
    }

    @Test
    void givesReceiptsOfAReleaseAndOfAPayoutThatAnybodyCanCheck() throws Exception {
        TrustFile trust = TrustFile.parse(Files.readAllBytes(ledger.trustFile()));
        ReceiptDesk desk = receipts();
        String payout =
                Files.readString(archive.resolve("segment-000002/ledger.jsonl"))
                        .replaceAll("(?s).*\"source\":\"(payout:[^\"]+)\".*", "$1");

        for (String asked : List.of("fulfil:o-101:1", payout)) {
            byte[] receipt = desk.receipt(asked).orElseThrow().bytes();
            ReceiptVerifier verifier = ReceiptVerifier.of(trust);
            verifier.verify(receipt);

            assertThat(verifier.lines().getFirst()).contains(asked);
            assertThat(verifier.head().size()).isEqualTo(3);
            assertThat(new String(receipt, StandardCharsets.UTF_8).split("entryId", -1))
                    .as("entries the receipt shows")
                    .hasSize(2);
        }
        assertThat(desk.receipt("fulfil:o-101:9")).isEmpty();
    }

    @Test
    void receiptsShowWhoSignedTheDay() throws Exception {
        Receipt receipt = receipts().receipt("fulfil:o-101:1").orElseThrow();
        String authority = Files.readString(attested.root()).replace("\n", "\\n");
        TrustFile trust =
                TrustFile.parse(
                        Files.readString(ledger.trustFile())
                                .replace("\"SEALED\"", "\"ATTESTED\"")
                                .replaceAll("\\}\\s*$", "")
                                .concat(
                                        ",\"roles\":[\"%s\",\"%s\"],\"timestamps\":1,\"tsaRoots\":[\"%s\"]}"
                                                .formatted(LEAD, ENGINEER, authority))
                                .getBytes(StandardCharsets.UTF_8));
        ReceiptVerifier verifier =
                ReceiptVerifier.of(trust, PackageSignatures.under(trust.tsaRoots()));

        verifier.verify(receipt.bytes());

        assertThat(verifier.lines())
                .anyMatch(line -> line.startsWith("role signatures: 2 and 2 time stamps hold"));
    }

    private static ReceiptDesk receipts() {
        return new ReceiptDesk(
                ledger.database(),
                new SealingKeys("ledger.example.com/test", ledger.keys(), ledger.workshop()));
    }

    @Test
    void explainsAReleaseFromItsFeedLineToItsSeal() {
        ExplainDesk desk = new ExplainDesk(ledger.test().database());

        Explained explained = desk.explain("fulfil:o-101:1").orElseThrow();

        assertThat(explained.why()).startsWith("Order o-101 was delivered, release 1");
        assertThat(explained.sources())
                .anySatisfy(
                        source -> {
                            assertThat(source.where()).contains("line 2 of orders/dt=2026-03-02/a");
                            assertThat(source.bytes()).contains("\"event\":\"f1of1\"");
                        })
                .anySatisfy(source -> assertThat(source.bytes()).contains("\"share\":\"85%\""));
        assertThat(explained.working())
                .contains("  USD 100.00 in tier 1: c1 85%, platform 15%")
                .contains(
                        "  c1: exactly 8500/1 minor units = 85 → USD 85.00, which is USD 85.00 more"
                                + " than before");
        assertThat(explained.again()).endsWith("from the sealed contract: the same");
        assertThat(explained.related())
                .extracting(SourceKey::text)
                .containsExactly("sale:o-101:txn_101", "stripe:acct_platform:bt:txn_101");
        assertThat(explained.proof())
                .satisfies(
                        proof -> {
                            assertThat(proof.index()).isEqualTo(2);
                            assertThat(proof.manifestId())
                                    .isEqualTo(ledger.segments().manifestIds().get(1));
                            assertThat(proof.checkpoint())
                                    .startsWith("ledger.example.com/test\n2\n");
                        });
        assertThat(desk.explain(explained.entry().id().toString())).contains(explained);
        assertThat(desk.explain("fulfil:o-101:2")).isEmpty();
    }

    @Test
    void leavesNothingInTheWorkshop() throws IOException {
        try (Stream<Path> files = Files.walk(ledger.workshop().folder())) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void makesTheSamePackageAgainFromTheTables() throws IOException {
        Night night = ledger.night(PAYDAY);

        Path again = ledger.packages().require(night);

        assertThat(digests(again)).isEqualTo(digests(archive.resolve("segment-000002")));
        PackageDelivery.discard(again);
    }

    private static List<String> digests(Path folder) throws IOException {
        List<String> digests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String path = folder.relativize(file).toString();
                if (!path.matches("(sig|tst|wit)/.*")) {
                    digests.add(path + " " + Sha256.hexOf(Files.readAllBytes(file)));
                }
            }
        }
        return digests;
    }

    @Test
    void deliversTheSameReportsAgain() throws IOException {
        Night night = ledger.night(PAYDAY);

        ledger.run(ledger.exportDatasets(night));
        ledger.run(ledger.exportReports(night));
        ledger.run(ledger.deliverSegment(night));
        ledger.run(ledger.verifyDelivered().step(ledger.nights().steps(), night));

        assertThat(ledger.archive().reports().keys("daily/dt=2026-03-03/")).hasSize(16);
    }

    @Test
    void exportsTheSealedLinesAndWhatTheyAddUpTo() throws Exception {
        Path day = archive.resolve("dt=2026-03-02");

        List<String> lines =
                duck(
                        "select canonical from '%s' order by seq",
                        day.resolve("entries/part-00000.parquet"));
        List<String> closing =
                duck(
                        "select account, currency, sum(amount_minor) from '%s' group by all"
                                + " order by 1, 2",
                        day.resolve("postings/part-00000.parquet"));

        assertThat(lines)
                .isEqualTo(Files.readAllLines(archive.resolve("segment-000001/ledger.jsonl")));
        assertThat(closing)
                .isEqualTo(
                        duck(
                                "select account, currency, closing_minor from '%s' order by 1, 2",
                                day.resolve("trial-balance.csv")))
                .contains(
                        "liabilities:creator:c1:payable|USD|-8500", "revenue:commission|USD|-1500");
    }

    @Test
    void countsInTheManifestWhatTheFilesHold() throws Exception {
        Path day = archive.resolve("dt=2026-03-03");
        String manifest = Files.readString(day.resolve("MANIFEST.json"));

        for (String file :
                List.of(
                        "entries/part-00000.parquet",
                        "postings/part-00000.parquet",
                        "balances/part-00000.parquet",
                        "balance_transactions/part-00000.parquet",
                        "payouts/part-00000.parquet",
                        "breaks/part-00000.parquet",
                        "invoices/part-00000.parquet",
                        "invoice_steps/part-00000.parquet",
                        "trial-balance.csv",
                        "payouts.csv",
                        "breaks.csv",
                        "reconciliation.csv")) {
            String rows = duck("select count(*) from '%s'", day.resolve(file)).getFirst();
            assertThat(manifest)
                    .containsPattern("\"path\":\"" + file + "\",\"rows\":" + rows + ",");
        }
    }

    @Test
    void tellsWhoWasPaidAndSealsWhatApproversWouldSign() throws Exception {
        Path payouts = archive.resolve("dt=2026-03-03/payouts.csv");

        List<String> rows = duck("select payee, net_minor, status, reason from '%s'", payouts);

        assertThat(rows).containsExactly("c1|8500|APPROVED|PAID");
        assertThat(Files.readAllLines(archive.resolve("segment-000002/payouts.jsonl")))
                .hasSize(3)
                .anyMatch(line -> line.contains("\\\"totals\\\":{\\\"USD\\\":\\\"8500\\\"}"));
    }

    @Test
    void noticesAnObjectThatSomebodyPutBeside() throws Exception {
        Path file = Files.writeString(home.resolve("beside"), "x");
        try (SealedLedger other = new SealedLedger(home.resolve("beside-ledger"))) {
            Night night = other.wholeNight(FIRST);
            other.archive().audit().putOnce("v1/ledger.example.com/test/segment-000001/x", file);

            assertThatThrownBy(() -> other.verifyDelivered().check(night))
                    .hasMessageContaining("not delivered by us")
                    .hasMessageContaining("segment-000001/x");
        }
    }

    @Test
    void aDayWithEverythingThatWasPromisedIsAttestedAndTheNextSealCoversIt() throws IOException {
        assertThat(attested.desk().standings())
                .extracting(Standing::isAttested)
                .containsExactly(false, true, false);
        assertThat(attested.desk().standings().getLast().missing())
                .doesNotContain("tst/checkpoint.tsr");
        assertThat(Files.readAllLines(archive.resolve("segment-000002/seals.txt")))
                .containsExactly(
                        line("segment-000001/checkpoint"),
                        line("segment-000001/sig/finance-lead.p7s"),
                        line("segment-000001/sig/security-engineer.p7s"),
                        line("segment-000001/tst/checkpoint.tsr"),
                        line("segment-000001/tst/finance-lead.p7s.tsr"),
                        line("segment-000001/tst/security-engineer.p7s.tsr"),
                        line("segment-000001/wit/checkpoint"));
        assertThat(Files.readString(archive.resolve("segment-000002/manifest.json")))
                .contains(
                        "\"policy\":{\"signatures\":[\"finance-lead\",\"security-engineer\"],\"timestamps\":1}");
    }

    private static String line(String path) throws IOException {
        return Sha256.hexOf(Files.readAllBytes(archive.resolve(path))) + "  " + path;
    }

    /** The commands an auditor types, without any program of ours. */
    @Test
    void openSslVerifiesWhatPersonsAndAuthoritiesAdded() throws Exception {
        String commands =
                """
                set -e
                openssl cms -verify -binary -inform DER -in sig/finance-lead.p7s -content manifest.json -noverify -out ../../signed
                cmp ../../signed manifest.json
                openssl cms -verify -binary -inform DER -in sig/finance-lead.p7s -content manifest.json -noverify \\
                    -certsout ../../finance-lead.crt -out ../../signed
                openssl cms -verify -binary -inform DER -in sig/finance-lead.p7s -content manifest.json \\
                    -CAfile ../../finance-lead.crt -out ../../signed
                openssl ts -verify -in tst/finance-lead.p7s.tsr -data sig/finance-lead.p7s -CAfile ROOT
                openssl ts -verify -in tst/checkpoint.tsr -data checkpoint -CAfile ROOT
                if openssl cms -verify -binary -inform DER -in sig/finance-lead.p7s -content settings.json -noverify \\
                    -out ../../no; then exit 1; fi
                if openssl ts -verify -in tst/checkpoint.tsr -data sig/finance-lead.p7s -CAfile ROOT; then exit 1; fi
                """
                        .replace("ROOT", attested.root().toString());
        Process process =
                new ProcessBuilder("sh", "-c", commands)
                        .directory(archive.resolve("segment-000001").toFile())
                        .redirectErrorStream(true)
                        .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(told).isZero();
    }

    /** The archive fails after the signature is kept; then one puts it and is killed. */
    @Test
    void aSignatureOfOneWhoWasKilledIsNoAlarmAndIsTakenUp() throws Exception {
        Night night = ledger.night(PAYDAY);
        String path = "sig/finance-lead.p7s";
        String key = PackageDelivery.prefix("ledger.example.com/test", 2) + path;
        ledger.s3()
                .faults()
                .next(1, Operation.PUT_OBJECT, "audit/" + key, Fault.PRECONDITION_FAILED);
        assertThatThrownBy(() -> attested.desk().sign(LEAD, PAYDAY)).hasMessageContaining(path);
        ledger.s3().faults().clear();
        byte[] kept = new Attestations(ledger.database()).find(2, path).orElseThrow();
        ledger.verifyDelivered().check(night);
        ledger.archive()
                .audit()
                .putOnce(
                        key,
                        Files.write(home.resolve("signature"), kept),
                        PackageDelivery.lock(night.settings(), ledger.segments().require(PAYDAY)));
        ledger.verifyDelivered().check(night);

        Done done = attested.desk().sign(LEAD, PAYDAY);

        ledger.test().takeOver();
        assertThat(done.isNew()).isFalse();
        assertThat(done.missing()).doesNotContain(path, "tst/finance-lead.p7s.tsr");
        assertThat(attested.archived(2, path)).isEqualTo(kept);
        ledger.verifyDelivered().check(night);
    }

    private static List<String> duck(String query, Path file) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet found = statement.executeQuery(query.replace("%s", file.toString()))) {
            List<String> rows = new ArrayList<>();
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(found.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        }
    }
}
