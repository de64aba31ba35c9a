package com.illuvrse.finance.recalculation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.JsonFiles;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Guarantees and disputes, which the sample ledger does not have. */
class RecalculationTest {

    private static final LocalDate DAY = LocalDate.of(2026, 3, 31);
    private static final String CONTRACT =
            """
            {"type":"contract","contract":"K1","version":1,"validFrom":"2025-01-01",
             "parties":[{"payee":"c1","share":"70%"},{"payee":"platform","share":"30%"}],
             "guarantee":{"payee":"c1","amount":"1000","currency":"USD","period":"quarter"}}
            """;

    private final Recalculation again = new Recalculation();

    @BeforeEach
    void begin() throws Mismatch {
        begin(DAY);
    }

    private void begin(LocalDate day) throws Mismatch {
        again.begin(day, ZoneId.of("UTC"));
        again.contract(json(CONTRACT));
    }

    private static Json.Obj json(String text) {
        return JsonFiles.object(JsonMapper.shared().readTree(text.replace('\'', '"')));
    }

    private static BookedEntry.Line debit(String account, long amount) {
        return new BookedEntry.Line(true, account, "USD", amount);
    }

    private static BookedEntry.Line credit(String account, long amount) {
        return new BookedEntry.Line(false, account, "USD", amount);
    }

    @SuppressWarnings("NullAway") // a nullable nested type is not seen through a class file
    private static BookedEntry entry(
            String source, String at, @Nullable String trace, BookedEntry.Line... lines) {
        String order = source.startsWith("guarantee") ? null : "o-1";
        return new BookedEntry(
                1,
                source,
                Instant.parse(at).toEpochMilli(),
                order,
                null,
                List.of(lines),
                trace == null ? null : json(trace));
    }

    private static BookedEntry guarantee(long earned, long missing) {
        return entry(
                "guarantee:K1:2026Q1",
                "2026-03-31T23:59:59.999Z",
                "{'kind':'guarantee','contract':'K1','version':1,'payee':'c1','currency':'USD','period':'2026Q1','earned':'%d','minimum':'1000'}"
                        .formatted(earned),
                debit("expenses:royalty-guarantee", missing),
                credit("liabilities:creator:c1:payable", missing));
    }

    /** An order of 500 that is paid and delivered: 350 for the creator. */
    private void sell(String order, String at, long counter) throws Mismatch {
        again.event(
                json(
                        "{'type':'order.placed','event':'e1','order':'%s','version':1,'occurredAt':'%s','currency':'USD','total':'500','lines':[{'line':'1','kind':'goods','contract':'K1','net':'500','taxes':[]}]}"
                                .formatted(order, at)));
        again.event(
                json(
                        "{'type':'order.fulfilled','event':'e2','order':'%s','occurredAt':'%s','portion':'1/1'}"
                                .formatted(order, at)));
        again.row(row("txn_" + order, "charge", "charge", order, at, 500));
        again.entry(
                entry(
                        "sale:" + order + ":txn_" + order,
                        at,
                        null,
                        debit("assets:clearing:charge", 500),
                        credit("liabilities:escrow", 500)));
        again.entry(
                entry(
                        "fulfil:" + order + ":1",
                        at,
                        "{'kind':'fulfil','event':'e2','portion':'1/1','parts':[{'contract':'K1','version':1,'line':'1','net':'500','released':['0','500'],'tier':['%d','%d'],'slices':[{'amount':'500','tier':1}],'shares':[{'party':'c1','exact':'350/1','share':['0','350']},{'party':'platform','exact':'150/1','share':['0','150']}],'remainder':[],'reserve':[],'recoup':[]}]}"
                                .formatted(counter, counter + 500),
                        debit("liabilities:escrow", 500),
                        credit("liabilities:creator:c1:payable", 350),
                        credit("revenue:commission", 150)));
    }

    private static Json.Obj row(
            String id, String type, String category, String order, String at, long amount) {
        return Json.object()
                .put("id", id)
                .put("type", type)
                .put("reporting_category", category)
                .put("currency", "USD")
                .put("created", Instant.parse(at).getEpochSecond())
                .putMinor("amount", amount)
                .put("order", order)
                .build();
    }

    private void take(BookedEntry entry) throws Mismatch {
        again.entry(entry);
        again.endEntries();
    }

