package com.illuvrse.finance.jobs.nightly;

import static com.illuvrse.finance.jobs.nightly.SealedLedger.FIRST;
import static com.illuvrse.finance.jobs.nightly.SealedLedger.PAYDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.jobs.run.ExplainDesk;
import com.illuvrse.finance.jobs.run.ExplainDesk.Explained;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.segment.SegmentVerifier;
import com.illuvrse.finance.segment.TrustFile;
import java.io.IOException;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nights from their facts to the archive, read back with other programs' eyes. */
final class SealedNightTest {

    @TempDir private static Path home;

    private static SealedLedger ledger;
    private static Path archive;

    @BeforeAll
    static void settlesTwoNights() throws IOException {
        ledger = new SealedLedger(home);
        ledger.wholeNight(FIRST);
        ledger.wholeNight(PAYDAY);
        archive = home.resolve("archive");
        copy(ledger.archive().audit(), "v1/ledger.example.com/test/");
        copy(ledger.archive().reports(), "daily/");
    }

    @AfterAll
    static void stops() throws IOException {
        ledger.close();
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
                        "  c1: exactly 8500/1 minor units = 85 → USD 85.00, which is USD 85.00 more than before");
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
        Night night = ledger.night(FIRST);

        Path again = ledger.packages().require(night);

        assertThat(digests(again)).isEqualTo(digests(archive.resolve("segment-000001")));
        PackageDelivery.discard(again);
    }

    private static List<String> digests(Path folder) throws IOException {
        List<String> digests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                digests.add(folder.relativize(file) + " " + Sha256.hexOf(Files.readAllBytes(file)));
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

        assertThat(ledger.archive().reports().keys("daily/dt=2026-03-03/")).hasSize(15);
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
