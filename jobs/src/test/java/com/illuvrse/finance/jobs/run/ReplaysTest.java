package com.illuvrse.finance.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.jobs.run.ReplayedDay.Difference;
import com.illuvrse.finance.jobs.run.ReplayedDay.Where;
import com.illuvrse.finance.sandbox.marketplace.GeneratorSettings;
import com.illuvrse.finance.sandbox.marketplace.Marketplace;
import com.illuvrse.finance.sandbox.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A generated stretch of days, settled by the real job and worked out again from its facts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplaysTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 10, 1);
    private static final LocalDate LAST = FIRST.plusDays(8);

    private RunningLedger ledger;

    @BeforeAll
    void settles(@TempDir Path folder) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Marketplace.generate(
                GeneratorSettings.of(7, FIRST, 9, 40, ZoneId.of("America/New_York")), data);
        ledger = new RunningLedger(data, Files.createDirectories(folder.resolve("home")));
        ledger.settle(FIRST, LAST);
    }

    @AfterAll
    void closes() {
        ledger.close();
    }

    @Test
    void everyDayFollowsFromTheFactsAlone() throws Exception {
        assertThat(ledger.replayed()).hasSize(9).allMatch(ReplayedDay::isReproduced);
        assertThat(
                        ledger.database()
                                .lines(
                                        "select datname from pg_database where datname ="
                                                + " current_database() || '_replay'"))
                .isEmpty();
    }

    @Test
    void aDayFollowsFromTheBooksBeforeIt() throws Exception {
        assertThat(replay(LAST, LAST)).singleElement().matches(ReplayedDay::isReproduced);
    }

    /** Somebody past all defences changed what Stripe had said. */
    @Test
    void aChangedFactIsFoundOnTheDayItWasPosted() throws Exception {
        String row =
                ledger.database()
                        .lines(
                                """
                                select min(id) from fact.balance_transaction
                                where type = 'charge' and first_seen_on = '2026-10-04' and created < '2026-10-05T04:00:00Z'
                                """)
                        .getFirst();
        String change = "update fact.balance_transaction set fee = fee %s 1, net = net %s 1";
        try (Tampering facts = new Tampering("fact.balance_transaction")) {
            facts.with(change.formatted("+", "-") + " where id = '" + row + "'");

            List<ReplayedDay> days = ledger.replayed();

            assertThat(days).hasSize(4);
            ReplayedDay last = days.getLast();
            assertThat(last.isReproduced()).isFalse();
            assertThat(last.sealedRoot())
                    .isEqualTo(last.keptRoot())
                    .isNotEqualTo(last.replayedRoot());
            Difference difference = Objects.requireNonNull(last.difference());
            assertThat(difference.where()).isEqualTo(Where.REPLAYED);
            assertThat(difference.sealed()).contains(row);
            assertThat(difference.found()).contains(row).isNotEqualTo(difference.sealed());
            facts.with(change.formatted("-", "+") + " where id = '" + row + "'");
        }
    }

    @Test
    void aRowThatIsGoneIsFound() throws Exception {
        String gone =
                "(select max(id) from fact.balance_transaction where type = 'charge' and first_seen_on = '%s')"
                        .formatted(LAST);
        try (Tampering facts = new Tampering("fact.balance_transaction")) {
            facts.with(
                    "create table fact.taken as select * from fact.balance_transaction where id = "
                            + gone);
            facts.with("delete from fact.balance_transaction where id = " + gone);

            ReplayedDay day = replay(LAST, LAST).getFirst();

            assertThat(day.isReproduced()).isFalse();
            assertThat(day.difference()).isNotNull();
            facts.with(
                    "insert into fact.balance_transaction overriding system value select * from"
                            + " fact.taken");
            facts.with("drop table fact.taken");
        }
    }

    /** The books say something else than was sealed, although the facts are as they were. */
    @Test
    void aChangedEntryIsFound() throws Exception {
        String change =
                "update ledger.entry set memo = %s where source_key = (select min(source_key) from"
                        + " ledger.entry where booked_on = '2026-10-03')";
        try (Tampering entries = new Tampering("ledger.entry")) {
            entries.with(change.formatted("'rewritten'"));

            ReplayedDay day = replay(FIRST.plusDays(2), LAST).getFirst();

            assertThat(day.sealedRoot()).isEqualTo(day.replayedRoot()).isNotEqualTo(day.keptRoot());
            Difference difference = Objects.requireNonNull(day.difference());
            assertThat(difference.where()).isEqualTo(Where.KEPT);
            assertThat(difference.found()).contains("rewritten");
            entries.with(change.formatted("null"));
        }
    }

    @Test
    void aDatabaseOfThatNameThatNoReplayMadeStays() throws Exception {
        String name = ledger.database().lines("select current_database() || '_replay'").getFirst();
        try (Connection owner = ledger.database().connect(PostgresServer.OWNER);
                Statement sql = owner.createStatement()) {
            sql.execute("create database " + name);

            assertThatThrownBy(() -> replay(LAST, LAST))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("there is one no replay made");

            sql.execute("drop database " + name);
        }
    }

    @Test
    void onlySealedDaysCanBeReplayed() {
        assertThatThrownBy(() -> replay(LAST, LAST.plusDays(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "day 2026-10-10 is not sealed, so there is nothing to compare it with; the"
                                + " last sealed day is 2026-10-09");
        assertThatThrownBy(() -> replay(FIRST.minusDays(1), LAST))
                .hasMessageContaining("before the first day of the ledger, 2026-10-01");
        assertThatThrownBy(() -> replay(LAST, FIRST)).hasMessageContaining("is before the first");
    }

    private List<ReplayedDay> replay(LocalDate from, LocalDate to) throws Exception {
        List<ReplayedDay> days = new ArrayList<>();
        ledger.bean(Replays.class).replay(from, to, days::add);
        return days;
    }

    /** The owner of a table with its defences off. */
    private final class Tampering implements AutoCloseable {
        private final String table;

        Tampering(String table) {
            this.table = table;
            with("alter table " + table + " disable trigger user");
        }

        void with(String statement) {
            ledger.database().asOwner(statement);
        }

        @Override
        public void close() {
            with("alter table " + table + " enable trigger user");
        }
    }
}
