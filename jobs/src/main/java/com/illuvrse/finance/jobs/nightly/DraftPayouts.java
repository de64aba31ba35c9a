package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.BreakDays;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Creators;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.PayoutBatches;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.Batch;
import com.illuvrse.finance.jobs.postgres.PayoutBatches.State;
import com.illuvrse.finance.jobs.postgres.ReferenceRates;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.money.DayRates;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.CreatorBalance;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.payout.PayoutDraft;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.payout.PayoutReason;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.Breaks;
import com.illuvrse.finance.tax.TaxRules;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.batch.core.step.Step;

/**
 * Decides on payout days who is paid and why others are not, and books it. A batch that needs no
 * vote is released at once, unless a break locks payouts; one whose time ran out is cancelled.
 *
 * <p>A creator on a rail that is not set up, or whose bank account lacks something, has no
 * destination ({@link Destinations}). What must be withheld is decided by {@link
 * com.illuvrse.finance.payout.WithholdingRules}; where a figure is not known, the creator is not
 * paid and the log says which.
 */
public final class DraftPayouts {

    private static final Logger LOG = LoggerFactory.getLogger(DraftPayouts.class);
    private static final String MAX_AGE = "fx.reference.max_age_days";
    private static final int CREATORS_AT_ONCE = 2_000;

    private final Database database;
    private final PayoutTaxes taxes;
    private final Destinations destinations;
    private final PayoutBatches batches;
    private final Creators creators;
    private final Approvals approvals;
    private final BreakDays breaks;
    private final Journal journal;
    private final ReferenceRates rates;
    private final TaxRules figures;

    public DraftPayouts(
            Database database, ContractFacts contracts, TaxRules rules, PaymentRails rails) {
        this.database = database;
        this.destinations = new Destinations(database, rails);
        this.taxes = new PayoutTaxes(database, contracts, rules);
        this.batches = new PayoutBatches(database);
        this.creators = new Creators(database);
        this.approvals = new Approvals(database);
        this.breaks = new BreakDays(database);
        this.journal = new Journal(database);
        this.rates = new ReferenceRates(database);
        this.figures = rules;
    }

    public Step step(Steps steps, Night night) {
        return steps.once(
                "draft-payouts",
                () -> {
                    if (night.isPayoutDay()) {
                        database.write(LedgerRole.WRITER, night.epoch(), () -> draft(night));
                    } else if (night.isPayoutDayUndecided()) {
                        LOG.warn(
                                "no payout is drafted on {}: its year is missing in the calendar of"
                                        + " payout days; add it to config/calendars",
                                night.date());
                    }
                    for (Batch batch : database.read(() -> batches.in(State.DRAFT))) {
                        moveForward(batch, night);
                    }
                });
    }

    /** One transaction: a batch is there with all its items and entries or not at all. */
    private void draft(Night night) {
        if (batches.of(night.date()).isPresent()) {
            return;
        }
        List<CreatorBalance> owed = creators.balances(night.date());
        batches.begin(night.date(), night.now());
        for (int from = 0; from < owed.size(); from += CREATORS_AT_ONCE) {
            int to = Math.min(owed.size(), from + CREATORS_AT_ONCE);
            List<PayoutItem> items = decide(night, owed.subList(from, to));
            List<JournalEntry> entries =
                    items.stream()
                            .filter(PayoutItem::isPaid)
                            .map(item -> item.entry(night.day()))
                            .toList();
            batches.add(items);
            journal.post(entries);
        }
        Batch drawn = batches.of(night.date()).orElseThrow();
        approvals.note(drawn, night.settings());
    }

