package com.illuvrse.finance.jobs.batch;

import com.illuvrse.finance.jobs.postgres.Database;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Isolation;

/**
 * Keeps the history of jobs in the ledger's database. Without this, Spring Batch 6 keeps none and
 * cannot restart anything.
 */
@Configuration(proxyBeanMethods = false)
@EnableBatchProcessing(transactionManagerRef = "transactionManager")
@EnableJdbcJobRepository(
        dataSourceRef = "dataSource",
        transactionManagerRef = "transactionManager",
        tablePrefix = BatchConfiguration.TABLE_PREFIX,
        databaseType = "POSTGRES",
        isolationLevelForCreate = Isolation.READ_COMMITTED,
        validateTransactionState = true)
public class BatchConfiguration {

    /** The tables of the run history carry their schema in their name. */
    static final String TABLE_PREFIX = "batch.BATCH_";

    @Bean
    DataSource dataSource(Database database) {
        return database.dataSource();
    }

    @Bean
    PlatformTransactionManager transactionManager(Database database) {
        return database.transactions();
    }
}
