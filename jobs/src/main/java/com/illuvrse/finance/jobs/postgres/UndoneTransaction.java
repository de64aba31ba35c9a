package com.illuvrse.finance.jobs.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * One transaction in which a night can be tried out on the real tables. It is always rolled back.
 *
 * <p>Four things keep it from being committed, and each is enough:
 *
 * <ul>
 *   <li>{@link #database} hands out {@link SavepointConnections}, whose commit ends a savepoint;
 *   <li>whoever reaches the server past them is refused at COMMIT: a constraint is broken from the
 *       begin on that PostgreSQL looks at only then;
 *   <li>should the transaction end all the same, every later one of the connection is read-only;
 *   <li>{@link #close} asks PostgreSQL what became of the transaction, and fails unless it says
 *       {@code aborted}.
 * </ul>
 *
 * <p>Numbers of internal keys that were given are not given again, as after every rollback; nothing
 * that is sealed or exported holds one.
 */
public final class UndoneTransaction implements AutoCloseable {

    private final Connection connection;
    private final Database database;
    private final String number;

    private UndoneTransaction(Connection connection, DatabaseSettings settings)
            throws SQLException {
        this.connection = connection;
        run("set role " + LedgerRole.WRITER.databaseName());
        run("set time zone 'UTC'");
        run("set session characteristics as transaction read only");
        connection.setAutoCommit(false);
        run("set transaction read write");
        refuseToCommit();
        this.number = ask("select pg_current_xact_id()::text");
        this.database = Database.on(new SavepointConnections(connection), settings);
    }

    /** Begins one on a connection of its own. */
    public static UndoneTransaction begin(Database ledger) throws SQLException {
        DatabaseSettings settings = ledger.settings();
        Connection connection =
                DriverManager.getConnection(
                        settings.url(),
                        settings.application().user(),
                        settings.application().password());
        boolean begun = false;
        try {
            UndoneTransaction transaction = new UndoneTransaction(connection, settings);
            begun = true;
            return transaction;
        } finally {
            if (!begun) {
                connection.close();
            }
        }
    }

    /** Two equal rows where only one may be, which is looked at when the transaction ends. */
    private void refuseToCommit() throws SQLException {
        run(
                """
                create temporary table not_to_be_committed (
                    one boolean,
                    constraint a_rehearsal_is_never_committed unique (one) deferrable initially deferred)
                """);
        run("insert into not_to_be_committed values (true), (true)");
    }

    /** The ledger as this transaction sees it, what was tried out included. */
    public Database database() {
        return database;
    }

    /**
     * Undoes everything.
     *
     * @throws IllegalStateException when something may have been committed
     */
    @Override
    public void close() throws SQLException {
        try (connection) {
            connection.rollback();
            String fate = ask("select pg_xact_status('" + number + "'::xid8)");
            connection.rollback();
            if (!fate.equals("aborted")) {
                throw new IllegalStateException(
                        "transaction %s of a rehearsal should be undone and is %s; look at what it wrote"
                                .formatted(number, fate));
            }
        }
    }

    private void run(String statement) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private String ask(String question) throws SQLException {
        try (PreparedStatement sql = connection.prepareStatement(question);
                ResultSet answer = sql.executeQuery()) {
            answer.next();
            return String.valueOf(answer.getString(1));
        }
    }
}
