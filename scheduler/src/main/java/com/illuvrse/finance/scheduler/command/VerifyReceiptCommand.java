package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.exporters.verify.ReceiptReport;
import com.illuvrse.finance.exporters.verify.VerifyReport;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code finance verify-receipt}: the check of one receipt; needs no database and no network. */
@Command(
        name = "verify-receipt",
        description =
                "Checks the receipt of one entry against a trust file, without database, network or"
                        + " clock.",
        mixinStandardHelpOptions = true)
final class VerifyReceiptCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "FILE", description = "the receipt")
    Path receipt = Path.of("");

    @Option(
            names = "--trust",
            required = true,
            paramLabel = "FILE",
            description = "what the reader pins (ledger-trust/1)")
    Path trust = Path.of("");

    @Option(names = "--json", description = "the result as one line of JSON")
    boolean json;

    /** Where the result is printed. */
    PrintStream out = System.out;

    @Override
    public Integer call() {
        return ReceiptReport.run(
                receipt, trust, json ? VerifyReport.Form.JSON : VerifyReport.Form.TEXT, out);
    }
}
