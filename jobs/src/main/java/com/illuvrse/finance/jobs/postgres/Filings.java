package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.journal.Period;
import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What tax authorities have accepted, from the feed {@code filings}. */
public final class Filings {

    /**
     * A record that was accepted, and not rejected afterwards.
     *
     * @param form empty where a kind has no forms
     * @param payee empty where a period is filed as a whole
     */
    public record Accepted(String form, String payee, String record, LocalDate filedOn) {}

    private final JdbcClient sql;

    public Filings(Database database) {
        this.sql = database.sql();
    }

    /**
     * What was accepted of a period, in the order it was filed.
     *
     * @param known the last day whose night may have told it
     */
    public List<Accepted> accepted(String kind, Period period, LocalDate known) {
        return sql.sql(
                        """
                        select last.form, last.payee, last.record, last.filed_on
                        from (
                            select distinct on (f.form, f.payee, f.record) f.*
                            from fact.filing f
                            where f.kind = :kind and f.period = :period and f.accepted_on <= :known
                            order by f.form, f.payee, f.record, f.accepted_on desc, f.filing_key desc) last
                        where last.status = 'accepted'
                        order by last.filed_on, last.accepted_on, last.filing_key
                        """)
                .param("kind", kind)
                .param("period", period.name())
                .param("known", known)
                .query(
                        (row, n) ->
                                new Accepted(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getObject(4, LocalDate.class)))
                .list();
    }
}
