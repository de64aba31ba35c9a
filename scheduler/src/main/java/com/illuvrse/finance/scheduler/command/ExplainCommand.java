package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.postgres.EntrySources.Source;
import com.illuvrse.finance.jobs.report.ExplainedFigure;
import com.illuvrse.finance.jobs.report.FigureDesk;
import com.illuvrse.finance.jobs.run.ExplainDesk.Explained;
import com.illuvrse.finance.jobs.run.ExplainDesk.Proof;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code finance explain E}: one entry, from what it was made of to its place in the seal; or one
 * cell of a report set, from its rule to the entries behind it.
 */
@Command(
        name = "explain",
        description = {
            "Explains one entry: why it exists, what it was made of, its calculation, its proof.",
            "Or one cell of a report set: its rule, the facts and entries behind it, and whether"
                    + " they come to it."
        },
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

    @Mixin HomeOptions where = new HomeOptions();

    @Parameters(
            index = "0",
            paramLabel = "E",
            description =
                    "its id, or its source key such as fulfil:o-1:1; or a cell such as"
                            + " form-1099-misc.csv#c1/royalties: the file, # and the key of the row"
                            + " joined by |, / and the column")
    String entry = "";

    @Option(
            names = "--kind",
            paramLabel = "K",
            description = "of a cell: the kind of set, where the file does not say it")
    @Nullable String kind;

    @Option(
            names = "--period",
            paramLabel = "P",
            description =
                    "of a cell: the period of the set, where the way to the file does not say it")
    @Nullable String period;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "of a cell: how many facts are listed (default: ${DEFAULT-VALUE}); all are"
                            + " added up")
    int limit = 50;

    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (FigureDesk.isName(entry)) {
            return figure();
        }
        if (kind != null || period != null) {
            throw usage(
                    "--kind and --period are of a cell, such as form-1099-misc.csv#c1/royalties");
        }
        try (Installation installation = where.open(Installation.QUIET)) {
            Optional<Explained> explained;
            try {
                explained = installation.explanations().explain(entry);
            } catch (IllegalArgumentException e) {
                throw usage("E is an entry id or a source key; " + e.getMessage());
            }
            if (explained.isEmpty()) {
                System.err.printf(
                        Locale.ROOT,
                        "there is no entry %s; entries.parquet and journal.hledger of a day list"
                                + " ids and source keys%n",
                        entry);
                return ExitCode.FAILED;
            }
            show(System.out, explained.get());
            return ExitCode.DONE;
        }
    }

    private int figure() throws Exception {
        if (limit < 1) {
            throw usage("--limit is 1 or more, found " + limit);
        }
        FigureDesk.requireName(entry, kind, period);
        try (Installation installation = where.open(Installation.QUIET)) {
            ExplainedFigure figure = installation.figures().explain(entry, kind, period, limit);
            new FigurePage(System.out, installation.explanations()).show(figure);
            return figure.isSound() ? ExitCode.DONE : ExitCode.FAILED;
        }
    }

    private CommandLine.ParameterException usage(String sentence) {
        CommandLine.Model.CommandSpec own = spec;
        if (own == null) {
            throw new IllegalStateException("the command was not made by its parser");
        }
        return new CommandLine.ParameterException(own.commandLine(), sentence);
    }

    private static void show(PrintStream out, Explained explained) {
        JournalEntry entry = explained.entry();
        out.println(entry.source());
        out.printf(
                Locale.ROOT,
                "  entry %s, booked on %s%s, at %s%n",
                entry.id(),
                entry.bookedOn(),
                entry.late() ? ", late: effective on " + entry.effectiveOn() : "",
                entry.occurredAt());
        if (entry.memo() != null) {
            out.println("  memo " + entry.memo());
        }
        for (Posting posting : entry.postings()) {
            out.printf(
                    Locale.ROOT,
                    "  %s  %-40s  %s%n",
                    posting.side(),
                    posting.account(),
                    posting.amount());
        }
        section(out, "why", List.of(explained.why()));
        section(
                out,
                "made of",
                explained.sources().stream().map(Source::where).toList(),
                explained.sources().stream().map(Source::bytes).toList());
        if (!explained.working().isEmpty()) {
            section(out, "calculation", explained.working());
            out.println("  " + explained.again());
        }
        section(out, "proof", proof(explained.proof()));
        if (!explained.related().isEmpty()) {
            section(
                    out,
                    "other entries of the order",
                    explained.related().stream().map(SourceKey::text).toList());
        }
    }

    private static void section(PrintStream out, String title, List<String> lines) {
        out.printf(Locale.ROOT, "%n%s%n", title);
        lines.forEach(line -> out.println("  " + line));
    }

    private static void section(
            PrintStream out, String title, List<String> lines, List<String> bytes) {
        section(out, title, lines.isEmpty() ? List.of("what the ledger itself holds") : List.of());
        for (int i = 0; i < lines.size(); i++) {
            out.println("  " + lines.get(i));
            out.println("    " + bytes.get(i));
        }
    }

    private static List<String> proof(@Nullable Proof proof) {
        if (proof == null) {
            return List.of("none yet: the day is not closed");
        }
        return List.of(
                "segment %d, line %d of it, seq %d"
                        .formatted(proof.segment(), proof.index() + 1, proof.seq()),
                "leaf      " + proof.leaf(),
                "path      "
                        + (proof.path().isEmpty()
                                ? "(the only line)"
                                : String.join(" ", proof.path())),
                "root      " + proof.entriesRoot() + ", which the path leads to",
                "manifest  " + proof.manifestId(),
                proof.checkpoint() == null
                        ? "not sealed yet: the manifest has no checkpoint"
                        : "sealed by the checkpoint\n    "
                                + proof.checkpoint().strip().replace("\n", "\n    ")
                                + "\n"
                                + "  to hand it to somebody: finance receipt --entry E --out"
                                + " FILE");
    }
}
