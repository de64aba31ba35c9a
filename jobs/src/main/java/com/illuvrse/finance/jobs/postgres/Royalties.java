package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.royalty.TopUp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What creators earned under their contracts, read from the workings kept with the entries. */
public final class Royalties {

    private final JdbcClient sql;

    public Royalties(Database database) {
        this.sql = database.sql();
    }

    /** Earnings that are asked for: of one creator, under one contract, since a day. */
    public record Asked(String contract, String payee, Currency currency, LocalDate since) {}

    /**
     * What was earned by entries booked up to a day, less refunds, before recoupment. The entries
     * are read once, however much is asked for.
     */
    public Map<Asked, Long> earned(Collection<Asked> asked, LocalDate upTo) {
        Map<Asked, Long> sums = new HashMap<>();
        Map<String, List<Asked>> byContract = new HashMap<>();
        LocalDate first = upTo;
        for (Asked one : asked) {
            sums.put(one, 0L);
            byContract.computeIfAbsent(one.contract(), name -> new ArrayList<>()).add(one);
            first = one.since().isBefore(first) ? one.since() : first;
        }
        if (sums.isEmpty()) {
            return sums;
        }
        sql.sql(
                        """
                        select e.booked_on, e.line_currency[1], e.trace
                        from ledger.entry e
                        where e.booked_on between :first and :last and e.trace is not null
                            and (e.source_key like 'fulfil:%' or e.source_key like 'refund:%')
                        """)
                .param("first", first)
                .param("last", upTo)
                .query(
                        row -> {
                            Json.Obj trace = StoredJson.object(row.getString(3));
                            LocalDate bookedOn = row.getObject(1, LocalDate.class);
                            Currency currency = Currency.of(row.getString(2));
                            for (String contract : contractsOf(trace)) {
                                for (Asked one : byContract.getOrDefault(contract, List.of())) {
                                    if (one.currency().equals(currency)
                                            && !bookedOn.isBefore(one.since())) {
                                        long step = TopUp.earned(trace, contract, one.payee());
                                        sums.merge(one, step, Math::addExact);
                                    }
                                }
                            }
                        });
        return sums;
    }

    private static Set<String> contractsOf(Json.Obj trace) {
        Set<String> contracts = new HashSet<>();
        for (Json.Obj part : trace.objects("parts")) {
            String contract = part.optionalText("contract");
            if (contract != null) {
                contracts.add(contract);
            }
        }
        return contracts;
    }
}
