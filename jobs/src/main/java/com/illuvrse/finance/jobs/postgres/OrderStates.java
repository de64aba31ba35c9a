package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.order.OrderState;
import com.illuvrse.finance.royalty.ContractState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is remembered of orders and contracts from night to night. A night adds rows of its own day;
 * the latest row before a day is where that day goes on.
 */
public final class OrderStates {

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;

    public OrderStates(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
    }

    /** The orders as they stood when the day before was over; those never settled are left out. */
    public Map<String, OrderState> before(LocalDate day, Collection<String> orders) {
        Map<String, OrderState> found = new TreeMap<>();
        sql.sql(
                        """
                        select distinct on (s.order_id) s.order_id, s.state
                        from ledger.order_state s
                        where s.order_id = any(:orders) and s.day < :day
                        order by s.order_id, s.day desc
                        """)
                .param("orders", orders.toArray(String[]::new))
                .param("day", day)
                .query(
                        row -> {
                            Json.Obj state = StoredJson.object(row.getString(2));
                            found.put(row.getString(1), OrderState.from(state));
                        });
        return found;
    }

    /** Keeps how orders stand at the end of a day, within the running transaction. */
    public void keep(LocalDate day, Collection<OrderState> orders) {
        CopyText rows = new CopyText();
        for (OrderState order : orders) {
            LocalDate due = order.reserveDueOn();
            rows.text(order.order())
                    .text(day.toString())
                    .text(StoredJson.text(order.toJson()))
                    .text(order.isUnsettled() ? "t" : "f")
                    .text(due == null ? null : due.toString())
                    .array(order.contracts().stream().map(OrderStates::quoted).toList())
                    .endRow();
        }
        rows.copyInto(
                jdbc,
                """
                copy ledger.order_state (order_id, day, state, waits, reserve_due_on, contracts) from stdin
                """);
    }

    /** Without quotes a contract called {@code null} would be none. */
    private static String quoted(String contract) {
        return '"' + contract + '"';
    }

    /** Where contracts stood when the day before was over, in every currency they are used in. */
    public List<ContractState> contractsBefore(LocalDate day, Collection<String> contracts) {
        List<ContractState> found = new ArrayList<>();
        sql.sql(
                        """
                        select distinct on (s.contract, s.currency) s.state
                        from ledger.contract_state s
                        where s.contract = any(:contracts) and s.day < :day
                        order by s.contract, s.currency, s.day desc
                        """)
                .param("contracts", contracts.toArray(String[]::new))
                .param("day", day)
                .query(
                        row -> {
                            found.add(ContractState.from(StoredJson.object(row.getString(1))));
                        });
        return found;
    }

    /** Keeps where contracts stand at the end of a day, within the running transaction. */
    public void keepContracts(LocalDate day, Collection<ContractState> contracts) {
        CopyText rows = new CopyText();
        for (ContractState contract : contracts) {
            rows.text(contract.contract())
                    .text(contract.currency().code())
                    .text(day.toString())
                    .text(StoredJson.text(contract.toJson()))
                    .endRow();
        }
        rows.copyInto(
                jdbc,
                """
                copy ledger.contract_state (contract, currency, day, state) from stdin
                """);
    }
}
