package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.sandbox.postgres.PostgresServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.postgresql.PGConnection;

/**
 * Two ways to keep entries balanced, and none, each timed with COPY into a migrated database that
 * is durable: a header and lines under a statement trigger, and one row with arrays under a CHECK.
 * A program to run by hand, with the number of entries and of rounds; the best round counts. The
 * time the server's process had a core does not depend on what else the machine does.
 *
 * <pre>mvn -q -pl jobs -am test-compile
 * mvn -q -pl jobs dependency:build-classpath -Dmdep.outputFile=target/classpath
 * cd jobs; java -cp target/classes:target/test-classes:$(cat target/classpath) \
 *     com.illuvrse.finance.jobs.postgres.BalanceDesignBenchmark 200000 3</pre>
 */
public final class BalanceDesignBenchmark {

    /** Half of the entries have three lines, half have four. */
    private static final double LINES_OF_AN_ENTRY = 3.5;

    private static final String ENTRY_COLUMNS =
            "entry_id, occurred_at, booked_on, effective_on, source_key, line_account, line_currency, line_amount,"
                    + " order_id, bt, stripe_id";

    private final TestDatabase database;
    private final int entries;
    private final List<Design> designs = new ArrayList<>();

    private BalanceDesignBenchmark(TestDatabase database, int entries) {
        this.database = database;
        this.entries = entries;
    }

    /** What is copied where; the time and the size of the best round so far. */
    private static final class Design {
        private final String name;
        private final List<Table> tables;
        private double seconds = Double.MAX_VALUE;
        private double coreSeconds = Double.MAX_VALUE;
        private double megabytes;

        Design(String name, Table... tables) {
            this.name = name;
            this.tables = List.of(tables);
        }
    }

    /** Rows as COPY takes them. */
    private static final class Rows {
        private final byte[] text;

        Rows(byte[] text) {
            this.text = text;
        }
    }

    private record Table(String name, String columns, Rows rows) {}

    public static void main(String[] arguments) throws SQLException, IOException {
        int entries = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        try (TestDatabase database = TestDatabase.create()) {
            new BalanceDesignBenchmark(database, entries).run(rounds);
        }
    }

    private void run(int rounds) throws SQLException, IOException {
        drawRows();
        try (Connection connection = database.connect(PostgresServer.SUPERUSER)) {
            connection.setAutoCommit(false);
            execute(connection, "set local finance.epoch = '" + database.epoch() + "'");
            execute(connection, tables());
            connection.commit();
            for (int round = 0; round < rounds; round++) {
                for (Design design : designs) {
                    measure(connection, design);
                }
            }
        }
        print(rounds);
    }

