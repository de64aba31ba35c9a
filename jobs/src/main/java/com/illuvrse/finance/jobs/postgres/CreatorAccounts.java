package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.jobs.marketplace.FeedJournal;
import com.illuvrse.finance.jobs.marketplace.FeedOrderEvent;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.Side;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.order.OrderPlaced;
import com.illuvrse.finance.payout.CreatorAccount;
import com.illuvrse.finance.payout.OpenItems;
import com.illuvrse.finance.payout.PayableEntry;
import com.illuvrse.finance.payout.PayableEntry.JournalLine;
import com.illuvrse.finance.royalty.ContractBook;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What creators are owed item by item, told again from the books. Only the entries that touch their
 * accounts are read, in one pass for all creators asked for; one account at a time is worked out,
 * and of it the open items and the payments of one year are kept.
 *
 * <p>A payment is drawn when its day ends, so it takes what was booked on that day, whichever of
 * the two has the smaller id.
 */
public final class CreatorAccounts {

    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    private final JdbcClient sql;
    private final ContractFacts contractFacts;

    public CreatorAccounts(Database database, ContractFacts contractFacts) {
        this.sql = database.sql();
        this.contractFacts = contractFacts;
    }

    /** The account of a creator in a currency. */
    public record Of(String payee, Currency currency) implements Comparable<Of> {

        @Override
        public int compareTo(Of other) {
            int order = payee.compareTo(other.payee);
            return order != 0 ? order : currency.compareTo(other.currency);
        }
    }

    /** The accounts of some creators when a day ends; those without an entry are left out. */
    public Map<Of, OpenItems> items(AccountingDay day, Collection<String> creators) {
        return items(day, day.date().getYear(), creators);
    }

    /** The same with the payments of another year. */
    public Map<Of, OpenItems> items(AccountingDay day, int year, Collection<String> creators) {
        Map<Integer, String> accounts = accounts(creators);
        Map<Of, OpenItems> found = new TreeMap<>();
        if (accounts.isEmpty()) {
            return found;
        }
        Map<String, ContractBook> books = new HashMap<>();
        Telling telling =
                new Telling(
                        day,
                        year,
                        contract ->
                                books.computeIfAbsent(
                                        contract,
                                        name ->
                                                ContractBook.of(
                                                        contractFacts.versions(
                                                                day.date(), List.of(name)))),
                        found);
        sql.sql(
                        """
                        select l.account_id, l.currency, e.booked_on, e.entry_id, l.line, l.amount, e.source_key,
                            e.effective_on, e.contract, e.reverses, e.order_id, e.trace, j.body, o.occurred_at,
                            o.body::json #>> '{buyer,country}', case when e.trace is null then o.body end
                        from ledger.entry e
                            cross join lateral unnest(e.line_account, e.line_currency, e.line_amount)
                                with ordinality as l (account_id, currency, amount, line)
                            join unnest(:accounts::int[]) as asked (account_id) on asked.account_id = l.account_id
                            left join fact.journal j on j.journal = e.journal and j.status = 'ACCEPTED'
                            left join lateral (
                                select p.occurred_at, p.body
                                from fact.order_event p
                                where p.order_id = e.order_id and p.kind = 'order.placed'
                                    and p.accepted_on <= :day
                                order by p.version desc, p.event_key
                                limit 1) o on true
                        where e.line_account && :accounts::int[] and e.source_key not like 'stripe:%'
                            and e.booked_on <= :day
                        order by l.account_id, l.currency, e.booked_on,
                            e.source_key like 'payout:%'
                                or e.source_key like 'journal:%'
                                    and coalesce(j.body::json #>> '{payment,payee}', '') <> '',
                            e.entry_id, l.line
                        """)
                .param("accounts", accounts.keySet().toArray(Integer[]::new))
                .param("day", day.date())
                .query(
                        row -> {
                            telling.line(accounts.getOrDefault(row.getInt(1), ""), row);
                        });
        telling.end();
        return found;
    }

