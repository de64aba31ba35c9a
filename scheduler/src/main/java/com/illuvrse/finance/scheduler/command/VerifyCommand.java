package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.exporters.comparison.ExportsCheck;
import com.illuvrse.finance.exporters.verify.VerifyReport;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code finance verify}: the auditor's check; needs no database and no network. */
@Command(
        name = "verify",
        description =
                "Checks a folder of sealed segments against a trust file, without database, network"
                        + " or clock.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "folder with segment-000000 … as directories, .tar or .tar.gz")
    Path folder = Path.of("");

    @Option(
            names = "--trust",
            required = true,
            paramLabel = "FILE",
            description = "what the auditor pins (ledger-trust/1)")
    Path trust = Path.of("");

    @Option(
            names = "--now",
            paramLabel = "D",
            description = "the auditor's own date: every day before it must be there")
    @Nullable LocalDate now;

    @Option(
            names = "--exports",
            paramLabel = "DIR",
            description =
                    "a copy of reports/daily/ out of the archive: every day of it must say what is"
                            + " sealed")
    @Nullable Path exports;

    @Option(
            names = "--reports-key",
            paramLabel = "VKEY",
            description = "a key that may sign the daily files (default: the one they name)")
    List<String> reportsKeys = new ArrayList<>();

    @Option(names = "--json", description = "the result as one line of JSON")
    boolean json;

    /** Where the result is printed. */
    PrintStream out = System.out;

    @Override
    public Integer call() {
        VerifyReport.Form form = json ? VerifyReport.Form.JSON : VerifyReport.Form.TEXT;
        VerifyReport.Comparison comparison;
        try {
            comparison = comparison();
        } catch (IllegalArgumentException e) {
            VerifyReport.notTried(out, form, e.getMessage());
            return ExitCode.WRONG_USAGE;
        }
        return VerifyReport.run(folder, trust, now, comparison, form, out);
    }

    private VerifyReport.Comparison comparison() {
        List<VerifierKey> keys = reportsKeys.stream().map(VerifierKey::parse).toList();
        Path copied = exports;
        if (copied == null) {
            if (!keys.isEmpty()) {
                throw new IllegalArgumentException(
                        "--reports-key says who signs the daily files: name their copy with"
                                + " --exports");
            }
            return VerifyReport.NOTHING_ELSE;
        }
        return ExportsCheck.of(copied, keys)::check;
    }
}
