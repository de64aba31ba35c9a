package com.illuvrse.finance.sandbox.postgres;

import static com.illuvrse.finance.sandbox.postgres.PostgresServer.APP;
import static com.illuvrse.finance.sandbox.postgres.PostgresServer.APP_ROLES;
import static com.illuvrse.finance.sandbox.postgres.PostgresServer.DATABASE;
import static com.illuvrse.finance.sandbox.postgres.PostgresServer.OWNER;
import static com.illuvrse.finance.sandbox.postgres.PostgresServer.ROLES;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What the superuser does: roles, logins and databases. Doing it twice changes nothing. */
final class Administration {
    private final DataSource superuser;

    Administration(DataSource superuser) {
        this.superuser = superuser;
    }

    /** Makes what is missing of the roles, the two logins and the database. */
    void prepare(Passwords passwords) throws IOException {
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement()) {
            for (String role : ROLES) {
                createRole(statement, role, "nologin");
            }
            createRole(statement, OWNER, "login createrole" + password(passwords, OWNER));
            statement.execute("alter role %s createdb".formatted(OWNER));
            createRole(statement, APP, "login noinherit" + password(passwords, APP));
            for (String role : ROLES) {
                statement.execute("grant %s to %s with admin option".formatted(role, OWNER));
            }
            for (String role : APP_ROLES) {
                statement.execute(becoming(role));
            }
            if (isMissing(statement, "select from pg_database where datname = '%s'", DATABASE)) {
                statement.execute("create database %s owner %s".formatted(DATABASE, OWNER));
            }
        } catch (SQLException e) {
            throw new IOException("the roles and the database could not be made: " + e, e);
        }
    }

    void letAppBecome(String role) throws IOException {
        command(becoming(checked(role)));
    }

    void createDatabase(String name) throws IOException {
        command("create database %s owner %s".formatted(checked(name), OWNER));
    }

    void copyDatabase(String from, String to) throws IOException {
        command(
                "create database %s template %s owner %s"
                        .formatted(checked(to), checked(from), OWNER));
    }

    void dropDatabase(String name) throws IOException {
        command("drop database %s with (force)".formatted(checked(name)));
    }

    /** A name that needs no quotes and no escapes. */
    static String checked(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                    "a name has small letters, digits and underscores, but this one is " + name);
        }
        return name;
    }

    private static String becoming(String role) {
        return "grant %s to %s with inherit false, set true".formatted(role, APP);
    }

    private static String password(Passwords passwords, String login) {
        return " password '%s'".formatted(passwords.of(login));
    }

    private static void createRole(Statement statement, String role, String attributes)
            throws SQLException {
        if (isMissing(statement, "select from pg_roles where rolname = '%s'", role)) {
            statement.execute("create role %s %s".formatted(role, attributes));
        }
    }

    private static boolean isMissing(Statement statement, String query, String name)
            throws SQLException {
        try (ResultSet found = statement.executeQuery(query.formatted(name))) {
            return !found.next();
        }
    }

    private void command(String sql) throws IOException {
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IOException("could not %s: %s".formatted(sql, e.getMessage()), e);
        }
    }
}
