package com.illuvrse.finance.jobs.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;

/** Tries statements on a database in everybody's name, and takes back whatever was tried. */
final class Attacks implements AutoCloseable {

    private final TestDatabase database;
    private final Map<Attacker, Connection> connections = new EnumMap<>(Attacker.class);

    Attacks(TestDatabase database) {
        this.database = database;
    }

    /** The sentence the database says no with, or an empty text when it does not. */
    String refusalOf(Attacker who, String sql) throws SQLException {
        Connection connection = connections.get(who);
        if (connection == null) {
            connection = who.connectTo(database);
            connections.put(who, connection);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local finance.epoch = '" + database.epoch() + "'");
            statement.execute(sql);
            statement.execute("set constraints all immediate");
            return "";
        } catch (SQLException refusal) {
            return String.valueOf(refusal.getMessage());
        } finally {
            connection.rollback();
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections.values()) {
            connection.close();
        }
    }
}
