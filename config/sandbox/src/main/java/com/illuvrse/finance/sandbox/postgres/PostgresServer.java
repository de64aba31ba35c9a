package com.illuvrse.finance.sandbox.postgres;

import com.illuvrse.finance.sandbox.home.FolderLock;
import com.illuvrse.finance.sandbox.home.HomeInUseException;
import com.illuvrse.finance.sandbox.home.OwnerFile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running PostgreSQL 18 whose data stay below a folder: what was committed is there at the next
 * start, also after the server, this program or the machine was killed.
 *
 * <p>It listens on 127.0.0.1, on a new port at each start, and knows three logins: {@link #OWNER}
 * for migrations, {@link #APP} for the work of the night, and the superuser for this class alone.
 * The roles of the ledger exist from the beginning. {@link #APP} is a member of those in {@link
 * #APP_ROLES} and inherits nothing from them: it can do nothing until a transaction says {@code set
 * local role}.
 *
 * <pre>
 * lock            held while a server runs here
 * passwords/      one file for each login, mode 600
 * data/           of PostgreSQL
 * prepared        written last at the first start; without it the data are made anew
 * postgres.log    what the server says, and postgres.log.old of the start before
 * </pre>
 */
public final class PostgresServer implements Closeable {
    /** The database everything is in. */
    public static final String DATABASE = "finance";

    /** Owns the database, may create roles and databases, and runs the migrations. */
    public static final String OWNER = "finance_owner";

    /** Runs the jobs; may do nothing without {@code set role}. */
    public static final String APP = "finance_app";

    /** May do everything to the server, for tests that attack it; no program uses it. */
    public static final String SUPERUSER = "postgres";

    /** Roles without login that the migrations expect. */
    public static final List<String> ROLES =
            List.of(
                    "ledger_owner",
                    "ledger_writer",
                    "ledger_sealer",
                    "ledger_reader",
                    "ledger_payouts",
                    "ledger_tax");

    /** Those of {@link #ROLES} that {@link #APP} may become. */
    public static final List<String> APP_ROLES =
            List.of(
                    "ledger_writer",
                    "ledger_sealer",
                    "ledger_reader",
                    "ledger_payouts",
                    "ledger_tax");

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final List<String> LOGINS = List.of(SUPERUSER, OWNER, APP);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(60);

    /** The library starts servers that forget; the first three lines make this one remember. */
    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("fsync", "on"),
                    Map.entry("synchronous_commit", "on"),
                    Map.entry("full_page_writes", "on"),
                    Map.entry("listen_addresses", "127.0.0.1"),
                    Map.entry("unix_socket_directories", ""),
                    Map.entry("max_connections", "100"),
                    Map.entry("shared_buffers", "256MB"),
                    Map.entry("max_wal_size", "2GB"),
                    Map.entry("jit", "off"),
                    Map.entry("timezone", "UTC"),
                    Map.entry("log_timezone", "UTC"));

    /** Names sort by code point and the encoding is UTF-8, whatever the machine's locale is. */
    private static final Map<String, String> NEW_DATA =
            Map.of(
                    "locale", "C",
                    "locale-provider", "builtin",
                    "builtin-locale", "C.UTF-8",
                    "auth", "scram-sha-256");

    private final FolderLock lock;
    private final Passwords passwords;
    private final PostgresProcesses processes;
    private final EmbeddedPostgres embedded;
    private final Administration administration;
    private final Thread atExit = new Thread(this::closeAtExit, "postgres-stop");
    private boolean closed;

    private PostgresServer(
            FolderLock lock,
            Passwords passwords,
            PostgresProcesses processes,
            EmbeddedPostgres embedded) {
        this.lock = lock;
        this.passwords = passwords;
        this.processes = processes;
        this.embedded = embedded;
        this.administration = new Administration(embedded.getPostgresDatabase());
    }

    /**
     * Starts the server of a folder, making it at the first time. A server that a killed program
     * left running there is stopped before.
     *
     * @throws HomeInUseException if a living process runs a server on this folder
     */
    public static PostgresServer start(Path folder) throws IOException {
        FolderLock lock = FolderLock.take(folder);
        try {
            Path real = folder.toRealPath();
            PostgresServer server = start(real, lock);
            Runtime.getRuntime().addShutdownHook(server.atExit);
            return server;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static PostgresServer start(Path folder, FolderLock lock) throws IOException {
        Path data = folder.resolve("data");
        PostgresProcesses processes = new PostgresProcesses(data);
        processes.stop(STOP);
        Path prepared = folder.resolve("prepared");
        if (Files.notExists(prepared)) {
            delete(data);
            Passwords.draw(folder.resolve("passwords"), LOGINS);
        }
        Passwords passwords = Passwords.keptIn(folder.resolve("passwords"), LOGINS);
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        PostgresServer server =
                new PostgresServer(lock, passwords, processes, launch(folder, data, passwords));
        try {
            server.administration.prepare(passwords);
            OwnerFile.write(prepared, "the data folder is complete\n");
            return server;
        } catch (IOException | RuntimeException e) {
            server.embedded.close();
            processes.stop(STOP);
            throw e;
        }
    }

    private static EmbeddedPostgres launch(Path folder, Path data, Passwords passwords)
            throws IOException {
        Path log = folder.resolve("postgres.log");
        if (Files.exists(log)) {
            Files.move(
                    log, folder.resolve("postgres.log.old"), StandardCopyOption.REPLACE_EXISTING);
        }
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setPGStartupWait(START)
                        .setConnectConfig("password", passwords.of(SUPERUSER))
                        .setLocaleConfig("pwfile", passwords.file(SUPERUSER).toString())
                        .setErrorRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()));
        SETTINGS.forEach(builder::setServerConfig);
        NEW_DATA.forEach(builder::setLocaleConfig);
        try {
            return builder.start();
        } catch (IOException | RuntimeException e) {
            new PostgresProcesses(data).stop(STOP);
            throw new IOException(
                    "PostgreSQL did not start on %s: %s".formatted(data, lastWords(log)), e);
        }
    }

    private static String lastWords(Path log) throws IOException {
        if (Files.notExists(log)) {
            return "it said nothing";
        }
        List<String> lines = Files.readAllLines(log);
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    private static void delete(Path data) throws IOException {
        if (Files.notExists(data)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(data)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Lets {@link #APP} say {@code set role} to these roles, of which it inherits nothing. */
    public void letAppBecome(String... roles) throws IOException {
        for (String role : roles) {
            administration.letAppBecome(role);
        }
    }

    /** Makes an empty database that {@link #OWNER} owns, for a test that wants its own. */
    public void createDatabase(String name) throws IOException {
        administration.createDatabase(name);
    }

    /** Makes a database like another one, to which nobody may be connected. */
    public void copyDatabase(String from, String to) throws IOException {
        administration.copyDatabase(from, to);
    }

    /** Removes a database for good, ending the sessions in it. */
    public void dropDatabase(String name) throws IOException {
        administration.dropDatabase(name);
    }

    /** Where to connect, with nothing secret in it; login and password are given apart. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s"
                .formatted(port(), Administration.checked(database));
    }

    /** All a driver needs to connect as this login, with its password: not for logs. */
    public String jdbcUrl(String user, String database) {
        return "%s?user=%s&password=%s".formatted(jdbcUrl(database), user, password(user));
    }

    /** The same in three parts. */
    public Login login(String user, String database) {
        return new Login(jdbcUrl(database), user, password(user));
    }

    /** The password of one of the three logins. */
    public String password(String user) {
        return passwords.of(user);
    }

    /** The port of this start. */
    public int port() {
        return embedded.getPort();
    }

    /** The number of the server's first process, for tests that harm it. */
    public long pid() throws IOException {
        return processes
                .postmaster()
                .map(ProcessHandle::pid)
                .orElseThrow(() -> new IllegalStateException("the server is not running"));
    }

    /** Ends it as a power cut would: nothing is written any more. It can be started again then. */
    public synchronized void killHard() throws IOException {
        if (!closed) {
            processes.kill();
            close();
        }
    }

    /** Stops the server; open sessions are ended and what they did not commit is gone. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            embedded.close();
            processes.stop(STOP);
        } finally {
            lock.close();
            forgetExit();
        }
    }

    private void forgetExit() {
        if (Thread.currentThread() == atExit) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            LOG.trace("the program is ending already", e);
        }
    }

    private void closeAtExit() {
        try {
            close();
        } catch (IOException e) {
            LOG.error("PostgreSQL could not be stopped: {}", e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "PostgresServer[" + jdbcUrl(DATABASE) + "]";
    }
}
