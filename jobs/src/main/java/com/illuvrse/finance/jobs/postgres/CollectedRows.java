package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.CollectionRules;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Collections that wait for the creator whose account they evened out. */
public final class CollectedRows {

    private final JdbcClient sql;

    public CollectedRows(Database database) {
        this.sql = database.sql();
    }

    /** Collections booked up to a day that have no entry of a creator, by instant and id. */
    public List<BalanceTransaction> waiting(LocalDate day) {
        return sql.sql(
                        BalanceTransactionRows.SELECT_WITHOUT_ORDER
                                + """
                                 from fact.balance_transaction t
                                    join ledger.entry e
                                        on e.entry_id = ledger.entry_id('stripe:' || t.account || ':bt:' || t.id)
                                where t.type = :type and e.booked_on <= :day
                                    and not exists (
                                        select from ledger.entry c
                                        where c.entry_id = ledger.entry_id('collection:' || t.id))
                                order by t.created, t.id collate "C"
                                """)
                .param("type", CollectionRules.TYPE)
                .param("day", day)
                .query((row, n) -> BalanceTransactionRows.read(row))
                .list();
    }

    /** The payees of some Stripe accounts, as far as their records are valid on a day. */
    public Map<String, List<String>> payeesOf(List<String> accounts, LocalDate day) {
        Map<String, List<String>> payees = new TreeMap<>();
        sql.sql(
                        """
                        select valid.stripe_account, array_agg(valid.payee order by valid.payee collate "C")
                        from (
                            select distinct on (p.payee) p.payee, p.body::jsonb ->> 'stripeAccount' as stripe_account
                            from fact.payee p
                            where p.accepted_on <= :day and p.valid_from <= :day
                            order by p.payee, p.version desc) valid
                        where valid.stripe_account = any(:accounts)
                        group by valid.stripe_account
                        """)
                .param("accounts", accounts.toArray(String[]::new))
                .param("day", day)
                .query(
                        row -> {
                            payees.put(
                                    row.getString(1),
                                    List.of((String[]) row.getArray(2).getArray()));
                        });
        return payees;
    }
}
