package com.illuvrse.finance.jobs.payout;

import static com.illuvrse.finance.jobs.nightly.Nights.FIRST;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.nightly.Controls;
import com.illuvrse.finance.jobs.nightly.DraftPayouts;
import com.illuvrse.finance.jobs.nightly.Movements;
import com.illuvrse.finance.jobs.nightly.Night;
import com.illuvrse.finance.jobs.nightly.Nights;
import com.illuvrse.finance.jobs.nightly.PaymentRails;
import com.illuvrse.finance.jobs.nightly.Reconcile;
import com.illuvrse.finance.jobs.nightly.ReferenceFiles;
import com.illuvrse.finance.jobs.nightly.TestClock;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.ScratchLedger;
import com.illuvrse.finance.jobs.stripe.StripeKey;
import com.illuvrse.finance.jobs.stripe.StripeSettings;
import com.illuvrse.finance.jobs.stripe.StripeTransfers;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.sandbox.stripe.StripeServer;
import com.illuvrse.finance.tax.TaxRules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One payout run over many creators: drawing the batch, and sending it to the stand-in. A program
 * to run by hand, with the number of creators. What it is compared with is measured in the same
 * run: the same number of entries posted and nothing decided, and transfers made with nothing
 * noted.
 *
 * <pre>mvn -q -pl jobs -am test-compile
 * mvn -q -pl jobs dependency:build-classpath -Dmdep.outputFile=target/classpath
 * cd jobs; java -Xmx256m -cp target/classes:target/test-classes:$(cat target/classpath) \
 *     com.illuvrse.finance.jobs.payout.PayoutBenchmark 50000</pre>
 */
public final class PayoutBenchmark {

    private static final Instant NIGHT = Instant.parse("2026-03-03T07:00:00Z");
    private static final int CREATORS_OF_AN_ENTRY = 500;

    private final int creators;
    private final ScratchLedger ledger;
    private final Database database;
    private final Steps steps;
    private final StandIn stripe;
    private final Night night;

