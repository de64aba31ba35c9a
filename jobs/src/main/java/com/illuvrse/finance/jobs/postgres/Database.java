package com.illuvrse.finance.jobs.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The ledger's database as one process sees it: a pool of connections, and transactions that say in
 * which role and for which epoch they write.
 *
 * <p>{@link #hold} is the first statement of every writing transaction: it takes the role, and
 * stops the transaction when another process has taken over (run safety, section 2).
 */
public final class Database implements AutoCloseable {

    private final DatabaseSettings settings;
    private final DataSource pool;
    private final PlatformTransactionManager transactions;
    private final JdbcTemplate jdbc;
    private final JdbcClient sql;

    private Database(DatabaseSettings settings, DataSource pool) {
        this.settings = settings;
        this.pool = pool;
        this.transactions = new JdbcTransactionManager(pool);
        this.jdbc = new JdbcTemplate(pool);
        this.jdbc.setFetchSize(2_000);
        this.sql = JdbcClient.create(jdbc);
    }

    /** Brings the schema to the version this program knows; does nothing when it is there. */
    public static void migrate(DatabaseSettings settings) {
        Flyway.configure()
                .dataSource(settings.url(), settings.owner().user(), settings.owner().password())
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    /** Opens the pool. Nobody is asked yet whether the schema is there. */
    public static Database connect(DatabaseSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.application().user());
        config.setPassword(settings.application().password());
        config.setPoolName("ledger");
        config.setMaximumPoolSize(8);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(10_000);
        config.setConnectionInitSql(
                "set role " + LedgerRole.WRITER.databaseName() + "; set time zone 'UTC'");
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("ApplicationName", "illuvrse-finance");
        return new Database(settings, new HikariDataSource(config));
    }

    /** A database on connections that somebody else closes. */
    static Database on(DataSource connections, DatabaseSettings settings) {
        return new Database(settings, connections);
    }

    DatabaseSettings settings() {
        return settings;
    }

    /** The pool, for the run history and the triggers of the scheduler. */
    public DataSource dataSource() {
        return pool;
    }

    public PlatformTransactionManager transactions() {
        return transactions;
    }

    JdbcTemplate jdbc() {
        return jdbc;
    }

    JdbcClient sql() {
        return sql;
    }

    /**
     * Takes a role and holds the epoch until the running transaction ends.
     *
     * @throws EpochOverException when another process settles now
     */
    public void hold(LedgerRole role, long epoch) {
        jdbc.execute("set local role " + role.databaseName());
        try {
            sql.sql("select run.hold(:epoch)").param("epoch", epoch).query(row -> {});
        } catch (RuntimeException e) {
            if (EpochOverException.isCauseOf(e)) {
                throw new EpochOverException(epoch, e);
            }
            throw e;
        }
    }

    /** Does work in one transaction of its own that writes in a role for an epoch. */
    public <T> T write(LedgerRole role, long epoch, Supplier<T> work) {
        TransactionTemplate template = new TransactionTemplate(transactions);
        template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return template.execute(
                status -> {
                    hold(role, epoch);
                    return work.get();
                });
    }

    /** The same for work without a result. */
    public void write(LedgerRole role, long epoch, Runnable work) {
        write(
                role,
                epoch,
                () -> {
                    work.run();
                    return true;
                });
    }

    /**
     * Opens something of the vault for tax forms in one transaction of its own, beside whoever
     * settles: the role can do nothing that an epoch guards.
     */
    <T> T openForTaxes(Supplier<T> work) {
        TransactionTemplate template = new TransactionTemplate(transactions);
        template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return template.execute(
                status -> {
                    jdbc.execute("set local role " + LedgerRole.TAX.databaseName());
                    return work.get();
                });
    }

    /**
     * Reads in one transaction that sees one moment; large results come a few thousand rows at a
     * time.
     */
    public <T> T read(Supplier<T> work) {
        TransactionTemplate template = new TransactionTemplate(transactions);
        template.setReadOnly(true);
        template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        template.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return template.execute(
                status -> {
                    jdbc.execute("set local role " + LedgerRole.READER.databaseName());
                    return work.get();
                });
    }

    @Override
    public void close() {
        if (pool instanceof HikariDataSource own) {
            own.close();
        }
    }
}
