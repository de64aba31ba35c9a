package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.stripe.StripeFeed;
import com.illuvrse.finance.jobs.stripe.StripeRow;
import com.illuvrse.finance.sandbox.marketplace.GeneratorSettings;
import com.illuvrse.finance.sandbox.marketplace.Marketplace;
import com.illuvrse.finance.segment.MerkleTree;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A generated stretch of days, settled once on each of two homes and judged from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonthTest {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final LocalDate FIRST = LocalDate.of(2026, 10, 1);
    private static final int DAYS = 6;
    private static final LocalDate LAST = FIRST.plusDays(DAYS - 1);

    private RunningLedger ledger;
    private RunningLedger again;
    private SettledMonth month;

    @BeforeAll
    void settlesTheSameDataTwice(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Marketplace.generate(GeneratorSettings.of(7, FIRST, DAYS, 40, ZONE), data);
        ledger = new RunningLedger(data, Files.createDirectories(folder.resolve("one")));
        ledger.settle(FIRST, LAST);
        month = SettledMonth.of(ledger);

        Path other = folder.resolve("two");
        copy(folder.resolve("one/keys"), other.resolve("keys"));
        again = new RunningLedger(data, other);
        again.settle(FIRST, LAST);
    }

    @AfterAll
    void closes() {
        again.close();
        ledger.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.sorted().toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    @Test
    void sameDaysOnAFreshHomeGiveTheSameRootsAndTheSameBytes() throws IOException {
        SettledMonth other = SettledMonth.of(again);

        Map<String, Path> files = month.files(".csv", ".hledger", ".parquet", ".html");
        Map<String, Path> others = other.files(".csv", ".hledger", ".parquet", ".html");

        assertThat(other.roots()).hasSize(DAYS + 1).isEqualTo(month.roots());
        assertThat(others.keySet()).hasSizeGreaterThan(DAYS * 10).isEqualTo(files.keySet());
        for (Map.Entry<String, Path> file : files.entrySet()) {
            assertThat(others.get(file.getKey())).hasSameBinaryContentAs(file.getValue());
        }
    }

    @Test
    void hledgerAgreesWithTheLastTrialBalance(@TempDir Path folder) throws IOException {
        Assumptions.assumeTrue(
                isInstalled("hledger"), "hledger is not installed (apt-get install hledger)");
        Path all = folder.resolve("all.hledger");
        StringBuilder text = new StringBuilder();
        for (Path journal : month.files(".hledger").values()) {
            text.append(Files.readString(journal)).append('\n');
        }
        Files.writeString(all, text);

        hledger(all, "check");
        String balances = hledger(all, "bal", "--flat", "--no-total", "-O", "csv", "--layout=bare");

        Map<String, BigDecimal> told = new TreeMap<>();
        for (String line : balances.lines().skip(1).toList()) {
            String[] cells = line.replace("\"", "").split(",", -1);
            told.put(cells[0] + "|" + cells[1], new BigDecimal(cells[2]).stripTrailingZeros());
        }
        Map<String, BigDecimal> ours = new TreeMap<>();
        for (Map<String, String> row : month.last("trial-balance.csv")) {
            BigDecimal closing = new BigDecimal(Objects.requireNonNull(row.get("closing")));
            if (closing.signum() != 0) {
                ours.put(
                        row.get("account") + "|" + row.get("currency"),
                        closing.stripTrailingZeros());
            }
        }
        assertThat(told).isNotEmpty().isEqualTo(ours);
    }

    private static boolean isInstalled(String program) {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        } catch (IOException absent) {
            System.err.println("SKIPPED: " + absent.getMessage());
            return false;
        }
    }

    private static String hledger(Path journal, String... arguments) throws IOException {
        List<String> command =
                Stream.concat(Stream.of("hledger", "-f", journal.toString()), Stream.of(arguments))
                        .toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(printed).isZero();
        return printed;
    }

    @Test
    void sumsOfTheParquetFilesAreTheLastTrialBalance() throws IOException, SQLException {
        String files = month.reports().resolve("*/postings/*.parquet").toString();

        Map<String, Long> sums = new TreeMap<>();
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                select account || '|' || currency, sum(amount_minor)::bigint
                                from read_parquet('%s')
                                group by 1
                                having sum(amount_minor) <> 0
                                """
                                        .formatted(files))) {
            while (rows.next()) {
                sums.put(rows.getString(1), rows.getLong(2));
            }
        }

        assertThat(sums).isNotEmpty().isEqualTo(month.closing());
    }

    @Test
    void sealedLinesInTheParquetFilesGiveTheSealedRoots() throws IOException, SQLException {
        Map<String, String> found = new TreeMap<>();

        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            for (Path day : month.days()) {
                MerkleTree tree = new MerkleTree();
                try (ResultSet rows =
                        statement.executeQuery(
                                "select canonical from read_parquet('%s') order by seq"
                                        .formatted(day.resolve("entries/*.parquet")))) {
                    while (rows.next()) {
                        tree.add(
                                MerkleTree.leaf(
                                        rows.getString(1).getBytes(StandardCharsets.UTF_8)));
                    }
                }
                assertThat(tree.size()).isPositive();
                String date = String.valueOf(day.getFileName()).substring("dt=".length());
                found.put(date, HexFormat.of().formatHex(tree.root()));
            }
        }

        assertThat(found).hasSize(DAYS);
        assertThat(month.roots()).containsAllEntriesOf(found);
    }

    @Test
    void theBooksHoldWhatStripeSaysItHolds() throws IOException {
        StripeFeed stripe = ledger.bean(StripeFeed.class);
        Instant now = ledger.bean(Clock.class).instant();
        Instant cut = LAST.plusDays(1).atStartOfDay(ZONE).toInstant();

        Map<String, Long> held = new TreeMap<>();
        stripe.balance()
                .payments()
                .forEach((currency, parts) -> held.put(currency.code(), parts.sum()));
        StripeFeed.Page page = stripe.balanceTransactions(cut, now, null);
        for (StripeRow row : page.rows()) {
            held.merge(row.currency().code(), -row.net(), Long::sum);
        }

        Map<String, Long> booked = new TreeMap<>();
        month.closing()
                .forEach(
                        (account, minor) -> {
                            if (account.startsWith("assets:stripe:payments:")) {
                                String currency = account.substring(account.indexOf('|') + 1);
                                booked.merge(currency, minor, Long::sum);
                            }
                        });
        assertThat(page.hasMore()).isFalse();
        assertThat(booked).isNotEmpty().isEqualTo(held);
        assertThat(month.last("reconciliation.csv"))
                .isNotEmpty()
                .allMatch(row -> "0".equals(row.get("difference_minor")));
        assertThat(month.last("breaks.csv"))
                .noneMatch(row -> "STRIPE_BALANCE_MISMATCH".equals(row.get("type")));
    }

    @Test
    void aSealedDayIsCheckedAndNotRunAgain() throws Exception {
        String counts =
                "select (select count(*) from ledger.entry) + (select count(*) from ledger.posting)";
        long before = again.database().number(counts);

        List<NightResult> results = again.settle(FIRST, LAST);

        assertThat(results).hasSize(DAYS).noneMatch(NightResult::settledNow);
        assertThat(again.database().number(counts)).isEqualTo(before);
        assertThat(again.bean(Segments.class).manifestIds()).hasSize(DAYS + 1);
    }

    @Test
    void theVerifierPassesAndNamesEachDamage(@TempDir Path folder) throws IOException {
        DamagedMonth damaged = new DamagedMonth(month, ledger.trustFile(), folder);

        assertThat(damaged.verdict(copy -> {})).startsWith("0 PASS ");
        assertThat(damaged.verdict(DamagedMonth::changeAByteOfTheLedger))
                .startsWith("1 FAIL FILE_MISMATCH segment-000002/ledger.jsonl");
        assertThat(damaged.verdict(DamagedMonth::dropTheLastLineOfTheLedger))
                .startsWith("1 FAIL FILE_MISMATCH segment-000002/ledger.jsonl");
        assertThat(damaged.verdict(DamagedMonth::exchangeTwoSegments))
                .startsWith("1 FAIL CHAIN_MISMATCH ");
        assertThat(damaged.verdict(DamagedMonth::loseASegment)).startsWith("1 FAIL GAP ");
        assertThat(damaged.verdict(DamagedMonth::signWithAnotherKey))
                .startsWith("1 FAIL UNTRUSTED_KEY segment-000002/checkpoint");
    }
}
