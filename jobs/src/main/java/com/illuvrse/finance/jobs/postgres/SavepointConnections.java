package com.illuvrse.finance.jobs.postgres;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * One connection handed out as if it were many: what would be a transaction on a connection of its
 * own is a savepoint here, so that one sees what the other wrote before anything is committed.
 *
 * <p>A commit ends the savepoint and never the transaction. Roles end with the savepoint as they
 * end with a transaction. To be used by one thread.
 */
final class SavepointConnections extends AbstractDataSource {

    private final Connection connection;

    /**
     * @param connection in a transaction that somebody else ends
     */
    SavepointConnections(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Connection getConnection() {
        return (Connection)
                Proxy.newProxyInstance(
                        Connection.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        new Nested());
    }

    @Override
    public Connection getConnection(String user, String password) {
        throw new UnsupportedOperationException("there is one connection, and it has its user");
    }

    /** A connection as its borrower sees it, in a savepoint of its own while it is not done. */
    private final class Nested implements InvocationHandler {
        private @Nullable Savepoint savepoint;
        private String role = "";
        private boolean closed;

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
                throws Throwable {
            return switch (method.getName()) {
                case "getAutoCommit" -> savepoint == null;
                case "isClosed" -> closed || connection.isClosed();
                case "setAutoCommit", "commit", "rollback", "close" -> {
                    turn(method.getName(), arguments);
                    yield null;
                }
                // they can be asked for at the begin of a transaction only, and this one has begun
                case "setReadOnly", "setTransactionIsolation", "setHoldability" -> null;
                case "abort", "setSavepoint", "releaseSavepoint" ->
                        throw new UnsupportedOperationException(method.getName());
                default -> passed(method, arguments);
            };
        }

        private void turn(String how, Object @Nullable [] arguments) throws SQLException {
            boolean toBegin =
                    how.equals("setAutoCommit")
                            && arguments != null
                            && Boolean.FALSE.equals(arguments[0]);
            if (toBegin) {
                begin();
            } else if (how.equals("commit") || how.equals("setAutoCommit")) {
                commit();
            } else {
                rollback();
                closed |= how.equals("close");
            }
        }

        private @Nullable Object passed(Method method, Object @Nullable [] arguments)
                throws Throwable {
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                Throwable cause = e.getCause();
                throw cause == null ? e : cause;
            }
        }

        private void begin() throws SQLException {
            if (savepoint == null) {
                role = role();
                savepoint = connection.setSavepoint();
            }
        }

        private void commit() throws SQLException {
            Savepoint begun = savepoint;
            savepoint = null;
            if (begun != null) {
                end(begun, false);
                takeBack(role);
            }
        }

        private void rollback() throws SQLException {
            Savepoint begun = savepoint;
            savepoint = null;
            if (begun != null) {
                end(begun, true);
            }
        }
    }

    private void end(Savepoint begun, boolean undo) throws SQLException {
        try {
            if (undo) {
                connection.rollback(begun);
            }
            connection.releaseSavepoint(begun);
        } catch (SQLException e) {
            throw new SQLException(
                    "the transaction of the rehearsal is over, a step has tried to end it or it"
                            + " broke: "
                            + e.getMessage(),
                    e.getSQLState(),
                    e);
        }
    }

    private String role() throws SQLException {
        try (Statement ask = connection.createStatement();
                ResultSet answer = ask.executeQuery("select current_setting('role')")) {
            answer.next();
            return answer.getString(1);
        }
    }

    /** A role that was taken in the savepoint would else stay to the end of all. */
    private void takeBack(String role) throws SQLException {
        try (var set = connection.prepareStatement("select set_config('role', ?, true)")) {
            set.setString(1, role);
            set.execute();
        }
    }
}
