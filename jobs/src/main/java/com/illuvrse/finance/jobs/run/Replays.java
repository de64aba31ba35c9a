package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.jobs.batch.StopSignal;
import com.illuvrse.finance.jobs.batch.UnrecordedRun;
import com.illuvrse.finance.jobs.nightly.Night;
import com.illuvrse.finance.jobs.nightly.PaymentRails;
import com.illuvrse.finance.jobs.nightly.Replay;
import com.illuvrse.finance.jobs.nightly.SealingKeys;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.DayCut;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.ReplayDatabase;
import com.illuvrse.finance.jobs.postgres.Runs;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.jobs.run.ReplayedDay.Difference;
import com.illuvrse.finance.jobs.run.ReplayedDay.Where;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.segment.EntryLine;
import com.illuvrse.finance.segment.MerkleTree;
import com.illuvrse.finance.segment.Salts;
import com.illuvrse.finance.tax.TaxRules;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.step.Step;

/**
 * Works sealed days out again from the facts that were kept, beside the ledger, and compares the
 * entries with those that were sealed.
 *
 * <p>The days follow each other: the books before the first one are taken as they are, and from
 * there on only facts come in. So a replay from the first day of the ledger rests on nothing but
 * facts. It needs the key of the salts, and the program and settings of today; it holds up no night
 * and writes nothing to the ledger.
 */
public final class Replays {

    private static final HexFormat HEX = HexFormat.of();

    private final Database database;
    private final SettlementSettings settings;
    private final TaxRules taxes;
    private final PaymentRails rails;
    private final SealingKeys keys;
    private final StopSignal stop;
    private final Segments segments;
    private final Runs runs;

    public Replays(
            Database database,
            SettlementSettings settings,
            TaxRules taxes,
            PaymentRails rails,
            SealingKeys keys,
            StopSignal stop) {
        this.database = database;
        this.settings = settings;
        this.taxes = taxes;
        this.rails = rails;
        this.keys = keys;
        this.stop = stop;
        this.segments = new Segments(database);
        this.runs = new Runs(database);
    }

