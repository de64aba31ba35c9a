package com.illuvrse.finance.jobs.payout;

import static com.illuvrse.finance.jobs.nightly.Nights.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.nightly.Nights;
import com.illuvrse.finance.jobs.nightly.TestClock;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.DatabaseSettings;
import com.illuvrse.finance.jobs.postgres.DatabaseSettings.Login;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.PayoutIntents;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.Intent;
import com.illuvrse.finance.jobs.postgres.PayoutIntents.State;
import com.illuvrse.finance.jobs.stripe.StripeTransfers;
import com.illuvrse.finance.sandbox.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A payout run in a process of its own, killed with SIGKILL between two things it does. Stripe, the
 * database and their counts live on; another process then does the same run.
 */
class KilledPayoutsTest extends ReleasedBatch {

    /** When the process dies, and what it leaves behind. */
    enum Moment {
        BEFORE_THE_INTENT_IS_KEPT(0, "APPROVED APPROVED"),
        BETWEEN_INTENT_AND_CALL(0, "SENDING APPROVED"),
        BETWEEN_CALL_AND_ANSWER(1, "SENDING APPROVED"),
        BETWEEN_ANSWER_AND_COMMIT(1, "SENDING APPROVED"),
        BETWEEN_TWO_PAYOUTS(1, "SENT SENDING"),
        BEFORE_THE_BATCH_IS_CLOSED(2, "SENT SENT");

        private final int transfers;
        private final String states;