    private List<PayoutItem> decide(Night night, List<CreatorBalance> owed) {
        Map<String, Payee> records = new TreeMap<>();
        List<String> names = owed.stream().map(CreatorBalance::payee).toList();
        Map<String, Payee> told = creators.records(night.date(), names);
        Set<String> reachable = destinations.reachable(told.values(), owed);
        told.forEach(
                (name, payee) ->
                        records.put(
                                name,
                                reachable.contains(name) ? payee : payee.withoutDestination()));
        Set<String> suspended = new TreeSet<>();
        for (Creators.Refusal refusal : creators.refusals(night.day())) {
            Payee payee = records.get(refusal.payee());
            if (payee != null && refusal.destination().equals(payee.destination())) {
                suspended.add(refusal.payee());
            }
        }
        List<PayoutItem> items =
                PayoutDraft.of(
                                night.date(),
                                owed,
                                records,
                                suspended,
                                taxes.of(night.day(), records.values()),
                                dayRates(night, owed, records))
                        .items();
        tellMissingRates(items, records);
        return items;
    }

    /** The rates of the day, read only when somebody is paid in another currency. */
    private PayoutDraft.Rates dayRates(
            Night night, List<CreatorBalance> owed, Map<String, Payee> records) {
        boolean needed =
                owed.stream()
                        .anyMatch(
                                balance -> {
                                    Payee payee = records.get(balance.payee());
                                    return payee != null
                                            && !payee.payoutCurrency().equals(balance.currency());
                                });
        if (!needed) {
            return (from, to) -> Optional.empty();
        }
        LocalDate day = night.date();
        int age = figures.on(MAX_AGE, day).number();
        DayRates known = new DayRates(rates.between(day.minusDays(age), day), age);
        return (from, to) -> known.of(from, to, day);
    }

    private static void tellMissingRates(List<PayoutItem> items, Map<String, Payee> records) {
        for (PayoutItem item : items) {
            Payee payee = records.get(item.payee());
            if (item.reason() == PayoutReason.RATE_MISSING && payee != null) {
                LOG.warn(
                        "creator {} is not paid on {}: it is owed {} and paid in {}, and the feed"
                                + " fx/ has no rate between them that is young enough ("
                                + MAX_AGE
                                + ")",
                        item.payee(),
                        item.batch(),
                        Money.of(item.available(), item.currency()),
                        payee.payoutCurrency());
            }
        }
    }

    private void moveForward(Batch batch, Night night) {
        SettlementSettings settings = night.settings();
        if (database.read(() -> approvals.isRejected(batch, settings, night.day().to()))) {
            giveUp(batch, night, batches::reject, "was rejected");
            return;
        }
        if (!night.now().isBefore(database.read(() -> approvals.expires(batch, settings)))) {
            giveUp(batch, night, batches::expire, "was not released in time");
            return;
        }
        int votes = database.read(() -> approvals.needed(batch, settings));
        Break lock = database.read(() -> Breaks.payoutLock(breaks.of(night.date())));
        if (votes > 0) {
            LOG.info(
                    "payout batch {} needs {} votes and waits to be released",
                    batch.batch(),
                    votes);
        } else if (lock != null) {
            LOG.warn(
                    "payout batch {} is not released while {} {} is open",
                    batch.batch(),
                    lock.type(),
                    lock.ref());
        } else {
            database.write(
                    LedgerRole.PAYOUTS,
                    night.epoch(),
                    () -> batches.release(batch.batch(), night.now()));
        }
    }

    /** In one transaction: what the batch booked is owed again, and it can never be released. */
    private void giveUp(Batch batch, Night night, BiConsumer<String, Instant> end, String because) {
        database.write(
                LedgerRole.WRITER,
                night.epoch(),
                () -> {
                    journal.post(
                            batches.items(batch.batch()).stream()
                                    .filter(PayoutItem::isPaid)
                                    .map(item -> item.cancelled(night.day()))
                                    .toList());
                    database.hold(LedgerRole.PAYOUTS, night.epoch());
                    end.accept(batch.batch(), night.now());
                });
        LOG.warn("payout batch {} {} and is cancelled", batch.batch(), because);
    }
}
