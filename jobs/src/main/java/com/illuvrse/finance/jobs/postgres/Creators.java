package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.jobs.marketplace.FeedPayee;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.payout.CreatorBalance;
import com.illuvrse.finance.payout.Payee;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What creators are owed on a day, and the records that say how they are paid. */
public final class Creators {

    private final JdbcClient sql;
    private final Balances balances;

    public Creators(Database database) {
        this.sql = database.sql();
        this.balances = new Balances(database);
    }

    /** What all creators are owed when a day ends, by creator and currency. */
    public List<CreatorBalance> balances(LocalDate day) {
        TreeMap<String, CreatorBalance> owed = new TreeMap<>();
        balances.forEachOf(
                day,
                balance -> {
                    String[] path = balance.account().path().split(":", -1);
                    if (balance.account().isWithin("liabilities:creator") && path.length == 4) {
                        long amount = Math.negateExact(balance.closing());
                        CreatorBalance part =
                                new CreatorBalance(
                                        path[2],
                                        balance.currency(),
                                        path[3].equals("payable") ? amount : 0,
                                        path[3].equals("held") ? amount : 0,
                                        path[3].equals("reserve") ? amount : 0);
                        owed.merge(path[2] + " " + balance.currency(), part, Creators::together);
                    }
                });
        return List.copyOf(owed.values());
    }

    private static CreatorBalance together(CreatorBalance one, CreatorBalance other) {
        return new CreatorBalance(
                one.payee(),
                one.currency(),
                Math.addExact(one.payable(), other.payable()),
                Math.addExact(one.held(), other.held()),
                Math.addExact(one.reserve(), other.reserve()));
    }

    /** The record of each of some creators that is valid on a day: the highest version. */
    public Map<String, Payee> records(LocalDate day, Collection<String> creators) {
        Map<String, Payee> records = new TreeMap<>();
        sql.sql(
                        """
                        select distinct on (p.payee) p.body
                        from fact.payee p
                        where p.payee = any(:creators) and p.accepted_on <= :day and p.valid_from <= :day
                        order by p.payee, p.version desc
                        """)
                .param("creators", creators.toArray(String[]::new))
                .param("day", day)
                .query(
                        row -> {
                            Payee payee = FeedPayee.read(row.getString(1));
                            records.put(payee.payee(), payee);
                        });
        return records;
    }

    /** The records valid on a day of all payees that have one of some tax numbers. */
    public List<Payee> samePersons(LocalDate day, Collection<String> tinRefs) {
        if (tinRefs.isEmpty()) {
            return List.of();
        }
        List<String> candidates =
                sql.sql(
                                """
                                select distinct p.payee
                                from fact.payee p
                                where substring(p.body from '"tinRef"\\s*:\\s*"([^"]*)"') = any(:numbers)
                                    and p.accepted_on <= :day
                                """)
                        .param("numbers", tinRefs.toArray(String[]::new))
                        .param("day", day)
                        .query((row, n) -> row.getString(1))
                        .list();
        return records(day, candidates).values().stream()
                .filter(payee -> tinRefs.contains(payee.person()))
                .toList();
    }

    /** A destination that sent a payment back to us. */
    public record Refusal(String payee, String destination) {}

    /**
     * Destinations whose bank returned a payment up to a day, or that Stripe could not send to
     * before the day was over.
     */
    public List<Refusal> refusals(AccountingDay day) {
        return sql.sql(
                        """
                        select distinct i.payee, i.destination
                        from fact.bank_line l
                            join payout.item i on l.reference = 'PAYOUT ' || i.batch || ':' || i.payee || ':' || i.currency
                        where l.reason is not null and l.amount > 0 and l.accepted_on <= :day
                            and i.destination is not null
                        union
                        select i.payee, i.destination
                        from fact.bank_line l
                            join payout.intent n on n.transfer_id = l.reference
                            join payout.item i on i.item_key = n.item_key
                        where l.reason is not null and l.amount > 0 and l.accepted_on <= :day
                        union
                        select i.payee, i.destination
                        from fact.ach_notice a
                            join payout.intent n on n.transfer_id = a.original_trace
                            join payout.item i on i.item_key = n.item_key
                        where a.kind = 'RETURN' and a.accepted_on <= :day
                        union
                        select i.payee, i.destination
                        from payout.intent n join payout.item i on i.item_key = n.item_key
                        where n.state = 'FAILED' and n.failure <> all(:again) and n.concluded_at < :end
                        """)
                .param("day", day.date())
                .param("end", PayoutBatches.at(day.to()))
                .param("again", PayoutIntents.MAY_BE_MADE_AGAIN)
                .query((row, n) -> new Refusal(row.getString(1), row.getString(2)))
                .list();
    }

    /** Creators with a balance nobody has told us how to pay. */
    public List<String> withoutPayee(LocalDate day) {
        List<String> owed =
                balances(day).stream()
                        .filter(
                                balance ->
                                        balance.payable() != 0
                                                || balance.held() != 0
                                                || balance.reserve() != 0)
                        .map(CreatorBalance::payee)
                        .distinct()
                        .toList();
        return sql.sql(
                        """
                        select creator from unnest(:creators::text[]) as owed (creator)
                        where not exists (
                            select from fact.payee p
                            where p.payee = creator and p.accepted_on <= :day)
                        order by creator collate "C"
                        """)
                .param("creators", owed.toArray(String[]::new))
                .param("day", day)
                .query((row, n) -> row.getString(1))
                .list();
    }
}
