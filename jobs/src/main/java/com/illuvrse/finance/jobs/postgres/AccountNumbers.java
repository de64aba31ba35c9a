package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.AccountId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The small number the database knows each account by. Paths are long and repeat in every line of
 * every entry; numbers make bulk writing twice as fast.
 */
final class AccountNumbers {

    private final JdbcClient sql;
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, AccountId> accounts = new ConcurrentHashMap<>();

    AccountNumbers(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * Makes sure that all accounts have a number; those that are new get one in this transaction.
     */
    void prepare(Collection<AccountId> wanted) {
        List<String> missing = new ArrayList<>();
        for (AccountId account : wanted) {
            if (!numbers.containsKey(account.path())) {
                missing.add(account.path());
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        String[] paths = missing.stream().distinct().sorted().toArray(String[]::new);
        sql.sql(
                        """
                        insert into ledger.account (path)
                        select path from unnest(:paths::text[]) as wanted (path)
                        where not exists (select from ledger.account a where a.path = wanted.path)
                        order by path
                        """)
                .param("paths", paths)
                .update();
    }

    /** Numbers of the accounts, asked from the database and never remembered before its commit. */
    Map<String, Integer> of(Collection<AccountId> wanted) {
        Map<String, Integer> found = new java.util.HashMap<>();
        List<String> missing = new ArrayList<>();
        for (AccountId account : wanted) {
            Integer number = numbers.get(account.path());
            if (number == null) {
                missing.add(account.path());
            } else {
                found.put(account.path(), number);
            }
        }
        sql.sql(
                        """
                        select account_id, path from ledger.account where path = any(:paths::text[])
                        """)
                .param("paths", missing.toArray(String[]::new))
                .query(
                        row -> {
                            found.put(row.getString("path"), row.getInt("account_id"));
                        });
        return found;
    }

    /** The account of a number. */
    AccountId account(int number) {
        AccountId known = accounts.get(number);
        if (known == null) {
            load();
            known = accounts.get(number);
        }
        if (known == null) {
            throw new IllegalStateException("the database knows no account with number " + number);
        }
        return known;
    }

    /** Remembers all accounts; forgets them if the running transaction made some and fails. */
    private void load() {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new ForgetWhenUndone());
        }
        sql.sql("select account_id, path from ledger.account")
                .query(
                        row -> {
                            String path = row.getString("path");
                            accounts.put(row.getInt("account_id"), AccountId.of(path));
                            numbers.put(path, row.getInt("account_id"));
                        });
    }

    /** An account whose transaction failed is not there, and its number is never given again. */
    private final class ForgetWhenUndone implements TransactionSynchronization {
        @Override
        public void afterCompletion(int status) {
            if (status != STATUS_COMMITTED) {
                numbers.clear();
                accounts.clear();
            }
        }
    }
}
