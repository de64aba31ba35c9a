package com.illuvrse.finance.jobs.postgres;

import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many rows each file of a sealed day must have, counted in the tables and not while writing.
 */
public final class DayCounts {

    private final JdbcClient sql;

    public DayCounts(Database database) {
        this.sql = database.sql();
    }

    /** Rows of one day. */
    public record Counts(
            long entries,
            long postings,
            long balances,
            long balanceTransactions,
            long payouts,
            long breaks,
            long invoices,
            long invoiceSteps) {}

    public Counts of(LocalDate day) {
        return sql.sql(
                        """
                        select
                            (select count(*) from ledger.entry e where e.booked_on = :day),
                            (select coalesce(sum(cardinality(e.line_amount)), 0)
                                from ledger.entry e where e.booked_on = :day),
                            (select count(*) from ledger.balance_day b where b.day = :day),
                            (select count(*) from ledger.entry e
                                where e.booked_on = :day and e.source_key like 'stripe:%:bt:%'),
                            (select count(*) from payout.item i join payout.batch b on b.batch = i.batch
                                where b.day = :day),
                            (select count(*) from ledger.break_day b where b.day = :day),
                            (select coalesce(sum(cardinality(i.part_net)), 0)
                                from ledger.invoice i where i.issued_on = :day),
                            (select coalesce(sum(cardinality(d.steps)), 0)
                                from ledger.invoice_day d where d.day = :day)
                        """)
                .param("day", day)
                .query(
                        (row, n) ->
                                new Counts(
                                        row.getLong(1),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getLong(6),
                                        row.getLong(7),
                                        row.getLong(8)))
                .single();
    }
}