        Moment(int transfers, String states) {
            this.transfers = transfers;
            this.states = states;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whereverItIsKilledTheNextRunPaysEachOnce(Moment moment) throws Exception {
        dieAt(moment, Sender.OURS);
        assertThat(states()).isEqualTo(moment.states);
        assertThat(stripe.faults().transfersMade()).isEqualTo(moment.transfers);

        ledger.takeOver();
        run();

        allIsPaidOnce();
    }

    @Test
    void killedAgainWhileItLooksForWhatBecameOfTheFirstCallItStillPaysOnce() throws Exception {
        dieAt(Moment.BETWEEN_CALL_AND_ANSWER, Sender.OURS);
        ledger.takeOver();
        try (TappedLine line = TappedLine.to(stripe.endpoint());
                Child second = Child.start(this, line, Sender.OURS)) {
            line.atLook(1).insteadOfPassingItOn(second::kill);
            second.awaitDeath();
        }
        assertThat(states()).isEqualTo("SENDING APPROVED");

        ledger.takeOver();
        run();

        allIsPaidOnce();
    }

    /** It froze and was taken over; when it wakes up it may say nothing about what became of it. */
    @Test
    void aProcessThatFreezesInACallAndIsTakenOverWritesNothingAfterwards() throws Exception {
        try (TappedLine line = TappedLine.to(stripe.endpoint());
                Child frozen = Child.start(this, line, Sender.OURS)) {
            CountDownLatch asked = new CountDownLatch(1);
            line.atOrder(1)
                    .beforeTheAnswer(
                            () -> {
                                frozen.signal("STOP");
                                asked.countDown();
                            });
            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(states()).isEqualTo("SENDING APPROVED");

            ledger.takeOver();
            run();
            allIsPaidOnce();
            frozen.signal("CONT");

            assertThat(frozen.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(frozen.process().exitValue()).isEqualTo(1);
            assertThat(folder.resolve("child.log")).content().contains("EpochOverException");
        }
        allIsPaidOnce();
    }

    /** The harness bites: who asks first and notes afterwards pays twice, and it shows. */
    @Test
    void aSenderThatNotesItsIntentAfterTheCallIsCaught() throws Exception {
        topUpTo(20_000);
        dieAt(Moment.BETWEEN_CALL_AND_ANSWER, Sender.CARELESS);
        ledger.takeOver();
        sendCarelessly(database, ledger.epoch(), transfers(1));

        assertThat(problems()).containsExactly("3 transfers for [" + C1 + ", " + C2 + "]");
        known = problems();
    }

    private void allIsPaidOnce() {
        assertThat(intents()).allMatch(intent -> intent.endsWith("_1 SENT"));
        assertThat(stripe.faults().transfersMade()).isEqualTo(2);
        assertThat(ledger.texts("select state from payout.batch")).containsExactly("SENT");
    }

    private String states() {
        return String.join(
                " ", ledger.texts("select state from payout.intent order by idempotency_key"));
    }

    /** Starts a run in another process and kills it at the moment. */
    private void dieAt(Moment moment, Sender sender) throws Exception {
        try (TappedLine line = TappedLine.to(stripe.endpoint());
                Child child = Child.start(this, line, sender);
                Obstacle obstacle = new Obstacle(ledger.connect(PostgresServer.SUPERUSER))) {
            switch (moment) {
                case BEFORE_THE_INTENT_IS_KEPT ->
                        line.atLook(1).beforeTheAnswer(() -> obstacle.put("payout.intent"));
                case BETWEEN_INTENT_AND_CALL -> line.atOrder(1).insteadOfPassingItOn(child::kill);
                case BETWEEN_CALL_AND_ANSWER -> line.atOrder(1).beforeTheAnswer(child::kill);
                case BETWEEN_ANSWER_AND_COMMIT ->
                        line.atOrder(1).beforeTheAnswer(() -> obstacle.put("payout.intent"));
                case BETWEEN_TWO_PAYOUTS -> line.atOrder(2).insteadOfPassingItOn(child::kill);
                case BEFORE_THE_BATCH_IS_CLOSED ->
                        line.atOrder(2).beforeTheAnswer(() -> obstacle.put("payout.batch"));
            }
            obstacle.awaitSomebodyOr(child);
            child.kill();
            child.awaitDeath();
        }
    }

    /** Who sends in the other process. */
    enum Sender {
        OURS,
        /** Asks under a key of the moment, and notes what it asked when it knows the answer. */
        CARELESS
    }

    /** The wrong way round. */
    private static void sendCarelessly(Database database, long epoch, StripeTransfers stripe) {
        PayoutIntents intents = new PayoutIntents(database);
        database.write(LedgerRole.PAYOUTS, epoch, () -> intents.approve("2026-03-02"));
        List<Intent> approved =
                database.read(() -> intents.of("2026-03-02", "stripe", List.of(State.APPROVED)));
        for (Intent intent : approved) {
            StripeTransfers.Made made =
                    stripe.send(order(intent), intent.idempotencyKey() + "_" + System.nanoTime());
            database.write(
                    LedgerRole.PAYOUTS,
                    epoch,
                    () -> {
                        intents.sending(intent, NIGHT);
                        intents.sent(intent, made.transfer(), NIGHT);
                    });
        }
    }

    /** A lock on a table, which the other process runs into. */
    private record Obstacle(Connection connection) implements AutoCloseable {

        void put(String table) {
            try (Statement sql = connection.createStatement()) {
                connection.setAutoCommit(false);
                sql.execute("lock table " + table + " in share row exclusive mode");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Returns when somebody waits for the table, or when the process is dead. */
        void awaitSomebodyOr(Child child) throws Exception {
            Instant end = Instant.now().plusSeconds(60);
            while (child.isAlive() && !isSomebodyWaiting()) {
                assertThat(Instant.now()).as("the run comes to its moment").isBefore(end);
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }

        private boolean isSomebodyWaiting() throws SQLException {
            try (Statement sql = connection.createStatement();
                    ResultSet waiting =
                            sql.executeQuery(
                                    "select count(*) from pg_stat_activity where datname ="
                                            + " current_database() and wait_event_type = 'Lock'")) {
                return waiting.next() && waiting.getInt(1) > 0;
            }
        }

        @Override
        public void close() throws SQLException {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            connection.close();
        }
    }

    /** The other process. */
    private record Child(Process process) implements AutoCloseable {

        static Child start(ReleasedBatch batch, TappedLine line, Sender sender) throws IOException {
            DatabaseSettings settings = batch.ledger.settings();
            ProcessBuilder builder =
                    new ProcessBuilder(
                                    ProcessHandle.current().info().command().orElseThrow(),
                                    "-XX:TieredStopAtLevel=1",
                                    "-Xshare:auto",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    KilledPayoutsTest.class.getName(),
                                    settings.url(),
                                    settings.application().user(),
                                    line.endpoint().toString(),
                                    Long.toString(batch.ledger.epoch()),
                                    batch.folder.toString(),
                                    sender.name())
                            .redirectErrorStream(true)
                            .redirectOutput(batch.folder.resolve("child.log").toFile());
            builder.environment()
                    .putAll(Map.of("LEDGER_PASSWORD", settings.application().password()));
            return new Child(builder.start());
        }

        boolean isAlive() {
            return process.isAlive();
        }

        void kill() {
            process.destroyForcibly();
        }

        /** Stops the process where it is, or lets it go on. */
        void signal(String name) {
            try {
                int code =
                        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                                .start()
                                .waitFor();
                assertThat(code).isZero();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void awaitDeath() throws InterruptedException {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("it was killed and did not end").isEqualTo(137);
        }

        @Override
        public void close() {
            kill();
        }
    }

    /** The payout run of the other process. */
    public static void main(String[] arguments) {
        Login application = new Login(arguments[1], System.getenv("LEDGER_PASSWORD"));
        StripeTransfers stripe = transfers(URI.create(arguments[2]), 1);
        long epoch = Long.parseLong(arguments[3]);
        try (Database database =
                Database.connect(new DatabaseSettings(arguments[0], application, application))) {
            if (Sender.valueOf(arguments[5]) == Sender.CARELESS) {
                sendCarelessly(database, epoch, stripe);
                return;
            }
            Steps steps = Nights.steps(database);
            send(
                    Nights.by(epoch, FIRST, new TestClock(NIGHT.plus(Duration.ofMinutes(1)))),
                    steps,
                    database,
                    stripe,
                    Path.of(arguments[4]));
        }
    }
}
