package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.jobs.postgres.DatabaseSettings.Login;
import com.illuvrse.finance.sandbox.postgres.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A database with the ledger's schema and nothing in it, for one test class or one test. All of
 * them lie on one PostgreSQL that is started once for all tests of a JVM; a new one is a copy of a
 * template and takes a fraction of a second.
 */
public final class TestDatabase implements AutoCloseable {

    private static final String TEMPLATE = "ledger_template";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final DatabaseSettings settings;
    private final Database database;
    private final String name;
    private long epoch;

    private TestDatabase(String name) {
        this.name = name;
        this.settings = settings(name);
        this.database = Database.connect(settings);
    }

    /** A fresh database, with an epoch taken. */
    public static TestDatabase create() {
        String name = "ledger_" + COUNT.incrementAndGet();
        try {
            Server.POSTGRES.copyDatabase(TEMPLATE, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TestDatabase created = new TestDatabase(name);
        created.takeOver();
        created.numberExecutionsApart();
        return created;
    }

    /**
     * Spring Batch takes executions of one number in one JVM for the same, whatever their history.
     */
    private void numberExecutionsApart() {
        long first = 1_000_000 * Long.parseLong(name.substring(name.indexOf('_') + 1));
        asOwner("alter sequence batch.batch_step_execution_seq restart with " + first);
        asOwner("alter sequence batch.batch_job_execution_seq restart with " + first);
    }

    /** A copy of it as it is now, which nobody else writes to; this one loses its connections. */
    public TestDatabase copy() {
        String copied = "ledger_" + COUNT.incrementAndGet();
        try (Connection all =
                        DriverManager.getConnection(
                                Server.POSTGRES.jdbcUrl("postgres"),
                                PostgresServer.SUPERUSER,
                                Server.POSTGRES.password(PostgresServer.SUPERUSER));
                Statement end = all.createStatement()) {
            ((HikariDataSource) database.dataSource()).getHikariPoolMXBean().softEvictConnections();
            end.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                            + name
                            + "'");
            Server.POSTGRES.copyDatabase(name, copied);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
        TestDatabase copy = new TestDatabase(copied);
        copy.takeOver();
        return copy;
    }

    private static DatabaseSettings settings(String name) {
        return new DatabaseSettings(
                Server.POSTGRES.jdbcUrl(name),
                new Login(PostgresServer.OWNER, Server.POSTGRES.password(PostgresServer.OWNER)),
                new Login(PostgresServer.APP, Server.POSTGRES.password(PostgresServer.APP)));
    }

    /** As the program sees it. */
    public Database database() {
        return database;
    }

    public DatabaseSettings settings() {
        return settings;
    }

    /** A connection of one's own as one of the server's logins, past the program. */
    public Connection connect(String login) throws SQLException {
        return DriverManager.getConnection(
                Server.POSTGRES.jdbcUrl(name), login, Server.POSTGRES.password(login));
    }

    /** The epoch tests write for. */
    public long epoch() {
        return epoch;
    }

    /** Takes the next epoch, as another process would; what writes for the one before is over. */
    public long takeOver() {
        epoch =
                database.sql()
                        .sql(
                                """
                                update run.epoch
                                set epoch = epoch + 1, owner = 'test', taken_at = now()
                                returning epoch
                                """)
                        .query(Long.class)
                        .single();
        return epoch;
    }

    /** Lets entries be booked on a day. */
    public TestDatabase open(LocalDate day) {
        return write("insert into ledger.day (day) values ('" + day + "') on conflict do nothing");
    }

    /** Does one statement as the writer, for the epoch of the tests. */
    public TestDatabase write(String statement) {
        database.write(LedgerRole.WRITER, epoch, () -> database.jdbc().execute(statement));
        return this;
    }

    /** Does one statement as the owner of the schema. */
    public TestDatabase asOwner(String statement) {
        try (Connection owner = connect(PostgresServer.OWNER);
                Statement sql = owner.createStatement()) {
            sql.execute("set role ledger_owner");
            sql.execute(statement);
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one number a query gives. */
    public long number(String query) {
        return database.sql().sql(query).query(Long.class).single();
    }

    /** What nobody but the server's owner may read: each table with a digest of its rows. */
    public List<String> digests(List<String> tables) {
        List<String> digests = new ArrayList<>();
        try (Connection all = connect(PostgresServer.SUPERUSER);
                Statement sql = all.createStatement()) {
            for (String table : tables) {
                try (ResultSet row =
                        sql.executeQuery(
                                "select count(*) || '|' || coalesce(md5(string_agg(t::text, ' ' order by t::text)), '') from "
                                        + table
                                        + " t")) {
                    row.next();
                    digests.add(table + "|" + row.getString(1));
                }
            }
            return digests;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows of a query, each with its values joined by a bar; null is an empty text. */
    public List<String> lines(String query) {
        return database.sql()
                .sql(query)
                .query(
                        (row, n) -> {
                            StringJoiner values = new StringJoiner("|");
                            int columns = row.getMetaData().getColumnCount();
                            for (int column = 1; column <= columns; column++) {
                                String value = row.getString(column);
                                values.add(value == null ? "" : value);
                            }
                            return values.toString();
                        })
                .list();
    }

    /** What an account holds, debit positive, over all entries. */
    public long balance(String account, String currency) {
        return database.sql()
                .sql(
                        """
                        select coalesce(sum(amount_minor), 0)
                        from ledger.posting
                        where account = :account and currency = :currency
                        """)
                .param("account", account)
                .param("currency", currency)
                .query(Long.class)
                .single();
    }

    @Override
    public void close() {
        database.close();
        try {
            Server.POSTGRES.dropDatabase(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Started by the first test that needs it, stopped when the JVM ends. */
    private static final class Server {
        private static final PostgresServer POSTGRES = start();

        private static PostgresServer start() {
            try {
                Path folder = Files.createDirectories(Path.of("target"));
                removeOld(folder);
                PostgresServer server =
                        PostgresServer.start(Files.createTempDirectory(folder, "postgres-"));
                server.createDatabase(TEMPLATE);
                Database.migrate(
                        new DatabaseSettings(
                                server.jdbcUrl(TEMPLATE),
                                new Login(
                                        PostgresServer.OWNER,
                                        server.password(PostgresServer.OWNER)),
                                new Login(
                                        PostgresServer.APP, server.password(PostgresServer.APP))));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL for tests did not start", e);
            }
        }

        /** Data of test runs that ended hours ago; nobody uses them. */
        private static void removeOld(Path folder) throws IOException {
            Instant old = Instant.now().minus(Duration.ofHours(2));
            try (DirectoryStream<Path> runs = Files.newDirectoryStream(folder, "postgres-*")) {
                for (Path run : runs) {
                    if (Files.getLastModifiedTime(run).toInstant().isBefore(old)) {
                        remove(run);
                    }
                }
            }
        }

        private static void remove(Path run) throws IOException {
            try (Stream<Path> tree = Files.walk(run)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