    private PayoutBenchmark(int creators, ScratchLedger ledger, StandIn stripe) {
        this.creators = creators;
        this.ledger = ledger;
        this.database = ledger.database();
        this.steps = Nights.steps(ledger);
        this.stripe = stripe;
        this.night = Nights.by(ledger, FIRST, new TestClock(NIGHT));
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 1) {
            StandIn.serve(Path.of(arguments[0]), Long.parseLong(arguments[1]));
            return;
        }
        int creators = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50_000;
        Path folder = Files.createTempDirectory("payout-benchmark");
        try (ScratchLedger ledger = ScratchLedger.create(Nights.ZONE);
                StandIn stripe = StandIn.start(folder, 100_000L * creators)) {
            new PayoutBenchmark(creators, ledger, stripe).run();
        }
    }

    /** Stripe in a process of its own, so that what it remembers is not counted as ours. */
    private record StandIn(Process process, BufferedReader answers, URI endpoint)
            implements AutoCloseable {

        static StandIn start(Path folder, long balance) throws IOException {
            Process process =
                    new ProcessBuilder(
                                    ProcessHandle.current().info().command().orElseThrow(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    PayoutBenchmark.class.getName(),
                                    folder.toString(),
                                    Long.toString(balance))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
            return new StandIn(process, answers, URI.create(answers.readLine()));
        }

        static void serve(Path folder, long balance) throws Exception {
            try (StripeServer stripe = stripe(folder, balance)) {
                System.out.println(stripe.endpoint());
                while (System.in.read() == '\n') {
                    System.out.println(stripe.faults().transfersMade());
                    System.out.println(stripe.faults().intents().size());
                }
            }
        }

        /** Transfers that were made, and intents they were made for. */
        long[] counts() {
            try {
                process.getOutputStream().write('\n');
                process.getOutputStream().flush();
                return new long[] {
                    Long.parseLong(answers.readLine()), Long.parseLong(answers.readLine())
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            process.getOutputStream().close();
        }
    }

    private static StripeServer stripe(Path folder, long balance) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data/stripe"));
        Files.writeString(
                data.resolve("balance_transactions.jsonl"),
                """
                {"id":"txn_float","object":"balance_transaction","amount":%d,"available_on":1767265200,"balance_type":"payments",\
                "created":1767265200,"currency":"usd","description":"Top-up","exchange_rate":null,"fee":0,"fee_details":[],"net":%d,\
                "reporting_category":"topup","source":null,"status":"available","type":"topup"}
                """
                        .formatted(balance, balance));
        return StripeServer.start(
                folder.resolve("data"), folder.resolve("state"), 0, new TestClock(NIGHT));
    }

    private void run() {
        ledger.open(FIRST);
        ledger.creators(FIRST, creators);
        ledger.stripeBalance(FIRST, owe());
        Nights.run(
                new Reconcile(database, new Controls(database))
                        .step(steps, Nights.night(ledger, FIRST, 2_000)));

        double posting = seconds(this::postAsMany);
        double drawing =
                seconds(
                        () ->
                                Nights.run(
                                        new DraftPayouts(
                                                        database,
                                                        ContractFacts.told(database),
                                                        taxes(),
                                                        PaymentRails.NONE)
                                                .step(steps, night)));
        System.out.printf(
                Locale.ROOT,
                "draw %,d payouts: %.1f s; posting as many entries alone: %.1f s; ratio %.2f; peak"
                        + " heap %,d MB%n",
                creators,
                drawing,
                posting,
                drawing / posting,
                peakMegabytes());

        int alone = Math.max(1, creators / 20);
        double calls = seconds(() -> callsAlone(alone)) / alone * creators;
        double sending = seconds(this::send);
        long[] counts = stripe.counts();
        System.out.printf(
                Locale.ROOT,
                "send %,d transfers: %.1f s; the calls alone: %.1f s; ratio %.2f; peak heap %,d MB;"
                        + " %,d transfers for %,d payouts%n",
                creators,
                sending,
                calls,
                sending / calls,
                peakMegabytes(),
                counts[0] - alone,
                counts[1] - alone);
    }

    /** Everybody is owed 0.10 to 0.19, so that all together need no vote. */
    private long owe() {
        AccountingDay day = AccountingDay.of(FIRST, Nights.ZONE);
        long all = 0;
        for (int from = 0; from < creators; from += CREATORS_OF_AN_ENTRY) {
            JournalEntry.Draft entry =
                    JournalEntry.of(SourceKey.of("journal", "op-" + from), FIRST, day.from());
            long sum = 0;
            for (int i = from; i < Math.min(creators, from + CREATORS_OF_AN_ENTRY); i++) {
                long owed = 10L + i % 10;
                entry.credit(Accounts.payable("c" + i), usd(owed));
                sum += owed;
            }
            ledger.post(entry.debit(Accounts.STRIPE_AVAILABLE, usd(sum)).build());
            all += sum;
        }
        return all;
    }

    /** What drawing cannot do without. */
    private void postAsMany() {
        AccountingDay day = AccountingDay.of(FIRST, Nights.ZONE);
        int chunk = 2_000;
        for (int from = 0; from < creators; from += chunk) {
            List<JournalEntry> entries =
                    IntStream.range(from, Math.min(creators, from + chunk))
                            .mapToObj(
                                    i ->
                                            JournalEntry.of(
                                                            SourceKey.of("journal", "same-" + i),
                                                            FIRST,
                                                            day.from())
                                                    .debit(Accounts.OPENING, usd(1))
                                                    .credit(Accounts.COMMISSION, usd(1))
                                                    .build())
                            .toList();
            ledger.postAll(entries);
        }
    }

    private void callsAlone(int number) {
        StripeTransfers transfers = transfers();
        for (int i = 0; i < number; i++) {
            transfers.send(
                    new StripeTransfers.Order("alone:" + i, "alone", "acct_alone" + i, usd(1)),
                    "alone_" + i);
        }
    }

    private void send() {
        PayoutRunJob job =
                new PayoutRunJob(
                        steps,
                        new TakeReleasedBatches(database),
                        new SendTransfers(database, transfers()),
                        Nights.noBankRails(database, Path.of("target")),
                        new CloseBatches(database));
        job.contents(night).forEach(Nights::run);
    }

    private StripeTransfers transfers() {
        return new StripeTransfers(
                new StripeSettings(
                        "acct_test", stripe.endpoint(), 1_000_000, 1, Duration.ofMillis(1)),
                new StripeKey("rk_test_pay_1"));
    }

    private static TaxRules taxes() {
        return new ReferenceFiles(Path.of("../config")).taxRules();
    }

    private static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }

    private static long peakMegabytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getPeakUsage)
                        .mapToLong(usage -> usage.getUsed())
                        .sum()
                >> 20;
    }

    private static Money usd(long minor) {
        return Money.of(minor, Movements.USD);
    }
}
