package com.illuvrse.finance.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.JsonFiles;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.Fee;
import com.illuvrse.finance.posting.Links;
import com.illuvrse.finance.posting.PostingRules;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.ContractBook;
import com.illuvrse.finance.royalty.ContractState;
import com.illuvrse.finance.royalty.ContractStates;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The sealed evidence of the sample ledger, worked out anew, gives the sealed entries with every
 * line and every figure of their calculation.
 */
class SampleLedgerTest {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");
    private static final Money OPENING_ADVANCE = Money.of(800, Currency.of("USD"));

    private final Map<String, OrderState> orders = new TreeMap<>();
    private final Map<String, Contract> contracts = new TreeMap<>();
    private ContractStates states = ContractStates.of(List.of());

    @Test
    void evidenceOfEveryDayGivesItsSealedEntries() {
        states.advance("K2", OPENING_ADVANCE);

        int compared = 0;
        for (int segment = 1; segment <= 4; segment++) {
            String folder = "proof/ledger/segment-00000" + segment + "/";
            LocalDate day = LocalDate.of(2026, 10, 29).plusDays(segment);
            Map<String, Json.Obj> ours = workOut(folder, day);
            for (JsonNode line : JsonFiles.lines(folder + "ledger.jsonl")) {
                String source = line.path("source").stringValue();
                if (source.matches("(journal|payout|stripe:.*:available).*")) {
                    continue;
                }
                assertThat(ours.remove(source)).as(source).isEqualTo(sealed(line));
                compared++;
            }
            assertThat(ours).isEmpty();
        }

        assertThat(compared).isEqualTo(16);
    }

    private Map<String, Json.Obj> workOut(String folder, LocalDate day) {
        List<JournalEntry> entries = new ArrayList<>();
        Map<String, List<OrderFact>> facts = new TreeMap<>();
        for (JsonNode line : rows(folder + "evidence/contracts.jsonl")) {
            Contract contract = Contract.from(JsonFiles.object(line));
            contracts.put(contract.contract() + contract.version(), contract);
            assertThat(contract.toJson()).isEqualTo(JsonFiles.object(line));
        }
        for (JsonNode line : rows(folder + "evidence/orders.jsonl")) {
            OrderEvent event = OrderEvent.from(JsonFiles.object(line));
            facts.computeIfAbsent(event.order(), order -> new ArrayList<>()).add(event);
            assertThat(event.toJson()).isEqualTo(JsonFiles.object(line));
        }
        for (JsonNode line : rows(folder + "evidence/balance_transactions.jsonl")) {
            BalanceTransaction row = row(line);
            entries.add(PostingRules.post(row, day, ZONE).entry());
            Payment.of(row)
                    .ifPresent(
                            payment ->
                                    facts.computeIfAbsent(
                                                    payment.order(), order -> new ArrayList<>())
                                            .add(payment));
        }
        orders.keySet().forEach(order -> facts.putIfAbsent(order, new ArrayList<>()));

        Settlement night =
                new Settlement(
                        AccountingDay.of(day, ZONE), ContractBook.of(contracts.values()), states);
        facts.forEach(
                (order, news) -> night.add(orders.getOrDefault(order, OrderState.of(order)), news));
        Settled settled = night.settle();
        entries.addAll(settled.entries());
        for (OrderState state : settled.orders()) {
            orders.put(state.order(), OrderState.from(state.toJson()));
        }
        states =
                ContractStates.of(
                        Stream.of("K1", "K2", "K3")
                                .flatMap(
                                        name ->
                                                Stream.of("USD", "JPY")
                                                        .map(c -> states.get(name, Currency.of(c))))
                                .map(state -> ContractState.from(state.toJson()))
                                .toList());
        Map<String, Json.Obj> bySource = new LinkedHashMap<>();
        entries.forEach(entry -> bySource.put(entry.source().text(), line(entry)));
        return bySource;
    }

    /** All lines but the header. */
    private static List<JsonNode> rows(String resource) {
        List<JsonNode> lines = JsonFiles.lines(resource);
        return lines.subList(1, lines.size());
    }

    private static Json.Obj sealed(JsonNode line) {
        TreeMap<String, Json> members = new TreeMap<>(JsonFiles.object(line).members());
        members.keySet().removeAll(List.of("salt", "seq", "v"));
        return new Json.Obj(members);
    }

    private static Json.Obj line(JournalEntry entry) {
        Json.Builder json =
                Json.object()
                        .put("bookedOn", entry.bookedOn().toString())
                        .put("effectiveOn", entry.effectiveOn().toString())
                        .put("entryId", entry.id().toString())
                        .put("occurredAt", OrderEvent.text(entry.occurredAt()))
                        .put("source", entry.source().text())
                        .putTexts("ref", entry.ref())
                        .put(
                                "lines",
                                Json.array(
                                        entry.postings().stream()
                                                .map(SampleLedgerTest::posting)
                                                .toList()));
        if (entry.late()) {
            json.put("late", new Json.Bool(true));
        }
        if (entry.trace() != null) {
            json.put("trace", entry.trace());
        }
        return json.build();
    }

    private static Json.Obj posting(Posting posting) {
        return Json.object()
                .put("account", posting.account().path())
                .putMinor("amount", posting.amount().minor())
                .put("currency", posting.amount().currency().code())
                .put("side", posting.side().name())
                .build();
    }

    private static BalanceTransaction row(JsonNode line) {
        List<Fee> fees = new ArrayList<>();
        for (JsonNode fee : line.path("fee_details")) {
            fees.add(
                    new Fee(
                            fee.path("type").stringValue(),
                            minor(fee, "amount"),
                            Currency.of(fee.path("currency").stringValue())));
        }
        boolean presented = line.has("presentment_amount");
        return new BalanceTransaction(
                line.path("account").stringValue(),
                line.path("id").stringValue(),
                line.path("type").stringValue(),
                line.path("reporting_category").stringValue(),
                line.path("balance_type").stringValue(),
                Currency.of(line.path("currency").stringValue()),
                Instant.ofEpochSecond(line.path("created").longValue()),
                Instant.ofEpochSecond(line.path("available_on").longValue()),
                minor(line, "amount"),
                minor(line, "fee"),
                minor(line, "net"),
                fees,
                null,
                presented
                        ? Money.of(
                                minor(line, "presentment_amount"),
                                Currency.of(line.path("presentment_currency").stringValue()))
                        : null,
                Links.of(
                        line.path("source").stringValue(null),
                        line.path("charge").stringValue(line.path("source").stringValue(null)),
                        line.path("order").stringValue(null)));
    }

    private static long minor(JsonNode node, String member) {
        return Long.parseLong(node.path(member).stringValue());
    }
}