    private Map<Integer, String> accounts(Collection<String> creators) {
        Map<String, String> byPath = new HashMap<>();
        creators.forEach(payee -> byPath.put(Accounts.payable(payee).path(), payee));
        Map<Integer, String> accounts = new HashMap<>();
        sql.sql("select account_id, path from ledger.account where path = any(:paths)")
                .param("paths", byPath.keySet().toArray(String[]::new))
                .query(
                        row -> {
                            accounts.put(row.getInt(1), byPath.getOrDefault(row.getString(2), ""));
                        });
        return accounts;
    }

    /** Puts the lines of an entry together and tells the entries, account by account. */
    private static final class Telling {
        private final AccountingDay day;
        private final int year;
        private final Function<String, ContractBook> contracts;
        private final Map<Of, OpenItems> found;
        private @Nullable Of account;
        private @Nullable CreatorAccount told;
        private @Nullable PayableEntry pending;

        private Telling(
                AccountingDay day,
                int year,
                Function<String, ContractBook> contracts,
                Map<Of, OpenItems> found) {
            this.day = day;
            this.year = year;
            this.contracts = contracts;
            this.found = found;
        }

        private void line(String payee, ResultSet row) throws SQLException {
            Of of = new Of(payee, Currency.of(row.getString(2)));
            EntryId id = EntryId.parse(row.getString(4));
            PayableEntry before = pending;
            if (of.equals(account) && before != null && before.entry().equals(id)) {
                pending = before.and(-row.getLong(6));
                return;
            }
            tell();
            if (!of.equals(account)) {
                end();
                account = of;
                told = new CreatorAccount(payee, of.currency(), contracts);
            }
            pending = entry(of, id, row);
        }

        private void tell() {
            if (pending != null && told != null) {
                told.add(pending);
            }
            pending = null;
        }

        private void end() {
            tell();
            if (account != null && told != null) {
                told.items().keepOnly(year);
                found.put(account, told.items());
            }
            account = null;
            told = null;
        }

        private PayableEntry entry(Of of, EntryId id, ResultSet row) throws SQLException {
            String reverses = row.getString(10);
            String trace = row.getString(12);
            String body = row.getString(13);
            FeedJournal journal = body == null ? null : FeedJournal.read(body);
            return new PayableEntry(
                    id,
                    row.getString(7),
                    row.getObject(3, LocalDate.class),
                    row.getObject(8, LocalDate.class),
                    row.getInt(5),
                    Math.negateExact(row.getLong(6)),
                    row.getString(9),
                    reverses == null ? null : EntryId.parse(reverses),
                    order(row),
                    trace == null ? PayableEntry.NO_TRACE : StoredJson.object(trace),
                    journal == null ? List.of() : lines(journal, of),
                    journal != null && journal.payment() != null);
        }

        private PayableEntry.@Nullable Order order(ResultSet row) throws SQLException {
            String order = row.getString(11);
            OffsetDateTime placedAt = row.getObject(14, OffsetDateTime.class);
            if (order == null || placedAt == null) {
                return null;
            }
            String country = row.getString(15);
            String body = row.getString(16);
            Map<String, Long> nets = new LinkedHashMap<>();
            if (body != null && FeedOrderEvent.read(body).event() instanceof OrderPlaced placed) {
                placed.lines()
                        .forEach(line -> nets.merge(line.contract(), line.net(), Math::addExact));
            }
            return new PayableEntry.Order(
                    order,
                    AccountingDay.containing(placedAt.toInstant(), day.zone()).date(),
                    country != null && COUNTRY.matcher(country).matches() ? country : null,
                    nets);
        }

        private static List<JournalLine> lines(FeedJournal journal, Of of) {
            String path = Accounts.payable(of.payee()).path();
            List<JournalLine> lines = new ArrayList<>();
            int number = 0;
            for (FeedJournal.Line line : journal.lines()) {
                number++;
                if (line.account().equals(path) && line.currency().equals(of.currency().code())) {
                    lines.add(
                            new JournalLine(
                                    number,
                                    line.side() == Side.C
                                            ? line.amountMinor()
                                            : Math.negateExact(line.amountMinor()),
                                    line.contract(),
                                    line.buyerCountry()));
                }
            }
            return lines;
        }
    }
}
