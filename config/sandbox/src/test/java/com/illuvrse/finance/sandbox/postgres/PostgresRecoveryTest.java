package com.illuvrse.finance.sandbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.sandbox.home.HomeInUseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresRecoveryTest {
    @TempDir Path folder;

    @Test
    void keepsCommittedRowsThroughEveryKindOfEnd() throws Exception {
        try (PostgresServer server = PostgresServer.start(folder)) {
            execute(server, "create table kept (n int)");
            execute(server, "insert into kept values (1)");
        }
        PostgresServer killed = PostgresServer.start(folder);
        execute(killed, "insert into kept values (2)");
        killed.killHard();
        Files.writeString(
                folder.resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\n");

        try (PostgresServer again = PostgresServer.start(folder)) {
            assertThat(rows(again)).containsExactly(1, 2);
        }
        assertThat(new PostgresProcesses(folder.toRealPath().resolve("data")).all()).isEmpty();
    }

    @Test
    void takesTheFolderBackFromAKilledProgram() throws Exception {
        Process program = program();
        try (BufferedReader answers = program.inputReader()) {
            assertThat(answers.readLine()).isEqualTo("started");
            assertThatThrownBy(() -> PostgresServer.start(folder))
                    .isInstanceOf(HomeInUseException.class)
                    .hasMessageContaining("process " + program.pid());
        } finally {
            program.destroyForcibly().waitFor();
        }
        assertThat(new PostgresProcesses(folder.toRealPath().resolve("data")).all()).isNotEmpty();

        try (PostgresServer server = PostgresServer.start(folder)) {
            assertThat(rows(server)).containsExactly(7);
        }
    }

    @Test
    void neverReplacesALostPassword() throws IOException {
        Files.writeString(folder.resolve("prepared"), "");

        assertThatThrownBy(() -> PostgresServer.start(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("passwords/postgres is missing");
        assertThat(folder.resolve("passwords")).doesNotExist();
    }

    private Process program() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HoldsAServer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The main class of a program that is killed while it runs a server. */
    static final class HoldsAServer {
        private HoldsAServer() {}

        public static void main(String[] folder) throws Exception {
            PostgresServer server = PostgresServer.start(Path.of(folder[0]));
            execute(server, "create table kept (n int)");
            execute(server, "insert into kept values (7)");
            System.out.println("started");
            Thread.currentThread().join();
        }
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<Integer> rows(PostgresServer server) throws SQLException {
        List<Integer> rows = new ArrayList<>();
        try (Connection connection = connect(server);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select n from kept order by n")) {
            while (result.next()) {
                rows.add(result.getInt(1));
            }
        }
        return rows;
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(
                server.jdbcUrl(PostgresServer.OWNER, PostgresServer.DATABASE));
    }
}
