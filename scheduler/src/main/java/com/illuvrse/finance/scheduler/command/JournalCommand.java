package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.marketplace.FeedJournal;
import com.illuvrse.finance.jobs.nightly.HandedJournals.Answer;
import com.illuvrse.finance.jobs.nightly.HandedJournals.Judgement;
import com.illuvrse.finance.jobs.postgres.JournalFacts.Verdict;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code finance journal}: the journal feed by hand. */
@Command(
        name = "journal",
        description = "Checks and posts entries made by people.",
        mixinStandardHelpOptions = true,
        subcommands = {JournalCommand.Check.class, JournalCommand.Post.class})
final class JournalCommand {

    private static final String FILE =
            "journals as the feed has them, one a line; the end line may be left out";

    private JournalCommand() {}

    private static void print(PrintStream out, Judgement judgement) {
        for (Answer answer : judgement.answers()) {
            switch (answer) {
                case Answer.Unreadable none ->
                        out.printf("line %d  refused: %s%n", none.line(), none.sentence());
                case Answer.Judged judged ->
                        out.printf(
                                "%s  %s%n",
                                judged.journal().journal(),
                                told(judgement.day(), judged.journal(), judged.verdict()));
            }
        }
    }

    private static String told(LocalDate nextNight, FeedJournal journal, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted accepted ->
                    "accepted: to be booked on %s, effective on %s%s"
                            .formatted(
                                    accepted.bookedOn(),
                                    journal.effectiveOn(),
                                    journal.effectiveOn().isBefore(accepted.bookedOn())
                                            ? " (late)"
                                            : "");
            case Verdict.AlreadyThere there ->
                    there.bookedOn().isBefore(nextNight)
                            ? "already there: booked on " + there.bookedOn()
                            : "already there: to be booked on " + there.bookedOn();
            case Verdict.Refused refused ->
                    "refused: %s; %s".formatted(refused.rule().rule(), refused.rule().advice());
        };
    }

    /** {@code finance journal check F}. */
    @Command(
            name = "check",
            description = "Says of each journal what the feed would say of it; writes nothing.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Parameters(index = "0", paramLabel = "F", description = FILE)
        Path file = Path.of("");

        @Override
        public Integer call() throws Exception {
            try (Installation installation = where.open(Installation.QUIET)) {
                Judgement judgement = installation.journals().check(file);
                print(System.out, judgement);
                return judgement.isRefused() ? ExitCode.FAILED : ExitCode.DONE;
            }
        }
    }

    /** {@code finance journal post F}. */
    @Command(
            name = "post",
            description =
                    "Takes a file of journals into the ledger, all of it or nothing; the next night books"
                            + " it.",
            mixinStandardHelpOptions = true)
    static final class Post implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Parameters(index = "0", paramLabel = "F", description = FILE)
        Path file = Path.of("");

        @Override
        public Integer call() throws Exception {
            try (Installation installation = where.open(Installation.QUIET)) {
                Judgement judgement = installation.journals().post(file);
                print(System.out, judgement);
                if (judgement.isRefused()) {
                    System.out.println("nothing was posted: every journal must be accepted");
                    return ExitCode.FAILED;
                }
                System.out.println(
                        judgement.isNew()
                                ? "posted; the night of %s books it".formatted(judgement.day())
                                : "nothing new: everything of this file is in the ledger");
                return ExitCode.DONE;
            }
        }
    }
}
