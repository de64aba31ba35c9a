package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.jobs.marketplace.FeedContract;
import com.illuvrse.finance.royalty.Contract;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The contracts the marketplace has told us of, sound or not. */
public final class ContractFacts {

    private final JdbcClient sql;

    public ContractFacts(Database database) {
        this.sql = database.sql();
    }

    /** All versions of some contracts that were read up to a day. */
    public List<Contract> versions(LocalDate day, Collection<String> contracts) {
        return sql.sql(
                        """
                        select c.body from fact.contract c
                        where c.contract = any(:contracts) and c.accepted_on <= :day
                        order by c.contract, c.version
                        """)
                .param("contracts", contracts.toArray(String[]::new))
                .param("day", day)
                .query((row, n) -> FeedContract.read(row.getString(1)))
                .list();
    }

    /** All versions of all contracts that were read up to a day, one by one. */
    public void forEachVersion(LocalDate day, Consumer<Contract> consumer) {
        sql.sql(
                        """
                        select c.body from fact.contract c
                        where c.accepted_on <= :day
                        order by c.contract collate "C", c.version
                        """)
                .param("day", day)
                .query(
                        row -> {
                            consumer.accept(FeedContract.read(row.getString(1)));
                        });
    }
}
