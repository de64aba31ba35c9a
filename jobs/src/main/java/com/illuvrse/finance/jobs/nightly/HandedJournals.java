package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.marketplace.AcceptedLine;
import com.illuvrse.finance.jobs.marketplace.FeedFile;
import com.illuvrse.finance.jobs.marketplace.FeedJournal;
import com.illuvrse.finance.jobs.marketplace.FeedLine;
import com.illuvrse.finance.jobs.marketplace.RefusedLine;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.FeedFacts.Reading;
import com.illuvrse.finance.jobs.postgres.InboxFiles;
import com.illuvrse.finance.jobs.postgres.JournalFacts;
import com.illuvrse.finance.jobs.postgres.JournalFacts.Verdict;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Pulls;
import com.illuvrse.finance.journal.AccountingDay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A file of journals a person hands in: judged by the rules of the feed, and taken in as the feed
 * takes a file, but all of it or nothing.
 *
 * <p>It belongs to the first day whose inbox was not read to its end, as a file that is delivered
 * now; that day's night books it.
 */
public final class HandedJournals {

    private static final String FEED = "journals";

    private final Database database;
    private final SettlementSettings settings;
    private final Path work;
    private final JournalFacts journals;
    private final InboxFiles files;
    private final Pulls pulls;

    /**
     * @param work a folder for the file in hand
     */
    public HandedJournals(Database database, SettlementSettings settings, Path work) {
        this.database = database;
        this.settings = settings;
        this.work = work;
        this.journals = new JournalFacts(database);
        this.files = new InboxFiles(database);
        this.pulls = new Pulls(database);
    }

    /** What the feed says of one line of the file. */
    public sealed interface Answer {

        int line();

        /** A line that is a journal. */
        record Judged(int line, FeedJournal journal, Verdict verdict) implements Answer {}

        /** A line that is none; the sentence says what was expected. */
        record Unreadable(int line, String sentence) implements Answer {}

        default boolean isRefused() {
            return switch (this) {
                case Judged judged -> judged.verdict() instanceof Verdict.Refused;
                case Unreadable unreadable -> true;
            };
        }

        default boolean isNew() {
            return this instanceof Judged judged && judged.verdict() instanceof Verdict.Accepted;
        }
    }

    /**
     * All answers, line by line.
     *
     * @param day the night that reads the file
     */
    public record Judgement(LocalDate day, List<Answer> answers) {

        public Judgement {
            answers = List.copyOf(answers);
        }

        public boolean isRefused() {
            return answers.stream().anyMatch(Answer::isRefused);
        }

        /** Whether the books would know more with this file than without it. */
        public boolean isNew() {
            return answers.stream().anyMatch(Answer::isNew);
        }
    }

    /**
     * Judges a file and writes nothing.
     *
     * @throws IllegalArgumentException when the file as a whole is none of the feed
     */
    public Judgement check(Path given) throws IOException {
        return withCopy(given, file -> judged(file, lines(file)));
    }

    /**
     * Judges a file and takes it in when no line of it is refused and one is new.
     *
     * @return the judgement; when it refuses or knows everything already, nothing was written
     */
    public Judgement take(Path given, long epoch) throws IOException {
        return withCopy(
                given,
                file -> {
                    List<FeedLine> lines = lines(file);
                    Judgement judgement = judged(file, lines);
                    if (!judgement.isRefused() && judgement.isNew()) {
                        database.write(LedgerRole.WRITER, epoch, () -> keep(file, lines));
                    }
                    return judgement;
                });
    }

    private void keep(FeedFile file, List<FeedLine> lines) {
        long fileKey = files.beginKept(file, lines.size(), file.day());
        List<AcceptedLine<FeedJournal>> accepted = new ArrayList<>();
        for (FeedLine line : lines) {
            accepted.add(new AcceptedLine<>(line, FeedReader.journal(file.day(), line.text())));
        }
        List<RefusedLine> refused =
                journals.keep(new Reading(fileKey, day(file)), accepted, settings.chart());
        if (!refused.isEmpty()) {
            throw new IllegalStateException(
                    "line %d was accepted and then refused as %s; nothing is written"
                            .formatted(
                                    refused.getFirst().line().number(),
                                    refused.getFirst().reason()));
        }
        files.end(fileKey, file.day());
    }

    private Judgement judged(FeedFile file, List<FeedLine> lines) {
        List<Answer> answers = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        List<FeedJournal> read = new ArrayList<>();
        for (FeedLine line : lines) {
            try {
                read.add(FeedReader.journal(file.day(), line.text()));
                numbers.add(line.number());
            } catch (IllegalArgumentException | ArithmeticException e) {
                answers.add(new Answer.Unreadable(line.number(), String.valueOf(e.getMessage())));
            }
        }
        List<Verdict> verdicts =
                database.read(() -> journals.check(day(file), read, settings.chart()));
        for (int i = 0; i < read.size(); i++) {
            answers.add(new Answer.Judged(numbers.get(i), read.get(i), verdicts.get(i)));
        }
        answers.sort(Comparator.comparingInt(Answer::line));
        return new Judgement(file.day(), answers);
    }

    private AccountingDay day(FeedFile file) {
        return AccountingDay.of(file.day(), settings.zone());
    }

    private static List<FeedLine> lines(FeedFile file) throws IOException {
        Optional<String> refusal = file.ending().refusal();
        if (refusal.isPresent()) {
            throw new IllegalArgumentException(refusal.get());
        }
        List<FeedLine> lines = new ArrayList<>();
        file.forEach(lines::add);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("expected a journal, found a file without one");
        }
        return lines;
    }

    @FunctionalInterface
    private interface Reader {
        Judgement read(FeedFile file) throws IOException;
    }

    private Judgement withCopy(Path given, Reader reader) throws IOException {
        LocalDate day = pulls.nextOfInbox().orElse(settings.firstDay());
        Files.createDirectories(work);
        Path copy = Files.createTempFile(work, "journals-", ".jsonl");
        try {
            return reader.read(FeedFile.handedIn(FEED, day, given, copy));
        } finally {
            Files.deleteIfExists(copy);
        }
    }
}