    @Test
    void onlyAnAdjustmentIsADispute() {
        again.row(row("txn_9", "stripe_fee", "dispute", "o-1", "2026-03-31T09:00:00Z", 0));

        assertThatThrownBy(
                        () -> {
                            sell("o-1", "2026-03-31T10:00:00Z", 1);
                            again.endEntries();
                        })
                .isInstanceOf(Mismatch.class)
                .hasMessageContaining("tier");
    }

    @Test
    void whatHappensAtOneInstantIsInTheOrderOfItsSources() throws Mismatch {
        sell("o-1", "2026-03-31T10:00:00Z", 500);
        sell("o-10", "2026-03-31T10:00:00Z", 0);

        again.endEntries();

        assertThat(again.again()).isEqualTo(4);
    }

    @Test
    void aGuaranteeIsComparedWithWhatWasEarned() throws Mismatch {
        sell("o-1", "2026-03-31T10:00:00Z", 0);

        take(guarantee(350, 650));

        assertThat(again.again()).isEqualTo(3);
    }

    @Test
    void aGuaranteeComparedWithLessIsSeen() throws Mismatch {
        sell("o-1", "2026-03-31T10:00:00Z", 0);

        assertThatThrownBy(() -> take(guarantee(0, 1000)))
                .hasMessageContaining("trace.earned: expected 350, found 0");
    }

    @Test
    void aGuaranteeThatPaysMoreIsSeen() {
        assertThatThrownBy(() -> take(guarantee(0, 1001)))
                .hasMessageContaining("expected D expenses:royalty-guarantee USD 1000");
    }

    @Test
    void aGuaranteeBeforeTheLastDayIsSeen() throws Mismatch {
        begin(DAY.minusDays(1));

        assertThatThrownBy(() -> take(guarantee(0, 1000)))
                .hasMessageContaining("expected a guarantee on 2026-03-31");
    }

    @Test
    void anEarlierQuarterDoesNotCount() throws Mismatch {
        begin(LocalDate.of(2025, 12, 31));
        sell("o-1", "2025-12-31T10:00:00Z", 0);
        again.endEntries();
        again.end(ref -> false);
        begin(DAY);

        take(guarantee(0, 1000));

        assertThat(again.again()).isEqualTo(3);
    }

    @Test
    void aLostDisputeMovesTheCounterBackByWhatItsLinesTook() throws Mismatch {
        sell("o-1", "2026-03-31T10:00:00Z", 0);
        again.row(row("txn_d", "adjustment", "dispute", "o-1", "2026-03-31T11:00:00Z", -200));
        again.entry(
                entry(
                        "dispute:dp_1:lost",
                        "2026-03-31T12:00:00Z",
                        null,
                        debit("liabilities:creator:c1:held", 140),
                        debit("revenue:commission", 60),
                        credit("assets:disputes:open", 200)));
        sell("o-2", "2026-03-31T13:00:00Z", 300);

        again.endEntries();
        again.end(ref -> false);

        assertThat(again.inDispute()).isEqualTo(1);
    }

    @Test
    void aCounterThatALostDisputeDidNotMoveIsSeen() throws Mismatch {
        sell("o-1", "2026-03-31T10:00:00Z", 0);
        again.row(row("txn_d", "adjustment", "dispute", "o-1", "2026-03-31T11:00:00Z", -200));
        again.entry(
                entry(
                        "dispute:dp_1:lost",
                        "2026-03-31T12:00:00Z",
                        null,
                        debit("liabilities:creator:c1:held", 140),
                        debit("revenue:commission", 60),
                        credit("assets:disputes:open", 200)));

        assertThatThrownBy(
                        () -> {
                            sell("o-2", "2026-03-31T13:00:00Z", 500);
                            again.endEntries();
                        })
                .hasMessageContaining("tier[0]: expected 300, found 500");
    }

    @Test
    void aDeliveredOrderNeedsAReleaseOrABreak() throws Mismatch {
        again.event(
                json(
                        "{'type':'order.fulfilled','event':'e2','order':'o-9','occurredAt':'2026-03-31T10:00:00Z','portion':'1/1'}"));
        again.endEntries();

        assertThatCode(() -> again.end("o-9"::equals)).doesNotThrowAnyException();
        assertThatThrownBy(() -> again.end(ref -> false))
                .hasMessageContaining("order o-9: expected a release of fulfilment e2");
    }
}
