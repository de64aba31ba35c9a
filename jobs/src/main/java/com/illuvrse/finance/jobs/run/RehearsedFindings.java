package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.jobs.marketplace.ProposedContracts;
import com.illuvrse.finance.jobs.nightly.Approvals;
import com.illuvrse.finance.jobs.nightly.Night;
import com.illuvrse.finance.jobs.postgres.Balances;
import com.illuvrse.finance.jobs.postgres.BreakDays;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.PayoutBatches;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.Batch;
import com.illuvrse.finance.jobs.run.RehearsedNight.Group;
import com.illuvrse.finance.jobs.run.RehearsedNight.Holding;
import com.illuvrse.finance.jobs.run.RehearsedNight.Part;
import com.illuvrse.finance.jobs.run.RehearsedNight.Payout;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.BreakKey;
import com.illuvrse.finance.royalty.Advance;
import com.illuvrse.finance.royalty.Contract;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Reads out of a rehearsed night what it did, before that is taken back. */
final class RehearsedFindings {

    private static final String CREATOR = "liabilities:creator";
    private static final String ADVANCE = "assets:advances";

    private final Database database;
    private final Night night;
    private final Journal journal;
    private final Balances balances;
    private final ContractFacts contracts;
    private final PayoutBatches batches;
    private final Approvals approvals;
    private final BreakDays breaks;

    /** The newest entry there was when each step had ended; steps in their order. */
    private final Map<String, Long> newest = new LinkedHashMap<>();

    private final List<Batch> batchesBefore;

    /**
     * @param database as the rehearsal sees it, before its first step
     */
    RehearsedFindings(Database database, Night night, ProposedContracts proposed) {
        this.database = database;
        this.night = night;
        this.journal = new Journal(database);
        this.balances = new Balances(database);
        this.contracts = ContractFacts.with(proposed, database);
        this.batches = new PayoutBatches(database);
        this.approvals = new Approvals(database);
        this.breaks = new BreakDays(database);
        this.batchesBefore = batches.all();
        stepEnded(RehearsedNight.BEFORE);
    }

    /** Notes where the entries of a step end. */
    void stepEnded(String step) {
        newest.put(step, journal.newest());
    }

    /** All entries of the day, each with the step that posted it. */
    void forEachEntry(BiConsumer<String, JournalEntry> consumer) {
        database.read(
                () -> {
                    journal.forEachAddedOn(
                            night.date(),
                            (number, entry) -> consumer.accept(stepOf(number), entry));
                    return true;
                });
    }

