package com.illuvrse.finance.jobs.postgres;

import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was booked late and belongs to a period before. */
public final class LateFacts {

    private final JdbcClient sql;

    public LateFacts(Database database) {
        this.sql = database.sql();
    }

    /**
     * Whether anything booked after a segment counts in a period that is over: it took effect
     * there, in any zone, or it takes back a payment, which counts on the day of the payment.
     *
     * @param first day whose late entries count, that of the period or an earlier one
     * @param last day of the period
     */
    public boolean change(LocalDate first, LocalDate last, int segment) {
        return sql.sql(
                        """
                        select exists (
                            select from ledger.entry e
                            where e.booked_on > (select s.day from ledger.segment s where s.segment = :segment) and (
                                (e.effective_on < e.booked_on
                                    and e.effective_on between :first::date - 1 and :last::date + 1)
                                or e.reverses is not null
                                or e.source_key like 'payout-%'))
                        """)
                .param("segment", segment)
                .param("first", first)
                .param("last", last)
                .query(Boolean.class)
                .single();
    }
}
