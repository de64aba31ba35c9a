package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.marketplace.AcceptedLine;
import com.illuvrse.finance.jobs.marketplace.FeedAchNotice;
import com.illuvrse.finance.jobs.marketplace.FeedBankLine;
import com.illuvrse.finance.jobs.marketplace.FeedContract;
import com.illuvrse.finance.jobs.marketplace.FeedFile;
import com.illuvrse.finance.jobs.marketplace.FeedFiling;
import com.illuvrse.finance.jobs.marketplace.FeedJournal;
import com.illuvrse.finance.jobs.marketplace.FeedLine;
import com.illuvrse.finance.jobs.marketplace.FeedOrderEvent;
import com.illuvrse.finance.jobs.marketplace.FeedPayee;
import com.illuvrse.finance.jobs.marketplace.FeedRate;
import com.illuvrse.finance.jobs.marketplace.RefusedLine;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.FeedFacts;
import com.illuvrse.finance.jobs.postgres.FeedFacts.Reading;
import com.illuvrse.finance.jobs.postgres.Findings;
import com.illuvrse.finance.jobs.postgres.InboxFiles;
import com.illuvrse.finance.jobs.postgres.JournalFacts;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.payout.BankLine;
import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads one file of the inbox line by line into the tables, some thousands of lines a transaction.
 *
 * <p>A line that does not parse or breaks a rule is kept raw and refused alone. A file that was
 * half read when the night stopped is read again from its first line: what is there already is no
 * news.
 */
final class FeedReader {

    private static final int MOST_DAYS_AHEAD = 31;

    private final Database database;
    private final FeedFacts facts;
    private final JournalFacts journals;
    private final InboxFiles files;
    private final Findings findings;

    FeedReader(Database database) {
        this.database = database;
        this.facts = new FeedFacts(database);
        this.journals = new JournalFacts(database);
        this.files = new InboxFiles(database);
        this.findings = new Findings(database);
    }

    void read(Steps steps, Night night, FeedFile file, int lines) throws IOException {
        long fileKey =
                database.write(
                        LedgerRole.WRITER,
                        night.epoch(),
                        () -> files.begin(file, lines, night.date()));
        Reading reading = new Reading(fileKey, night.day());
        switch (file.feed()) {
            case "contracts" ->
                    read(steps, night, file, reading, FeedContract::read, facts::keepContracts);
            case "payees" -> read(steps, night, file, reading, FeedPayee::read, facts::keepPayees);
            case "fx" -> read(steps, night, file, reading, FeedRate::read, facts::keepRates);
            case "journals" ->
                    read(
                            steps,
                            night,
                            file,
                            reading,
                            text -> journal(night.date(), text),
                            (from, each) -> journals.keep(from, each, night.settings().chart()));
            case "bank" -> {
                if (file.isOfPersons()) {
                    read(
                            steps,
                            night,
                            file,
                            reading,
                            FeedAchNotice::read,
                            (from, each) -> facts.keepAchNotices(from, each, file.day()));
                } else {
                    read(
                            steps,
                            night,
                            file,
                            reading,
                            text -> bankLine(night, text),
                            facts::keepBankLines);
                }
            }
            case "orders" ->
                    read(
                            steps,
                            night,
                            file,
                            reading,
                            text -> orderEvent(night, text),
                            facts::keepOrderEvents);
            case "filings" ->
                    read(steps, night, file, reading, FeedFiling::read, facts::keepFilings);
            case "approvals" -> {
                // used by a step of its own, which reads them from the inbox
            }
            default -> throw new IllegalArgumentException("no feed is called " + file.feed());
        }
        database.write(LedgerRole.WRITER, night.epoch(), () -> files.end(fileKey, night.date()));
    }

    /** Reads one journal of a file that is read by the night of a day. */
    static FeedJournal journal(LocalDate day, String text) {
        FeedJournal journal = FeedJournal.read(text);
        requireNear(day, journal.effectiveOn());
        return journal;
    }

    private static BankLine bankLine(Night night, String text) {
        BankLine line = FeedBankLine.read(text);
        requireNear(night.date(), line.bookedOn());
        return line;
    }

    private static FeedOrderEvent orderEvent(Night night, String text) {
        FeedOrderEvent event = FeedOrderEvent.read(text);
        requireNear(
                night.date(),
                AccountingDay.containing(event.event().occurredAt(), night.day().zone()).date());
        return event;
    }

    /** A fact waits for its own day; one that would wait for years is a slip of the pen. */
    private static void requireNear(LocalDate day, LocalDate happenedOn) {
        if (happenedOn.isAfter(day.plusDays(MOST_DAYS_AHEAD))) {
            throw new IllegalArgumentException(
                    "expected a day up to %d days after %s, found %s"
                            .formatted(MOST_DAYS_AHEAD, day, happenedOn));
        }
    }

    private <T> void read(
            Steps steps,
            Night night,
            FeedFile file,
            Reading reading,
            Function<String, T> parser,
            BiFunction<Reading, List<AcceptedLine<T>>, List<RefusedLine>> keeper)
            throws IOException {
        Set<Integer> refusedBefore = files.refusedLines(reading.fileKey());
        Batch<T> batch = new Batch<>(night, file, reading, keeper);
        file.forEach(
                line -> {
                    if (!refusedBefore.contains(line.number())) {
                        batch.add(line, parser);
                    }
                    if (batch.size() >= night.settings().chunk()) {
                        steps.stopHereIfAsked();
                        batch.write();
                    }
                });
        batch.write();
    }

    /** The lines of one transaction. */
    private final class Batch<T> {
        private final Night night;
        private final FeedFile file;
        private final Reading reading;
        private final BiFunction<Reading, List<AcceptedLine<T>>, List<RefusedLine>> keeper;
        private final List<AcceptedLine<T>> accepted = new ArrayList<>();
        private final List<RefusedLine> refused = new ArrayList<>();

        Batch(
                Night night,
                FeedFile file,
                Reading reading,
                BiFunction<Reading, List<AcceptedLine<T>>, List<RefusedLine>> keeper) {
            this.night = night;
            this.file = file;
            this.reading = reading;
            this.keeper = keeper;
        }

        int size() {
            return accepted.size() + refused.size();
        }

        void add(FeedLine line, Function<String, T> parser) {
            try {
                accepted.add(new AcceptedLine<>(line, parser.apply(line.text())));
            } catch (IllegalArgumentException | ArithmeticException e) {
                refused.add(RefusedLine.of(line, String.valueOf(e.getMessage())));
            }
        }

        void write() {
            database.write(LedgerRole.WRITER, night.epoch(), this::writeWithin);
            accepted.clear();
            refused.clear();
        }

        private void writeWithin() {
            List<RefusedLine> all = new ArrayList<>(refused);
            if (!accepted.isEmpty()) {
                all.addAll(keeper.apply(reading, accepted));
            }
            files.keepRefused(reading.fileKey(), all, night.date());
            findings.keep(night.date(), all.stream().map(this::finding).toList());
        }

        private Finding finding(RefusedLine line) {
            String place = file.ref() + ":" + line.line().number();
            return line.conflictsWith() == null
                    ? Finding.of(BreakType.RECORD_REJECTED, place, line.reason())
                    : Finding.of(
                            BreakType.ORDER_CONFLICT,
                            line.conflictsWith(),
                            place + ": " + line.reason());
        }
    }
}
