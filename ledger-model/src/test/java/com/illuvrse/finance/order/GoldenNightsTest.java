package com.illuvrse.finance.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.PayoutItem;
import com.illuvrse.finance.reconciliation.Break;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The golden nights that need nothing but the rules come out to the cent. */
class GoldenNightsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G01", "G02a", "G02b", "G04", "G10", "G12a", "G12b", "G15", "G22", "G24", "G29",
                "G31", "G32", "G34", "S01", "S02", "S03", "G07a", "G07b", "S04", "S05", "S06"
            })
    void nightComesOutAsExpected(String id) {
        NightFolder folder = NightFolder.of(id);
        JsonNode expected = folder.expected();
        NightHarness harness = new NightHarness(folder);

        LocalDate day = LocalDate.parse(FeedLines.text(expected, "from"));
        LocalDate to = LocalDate.parse(FeedLines.text(expected, "to"));
        int compared = 0;
        for (; !day.isAfter(to); day = day.plusDays(1)) {
            harness.settle(day);
            JsonNode outcome = expected.path("days").path(day.toString());
            if (!outcome.isMissingNode()) {
                String where = id + " on " + day;
                compareBalances(where, outcome, harness.balances());
                compareBreaks(where, outcome, harness.breaks());
                comparePayouts(where, outcome, harness.payouts());
                compared++;
            }
        }

        assertThat(compared).isEqualTo(expected.path("days").size());
    }

    private static void compareBalances(
            String where, JsonNode outcome, Map<String, Long> balances) {
        Map<String, Long> unexplained = new TreeMap<>(balances);
        unexplained.values().removeIf(amount -> amount == 0);
        for (var balance : outcome.path("balances").properties()) {
            String place = balance.getKey();
            String prefix = place.substring(0, place.indexOf('|')).replace("*", "");
            boolean sums = place.contains("*");
            long found = 0;
            for (var entry : balances.entrySet()) {
                String account = entry.getKey().substring(0, entry.getKey().indexOf('|'));
                boolean matches = sums ? account.startsWith(prefix) : account.equals(prefix);
                if (matches && entry.getKey().endsWith(place.substring(place.indexOf('|')))) {
                    found += entry.getValue();
                    unexplained.remove(entry.getKey());
                }
            }
            assertThat(found).as("%s: %s", where, place).isEqualTo(balance.getValue().longValue());
        }
        if (outcome.path("exactBalances").booleanValue(false)) {
            assertThat(unexplained).as(where).isEmpty();
        }
        for (JsonNode zero : outcome.path("zero")) {
            String prefix = zero.stringValue().replace("*", "");
            balances.forEach(
                    (place, amount) -> {
                        if (place.startsWith(prefix)) {
                            assertThat(amount).as("%s: %s", where, place).isZero();
                        }
                    });
        }
    }

    private static void compareBreaks(String where, JsonNode outcome, List<Break> breaks) {
        Set<Break> unexplained = new HashSet<>(breaks);
        unexplained.removeIf(row -> !row.isOpen());
        for (JsonNode wanted : outcome.path("breaks")) {
            assertThat(breaks)
                    .as("%s: %s", where, wanted)
                    .anySatisfy(row -> assertThat(describes(wanted, row)).isTrue());
            unexplained.removeIf(row -> describes(wanted, row));
        }
        for (JsonNode allowed : outcome.path("allowBreaks")) {
            unexplained.removeIf(row -> row.type().name().equals(allowed.stringValue()));
        }
        if (outcome.path("exactBreaks").booleanValue(false)) {
            assertThat(unexplained).as(where).isEmpty();
        }
    }

    private static boolean describes(JsonNode wanted, Break row) {
        Money amount = row.amount();
        return is(wanted, "type", row.type().name())
                && is(wanted, "ref", row.ref())
                && is(wanted, "status", row.status().name())
                && is(wanted, "openedOn", row.openedOn().toString())
                && is(wanted, "currency", amount == null ? "" : amount.currency().code())
                && (!wanted.has("ageDays") || wanted.path("ageDays").intValue() == row.ageDays())
                && (!wanted.has("amount")
                        || (amount != null
                                && amount.abs().minor()
                                        == Math.abs(wanted.path("amount").longValue())));
    }

    private static boolean is(JsonNode wanted, String member, String found) {
        return !wanted.has(member) || wanted.path(member).stringValue().equals(found);
    }

    private static void comparePayouts(String where, JsonNode outcome, List<PayoutItem> payouts) {
        for (JsonNode wanted : outcome.path("payouts")) {
            PayoutItem item =
                    payouts.stream()
                            .filter(p -> p.payee().equals(FeedLines.text(wanted, "payee")))
                            .filter(
                                    p ->
                                            p.currency()
                                                    .code()
                                                    .equals(FeedLines.text(wanted, "currency")))
                            .findFirst()
                            .orElseThrow();
            assertThat(item.gross()).as(where).isEqualTo(wanted.path("gross").longValue());
            assertThat(item.reason().name()).as(where).isEqualTo(FeedLines.text(wanted, "reason"));
            if (wanted.has("net")) {
                assertThat(item.net()).as(where).isEqualTo(wanted.path("net").longValue());
            }
        }
    }
}
