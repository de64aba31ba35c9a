package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.jobs.marketplace.FeedContract;
import com.illuvrse.finance.jobs.marketplace.ProposedContracts;
import com.illuvrse.finance.royalty.Contract;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The contracts the marketplace has told us of, sound or not. In a rehearsal, versions somebody
 * proposes are among them, in the place of what was told under the same number.
 */
public final class ContractFacts {

    private final JdbcClient sql;
    private final ProposedContracts proposed;

    /** As they were told. */
    public static ContractFacts told(Database database) {
        return new ContractFacts(database, ProposedContracts.NONE);
    }

    /** As they would be. */
    public static ContractFacts with(ProposedContracts proposed, Database database) {
        return new ContractFacts(database, proposed);
    }

    private ContractFacts(Database database, ProposedContracts proposed) {
        this.sql = database.sql();
        this.proposed = proposed;
    }

    /** All versions of some contracts that were read up to a day. */
    public List<Contract> versions(LocalDate day, Collection<String> contracts) {
        List<Contract> versions = new ArrayList<>();
        ProposedContracts.Merge merge = proposed.of(contracts).into(versions::add);
        sql.sql(
                        """
                        select c.body from fact.contract c
                        where c.contract = any(:contracts) and c.accepted_on <= :day
                        order by c.contract collate "C", c.version
                        """)
                .param("contracts", contracts.toArray(String[]::new))
                .param("day", day)
                .query(
                        row -> {
                            merge.told(FeedContract.read(row.getString(1)));
                        });
        merge.end();
        return versions;
    }

    /** All versions of all contracts that were read up to a day, one by one. */
    public void forEachVersion(LocalDate day, Consumer<Contract> consumer) {
        ProposedContracts.Merge merge = proposed.into(consumer);
        sql.sql(
                        """
                        select c.body from fact.contract c
                        where c.accepted_on <= :day
                        order by c.contract collate "C", c.version
                        """)
                .param("day", day)
                .query(
                        row -> {
                            merge.told(FeedContract.read(row.getString(1)));
                        });
        merge.end();
    }

    /**
     * Contracts that pay back each other's advances: where one stands depends on the orders of all.
     */
    public List<List<String>> collateralGroups() {
        List<List<String>> groups = new ArrayList<>();
        ProposedContracts.Merge merge =
                proposed.into(
                        contract -> {
                            List<String> group = new ArrayList<>(contract.recoupedContracts());
                            group.add(contract.contract());
                            groups.add(group);
                        });
        sql.sql(
                        """
                        select c.body from fact.contract c
                        where c.body like '%"collateralGroup"%'
                        order by c.contract collate "C", c.version
                        """)
                .query(
                        row -> {
                            merge.told(FeedContract.read(row.getString(1)));
                        });
        merge.end();
        return groups;
    }

    /** Versions that were told with other content than is proposed, by contract and number. */
    public List<Contract> replaced() {
        return sql
                .sql(
                        """
                        select c.body from fact.contract c
                        where c.contract || ':' || c.version = any(:names)
                        order by c.contract collate "C", c.version
                        """)
                .param("names", proposed.names().toArray(String[]::new))
                .query((row, n) -> FeedContract.read(row.getString(1)))
                .list()
                .stream()
                .filter(told -> !proposed.versions().contains(told))
                .toList();
    }
}
