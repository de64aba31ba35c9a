package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.exporters.verify.SegmentCheck;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;

/** Where to look when the demo is over: what lies in the archive, how to verify, how to query. */
final class Tour {

    private Tour() {}

    /**
     * Copies the archive to a folder a person can open, verifies the sealed days, and says what is
     * where.
     */
    static void show(
            PrintStream out, Installation installation, Path home, LocalDate first, LocalDate last)
            throws IOException {
        Path copy = home.resolve("archive");
        String sealed = "audit/v1/" + installation.settings().ledger() + "/";
        out.println("Copying the archive to " + copy + ", checking every digest …");
        out.println("  " + installation.copyFromArchive("reports/", copy));
        out.println("  " + installation.copyFromArchive(sealed, copy));
        Path segments = copy.resolve(sealed);
        Path trust = installation.trustFile();
        if (trust != null) {
            out.println("Verifying the sealed days as an auditor does …");
            SegmentCheck.run(segments, trust, null, false, out);
        }
        Path daily = copy.resolve("reports/daily");
        Path day = daily.resolve("dt=" + last);
        out.println();
        out.println("Where to look");
        out.println("  the day on one page    " + day.resolve("settlement.html"));
        out.println("  the books as text      " + day.resolve("journal.hledger"));
        out.println("  balances               " + day.resolve("trial-balance.csv"));
        out.println("  what is not explained  " + day.resolve("breaks.csv"));
        out.println("  every day since        " + daily.resolve("dt=" + first));
        out.println("  sealed packages        " + segments);
        out.println("How to verify");
        out.println("  scheduler/finance verify " + segments + " --trust " + trust);
        out.println("How to query");
        out.println(
                "  duckdb -c \"select account, currency, sum(amount_minor) from '"
                        + daily
                        + "/*/postings/*.parquet' group by all order by all\"");
        out.println("  cat " + daily + "/*/journal.hledger | hledger -f - balance");
        out.println("How to go on");
        out.println("  scheduler/finance status --sandbox --home " + home);
        out.println();
    }
}
