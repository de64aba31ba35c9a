package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.jobs.marketplace.FeedOrderEvent;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.order.OrderPlaced;
import com.illuvrse.finance.payout.PersonYear.Sale;
import com.illuvrse.finance.payout.SaleShare;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.ContractBook;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What was sold of some creators in a calendar year so far, from the entries of sales (reports,
 * section 2.2). An order has one charge that counts, so it stands for it. Read only for persons the
 * sale test is asked of.
 */
public final class SalesOfYear {

    private final JdbcClient sql;
    private final ContractFacts contractFacts;

    public SalesOfYear(Database database, ContractFacts contractFacts) {
        this.sql = database.sql();
        this.contractFacts = contractFacts;
    }

    /** The sales of some creators from the first of January to a day, by creator. */
    public Map<String, List<Sale>> upTo(AccountingDay day, Collection<String> creators) {
        List<Contract> contracts = contracts(day.date(), creators);
        Map<String, List<Sale>> sales = new HashMap<>();
        if (contracts.isEmpty()) {
            return sales;
        }
        Set<String> names = new TreeSet<>();
        contracts.forEach(contract -> names.add(contract.contract()));
        Told told = new Told(day, ContractBook.of(contracts), Set.copyOf(creators), sales);
        sql.sql(
                        """
                        with sold as (
                            select distinct s.order_id
                            from ledger.order_state s
                            where s.contracts && :contracts::text[] and s.day between :first and :day
                        )
                        select sold.order_id, e.source_key, e.occurred_at, l.currency, l.amount, o.body
                        from sold
                            join ledger.entry r on r.order_id = sold.order_id and r.source_key like 'stripe:%:bt:%'
                            join ledger.entry e on e.entry_id in (
                                ledger.entry_id('sale:' || sold.order_id || ':' || r.bt),
                                ledger.entry_id('sale-reversal:' || sold.order_id || ':' || r.bt))
                            cross join lateral (
                                select line.currency, -sum(line.amount)::bigint as amount
                                from unnest(e.line_account, e.line_currency, e.line_amount)
                                        as line (account_id, currency, amount)
                                    join ledger.account a on a.account_id = line.account_id
                                where a.path = 'liabilities:escrow' or a.path like 'liabilities:creator:%'
                                group by line.currency) l
                            cross join lateral (
                                select p.body
                                from fact.order_event p
                                where p.order_id = sold.order_id and p.kind = 'order.placed'
                                    and p.accepted_on <= :day
                                order by p.version desc, p.event_key
                                limit 1) o
                        where e.booked_on <= :day
                        order by sold.order_id collate "C", e.occurred_at, e.source_key collate "C"
                        """)
                .param("contracts", names.toArray(String[]::new))
                .param("first", day.date().withDayOfYear(1))
                .param("day", day.date())
                .query(
                        row -> {
                            told.row(row);
                        });
        return sales;
    }

    /** All versions of the contracts that sell something of these creators. */
    private List<Contract> contracts(LocalDate day, Collection<String> creators) {
        Set<String> asked = Set.copyOf(creators);
        Set<String> names = new TreeSet<>();
        contractFacts.forEachVersion(
                day,
                contract -> {
                    if ("sale".equals(contract.incomeType())
                            && contract.payees().stream().anyMatch(asked::contains)) {
                        names.add(contract.contract());
                    }
                });
        return names.isEmpty() ? List.of() : contractFacts.versions(day, names);
    }

    /** Order by order: a reversal is a sale of the day of the sale it reverses. */
    private static final class Told {
        private final AccountingDay day;
        private final ContractBook contracts;
        private final Set<String> creators;
        private final Map<String, List<Sale>> sales;
        private @Nullable OrderPlaced order;
        private @Nullable LocalDate soldOn;

        private Told(
                AccountingDay day,
                ContractBook contracts,
                Set<String> creators,
                Map<String, List<Sale>> sales) {
            this.day = day;
            this.contracts = contracts;
            this.creators = creators;
            this.sales = sales;
        }

        private void row(ResultSet row) throws SQLException {
            OrderPlaced placed = order;
            if (placed == null || !placed.order().equals(row.getString(1))) {
                placed = (OrderPlaced) FeedOrderEvent.read(row.getString(6)).event();
                order = placed;
                soldOn = null;
            }
            LocalDate own = dayOf(row.getObject(3, OffsetDateTime.class));
            LocalDate on =
                    row.getString(2).startsWith("sale:")
                            ? own
                            : Objects.requireNonNullElse(soldOn, own);
            soldOn = on;
            LocalDate placedOn = AccountingDay.containing(placed.occurredAt(), day.zone()).date();
            for (String payee : creators) {
                long share =
                        SaleShare.of(
                                payee,
                                row.getLong(5),
                                placed.lines(),
                                name -> contracts.on(name, placedOn));
                if (share != 0) {
                    sales.computeIfAbsent(payee, name -> new ArrayList<>())
                            .add(
                                    new Sale(
                                            placed.order(),
                                            on,
                                            Money.of(share, Currency.of(row.getString(4)))));
                }
            }
        }

        private LocalDate dayOf(OffsetDateTime at) {
            return AccountingDay.containing(at.toInstant(), day.zone()).date();
        }
    }
}