    private static String tables() throws IOException {
        try (InputStream sql =
                BalanceDesignBenchmark.class.getResourceAsStream(
                        "/benchmark/balance-designs.sql")) {
            return new String(Objects.requireNonNull(sql).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void drawRows() {
        CopyText headers = new CopyText();
        CopyText lines = new CopyText();
        CopyText whole = new CopyText();
        Random random = new Random(1);
        Instant instant = Instant.parse("2026-03-02T05:00:00Z");
        for (long key = 1; key <= entries; key++) {
            String source = "stripe:acct_1:bt:txn_" + key;
            String id = EntryId.of(new SourceKey(source)).toString();
            String at = instant.plusMillis(key).toString();
            List<Long> amounts =
                    key % 2 == 0
                            ? List.of(9650L, 350L, -10000L)
                            : List.of(9650L, 300L, 50L, -10000L);
            List<Integer> accounts =
                    amounts.stream().map(amount -> 1 + random.nextInt(1000)).toList();
            String currency = key % 2 == 0 ? "USD" : "EUR";
            headers.whole(key);
            for (CopyText rows : List.of(headers, whole)) {
                rows.text(id).text(at).text("2026-03-02").text("2026-03-02").text(source);
            }
            whole.array(accounts)
                    .array(amounts.stream().map(amount -> currency).toList())
                    .array(amounts);
            for (CopyText rows : List.of(headers, whole)) {
                rows.text("o-" + key).text("txn_" + key).text("ch_" + key).endRow();
            }
            for (int line = 0; line < amounts.size(); line++) {
                lines.whole(key).whole(line + 1L).whole((long) accounts.get(line));
                lines.text(currency).whole(amounts.get(line)).endRow();
            }
        }
        addDesigns(headers.bytes(), lines.bytes(), whole.bytes());
    }

    private void addDesigns(byte[] headers, byte[] lines, byte[] whole) {
        String headerColumns =
                "entry_key, entry_id, occurred_at, booked_on, effective_on, source_key, order_id, bt, stripe_id";
        String lineColumns = "entry_key, line, account_id, currency, amount";
        Table header = new Table("benchmark.header", headerColumns, new Rows(headers));
        designs.add(
                new Design(
                        "header and lines, nothing checked",
                        header,
                        new Table("benchmark.line", lineColumns, new Rows(lines))));
        designs.add(
                new Design(
                        "header and lines, statement trigger",
                        header,
                        new Table("benchmark.checked_line", lineColumns, new Rows(lines))));
        designs.add(
                new Design(
                        "one row with arrays, nothing checked",
                        new Table("benchmark.entry", ENTRY_COLUMNS, new Rows(whole))));
        designs.add(
                new Design(
                        "one row with arrays, balance checked",
                        new Table("benchmark.checked_entry", ENTRY_COLUMNS, new Rows(whole))));
        designs.add(
                new Design(
                        "ledger.entry, all its checks and triggers",
                        new Table("ledger.entry", ENTRY_COLUMNS, new Rows(whole))));
    }

    private void measure(Connection connection, Design design) throws SQLException, IOException {
        empty(connection, design);
        double core = coreSeconds(connection);
        long began = System.nanoTime();
        execute(connection, "set local finance.epoch = '" + database.epoch() + "'");
        for (Table table : design.tables) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy " + table.name() + " (" + table.columns() + ") from stdin",
                            new ByteArrayInputStream(table.rows().text));
        }
        connection.commit();
        design.seconds = Math.min(design.seconds, (System.nanoTime() - began) / 1e9);
        design.coreSeconds = Math.min(design.coreSeconds, coreSeconds(connection) - core);
        design.megabytes = 0;
        for (Table table : design.tables) {
            design.megabytes += size(connection, table.name()) / 1e6;
        }
        connection.commit();
    }

    /**
     * The guards of the ledger are taken down for that, as only the owner of a test database may.
     */
    private static void empty(Connection connection, Design design) throws SQLException {
        for (Table table : design.tables) {
            boolean guarded = table.name().startsWith("ledger.");
            if (guarded) {
                execute(
                        connection,
                        "alter table ledger.entry disable trigger rows_stay_as_they_are");
            }
            execute(connection, "truncate " + table.name());
            if (guarded) {
                execute(
                        connection,
                        "alter table ledger.entry enable always trigger rows_stay_as_they_are");
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
        execute(connection, "checkpoint");
        connection.setAutoCommit(false);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static double coreSeconds(Connection connection) throws SQLException {
        long process = connection.unwrap(PGConnection.class).getBackendPID();
        return ProcessHandle.of(process)
                .flatMap(server -> server.info().totalCpuDuration())
                .map(spent -> spent.toNanos() / 1e9)
                .orElseThrow(
                        () -> new SQLException("the processor time of the server is not known"));
    }

    private static long size(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select pg_total_relation_size('" + table + "')")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void print(int rounds) {
        Design unchecked = designs.getFirst();
        System.out.printf(
                Locale.ROOT,
                "%,d entries of %.1f lines, best of %d rounds%n%-42s %9s %7s %12s %7s %4s%n",
                entries,
                LINES_OF_AN_ENTRY,
                rounds,
                "",
                "lines/s",
                "time",
                "lines/s core",
                "core",
                "MB");
        for (Design design : designs) {
            System.out.printf(
                    Locale.ROOT,
                    "%-42s %,9.0f %6.2fx %,12.0f %6.2fx %4.0f%n",
                    design.name,
                    entries * LINES_OF_AN_ENTRY / design.seconds,
                    design.seconds / unchecked.seconds,
                    entries * LINES_OF_AN_ENTRY / design.coreSeconds,
                    design.coreSeconds / unchecked.coreSeconds,
                    design.megabytes);
        }
    }
}
