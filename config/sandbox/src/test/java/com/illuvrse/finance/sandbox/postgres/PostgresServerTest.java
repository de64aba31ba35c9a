package com.illuvrse.finance.sandbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.sandbox.home.HomeInUseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    @TempDir static Path folder;

    private static PostgresServer server;

    @BeforeAll
    static void starts() throws IOException {
        Files.createDirectories(folder.resolve("data/base"));
        Files.writeString(folder.resolve("data/half_made"), "");
        server = PostgresServer.start(folder);
    }

    @AfterAll
    static void stops() throws IOException {
        server.close();
    }

    @Test
    void beginsAnewAfterAnUnfinishedFirstStart() {
        assertThat(folder.resolve("data/half_made")).doesNotExist();
        assertThat(folder.resolve("prepared")).exists();
    }

    @Test
    void keepsWhatItCommits() throws SQLException {
        List<String> settings =
                asOwner(
                        "show server_version_num",
                        "show fsync",
                        "show synchronous_commit",
                        "show full_page_writes",
                        "show jit",
                        "show server_encoding",
                        "show shared_buffers");

        assertThat(settings.getFirst()).startsWith("18");
        assertThat(settings.subList(1, settings.size()))
                .containsExactly("on", "on", "on", "off", "UTF8", "256MB");
    }

    @Test
    void theAppDoesNothingWithoutTheRole() throws SQLException {
        asOwner(
                "create table role_wanted (n int)",
                "grant insert, select on role_wanted to ledger_writer");

        try (Connection connection = connect(PostgresServer.APP, PostgresServer.DATABASE);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("insert into role_wanted values (1)"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.execute("set role ledger_owner"))
                    .hasMessageContaining("permission denied");
            connection.setAutoCommit(false);
            statement.execute("set local role ledger_writer");
            statement.execute("insert into role_wanted values (2)");
            connection.commit();
        }

        assertThat(asOwner("select n from role_wanted")).containsExactly("2");
    }

    @Test
    void anotherRoleCanBeGivenToTheApp() throws Exception {
        server.letAppBecome("ledger_tax");

        try (Connection connection = connect(PostgresServer.APP, PostgresServer.DATABASE);
                Statement statement = connection.createStatement()) {
            assertThat(values(statement, "set role ledger_tax; select current_user"))
                    .containsExactly("ledger_tax");
        }
    }

    @Test
    void theOwnerMayDoWhatMigrationsDo() throws SQLException {
        assertThat(
                        asOwner(
                                "create role ledger_auditor nologin",
                                "create schema told authorization ledger_owner",
                                "set role ledger_owner",
                                "create table told.fact (n int)",
                                "grant usage on schema told to ledger_reader",
                                "select string_agg(rolname, ' ' order by rolname) from pg_roles"
                                        + " where pg_has_role(current_user, oid, 'set')"
                                        + " and rolname like 'ledger%'"))
                .containsExactly("ledger_owner");
    }

    @Test
    void letsNobodyInWithoutPassword() throws IOException {
        assertThatThrownBy(
                        () ->
                                DriverManager.getConnection(
                                        server.jdbcUrl("postgres"), "postgres", ""))
                .isInstanceOf(SQLException.class);
        assertThat(PosixFilePermissions.toString(permissions("passwords/postgres")))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(permissions("passwords"))).isEqualTo("rwx------");
        assertThat(server).asString().doesNotContain(server.password(PostgresServer.APP));
    }

    @Test
    void makesAndCopiesDatabasesForTests() throws Exception {
        server.createDatabase("first");
        execute(connect(PostgresServer.OWNER, "first"), "create table kept (n int)");

        server.copyDatabase("first", "second");

        execute(connect(PostgresServer.OWNER, "second"), "insert into kept values (1)");
        server.dropDatabase("first");
        server.dropDatabase("second");
        assertThat(asOwner("select count(*) from pg_database where datname in ('first', 'second')"))
                .containsExactly("0");
    }

    @Test
    void refusesASecondServerOnTheFolder() throws IOException {
        String held = folder.toRealPath().toString();

        assertThatThrownBy(() -> PostgresServer.start(folder))
                .isInstanceOf(HomeInUseException.class)
                .hasMessageContaining(held)
                .hasMessageContaining("process " + ProcessHandle.current().pid());
    }

    private static Set<PosixFilePermission> permissions(String name) throws IOException {
        return Files.getPosixFilePermissions(folder.resolve(name));
    }

    private static Connection connect(String user, String database) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(user, database));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> asOwner(String... statements) throws SQLException {
        try (Connection connection = connect(PostgresServer.OWNER, PostgresServer.DATABASE);
                Statement statement = connection.createStatement()) {
            return values(statement, statements);
        }
    }

    private static List<String> values(Statement statement, String... statements)
            throws SQLException {
        List<String> values = new ArrayList<>();
        for (String sql : statements) {
            boolean isResult = statement.execute(sql);
            while (!isResult && statement.getUpdateCount() >= 0) {
                isResult = statement.getMoreResults();
            }
            if (isResult) {
                try (ResultSet result = statement.getResultSet()) {
                    while (result.next()) {
                        values.add(result.getString(1));
                    }
                }
            }
        }
        return values;
    }
}
