package com.illuvrse.finance.sandbox.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MarketplaceTest {
    private static final GeneratorSettings SETTINGS =
            GeneratorSettings.of(
                    7, LocalDate.of(2026, 10, 1), 30, 60, ZoneId.of("America/New_York"));

    @TempDir static Path folder;
    private static GeneratedMonth month = new GeneratedMonth(Path.of("none"), 0, 0, List.of());
    private static MonthReader reader = new MonthReader(Path.of("none"));

    @BeforeAll
    static void generate() throws IOException {
        month = Marketplace.generate(SETTINGS, folder.resolve("month"));
        reader = new MonthReader(month.folder());
    }

    @Test
    void theSameSettingsGiveTheSameBytes(@TempDir Path other) throws IOException {
        Marketplace.generate(SETTINGS, other);

        SortedMap<String, String> again = new MonthReader(other).texts();

        assertThat(again).isEqualTo(reader.texts());
    }

    @Test
    void anotherSeedGivesAnotherMonth(@TempDir Path other) throws IOException {
        GeneratorSettings otherSeed =
                GeneratorSettings.of(
                        8, SETTINGS.firstDay(), 30, SETTINGS.ordersPerDay(), SETTINGS.zone());

        Marketplace.generate(otherSeed, other);

        assertThat(new MonthReader(other).texts().get("stripe/balance_transactions.jsonl"))
                .isNotEqualTo(reader.texts().get("stripe/balance_transactions.jsonl"));
    }

    @Test
    void aLongerMonthBeginsWithTheShorterOne(@TempDir Path other) throws IOException {
        GeneratorSettings tenDays =
                GeneratorSettings.of(
                        7, SETTINGS.firstDay(), 10, SETTINGS.ordersPerDay(), SETTINGS.zone());

        Marketplace.generate(tenDays, other);

        SortedMap<String, String> shorter = new MonthReader(other).texts();
        SortedMap<String, String> longer = reader.texts();
        shorter.remove("settings.yml");
        assertThat(shorter).hasSizeGreaterThan(20);
        shorter.forEach(
                (file, text) ->
                        assertThat(longer.get(file))
                                .as(file)
                                .satisfies(
                                        whole -> {
                                            if (file.startsWith("stripe/")) {
                                                assertThat(whole).startsWith(text);
                                            } else {
                                                assertThat(whole).isEqualTo(text);
                                            }
                                        }));
    }

    @Test
    void everyFeedFileEndsWithItsCountExceptTheTruncatedOne() throws IOException {
        Set<String> unended = planted(Anomaly.TRUNCATED_FILE);

        for (Path file : MonthReader.files(month.folder().resolve("inbox"))) {
            String name = month.folder().resolve("inbox").relativize(file).toString();
            List<String> lines = Files.readAllLines(file);
            String end = "{\"type\":\"end\",\"count\":" + (lines.size() - 1) + "}";

            assertThat(lines.getLast().equals(end)).as(name).isEqualTo(!unended.contains(name));
        }

        assertThat(unended).hasSize(1);
    }

    @Test
    void everyChargeOfAKnownOrderIsItsTotalUnlessPlantedOtherwise() throws IOException {
        Map<String, Long> totals = new HashMap<>();
        for (JsonNode event : reader.feed("orders")) {
            if (event.path("type").asString().equals("order.placed")) {
                totals.putIfAbsent(event.path("order").asString(), event.path("total").asLong());
            }
        }
        Set<String> wrong = planted(Anomaly.WRONG_AMOUNT, Anomaly.AMENDED_ORDER);

        Set<String> differing = new HashSet<>();
        for (JsonNode row : rows("charge")) {
            String order = order(row.path("source"));
            long charged = row.path("source").path("amount").asLong();
            if (charged != totals.getOrDefault(order, charged)) {
                differing.add(order);
            }
        }

        assertThat(differing).isEqualTo(wrong).hasSize(2);
    }

    @Test
    void everyRowAddsUpUnlessPlantedOtherwise() throws IOException {
        Set<String> wrong = planted(Anomaly.FEE_DIFFERENCE);

        Set<String> differing =
                reader.stripe("balance_transactions.jsonl").stream()
                        .filter(
                                row ->
                                        row.path("fee").asLong()
                                                != sum(row.path("fee_details"), "amount"))
                        .map(row -> row.path("id").asString())
                        .collect(Collectors.toSet());

        assertThat(differing).isEqualTo(wrong).hasSize(1);
        assertThat(reader.stripe("balance_transactions.jsonl"))
                .allSatisfy(
                        row ->
                                assertThat(row.path("net").asLong())
                                        .isEqualTo(
                                                row.path("amount").asLong()
                                                        - row.path("fee").asLong()));
    }

    @Test
    void convertedAmountsFollowTheirRateUnlessPlantedOtherwise() throws IOException {
        List<JsonNode> converted =
                reader.stripe("balance_transactions.jsonl").stream()
                        .filter(row -> !row.path("exchange_rate").isNull())
                        .toList();

        Set<String> differing =
                converted.stream()
                        .filter(row -> distanceFromRate(row).compareTo(BigDecimal.ONE) > 0)
                        .map(row -> row.path("id").asString())
                        .collect(Collectors.toSet());

        assertThat(converted).hasSizeGreaterThan(20);
        assertThat(differing).isEqualTo(planted(Anomaly.RATE_DIFFERENCE)).hasSize(1);
    }

    @Test
    void amountsWithThreeDecimalsEndInZero() throws IOException {
        assertThat(reader.stripe("balance_transactions.jsonl"))
                .filteredOn(row -> row.path("currency").asString().equals("kwd"))
                .hasSizeGreaterThan(20)
                .allMatch(row -> row.path("amount").asLong() % 10 == 0)
                .allMatch(row -> row.path("net").asLong() % 10 == 0);
    }

    @Test
    void everyBankPayoutIsTheSumOfItsRowsAndArrives() throws IOException {
        Map<String, Long> sums = new HashMap<>();
        for (JsonNode row : reader.stripe("balance_transactions.jsonl")) {
            String payout = row.path("_sandbox").path("payout").asString("");
            if (!payout.isEmpty() && !row.path("type").asString().equals("payout")) {
                sums.merge(payout, row.path("net").asLong(), Long::sum);
            }
        }
        Set<String> bankLines =
                reader.feed("bank").stream()
                        .map(line -> line.path("reference").asString() + " " + line.path("amount"))
                        .collect(Collectors.toSet());

        List<JsonNode> payouts = reader.stripe("payouts.jsonl");

        assertThat(payouts)
                .hasSizeGreaterThan(20)
                .allSatisfy(
                        payout ->
                                assertThat(payout.path("amount").asLong())
                                        .isPositive()
                                        .isEqualTo(sums.get(payout.path("id").asString())));
        long end = SETTINGS.startOf(SETTINGS.lastDay()).getEpochSecond();
        assertThat(payouts)
                .filteredOn(payout -> payout.path("arrival_date").asLong() <= end)
                .allMatch(
                        payout ->
                                bankLines.contains(
                                        "STRIPE "
                                                + payout.path("id").asString()
                                                + " "
                                                + payout.path("amount")));
    }

    @Test
    void theOpeningJournalIsWhatStripeHeldBefore() throws IOException {
        Map<String, Long> before = new TreeMap<>();
        long first = SETTINGS.startOf(SETTINGS.firstDay()).getEpochSecond();
        for (JsonNode row : reader.stripe("balance_transactions.jsonl")) {
            if (row.path("created").asLong() < first) {
                before.merge(currency(row), row.path("net").asLong(), Long::sum);
            }
        }

        Map<String, Long> opening = new TreeMap<>();
        for (JsonNode line : reader.feed("journals").getFirst().path("lines")) {
            if (line.path("account").asString().equals("assets:stripe:payments:available")) {
                opening.merge(currency(line), line.path("amount").asLong(), Long::sum);
            }
        }

        assertThat(opening).isEqualTo(before).hasSize(5);
    }

    @Test
    void payingCreatorsEveryWeekNeverOverdrawsStripe() throws IOException {
        Map<String, Long> paid = new HashMap<>();
        for (LocalDate day : paydays()) {
            long now = SETTINGS.startOf(day.plusDays(1)).getEpochSecond() + 7200;

            Map<String, Long> available = new TreeMap<>();
            Map<String, Long> owed = new TreeMap<>();
            for (JsonNode row : reader.stripe("balance_transactions.jsonl")) {
                String type = row.path("type").asString();
                if (row.path("available_on").asLong() <= now
                        && row.path("created").asLong() < now) {
                    available.merge(currency(row), row.path("net").asLong(), Long::sum);
                }
                if (row.path("created").asLong() < now
                        && Set.of("charge", "refund").contains(type)) {
                    owed.merge(currency(row), row.path("amount").asLong() * 85 / 100, Long::sum);
                }
            }

            owed.forEach(
                    (currency, amount) -> {
                        long left = available.getOrDefault(currency, 0L) - amount;
                        assertThat(left).as(day + " " + currency).isNotNegative();
                        paid.put(currency, amount);
                    });
        }
        assertThat(paid).hasSize(5);
    }

    @Test
    void everyAnomalyIsPlantedAndNamesSomethingThatIsThere() throws IOException {
        String everything = String.join("\n", reader.texts().values());

        assertThat(month.planted().stream().map(Planted::anomaly).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(Anomaly.values());
        assertThat(month.planted())
                .filteredOn(planted -> !planted.anomaly().names().contains("file"))
                .allMatch(planted -> everything.contains("\"" + planted.ref() + "\""));
        assertThat(month.planted()).hasSizeLessThan(40);
    }

    @Test
    void aMonthWithoutAnomaliesHasNone(@TempDir Path other) throws IOException {
        GeneratedMonth clean = Marketplace.generate(SETTINGS.withoutAnomalies(), other);

        assertThat(clean.planted()).isEmpty();
        assertThat(new MonthReader(other).texts().get("stripe/balance_transactions.jsonl"))
                .doesNotContain("visibleFrom");
    }

    @Test
    void contractsCanHaveTiersReservesAndAdvances(@TempDir Path other) throws IOException {
        GeneratorSettings all = SETTINGS.withContracts(GeneratorSettings.ContractTerms.ALL);

        Marketplace.generate(all, other);

        MonthReader rich = new MonthReader(other);
        assertThat(rich.feed("contracts")).anyMatch(contract -> contract.has("tiers"));
        assertThat(rich.feed("contracts")).anyMatch(contract -> contract.has("reserve"));
        assertThat(rich.texts().get("inbox/journals/dt=2026-10-01/journals.jsonl"))
                .contains("assets:advances:ct-c005");
        assertThat(reader.feed("contracts"))
                .noneMatch(contract -> contract.has("tiers") || contract.has("reserve"));
    }

    @Test
    void refusesAMonthWithoutDays() {
        assertThatThrownBy(
                        () -> GeneratorSettings.of(1, SETTINGS.firstDay(), 0, 1, SETTINGS.zone()))
                .hasMessage("days must be between 1 and 400 but was 0");
    }

    private static List<LocalDate> paydays() throws IOException {
        String text = Files.readString(month.folder().resolve("settings.yml"));
        String days = text.substring(text.indexOf('[') + 1, text.indexOf(']'));
        return List.of(days.split(", ")).stream().map(LocalDate::parse).toList();
    }

    private static Set<String> planted(Anomaly... anomalies) {
        Set<Anomaly> wanted = Set.of(anomalies);
        return month.planted().stream()
                .filter(planted -> wanted.contains(planted.anomaly()))
                .map(Planted::ref)
                .collect(Collectors.toSet());
    }

    private static List<JsonNode> rows(String type) throws IOException {
        return reader.stripe("balance_transactions.jsonl").stream()
                .filter(row -> row.path("type").asString().equals(type))
                .toList();
    }

    private static String order(JsonNode charge) {
        return charge.path("metadata").path("order_id").asString("");
    }

    private static String currency(JsonNode object) {
        return object.path("currency").asString().toUpperCase(Locale.ROOT);
    }

    private static long sum(JsonNode objects, String member) {
        long sum = 0;
        for (JsonNode object : objects) {
            sum += object.path(member).asLong();
        }
        return sum;
    }

    private static BigDecimal distanceFromRate(JsonNode row) {
        return row.path("source")
                .path("amount")
                .decimalValue()
                .multiply(row.path("exchange_rate").decimalValue())
                .subtract(row.path("amount").decimalValue().abs())
                .abs();
    }
}
