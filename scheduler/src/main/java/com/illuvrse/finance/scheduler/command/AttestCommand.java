package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.run.AttestationDesk;
import com.illuvrse.finance.jobs.run.AttestationDesk.Done;
import com.illuvrse.finance.jobs.run.AttestationDesk.Offer;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code finance attest}: a person's signature, or a witness's, for a sealed day. */
@Command(
        name = "attest",
        description =
                "Signs a sealed day with the key of a role and has the signature time-stamped, or adds the"
                        + " cosignatures of witnesses. Says first what is signed.",
        mixinStandardHelpOptions = true)
final class AttestCommand implements Callable<Integer> {

    @Mixin HomeOptions where = new HomeOptions();

    @ArgGroup(multiplicity = "1")
    What what = new What();

    @Option(
            names = "--date",
            paramLabel = "D",
            description = "the accounting day (default: the newest that is sealed)")
    @Nullable LocalDate date;

    /** Who adds what. */
    static final class What {

        @Option(
                names = "--role",
                paramLabel = "R",
                required = true,
                description = "who signs, as the key registry names it, such as finance-lead")
        @Nullable String role;

        @Option(
                names = "--witness",
                paramLabel = "FILE",
                required = true,
                description = "the checkpoint of the day with the cosignatures of witnesses")
        @Nullable Path witness;
    }

    @Override
    public Integer call() throws Exception {
        try (Installation installation = where.open(Installation.QUIET)) {
            AttestationDesk desk = installation.attestations();
            Offer offer = desk.offer(date);
            show(System.out, offer);
            LocalDate day = offer.cut().day();
            Path witness = what.witness;
            String role = what.role;
            Done done =
                    witness != null
                            ? desk.cosign(Files.readAllBytes(witness), day)
                            : desk.sign(String.valueOf(role), day);
            return report(System.out, done);
        }
    }

    private static void show(PrintStream out, Offer offer) {
        out.printf(
                Locale.ROOT,
                "segment %d, %s, sealed at %s%n",
                offer.cut().number(),
                offer.cut().day(),
                offer.cut().sealedAt());
        out.println("  manifest     " + offer.manifest().id());
        out.printf(
                Locale.ROOT,
                "  entries      %,d, root %s%n",
                offer.cut().entries(),
                offer.manifest().entriesRoot());
        offer.turnover().forEach(amount -> out.println("  booked       " + amount));
        out.println("  open breaks  " + offer.openBreaks());
    }

    private static int report(PrintStream out, Done done) {
        out.println(
                done.path()
                        + (done.isNew()
                                ? " is added and in the archive"
                                : " was added before and stays as it is; it is in the archive"));
        done.away().forEach(out::println);
        out.println(
                done.missing().isEmpty()
                        ? "the day is ATTESTED"
                        : "the day is SEALED and still lacks " + String.join(", ", done.missing()));
        if (!done.away().isEmpty()) {
            out.println("run the same command again later, or wait for the next night");
            return ExitCode.HELD;
        }
        return ExitCode.DONE;
    }
}
