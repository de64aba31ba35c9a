package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.stripe.StripeFeed;
import com.illuvrse.finance.jobs.stripe.StripeKey;
import com.illuvrse.finance.jobs.stripe.StripeSettings;
import com.illuvrse.finance.sandbox.stripe.StripeFaults;
import com.illuvrse.finance.sandbox.stripe.StripeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A stand-in for Stripe that serves what a test wrote before it was started. */
public final class TestStripe implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path folder;
    private final TestClock clock = new TestClock(Instant.EPOCH);
    private @Nullable StripeServer server;

    public TestStripe(Path folder) throws IOException {
        this.folder = folder.resolve("data");
        Files.createDirectories(this.folder.resolve("stripe"));
    }

    /** What the stand-in takes for the time. */
    public TestClock clock() {
        return clock;
    }

    /** One row to be written. */
    public final class Row {
        private final ObjectNode json = MAPPER.createObjectNode();
        private final ObjectNode source = MAPPER.createObjectNode();
        private final ObjectNode sandbox = MAPPER.createObjectNode();

        private Row(String id, String type, String category, String created, long net) {
            long second = Instant.parse(created).getEpochSecond();
            json.put("id", id);
            json.put("object", "balance_transaction");
            json.put("amount", net);
            json.put("available_on", second);
            json.put("balance_type", "payments");
            json.put("created", second);
            json.put("currency", "usd");
            json.put("description", "a row");
            json.putNull("exchange_rate");
            json.put("fee", 0);
            json.putArray("fee_details");
            json.put("net", net);
            json.put("reporting_category", category);
            json.put("status", "available");
            json.put("type", type);
        }

        public Row availableOn(String instant) {
            json.put("available_on", Instant.parse(instant).getEpochSecond());
            return this;
        }

        /** The object that caused the row. */
        public Row source(String object, String id) {
            source.put("object", object).put("id", id);
            source.put("amount", Math.abs(json.path("amount").longValue()));
            source.put("currency", "usd");
            return this;
        }

        public Row order(String order) {
            source.putObject("metadata").put("order_id", order);
            return this;
        }

        public Row charge(String charge) {
            source.put("charge", charge);
            return this;
        }

        public Row with(String member, String value) {
            source.put(member, value);
            return this;
        }

        public Row visibleFrom(String instant) {
            sandbox.put("visibleFrom", instant);
            return this;
        }

        public Row inPayout(String payout) {
            sandbox.put("payout", payout);
            return this;
        }

        public TestStripe write() throws IOException {
            if (source.isEmpty()) {
                json.putNull("source");
            } else {
                json.set("source", source);
            }
            if (!sandbox.isEmpty()) {
                json.set("_sandbox", sandbox);
            }
            return line("balance_transactions", json.toString());
        }
    }

    /** A row that is available at once. */
    public Row row(String id, String type, String category, String created, long net) {
        return new Row(id, type, category, created, net);
    }

    /** A charge of an order, available at once. */
    public Row charge(String id, String order, String created, long net) {
        return row("txn_" + id, "charge", "charge", created, net)
                .source("charge", "ch_" + id)
                .order(order);
    }

    /** A line of a file of the stand-in. */
    public TestStripe line(String file, String json) throws IOException {
        Files.write(
                folder.resolve("stripe").resolve(file + ".jsonl"),
                List.of(json),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return this;
    }

    /** Starts it when it is asked for the first time. */
    public StripeFeed feed() throws IOException {
        return new StripeFeed(
                new StripeSettings(
                        TestNight.ACCOUNT, started().endpoint(), 1_000, 3, Duration.ofMillis(1)),
                new StripeKey("rk_test_pull_1"));
    }

    public StripeFaults faults() throws IOException {
        return started().faults();
    }

    private StripeServer started() throws IOException {
        StripeServer running = server;
        if (running == null) {
            running = StripeServer.start(folder, folder.resolveSibling("state"), 0, clock);
            server = running;
        }
        return running;
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
