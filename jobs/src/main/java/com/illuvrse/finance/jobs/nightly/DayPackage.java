package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.jobs.postgres.Balances;
import com.illuvrse.finance.jobs.postgres.BreakDays;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.DayEvidence;
import com.illuvrse.finance.jobs.postgres.DayEvidence.ContractVersion;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.Journal.Placed;
import com.illuvrse.finance.jobs.postgres.PostedFacts;
import com.illuvrse.finance.jobs.postgres.SealedLines;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.StripeFacts;
import com.illuvrse.finance.segment.Salts;
import com.illuvrse.finance.segment.SealedSegment;
import com.illuvrse.finance.segment.SegmentPlan;
import com.illuvrse.finance.segment.SegmentSealer;
import com.illuvrse.finance.segment.StripeBalance;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * The package of a closed day, put together from the tables: the same tables give the same bytes,
 * however often it is done.
 *
 * <p>Rows stream through; nothing grows with the day but the set of contract versions it used.
 */
final class DayPackage {

    private static final int ENTRIES_BETWEEN_LOOKS = 10_000;

    private final Database database;
    private final Journal journal;
    private final Balances balances;
    private final BreakDays breaks;
    private final Controls controls;
    private final DayEvidence evidence;
    private final PostedFacts rows;
    private final StripeFacts stripe;
    private final SealedLines lines;
    private final SealedPayouts payouts;

    DayPackage(Database database, Controls controls) {
        this.database = database;
        this.journal = new Journal(database);
        this.balances = new Balances(database);
        this.breaks = new BreakDays(database);
        this.controls = controls;
        this.evidence = new DayEvidence(database);
        this.rows = new PostedFacts(database);
        this.stripe = new StripeFacts(database);
        this.lines = new SealedLines(database);
        this.payouts = new SealedPayouts(database);
    }

    /**
     * Writes the package into its folder, and the line of each entry beside it.
     *
     * @param stopHereIfAsked ends the work between two entries when the night is told to stop
     * @throws IllegalStateException when a line was kept before and is another one now
     */
    SealedSegment write(
            Night night,
            SegmentPlan plan,
            Segment cut,
            Path folder,
            Salts salts,
            Runnable stopHereIfAsked) {
        try (SegmentSealer sealer = SegmentSealer.begin(folder, plan, salts)) {
            controls.of(night).forEach(sealer::control);
            return database.read(
                    () -> {
                        Set<ContractVersion> used = entries(night, sealer, stopHereIfAsked);
                        balances.forEachOf(night.date(), sealer::balance);
                        breaks.of(night.date()).forEach(sealer::breakRow);
                        rows.rowsBookedOn(night.day(), night.booksBegin(), sealer::row);
                        stripe(night, sealer);
                        evidence.forEachOrderEvent(night.date(), sealer::order);
                        evidence.forEachContract(used, sealer::contract);
                        payouts.write(night, plan, cut, sealer);
                        sealer.settings(SealedSettings.of(night.settings()));
                        return sealer.finish();
                    });
        }
    }

    /** All entries; returns the contract versions their workings used. */
    private Set<ContractVersion> entries(
            Night night, SegmentSealer sealer, Runnable stopHereIfAsked) {
        TreeSet<ContractVersion> used = new TreeSet<>();
        SealedLines.Writer kept = lines.writer(night.epoch());
        int[] sinceLook = {0};
        journal.forEachByPlace(
                night.date(),
                placed -> {
                    String line = sealer.entry(placed.entry());
                    keep(placed, line, kept);
                    Json.Obj trace = placed.entry().trace();
                    if (trace != null) {
                        addContracts(trace, used);
                    }
                    sinceLook[0]++;
                    if (sinceLook[0] == ENTRIES_BETWEEN_LOOKS) {
                        sinceLook[0] = 0;
                        stopHereIfAsked.run();
                    }
                });
        kept.flush();
        return used;
    }

    private static void keep(Placed placed, String line, SealedLines.Writer kept) {
        if (!line.contains("\"seq\":" + placed.seq() + ",")) {
            throw new IllegalStateException(
                    "entry %s has place %d, but its line is %s"
                            .formatted(placed.entry().source(), placed.seq(), line));
        }
        String before = placed.canonical();
        if (before == null) {
            kept.add(placed.seq(), line);
        } else if (!before.equals(line)) {
            throw new IllegalStateException(
                    "entry %s was sealed as %s and would now be %s; somebody has changed it, nothing is signed"
                            .formatted(placed.entry().source(), before, line));
        }
    }

    private static void addContracts(Json.Obj trace, Set<ContractVersion> used) {
        addContract(trace, used);
        trace.objects("parts").forEach(part -> addContract(part, used));
    }

    private static void addContract(Json.Obj part, Set<ContractVersion> used) {
        String contract = part.optionalText("contract");
        if (contract != null && part.get("version") != null) {
            used.add(new ContractVersion(contract, part.number("version")));
        }
    }

    private void stripe(Night night, SegmentSealer sealer) {
        Instant observedAt =
                stripe.balance(night.date(), StripeFacts.Moment.AFTER)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "Stripe's balance after the pull of %s is not there; run the night again"
                                                        .formatted(night.date())))
                        .observedAt();
        evidence.forEachRowAfter(night.day(), sealer::rowAfter);
        evidence.forEachStripePayout(night.date(), sealer::stripePayout);
        sealer.stripeBalance(
                new StripeBalance(
                        night.settings().stripeAccount(),
                        observedAt,
                        controls.stripeBalances(night)));
    }
}
