package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.jobs.run.RunningLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A good night with rubbish among its files: each piece is one break, the rest is settled. */
class BadInputTest {

    private static final Path GOOD =
            Path.of("src/test/resources/nights/G01-card-sale-exclusive-tax");
    private static final String DAY = "dt=2026-03-02";

    @Test
    void eachBadPieceIsOneBreakAndTheRestIsSettled(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        copy(GOOD, data);
        feed(data, "orders", "cut-off", placed("o-901", "USD", "100"));
        feed(
                data,
                "orders",
                "lines",
                "{\"type\":\"order.placed\",\"event\":",
                placed("o-902", "QQQ", "100"),
                placed("o-903", "USD", "9223372036854775808"),
                end(3));
        feed(data, "contracts", "shares", contractOf99Percent(), end(1));
        expectBreaks(
                data,
                wanted("CONTRACT_INVALID", "ct-99"),
                wanted("FEED_REJECTED", "orders/" + DAY + "/cut-off.jsonl"),
                wanted("RECORD_REJECTED", "orders/" + DAY + "/lines.jsonl:1"),
                wanted("RECORD_REJECTED", "orders/" + DAY + "/lines.jsonl:2"),
                wanted("RECORD_REJECTED", "orders/" + DAY + "/lines.jsonl:3"));
        GoldenNight night = GoldenNight.of(data);

        Path home = Files.createDirectories(folder.resolve("home"));
        try (RunningLedger ledger = new RunningLedger(data, home)) {
            ledger.settle(night.from(), night.to());

            night.compareWith(ledger.reports());
            Path first = ledger.reports().resolve(DAY);
            assertThat(Csv.read(first.resolve("breaks.csv"))).hasSize(5);
            List<Map<String, String>> stripe = Csv.read(first.resolve("reconciliation.csv"));
            assertThat(stripe)
                    .isNotEmpty()
                    .allMatch(row -> "0".equals(row.get("difference_minor")));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.sorted().toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    private static void feed(Path data, String feed, String name, String... lines)
            throws IOException {
        Files.write(
                data.resolve("inbox").resolve(feed).resolve(DAY).resolve(name + ".jsonl"),
                List.of(lines));
    }

    private static String placed(String order, String currency, String net) {
        return """
        {"type":"order.placed","event":"e1","order":"%s","version":1,\
        "occurredAt":"2026-03-02T10:00:00Z","currency":"%s",\
        "buyer":{"id":"b-9","country":"US","region":"CA","vatId":null},\
        "lines":[{"line":"1","sku":"sku-1","kind":"digital_goods","quantity":1,\
        "contract":"ct-c1","net":%s,"taxes":[]}],"total":%s}"""
                .formatted(order, currency, net, net);
    }

    private static String contractOf99Percent() {
        return """
        {"type":"contract","contract":"ct-99","version":1,"validFrom":"2026-01-01",\
        "validTo":null,"parties":[{"payee":"c1","share":"85%"},\
        {"payee":"platform","share":"14%"}],"incomeType":"royalty"}""";
    }

    private static String end(int count) {
        return "{\"type\":\"end\",\"count\":" + count + "}";
    }

    private static String wanted(String type, String ref) {
        return "{\"type\":\"%s\",\"ref\":\"%s\",\"status\":\"OPEN\",\"openedOn\":\"2026-03-02\"}"
                .formatted(type, ref);
    }

    /** The good night's balances stay what they are; only its list of breaks is another. */
    private static void expectBreaks(Path data, String... breaks) throws IOException {
        Path expected = data.resolve("expected.json");
        String none = "\"breaks\": []";
        String text = Files.readString(expected);
        assertThat(text).contains(none);
        String all = "\"breaks\": [" + String.join(",", breaks) + "]";
        Files.writeString(expected, text.replace(none, all));
    }
}
