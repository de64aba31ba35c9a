package com.illuvrse.finance.jobs.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * An empty database beside the ledger's, on the same server and with the same tables, roles and
 * defences, which is gone afterwards. What works in it has no connection that reaches the ledger.
 *
 * <p>Its name is the ledger's with {@code _replay}. One process at a time has it: a lock in the
 * ledger's database says whose it is, so what a killed process left behind is dropped by the next.
 * It is known by its comment; a database of that name without it is somebody else's and stays.
 */
public final class ScratchDatabase implements AutoCloseable {

    /** The number every process asks for that wants it: "illuvscr" in ASCII. */
    private static final long KEY = 0x696c6c7576736372L;

    private static final String MARK = "scratch database of finance replay, may be dropped";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final Connection owner;
    private final DatabaseSettings settings;
    private final String name;
    private final Database database;

    private ScratchDatabase(Connection owner, DatabaseSettings ledger) throws SQLException {
        this.owner = owner;
        this.name = owner.getCatalog() + "_replay";
        this.settings =
                new DatabaseSettings(
                        address(ledger.url(), owner.getCatalog(), name),
                        ledger.owner(),
                        ledger.application());
        drop();
        create();
        Database.migrate(settings);
        this.database = Database.connect(settings);
    }

    /**
     * Makes it; empty when another process has it.
     *
     * @throws IllegalStateException when the owner's login may not make databases
     */
    static Optional<ScratchDatabase> tryMake(Database ledger) throws SQLException {
        Connection owner = owner(ledger.settings());
        boolean made = false;
        try {
            if (!isFree(owner)) {
                return Optional.empty();
            }
            ScratchDatabase scratch = new ScratchDatabase(owner, ledger.settings());
            made = true;
            return Optional.of(scratch);
        } finally {
            if (!made) {
                owner.close();
            }
        }
    }

    private static boolean isFree(Connection owner) throws SQLException {
        try (Statement sql = owner.createStatement();
                ResultSet answer = sql.executeQuery("select pg_try_advisory_lock(" + KEY + ")")) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    /** The same address with another database. */
    static String address(String url, String ledger, String scratch) {
        int options = url.indexOf('?');
        String path = options < 0 ? url : url.substring(0, options);
        if (!path.endsWith("/" + ledger)) {
            throw new IllegalStateException(
                    "expected the address of a database that ends in /%s, found %s"
                            .formatted(ledger, path));
        }
        return path.substring(0, path.length() - ledger.length())
                + scratch
                + (options < 0 ? "" : url.substring(options));
    }

    private void create() throws SQLException {
        try (Statement sql = owner.createStatement()) {
            sql.execute("create database \"" + name + '"');
            sql.execute("comment on database \"" + name + "\" is '" + MARK + "'");
        } catch (SQLException e) {
            if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw new IllegalStateException(
                        "a day is replayed in a database of its own, and the login %s may not make one; let a superuser do: alter role %s createdb"
                                .formatted(settings.owner().user(), settings.owner().user()),
                        e);
            }
            throw e;
        }
    }

    /** PostgreSQL waits a few seconds for connections that were just closed to be gone. */
    private void drop() throws SQLException {
        requireOurs();
        try (Statement sql = owner.createStatement()) {
            sql.execute("drop database if exists \"" + name + '"');
        }
    }

    private void requireOurs() throws SQLException {
        try (PreparedStatement ask =
                owner.prepareStatement(
                        "select shobj_description(oid, 'pg_database') from pg_database where"
                                + " datname = ?")) {
            ask.setString(1, name);
            try (ResultSet there = ask.executeQuery()) {
                if (there.next() && !MARK.equals(there.getString(1))) {
                    throw new IllegalStateException(
                            "a replay needs the name %s for a database of its own, and there is one no replay made; rename it, or drop it when nobody needs it"
                                    .formatted(name));
                }
            }
        }
    }

    Database database() {
        return database;
    }

    /** A connection of the schema's owner, past the roles of a night. */
    Connection asOwner() throws SQLException {
        return owner(settings);
    }

    static Connection owner(DatabaseSettings settings) throws SQLException {
        Connection connection =
                DriverManager.getConnection(
                        settings.url(), settings.owner().user(), settings.owner().password());
        connection.setAutoCommit(true);
        return connection;
    }

    @Override
    public void close() throws SQLException {
        try (owner) {
            database.close();
            drop();
        }
    }
}
