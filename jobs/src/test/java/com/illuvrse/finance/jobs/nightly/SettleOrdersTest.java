package com.illuvrse.finance.jobs.nightly;

import static com.illuvrse.finance.jobs.nightly.Nights.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.ScratchLedger;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Money;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SettleOrdersTest {

    private static final LocalDate NEXT = FIRST.plusDays(1);

    @Test
    void arrivalInAnyOrderAndInPartsOfAnySizeGivesTheSame() {
        List<String> expected = settled(new Random(1), 1_000);

        List<String> shuffled = settled(new Random(7), 2);

        assertThat(shuffled).isEqualTo(expected).hasSizeGreaterThan(60);
    }

    @Test
    void goesOnWhereItWasKilledInTheMiddle() throws SQLException {
        List<String> undisturbed = settled(new Random(1), 2);

        List<String> killed;
        try (ScratchLedger ledger = ScratchLedger.create(Nights.ZONE)) {
            facts(ledger, new Random(1));
            ledger.asOwner(
                    """
                    alter table ledger.order_state add constraint planted check (order_id <> 'o-7')
                    """);
            assertThatThrownBy(() -> settle(ledger, FIRST, 2)).hasMessageContaining("planted");
            assertThat(
                            ledger.texts(
                                    "select order_id from ledger.order_state where order_id ="
                                            + " 'o-7'"))
                    .isEmpty();
            assertThat(ledger.texts("select order_id from ledger.order_state")).isNotEmpty();
            ledger.asOwner("alter table ledger.order_state drop constraint planted");
            settle(ledger, FIRST, 2);
            settle(ledger, FIRST, 3);
            killed = ledger.outcome();
        }

        assertThat(killed).isEqualTo(undisturbed);
    }

    @Test
    void ordersThatWaitAreSettledAgainWithoutNews() {
        try (ScratchLedger ledger = ScratchLedger.create(Nights.ZONE)) {
            contract(ledger, "k-1");
            ledger.open(FIRST);
            ledger.row(FIRST, Movements.charge("t1", "o-1", 1_000, "2026-03-02T15:00:00Z"));
            settle(ledger, FIRST, 10);
            ledger.close(FIRST);
            ledger.open(NEXT);
            ledger.tell(
                    NEXT,
                    "o-1",
                    "e1",
                    "order.placed",
                    placed("o-1", "k-1", 1_000, "2026-03-02T14:00:00Z"));

            settle(ledger, NEXT, 10);

            assertThat(ledger.texts("select day || ' ' || type || ' ' || ref from ledger.finding"))
                    .containsExactly("2026-03-02 PAYMENT_WITHOUT_ORDER t1");
            assertThat(
                            ledger.texts(
                                    "select source_key from ledger.entry where booked_on ="
                                            + " '2026-03-03'"))
                    .containsExactly("sale:o-1:t1");
            assertThat(
                            ledger.texts(
                                    "select day || ' ' || waits from ledger.order_state order by"
                                            + " day"))
                    .containsExactly("2026-03-02 true", "2026-03-03 false");
        }
    }

    @Test
    void anAdvanceMovesItsContractWithoutAnyOrder() {
        try (ScratchLedger ledger = ScratchLedger.create(Nights.ZONE)) {
            ledger.open(FIRST);
            advance(ledger, "k-9", 700);

            settle(ledger, FIRST, 10);
            settle(ledger, FIRST, 10);

            assertThat(
                            ledger.texts(
                                    "select contract || ' ' || (state::json ->> 'outstanding') from"
                                            + " ledger.contract_state"))
                    .containsExactly("k-9 700");
        }
    }

    @Test
    void aDisputeIsLostOnceThoughStripeSaysItTwice() {
        try (ScratchLedger ledger = ScratchLedger.create(Nights.ZONE)) {
            contract(ledger, "k-1");
            ledger.open(FIRST);
            ledger.tell(
                    FIRST,
                    "o-1",
                    "e1",
                    "order.placed",
                    placed("o-1", "k-1", 1_000, "2026-03-02T14:00:00Z"));
            ledger.row(FIRST, Movements.charge("t1", "o-1", 1_000, "2026-03-02T15:00:00Z"));
            ledger.row(
                    FIRST,
                    Movements.dispute("t2", "dp_1", "t1", "o-1", 1_000, "2026-03-02T16:00:00Z"));
            settle(ledger, FIRST, 10);
            ledger.close(FIRST);
            ledger.open(NEXT);
            ledger.dispute(NEXT, "dp_1", "ch_t1", "lost");
            settle(ledger, NEXT, 10);
            ledger.close(NEXT);
            LocalDate third = NEXT.plusDays(1);
            ledger.open(third);
            ledger.dispute(third, "dp_1", "ch_t1", "lost");

            settle(ledger, third, 10);

            assertThat(
                            ledger.texts(
                                    "select source_key || ' ' || booked_on from ledger.entry where"
                                            + " dispute is not null and source_key like 'dispute%'"))
                    .containsExactly("dispute:dp_1:lost 2026-03-03");
            assertThat(
                            ledger.texts(
                                    "select order_id from ledger.order_state where day ="
                                            + " '2026-03-04'"))
                    .isEmpty();
        }
    }

    private static List<String> settled(Random random, int chunk) {
        try (ScratchLedger ledger = ScratchLedger.create(Nights.ZONE)) {
            facts(ledger, random);
            settle(ledger, FIRST, chunk);
            return ledger.outcome();
        }
    }

    private static void settle(ScratchLedger ledger, LocalDate day, int chunk) {
        var steps = Nights.steps(ledger);
        Nights.run(
                new SettleOrders(ledger.database(), ContractFacts.told(ledger.database()))
                        .step(steps, Nights.night(ledger, day, chunk)));
    }

    /** Twelve orders under four contracts: some share two, one pays back another's advance. */
    private static void facts(ScratchLedger ledger, Random random) {
        ledger.open(FIRST);
        for (String contract : List.of("k-1", "k-2", "k-3")) {
            contract(ledger, contract);
        }
        ledger.contract(
                FIRST,
                "k-4",
                1,
                """
                {"type":"contract","contract":"k-4","version":1,"validFrom":"2026-01-01","validTo":null,
                 "tiers":[{"upTo":2500,"currency":"USD","parties":[{"payee":"c4","share":"70%"},{"payee":"platform","share":"30%"}]},
                          {"parties":[{"payee":"c4","share":"1/3"},{"payee":"platform","share":"2/3"}]}],
                 "advance":{"recoupFrom":"c4","collateralGroup":["k-3","k-4"]},
                 "reserve":{"rate":"10%","days":90}}
                """);
        advance(ledger, "k-3", 300);
        List<Runnable> arrivals = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            String order = "o-" + i;
            String contract = "k-" + (i % 4 + 1);
            String other = i % 6 == 0 ? "k-" + ((i + 1) % 4 + 1) : contract;
            String minute = (i < 10 ? "0" : "") + i;
            long net = 900 + 37L * i;
            String body = placed(order, contract, other, net, "2026-03-02T14:" + minute + ":00Z");
            arrivals.add(() -> ledger.tell(FIRST, order, "e1", "order.placed", body));
            arrivals.add(
                    () ->
                            ledger.tell(
                                    FIRST,
                                    order,
                                    "e2",
                                    "order.fulfilled",
                                    """
                                    {"type":"order.fulfilled","event":"e2","order":"%s","occurredAt":"2026-03-02T15:%s:00Z","portion":"1/3"}
                                    """
                                            .formatted(order, minute)));
            arrivals.add(
                    () ->
                            ledger.tell(
                                    FIRST,
                                    order,
                                    "e3",
                                    "order.fulfilled",
                                    """
                                    {"type":"order.fulfilled","event":"e3","order":"%s","occurredAt":"2026-03-02T16:30:00Z","portion":"1/1"}
                                    """
                                            .formatted(order)));
            arrivals.add(
                    () ->
                            ledger.row(
                                    FIRST,
                                    Movements.charge(
                                            "t" + order,
                                            order,
                                            2 * net,
                                            "2026-03-02T14:" + minute + ":30Z")));
            if (order.endsWith("5")) {
                arrivals.add(
                        () ->
                                ledger.row(
                                        FIRST,
                                        Movements.refund(
                                                "r" + order,
                                                "t" + order,
                                                order,
                                                500,
                                                "2026-03-02T17:00:00Z")));
            }
        }
        Collections.shuffle(arrivals, random);
        arrivals.forEach(Runnable::run);
    }

    private static String placed(String order, String contract, long net, String at) {
        return """
        {"type":"order.placed","event":"e1","order":"%s","version":1,"occurredAt":"%s","currency":"USD",
         "lines":[{"line":"1","kind":"goods","contract":"%s","net":%d,"taxes":[]}],"total":%d}
        """
                .formatted(order, at, contract, net, net);
    }

    private static String placed(String order, String contract, String other, long net, String at) {
        return """
        {"type":"order.placed","event":"e1","order":"%s","version":1,"occurredAt":"%s","currency":"USD",
         "lines":[{"line":"1","kind":"goods","contract":"%s","net":%d,"taxes":[]},
                  {"line":"2","kind":"goods","contract":"%s","net":%d,"taxes":[]}],"total":%d}
        """
                .formatted(order, at, contract, net, other, net, 2 * net);
    }

    private static void contract(ScratchLedger ledger, String contract) {
        ledger.contract(
                FIRST,
                contract,
                1,
                """
                {"type":"contract","contract":"%s","version":1,"validFrom":"2026-01-01","validTo":null,
                 "parties":[{"payee":"c1","share":"85%%"},{"payee":"platform","share":"15%%"}]}
                """
                        .formatted(contract));
    }

    private static void advance(ScratchLedger ledger, String contract, long amount) {
        AccountingDay day = AccountingDay.of(FIRST, Nights.ZONE);
        Money money = Money.of(amount, Movements.USD);
        ledger.post(
                JournalEntry.of(SourceKey.of("journal", "adv-" + contract), FIRST, day.from())
                        .debit(AccountId.of("assets:advances:" + contract), money)
                        .credit(AccountId.of("equity:opening"), money)
                        .build());
    }
}
