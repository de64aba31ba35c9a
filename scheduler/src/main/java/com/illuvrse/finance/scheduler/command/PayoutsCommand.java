package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.postgres.PayoutBatches.NewDestination;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.Unknown;
import com.illuvrse.finance.jobs.run.PayoutDesk;
import com.illuvrse.finance.jobs.run.PayoutDesk.Listed;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.Decision;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.payout.Quorum;
import com.illuvrse.finance.payout.Vote;
import com.illuvrse.finance.scheduler.operations.Installation;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code finance payouts}: batches, the exact bytes to sign, votes, release. */
@Command(
        name = "payouts",
        description = "Shows payout batches, takes votes on them, and gives them free.",
        mixinStandardHelpOptions = true,
        subcommands = {
            PayoutsCommand.ListThem.class,
            PayoutsCommand.Show.class,
            PayoutsCommand.Sign.class,
            PayoutsCommand.Approve.class,
            PayoutsCommand.Release.class
        })
final class PayoutsCommand {

    /** {@code finance payouts list}. */
    @Command(
            name = "list",
            description = "All batches: state, totals, votes.",
            mixinStandardHelpOptions = true)
    static final class ListThem implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Override
        public Integer call() throws Exception {
            try (Installation installation = where.open(Installation.QUIET)) {
                List<Listed> batches = installation.payouts().list();
                if (batches.isEmpty()) {
                    System.out.println("no payout batch has been drawn yet");
                }
                batches.forEach(batch -> show(System.out, batch));
                return ExitCode.DONE;
            }
        }
    }

    /** {@code finance payouts show B}. */
    @Command(
            name = "show",
            description = "One batch: what it decided about every creator, and why.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Parameters(paramLabel = "B", description = "the batch, named by its day")
        String batch = "";

        @Override
        public Integer call() throws Exception {
            try (Installation installation = where.open(Installation.QUIET)) {
                PayoutDesk desk = installation.payouts();
                show(System.out, desk.show(batch));
                for (PayoutItem item : desk.items(batch)) {
                    System.out.printf(
                            Locale.ROOT,
                            "  %-24s %-4s available %s, pays %s, withholds %s: %s%s%n",
                            item.payee(),
                            item.currency(),
                            Money.of(item.available(), item.currency()),
                            item.pay(),
                            Money.of(item.isPaid() ? item.withheld() : 0, item.currency()),
                            item.reason(),
                            item.destination() == null ? "" : " to " + item.destination());
                }
                return ExitCode.DONE;
            }
        }
    }

    /** {@code finance payouts statement B}. */
    @Command(
            name = "statement",
            description =
                    "The exact bytes to sign. Approve them with: ssh-keygen -Y sign -n "
                            + Quorum.NAMESPACE
                            + " -f KEY FILE",
            mixinStandardHelpOptions = true)
    static final class Sign implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Parameters(paramLabel = "B", description = "the batch, named by its day")
        String batch = "";

        @Option(names = "--reject", description = "the bytes that reject the batch")
        boolean reject;

        @Option(
                names = "--out",
                paramLabel = "FILE",
                description = "where to write them (default: standard output, nothing added)")
        @Nullable Path out;

        @Override
        public Integer call() throws Exception {
            try (Installation installation = where.open(Installation.QUIET)) {
                Decision decision = reject ? Decision.REJECT : Decision.APPROVE;
                byte[] bytes = installation.payouts().statement(batch, decision);
                Path file = out;
                if (file == null) {
                    System.out.write(bytes, 0, bytes.length);
                    System.out.flush();
                } else {
                    Files.write(file, bytes);
                    System.out.println(
                            "to %s: ssh-keygen -Y sign -n %s -f KEY %s"
                                    .formatted(
                                            decision.name().toLowerCase(Locale.ROOT),
                                            Quorum.NAMESPACE,
                                            file));
                }
                return ExitCode.DONE;
            }
        }
    }

    /** {@code finance payouts approve B --signature F}. */
    @Command(
            name = "approve",
            description =
                    "Takes a vote: the signature of an approver over the statement. A signature"
                            + " over the rejecting bytes rejects the batch.",
            mixinStandardHelpOptions = true)
    static final class Approve implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Parameters(paramLabel = "B", description = "the batch, named by its day")
        String batch = "";

        @Option(
                names = "--signature",
                required = true,
                paramLabel = "F",
                description = "the file ssh-keygen wrote")
        Path signature = Path.of("");

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "the role to vote in; needed by a person with several")
        @Nullable String role;

        @Override
        public Integer call() throws Exception {
            String file = Files.readString(signature);
            try (Installation installation = where.open(Installation.QUIET)) {
                show(System.out, installation.payouts().approve(batch, file, role));
                return ExitCode.DONE;
            }
        }
    }

    /** {@code finance payouts release B}. */
    @Command(
            name = "release",
            description =
                    "Gives a batch with enough votes free and sends it. Of a batch that is free"
                            + " already, it orders anew what Stripe was asked for and did not show"
                            + " twice, ten minutes apart.",
            mixinStandardHelpOptions = true)
    static final class Release implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Parameters(paramLabel = "B", description = "the batch, named by its day")
        String batch = "";

        @Override
        public Integer call() throws Exception {
            try (Installation installation = where.open(Installation.QUIET)) {
                show(
                        System.out,
                        installation
                                .payouts()
                                .release(batch, System.getProperty("user.name", "unknown")));
                return ExitCode.DONE;
            }
        }
    }

    private static void show(PrintStream out, Listed listed) {
        String totals =
                listed.totals().entrySet().stream()
                        .map(total -> Money.of(total.getValue(), total.getKey()).toString())
                        .collect(Collectors.joining(", "));
        out.printf(
                Locale.ROOT,
                "%s  %-8s  pays %s; %d of %d vote(s)%s%n",
                listed.batch().batch(),
                listed.batch().state(),
                totals.isEmpty() ? "nothing" : totals,
                listed.votes().size(),
                listed.needed(),
                listed.waitsFor() == null ? "" : "; waits: " + listed.waitsFor());
        listed.moved().forEach(payment -> out.println("  " + sentence(payment)));
        for (Vote vote : listed.votes()) {
            out.printf(
                    Locale.ROOT,
                    "  %s by %s as %s at %s%n",
                    vote.decision(),
                    vote.person(),
                    vote.role(),
                    vote.at());
        }
        for (Unknown each : listed.unknown()) {
            out.printf(
                    Locale.ROOT,
                    "  payout %s attempt %d: ordered at %s, not shown by Stripe; looked for %d"
                            + " time(s)%s%n",
                    each.intent().payout(),
                    each.intent().attempt(),
                    each.intent().firstSentAt(),
                    each.looks(),
                    each.mayBeMadeAgain() ? ", \"payouts release\" orders it anew" : "");
        }
        if (listed.batch().closedAt() == null && listed.batch().releasedAt() == null) {
            out.println("  can be released before " + listed.expires());
        }
    }

    /** Why a batch needs the votes of the next higher tier. */
    static String sentence(NewDestination payment) {
        return "one tier more: %s %s goes to %s by %s, the payment before went to %s by %s"
                .formatted(
                        payment.payee(),
                        payment.currency(),
                        payment.destination(),
                        payment.rail(),
                        payment.before(),
                        payment.railBefore());
    }
}