    /**
     * Replays days up to the last one or the first that differs: what comes after it builds on it.
     *
     * @param told of each day
     * @throws IllegalArgumentException as {@link #requireSealed}
     * @throws AlreadyRunningException when another process replays
     */
    public void replay(LocalDate from, LocalDate to, Consumer<ReplayedDay> told)
            throws SQLException, IOException {
        requireSealed(from, to);
        Salts salts = keys.salts();
        Path lines = Files.createTempFile("replay-", ".jsonl");
        try (ReplayDatabase replay =
                ReplayDatabase.before(from, database).orElseThrow(Replays::alreadyReplaying)) {
            long epoch =
                    new Runs(replay.database())
                            .takeOver("replay", segments.require(from).sealedAt());
            for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
                ReplayedDay replayed = new OneDay(replay, day, epoch, salts, lines).replay();
                told.accept(replayed);
                if (!replayed.isReproduced()) {
                    return;
                }
            }
        } finally {
            Files.delete(lines);
        }
    }

    private static AlreadyRunningException alreadyReplaying() {
        return new AlreadyRunningException(
                "another process replays days of this ledger right now; wait until it is done");
    }

    /**
     * Refuses days that cannot be replayed.
     *
     * @throws IllegalArgumentException when one is not sealed, or they are no stretch of days
     */
    public void requireSealed(LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(
                    "the last day to replay, %s, is before the first, %s".formatted(to, from));
        }
        if (from.isBefore(settings.firstDay())) {
            throw new IllegalArgumentException(
                    "day %s is before the first day of the ledger, %s"
                            .formatted(from, settings.firstDay()));
        }
        if (!segments.isSealed(to)) {
            throw new IllegalArgumentException(
                    "day %s is not sealed, so there is nothing to compare it with; the last sealed day is %s"
                            .formatted(
                                    to,
                                    segments.lastSealed().map(LocalDate::toString).orElse("none")));
        }
    }

    /** One day, after those before it. */
    private final class OneDay {
        private final ReplayDatabase replay;
        private final Database scratch;
        private final Night night;
        private final Segment sealed;
        private final Segments.Manifest manifest;
        private final Salts salts;
        private final Path lines;

        private OneDay(ReplayDatabase replay, LocalDate day, long epoch, Salts salts, Path lines) {
            this.replay = replay;
            this.scratch = replay.database();
            this.sealed = segments.require(day);
            this.manifest = segments.manifest(sealed.number()).orElseThrow();
            this.night =
                    new Night(
                            AccountingDay.of(day, settings.zone()),
                            epoch,
                            settings,
                            Clock.fixed(sealed.sealedAt(), ZoneOffset.UTC));
            this.salts = salts;
            this.lines = lines;
        }

        ReplayedDay replay() throws SQLException, IOException {
            replay.add(night.date());
            post();
            String replayed = replayedRoot();
            Comparison comparison = new Comparison();
            String kept = comparison.keptRoot();
            ReplayedDay result =
                    new ReplayedDay(
                            night.date(),
                            sealed.number(),
                            sealed.entries(),
                            manifest.entriesRoot(),
                            replayed,
                            kept,
                            comparison.first,
                            !runs.find(night.date())
                                    .map(
                                            run ->
                                                    run.settings()
                                                            .equals(new Pins(settings).settings()))
                                    .orElse(false));
            if (result.isReproduced()) {
                keepSeal();
            }
            return result;
        }

        private void post() {
            Pins pins = new Pins(settings);
            new Runs(scratch)
                    .begin(
                            night.date(),
                            night.epoch(),
                            "replay",
                            pins.settings(),
                            pins.program(),
                            night.now());
            UnrecordedRun run = new UnrecordedRun("replay", scratch, stop, (step, took) -> {});
            Replay contents = new Replay(scratch, ContractFacts.told(scratch), taxes, rails);
            for (Step step : contents.contents(run.steps(), night)) {
                run.run(step);
            }
            scratch.write(
                    LedgerRole.SEALER,
                    night.epoch(),
                    () -> new DayCut(scratch).close(night.day(), night.now()));
        }

        /** The lines that follow from the facts go into a file, to be compared one by one. */
        private String replayedRoot() throws IOException {
            EntryLine line = new EntryLine(salts);
            MerkleTree tree = new MerkleTree();
            try (BufferedWriter out = Files.newBufferedWriter(lines)) {
                scratch.read(
                        () -> {
                            new Journal(scratch)
                                    .forEachByPlace(
                                            night.date(),
                                            placed -> write(out, text(line, placed, tree)));
                            return true;
                        });
            }
            return HEX.formatHex(tree.root());
        }

        /** The seal of the day as it was given, so that the next one can follow. */
        private void keepSeal() {
            Segments copied = new Segments(scratch);
            scratch.write(
                    LedgerRole.SEALER,
                    night.epoch(),
                    () -> {
                        copied.keep(manifest);
                        copied.keepSeal(
                                sealed.number(),
                                segments.checkpoint(sealed.number()).orElseThrow());
                    });
        }

        /** The sealed lines beside those that were replayed and those that are kept. */
        private final class Comparison {
            private @Nullable Difference first;

            private String keptRoot() throws IOException {
                EntryLine line = new EntryLine(salts);
                MerkleTree tree = new MerkleTree();
                try (BufferedReader replayed = Files.newBufferedReader(lines)) {
                    database.read(
                            () -> {
                                new Journal(database)
                                        .forEachByPlace(
                                                night.date(),
                                                placed ->
                                                        compare(
                                                                placed,
                                                                text(line, placed, tree),
                                                                read(replayed)));
                                return true;
                            });
                    String more = read(replayed);
                    if (more != null) {
                        note(Where.REPLAYED, sealed.seqAfter() + 1, null, more);
                    }
                }
                return HEX.formatHex(tree.root());
            }

            private void compare(Journal.Placed placed, String kept, @Nullable String replayed) {
                String canonical = placed.canonical();
                if (!kept.equals(canonical)) {
                    note(Where.KEPT, placed.seq(), canonical, kept);
                }
                if (canonical == null || !canonical.equals(replayed)) {
                    note(Where.REPLAYED, placed.seq(), canonical, replayed);
                }
            }

            private void note(
                    Where where, long seq, @Nullable String sealedLine, @Nullable String found) {
                if (first == null) {
                    first = new Difference(where, seq, sealedLine, found);
                }
            }
        }
    }

    private static String text(EntryLine line, Journal.Placed placed, MerkleTree tree) {
        CanonicalJson text = line.write(placed.entry(), placed.entry().id(), placed.seq());
        tree.addLine(text);
        return text.toString();
    }

    private static void write(BufferedWriter out, String line) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable String read(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
