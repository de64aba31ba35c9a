package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.scheduler.operations.Installation;
import com.illuvrse.finance.segment.Receipt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code finance receipt}: the proof that one entry is sealed, for somebody who may see no more.
 */
@Command(
        name = "receipt",
        description =
                "Writes the proof that one entry is in the sealed ledger. It shows that entry and"
                        + " nothing else of the books; finance verify-receipt checks it.",
        mixinStandardHelpOptions = true)
final class ReceiptCommand implements Callable<Integer> {

    /** Which entry: exactly one of the two. */
    static final class Asked {

        @Option(
                names = "--entry",
                required = true,
                paramLabel = "E",
                description = "its id, or its source key such as fulfil:o-1:1")
        @Nullable String entry;

        @Option(
                names = "--payout",
                required = true,
                paramLabel = "P",
                description = "a payout, batch:payee:currency")
        @Nullable String payout;

        String key() {
            return entry != null ? entry : "payout:" + payout;
        }
    }

    @Mixin HomeOptions where = new HomeOptions();

    @ArgGroup(exclusive = true, multiplicity = "1")
    Asked asked = new Asked();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "where the receipt is written")
    Path out = Path.of("");

    @Override
    public Integer call() throws Exception {
        try (Installation installation = where.open(Installation.QUIET)) {
            Optional<Receipt> receipt;
            try {
                receipt = installation.receipts().receipt(asked.key());
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(
                        new CommandLine(this),
                        "E is an entry id or a source key, P is batch:payee:currency; "
                                + e.getMessage(),
                        e);
            }
            if (receipt.isEmpty()) {
                System.err.printf(
                        Locale.ROOT,
                        "there is no entry %s; entries.parquet and journal.hledger of a day list ids"
                                + " and source keys%n",
                        asked.key());
                return ExitCode.FAILED;
            }
            byte[] bytes = receipt.get().bytes();
            Files.write(out, bytes);
            System.out.printf(
                    Locale.ROOT,
                    "%s: line %d of segment %d, %d bytes; finance verify-receipt %s --trust FILE"
                            + " checks it%n",
                    out,
                    receipt.get().index() + 1,
                    receipt.get().logIndex(),
                    bytes.length,
                    out);
            return ExitCode.DONE;
        }
    }
}