    private String stepOf(long number) {
        return newest.entrySet().stream()
                .filter(each -> number <= each.getValue())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    RehearsedNight night() {
        LocalDate day = night.date();
        Map<BreakKey, Break> before = open(breaks.of(day.minusDays(1)));
        List<Break> today = breaks.of(day);
        Map<BreakKey, Break> after = open(today);
        return new RehearsedNight(
                day,
                groups(),
                holdings(),
                payouts(),
                items(),
                after.values().stream().filter(row -> !before.containsKey(row.key())).toList(),
                before.values().stream()
                        .filter(row -> !after.containsKey(row.key()))
                        .map(row -> closed(row, today))
                        .toList(),
                today.stream().filter(row -> row.status() == Break.Status.INFO).toList(),
                List.copyOf(after.values()));
    }

    private static Map<BreakKey, Break> open(List<Break> rows) {
        return rows.stream()
                .filter(Break::isOpen)
                .collect(
                        Collectors.toMap(
                                Break::key, row -> row, (one, other) -> one, TreeMap::new));
    }

    /** The row that says how a break was closed. */
    private static Break closed(Break before, List<Break> today) {
        return today.stream()
                .filter(row -> row.key().equals(before.key()))
                .findFirst()
                .orElse(before);
    }

    private List<Group> groups() {
        Map<String, Map<String, Sums>> steps = new LinkedHashMap<>();
        newest.keySet().forEach(step -> steps.put(step, new TreeMap<>()));
        forEachEntry(
                (step, entry) ->
                        Objects.requireNonNull(steps.get(step))
                                .computeIfAbsent(kind(entry), kind -> new Sums())
                                .add(entry));
        List<Group> groups = new ArrayList<>();
        steps.forEach(
                (step, kinds) ->
                        kinds.forEach(
                                (kind, sums) ->
                                        groups.add(
                                                new Group(step, kind, sums.count, sums.totals))));
        return groups;
    }

    private static final class Sums {
        private final TreeMap<Currency, Long> totals = new TreeMap<>();
        private long count;

        void add(JournalEntry entry) {
            count++;
            for (Posting line : entry.postings()) {
                if (line.signedMinor() > 0) {
                    totals.merge(line.amount().currency(), line.signedMinor(), Math::addExact);
                }
            }
        }
    }

    /** How keys of its kind begin; Stripe's say after the account what they are of. */
    private static String kind(JournalEntry entry) {
        String[] parts = entry.source().text().split(":", -1);
        return parts[0].equals("stripe") && parts.length > 2 ? parts[0] + ":" + parts[2] : parts[0];
    }

    private List<Holding> holdings() {
        List<AccountBalance> money = new ArrayList<>();
        List<AccountBalance> advances = new ArrayList<>();
        balances.forEachOf(
                night.date(),
                balance -> {
                    if (balance.account().isWithin(CREATOR)) {
                        money.add(balance);
                    } else if (balance.account().isWithin(ADVANCE)) {
                        advances.add(balance);
                    }
                });
        List<Holding> holdings = new ArrayList<>();
        money.forEach(balance -> holdings.add(owed(balance)));
        Map<String, String> payees = payeesOf(advances);
        advances.forEach(balance -> holdings.add(advanced(balance, payees)));
        holdings.sort(
                Comparator.comparing(Holding::payee)
                        .thenComparing(Holding::currency)
                        .thenComparing(Holding::part)
                        .thenComparing(Holding::contract));
        return holdings;
    }

    private static Holding owed(AccountBalance balance) {
        String[] path = balance.account().path().split(":", -1);
        return new Holding(
                path[2],
                balance.currency(),
                Part.valueOf(path[3].toUpperCase(Locale.ROOT)),
                "",
                Math.negateExact(balance.opening()),
                Math.negateExact(balance.closing()));
    }

    private static Holding advanced(AccountBalance balance, Map<String, String> payees) {
        String contract = contractOf(balance.account());
        return new Holding(
                payees.getOrDefault(contract, contract),
                balance.currency(),
                Part.ADVANCE,
                contract,
                balance.opening(),
                balance.closing());
    }

    private static String contractOf(AccountId account) {
        return account.path().substring(ADVANCE.length() + 1);
    }

    /** Out of whose earnings each advance is paid back: by the newest version that says so. */
    private Map<String, String> payeesOf(List<AccountBalance> advances) {
        Set<String> wanted =
                advances.stream()
                        .map(balance -> contractOf(balance.account()))
                        .collect(Collectors.toSet());
        Map<String, String> payees = new HashMap<>();
        for (Contract version : contracts.versions(night.date(), wanted)) {
            Advance advance = version.advance();
            if (advance != null) {
                payees.put(version.contract(), advance.recoupFrom());
            }
        }
        return payees;
    }

    private List<PayoutItem> items() {
        return batches.of(night.date())
                .map(batch -> batches.items(batch.batch()))
                .orElse(List.of());
    }

    /** Batches the night drew or moved. */
    private List<Payout> payouts() {
        return database.read(
                () ->
                        batches.all().stream()
                                .filter(batch -> !batchesBefore.contains(batch))
                                .map(this::payout)
                                .toList());
    }

    private Payout payout(Batch batch) {
        return new Payout(
                batch, approvals.needed(batch, night.settings()), batches.totals(batch.batch()));
    }
}
