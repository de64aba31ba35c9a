package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.exporters.verify.VerifyReport;
import java.nio.file.Path;
import java.time.LocalDate;
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

    @Option(names = "--json", description = "the result as one line of JSON")
    boolean json;

    @Override
    public Integer call() {
        return VerifyReport.run(
                folder,
                trust,
                now,
                json ? VerifyReport.Form.JSON : VerifyReport.Form.TEXT,
                System.out);
    }
}
