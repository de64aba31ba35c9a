package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.sandbox.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Who could try to harm the ledger with a connection of their own. */
enum Attacker {
    /** The program's login before it has taken a role. */
    APPLICATION(PostgresServer.APP, ""),
    WRITER(PostgresServer.APP, "set role ledger_writer"),
    SEALER(PostgresServer.APP, "set role ledger_sealer"),
    PAYOUTS(PostgresServer.APP, "set role ledger_payouts"),
    READER(PostgresServer.APP, "set role ledger_reader"),
    /** Owns every table; the migrations run as it. */
    OWNER(PostgresServer.OWNER, "set role ledger_owner"),
    SUPERUSER(PostgresServer.SUPERUSER, ""),
    /** Foreign keys and ordinary triggers do not fire for it. */
    SUPERUSER_AS_REPLICA(PostgresServer.SUPERUSER, "set session_replication_role = replica");

    private final String login;
    private final String prelude;

    Attacker(String login, String prelude) {
        this.login = login;
        this.prelude = prelude;
    }

    Connection connectTo(TestDatabase database) throws SQLException {
        Connection connection = database.connect(login);
        if (!prelude.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(prelude);
            }
        }
        connection.setAutoCommit(false);
        return connection;
    }
}
