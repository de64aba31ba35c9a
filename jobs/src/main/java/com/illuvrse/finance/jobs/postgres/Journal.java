package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
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
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The entries of the ledger in PostgreSQL, where they can be added and never changed.
 *
 * <p>Writing an entry again does nothing; another entry under the same source key stops the night.
 */
public final class Journal {

    private static final List<String> REFS =
            List.of(
                    "order",
                    "bt",
                    "stripe",
                    "payee",
                    "contract",
                    "batch",
                    "journal",
                    "dispute",
                    "statement",
                    "doc");

    private final JdbcTemplate jdbc;
    private final JdbcClient sql;
    private final AccountNumbers accounts;

    public Journal(Database database) {
        this.jdbc = database.jdbc();
        this.sql = database.sql();
        this.accounts = new AccountNumbers(sql);
    }

    /**
     * Adds entries within the running transaction and returns how many of them were new.
     *
     * @throws EntryDiffersException when an entry is there with other content
     */
    public int post(Collection<JournalEntry> entries) {
        Map<EntryId, JournalEntry> wanted = new LinkedHashMap<>();
        for (JournalEntry entry : entries) {
            JournalEntry twin = wanted.putIfAbsent(entry.id(), entry);
            if (twin != null) {
                requireSame(twin, entry);
            }
        }
        if (wanted.isEmpty()) {
            return 0;
        }
        for (JournalEntry there : withIds(wanted.keySet())) {
            JournalEntry again = wanted.remove(there.id());
            if (again != null) {
                requireSame(there, again);
            }
        }
        if (!wanted.isEmpty()) {
            copy(wanted.values());
        }
        return wanted.size();
    }

    /** Booking again on another day is the same entry; everything else must be equal. */
    private static void requireSame(JournalEntry there, JournalEntry again) {
        boolean same =
                there.postings().equals(again.postings())
                        && there.occurredAt().equals(again.occurredAt())
                        && there.effectiveOn().equals(again.effectiveOn())
                        && there.ref().equals(again.ref())
                        && there.fx().equals(again.fx())
                        && java.util.Objects.equals(there.memo(), again.memo())
                        && java.util.Objects.equals(there.reverses(), again.reverses())
                        && java.util.Objects.equals(there.trace(), again.trace());
        if (!same) {
            throw new EntryDiffersException(there, again);
        }
    }

    private void copy(Collection<JournalEntry> entries) {
        List<AccountId> used =
                entries.stream()
                        .flatMap(entry -> entry.postings().stream())
                        .map(Posting::account)
                        .distinct()
                        .toList();
        accounts.prepare(used);
        Map<String, Integer> numbers = accounts.of(used);
        CopyText rows = new CopyText();
        for (JournalEntry entry : entries) {
            List<Posting> lines = entry.postings();
            rows.text(entry.id().toString())
                    .text(entry.occurredAt().toString())
                    .text(entry.bookedOn().toString())
                    .text(entry.effectiveOn().toString())
                    .text(entry.source().text())
                    .array(lines.stream().map(p -> numbers.get(p.account().path())).toList())
                    .array(lines.stream().map(p -> p.amount().currency().code()).toList())
                    .array(lines.stream().map(Posting::signedMinor).toList());
            for (String ref : REFS) {
                rows.text(entry.ref().get(ref));
            }
            Json.Obj trace = entry.trace();
            rows.text(entry.memo())
                    .text(entry.reverses() == null ? null : entry.reverses().toString())
                    .text(entry.fx().isEmpty() ? null : canonical(texts(entry.fx())))
                    .text(trace == null ? null : canonical(trace))
                    .endRow();
        }
        rows.copyInto(
                jdbc,
                """
                copy ledger.entry (entry_id, occurred_at, booked_on, effective_on, source_key,
                    line_account, line_currency, line_amount, order_id, bt, stripe_id, payee, contract,
                    batch, journal, dispute, statement, doc, memo, reverses, fx, trace)
                from stdin
                """);
    }

    private static Json.Obj texts(Map<String, String> values) {
        TreeMap<String, Json> members = new TreeMap<>();
        values.forEach((name, value) -> members.put(name, Json.text(value)));
        return new Json.Obj(members);
    }

    private static String canonical(Json.Obj object) {
        return StoredJson.text(object);
    }

    /** Whether there is an entry of this source. */
    public boolean contains(SourceKey source) {
        return sql.sql("select exists (select from ledger.entry where entry_id = :id)")
                .param("id", source.entryId().uuid())
                .query(Boolean.class)
                .single();
    }

    /** The entry of a source, or null. */
    public @Nullable JournalEntry find(SourceKey source) {
        List<JournalEntry> found = withIds(List.of(source.entryId()));
        return found.isEmpty() ? null : found.getFirst();
    }

    private List<JournalEntry> withIds(Collection<EntryId> ids) {
        List<JournalEntry> found = new ArrayList<>();
        Map<Integer, AccountId> known = new HashMap<>();
        sql.sql(SELECT + " where e.entry_id = any(:ids) order by e.entry_id")
                .param("ids", ids.stream().map(EntryId::uuid).toArray(UUID[]::new))
                .query(
                        row -> {
                            found.add(entry(row, known));
                        });
        return found;
    }

