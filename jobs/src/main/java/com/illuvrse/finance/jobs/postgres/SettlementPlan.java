package com.illuvrse.finance.jobs.postgres;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which orders a night has to settle, and how they are cut into parts of one transaction each.
 *
 * <p>An order is to be settled when something new is known of it, when it waits, or when its
 * reserve is due, and when the day has no state of it yet. So a night that was killed finds what is
 * left by asking again.
 */
public final class SettlementPlan {

    private static final int ROWS_A_COPY = 10_000;

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;
    private final CopyText rows = new CopyText();
    private int waiting;

    public SettlementPlan(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
    }

    /** An order to be settled, and the contracts its lines are under as far as they are known. */
    public record Candidate(String order, List<String> contracts) {}

    /**
     * The orders that are to be settled and are not yet, by id.
     *
     * <p>A day that has just come is in no statistics, so the planner takes it for a day of one row
     * and would read all of it for each order. {@code + 0} keeps it from the index by day.
     *
     * @param lost orders a dispute of which is lost since the day
     */
    public void forEachCandidate(
            LocalDate day, Collection<String> lost, Consumer<Candidate> consumer) {
        sql.sql(
                        """
                        with wanted as (
                            select e.order_id from fact.order_event e where e.accepted_on = :day
                            union
                            select e.order_id from ledger.entry e
                            where e.booked_on = :day and e.order_id is not null
                                and e.source_key like 'stripe:%:bt:%'
                            union
                            select f.order_id from ledger.order_of_row f where f.found_on = :day
                            union
                            select lost.order_id from unnest(:lost::text[]) as lost (order_id)
                            union
                            select s.order_id from ledger.order_state s
                            where s.day = :dayBefore and (s.waits or s.reserve_due_on <= :day)
                            union
                            select s.order_id from ledger.order_state s
                            where s.reserve_due_on = :day and s.day < :day
                        )
                        select w.order_id,
                            coalesce(remembered.contracts, '{}') || coalesce(told.contracts, '{}')
                        from wanted w
                            left join lateral (
                                select s.contracts from ledger.order_state s
                                where s.order_id = w.order_id and s.day < :day
                                order by s.day desc
                                limit 1) remembered on true
                            left join lateral (
                                select array_agg(distinct line.value ->> 'contract') as contracts
                                from fact.order_event e
                                    cross join lateral json_array_elements(e.body::json -> 'lines') line
                                where e.order_id = w.order_id and e.accepted_on + 0 = :day
                                    and e.kind = 'order.placed') told on true
                        where not exists (
                            select from ledger.order_state done
                            where done.order_id = w.order_id and done.day + 0 = :day)
                        order by w.order_id collate "C"
                        """)
                .param("day", day)
                .param("lost", lost.toArray(String[]::new))
                .param("dayBefore", day.minusDays(1))
                .query(
                        row -> {
                            String[] contracts = (String[]) row.getArray(2).getArray();
                            consumer.accept(new Candidate(row.getString(1), List.of(contracts)));
                        });
    }

    /** Forgets the parts of an earlier run. */
    public void begin() {
        sql.sql("delete from run.settlement_part").update();
        waiting = 0;
    }

    /** Puts an order into a part; written with many others at once. */
    public void assign(String order, int part) {
        rows.text(Integer.toString(part)).text(order).endRow();
        waiting++;
        if (waiting == ROWS_A_COPY) {
            end();
        }
    }

    /** Writes what {@link #assign} still holds. */
    public void end() {
        if (waiting > 0) {
            waiting = 0;
            rows.copyInto(jdbc, "copy run.settlement_part (part, order_id) from stdin");
        }
    }

    /** The orders of a part, by id. */
    public List<String> ordersOf(int part) {
        return sql.sql(
                        """
                        select p.order_id from run.settlement_part p
                        where p.part = :part
                        order by p.order_id collate "C"
                        """)
                .param("part", part)
                .query((row, n) -> row.getString(1))
                .list();
    }
}
