package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.exporters.report.ReportIssue;
import com.illuvrse.finance.exporters.s3.ArchiveCopy;
import com.illuvrse.finance.jobs.report.ReportDesk;
import com.illuvrse.finance.jobs.report.ReportDesk.Reported;
import com.illuvrse.finance.jobs.report.ReportKind;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code finance report --kind K --period P}: one report set on demand. */
@Command(
        name = "report",
        description = "Makes the report set of a period out of its sealed days.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

    @Mixin HomeOptions where = new HomeOptions();

    @Option(
            names = "--kind",
            required = true,
            paramLabel = "K",
            description = "what to report, such as accounting; a wrong one lists all")
    String kind = "";

    @Option(
            names = "--period",
            required = true,
            paramLabel = "P",
            description = "of which period, such as 2026-03")
    String period = "";

    @Option(
            names = "--reason",
            paramLabel = "T",
            description = "why a new revision is made (default: the ids of the late entries)")
    @Nullable String reason;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "also copies the set here, below its key")
    @Nullable Path out;

    @Override
    public Integer call() throws Exception {
        ReportKind.parse(kind).period(period);
        try (Installation installation = where.open(Installation.QUIET)) {
            ReportDesk desk = installation.reports();
            Reported reported = desk.report(kind, period, reason);
            System.out.printf(
                    "%s %s: %s at %s%n",
                    kind, period, reported.outcome().inWords(), reported.place());
            for (ReportIssue issue : reported.outcome().issues()) {
                System.out.println("  " + issue.sentence());
            }
            Path folder = out;
            if (folder != null) {
                ArchiveCopy copy = desk.copy(reported, folder);
                copy.faults().forEach(System.err::println);
                System.out.printf("%d objects below %s%n", copy.objects(), folder);
                if (!copy.isSound()) {
                    return ExitCode.FAILED;
                }
            }
            return code(reported);
        }
    }

    private static int code(Reported reported) {
        if (!reported.outcome().isFinal()) {
            return ExitCode.HELD;
        }
        boolean any =
                reported.outcome().issues().stream()
                        .anyMatch(issue -> issue.severity() != ReportIssue.Severity.INFO);
        return any ? ExitCode.DONE_WITH_OPEN_BREAKS : ExitCode.DONE;
    }
}
