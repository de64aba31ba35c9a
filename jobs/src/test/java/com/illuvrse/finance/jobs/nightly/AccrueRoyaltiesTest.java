package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.ScratchLedger;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccrueRoyaltiesTest {

    private static final LocalDate LAST = LocalDate.of(2026, 3, 31);

    private ScratchLedger ledger;
    private Steps steps;

    @BeforeEach
    void open() {
        ledger = ScratchLedger.create(Nights.ZONE);
        steps = Nights.steps(ledger);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void topsUpWhatWasEarnedInThePeriodOnItsLastDay() {
        LocalDate before = LocalDate.of(2026, 2, 28);
        LocalDate within = LocalDate.of(2026, 3, 1);
        guarantee(before, "k-1", "c1", 1_000);
        ledger.open(before);
        earned(before, "fulfil:o-1:1", "k-1", 900);
        ledger.close(before);
        ledger.open(within);
        earned(within, "fulfil:o-1:2", "k-1", 300);
        earned(within, "refund:o-1:t1", "k-1", 50);
        earned(within, "fulfil:o-2:1", "k-2", 400);
        ledger.close(within);
        ledger.open(LAST);

        accrue(LAST.minusDays(1));
        accrue(LAST);
        accrue(LAST);

        assertThat(
                        ledger.texts(
                                """
                                select source_key || ' ' || account || ' ' || amount_minor from ledger.posting
                                where source_key like 'guarantee:%' order by amount_minor
                                """))
                .containsExactly(
                        "guarantee:k-1:2026-03 liabilities:creator:c1:payable -750",
                        "guarantee:k-1:2026-03 expenses:royalty-guarantee 750");
    }

    @Test
    void enoughEarnedNeedsNoTopUp() {
        guarantee(LAST, "k-1", "c1", 1_000);
        ledger.open(LAST);
        earned(LAST, "fulfil:o-1:1", "k-1", 1_000);

        accrue(LAST);

        assertThat(
                        ledger.texts(
                                "select source_key from ledger.entry where source_key like"
                                        + " 'guarantee:%'"))
                .isEmpty();
    }

    @Test
    void findsContractsNobodyCanFollowAndCreatorsNobodyToldUsHowToPay() {
        ledger.contract(
                LAST,
                "k-9",
                1,
                """
                {"type":"contract","contract":"k-9","version":1,"validFrom":"2026-01-01","validTo":null,
                 "parties":[{"payee":"c1","share":"85%"}]}
                """);
        ledger.open(LAST);
        earned(LAST, "fulfil:o-1:1", "k-1", 1_000);

        accrue(LAST);

        assertThat(ledger.texts("select type || ' ' || ref from ledger.finding order by 1"))
                .containsExactly("CONTRACT_INVALID k-9", "PAYEE_MISSING c1");
    }

    private void accrue(LocalDate day) {
        Night night = Nights.night(ledger, day, 100);
        Nights.run(
                new AccrueRoyalties(ledger.database(), ContractFacts.told(ledger.database()))
                        .step(steps, night));
    }

    private void guarantee(LocalDate acceptedOn, String contract, String payee, long amount) {
        ledger.contract(
                acceptedOn,
                contract,
                1,
                """
                {"type":"contract","contract":"%s","version":1,"validFrom":"2026-01-01","validTo":null,
                 "parties":[{"payee":"%s","share":"85%%"},{"payee":"platform","share":"15%%"}],
                 "guarantee":{"payee":"%s","amount":%d,"currency":"USD","period":"month"}}
                """
                        .formatted(contract, payee, payee, amount));
    }

    /** An entry whose working gives c1 an amount, or takes it back. */
    private void earned(LocalDate day, String key, String contract, long amount) {
        boolean refund = key.startsWith("refund");
        Money money = Money.of(refund ? -amount : amount, Movements.USD);
        Json.Obj share =
                Json.object()
                        .put("party", "c1")
                        .put(refund ? "reversed" : "share", Json.pair(0, amount))
                        .build();
        Json.Obj part =
                Json.object()
                        .put("contract", contract)
                        .put("shares", Json.array(List.of(share)))
                        .build();
        ledger.post(
                JournalEntry.of(new SourceKey(key), day, AccountingDay.of(day, Nights.ZONE).from())
                        .debit(Accounts.ESCROW, money)
                        .credit(Accounts.payable("c1"), money)
                        .trace(
                                Json.object()
                                        .put("kind", refund ? "refund" : "fulfil")
                                        .put("parts", Json.array(List.of(part)))
                                        .build())
                        .build());
    }
}