    /**
     * All entries booked on a day, in the order of the seal: instant, then id as text. Call it
     * within {@link Database#read}, so that the rows come a few thousand at a time.
     */
    public void forEachOf(LocalDate day, Consumer<JournalEntry> consumer) {
        Map<Integer, AccountId> known = new HashMap<>();
        sql.sql(SELECT + " where e.booked_on = :day order by e.occurred_at, e.entry_id")
                .param("day", day)
                .query(
                        row -> {
                            consumer.accept(entry(row, known));
                        });
    }

    /** What {@link #entry} reads, in this order. */
    static final String COLUMNS =
            """
            select e.occurred_at, e.booked_on, e.effective_on, e.source_key, e.line_account, e.line_currency,
                e.line_amount, e.order_id, e.bt, e.stripe_id, e.payee, e.contract, e.batch, e.journal, e.dispute,
                e.statement, e.doc, e.memo, e.reverses, e.fx, e.trace
            """;

    private static final String SELECT = COLUMNS + " from ledger.entry e";
    private static final String SELECT_PLACED =
            COLUMNS
                    + """
                    , s.seq, line.canonical
                    from ledger.entry e
                        join ledger.entry_seq s on s.entry_key = e.entry_key
                        left join ledger.sealed_line line on line.seq = s.seq
                    where e.booked_on = :day
                    """;

    /**
     * An entry of a closed day.
     *
     * @param seq its place in the whole ledger
     * @param canonical its signed line; null while the day is not sealed
     */
    public record Placed(long seq, JournalEntry entry, @Nullable String canonical) {}

    /** All entries of a closed day by their places. Call it within {@link Database#read}. */
    public void forEachByPlace(LocalDate day, Consumer<Placed> consumer) {
        forEachPlaced(SELECT_PLACED + " order by s.seq", day, consumer);
    }

    /** All entries of a closed day by their ids. Call it within {@link Database#read}. */
    public void forEachById(LocalDate day, Consumer<Placed> consumer) {
        forEachPlaced(SELECT_PLACED + " order by e.entry_id", day, consumer);
    }

    private void forEachPlaced(String select, LocalDate day, Consumer<Placed> consumer) {
        Map<Integer, AccountId> known = new HashMap<>();
        sql.sql(select)
                .param("day", day)
                .query(
                        row -> {
                            consumer.accept(
                                    new Placed(
                                            row.getLong(22), entry(row, known), row.getString(23)));
                        });
    }

    /** The internal number of the newest entry, 0 before the first; later ones have higher ones. */
    public long newest() {
        return sql.sql("select coalesce(max(entry_key), 0) from ledger.entry")
                .query(Long.class)
                .single();
    }

    /** Takes an entry with its internal number. */
    @FunctionalInterface
    public interface AddedEntry {
        void accept(long number, JournalEntry entry);
    }

    /**
     * All entries booked on a day in the order they were added. Call it within {@link
     * Database#read}.
     */
    public void forEachAddedOn(LocalDate day, AddedEntry consumer) {
        Map<Integer, AccountId> known = new HashMap<>();
        sql.sql(
                        COLUMNS
                                + ", e.entry_key from ledger.entry e"
                                + " where e.booked_on = :day order by e.entry_key")
                .param("day", day)
                .query(
                        row -> {
                            consumer.accept(row.getLong(22), entry(row, known));
                        });
    }

    /** The entry of a row that begins with {@link #COLUMNS}. */
    JournalEntry entry(ResultSet row, Map<Integer, AccountId> known) throws SQLException {
        LocalDate bookedOn = row.getObject(2, LocalDate.class);
        JournalEntry.Draft draft =
                JournalEntry.of(
                                new SourceKey(row.getString(4)),
                                bookedOn,
                                row.getObject(1, OffsetDateTime.class).toInstant())
                        .effectiveOn(row.getObject(3, LocalDate.class))
                        .memo(row.getString(18));
        Integer[] numbers = (Integer[]) row.getArray(5).getArray();
        String[] currencies = (String[]) row.getArray(6).getArray();
        Long[] amounts = (Long[]) row.getArray(7).getArray();
        for (int i = 0; i < numbers.length; i++) {
            AccountId account = known.computeIfAbsent(numbers[i], accounts::account);
            draft.debit(account, Money.of(amounts[i], Currency.of(currencies[i])));
        }
        for (int i = 0; i < REFS.size(); i++) {
            draft.ref(REFS.get(i), row.getString(8 + i));
        }
        String reverses = row.getString(19);
        String fx = row.getString(20);
        String trace = row.getString(21);
        if (reverses != null) {
            draft.reverses(EntryId.parse(reverses));
        }
        if (fx != null) {
            Json.Obj texts = StoredJson.object(fx);
            TreeMap<String, String> values = new TreeMap<>();
            texts.members().keySet().forEach(name -> values.put(name, texts.text(name)));
            draft.fx(values);
        }
        if (trace != null) {
            draft.trace(StoredJson.object(trace));
        }
        return draft.build();
    }
}
