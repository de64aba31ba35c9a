package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.exporters.s3.ArchiveCopy;
import com.illuvrse.finance.exporters.verify.VerifyReport;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

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
        Path daily = home.resolve("archive/daily");
        Path segments = home.resolve("archive/segments");
        String sealed = "audit/v1/" + installation.settings().ledger() + "/";
        out.println("Copying out of the archive, checking every digest …");
        copy(out, installation, "reports/daily/", daily);
        copy(out, installation, sealed, segments);
        Path trust = installation.trustFile();
        if (trust != null) {
            out.println("Verifying the sealed days as an auditor does …");
            VerifyReport.run(segments, trust, null, out);
        }
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
        Path sealedDay =
                segments.resolve(
                        "segment-%06d".formatted(ChronoUnit.DAYS.between(first, last) + 1));
        out.println(
                "  openssl cms -verify -binary -inform DER -noverify -in %1$s/sig/finance-lead.p7s -content %1$s/manifest.json -out /dev/null"
                        .formatted(sealedDay));
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

    private static void copy(PrintStream out, Installation installation, String prefix, Path folder)
            throws IOException {
        ArchiveCopy copy = installation.copyFromArchive(prefix, folder);
        out.printf(
                java.util.Locale.ROOT,
                "  %,d objects, %,d bytes in %s%n",
                copy.objects(),
                copy.bytes(),
                folder);
        copy.faults().forEach(fault -> out.println("  " + fault));
    }
}
