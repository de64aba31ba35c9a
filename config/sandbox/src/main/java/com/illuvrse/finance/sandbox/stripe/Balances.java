package com.illuvrse.finance.sandbox.stripe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The balance at an instant: the last one the data folder states by then, else the sum of the rows
 * that are shown then.
 *
 * <p>Rows of {@code payments} are available or pending; those of {@code issuing} and {@code
 * refund_and_dispute_prefunding} have places of their own. Stripe shows {@code risk_reserved} only
 * in a preview, so it is left out. What rows of type {@code reserve_transaction} take out of the
 * balance is {@code connect_reserved}.
 */
final class Balances {
    private final Rows rows;
    private final NavigableMap<Instant, ObjectNode> stated;

    private Balances(Rows rows, NavigableMap<Instant, ObjectNode> stated) {
        this.rows = rows;
        this.stated = stated;
    }

    /** Reads the stated balances; a file that is not there states none. */
    static Balances load(Path file, Rows rows) throws IOException {
        NavigableMap<Instant, ObjectNode> stated = new TreeMap<>();
        if (Files.exists(file)) {
            try (LineFile lines = LineFile.open(file)) {
                lines.forEach(
                        (line, length, offset) -> {
                            JsonNode read = Json.parse(Arrays.copyOf(line, length));
                            stated.put(
                                    Instant.parse(read.path("at").stringValue()),
                                    (ObjectNode) read.path("balance"));
                        });
            }
        }
        return new Balances(rows, stated);
    }

    ObjectNode json(Instant now) {
        Map.Entry<Instant, ObjectNode> statement = stated.floorEntry(now);
        return statement != null ? statement.getValue() : Sums.of(rows.index(), now).json();
    }

    /** What may leave in a currency, in minor units. */
    long available(String currency, Instant now) {
        long sum = 0;
        for (JsonNode each : json(now).path("available")) {
            if (each.path("currency").stringValue().equals(currency)) {
                sum = Math.addExact(sum, each.path("amount").longValue());
            }
        }
        return sum;
    }

    /** Minor units by currency, of each part of the balance. */
    private static final class Sums {
        private final SortedMap<String, Long> available = new TreeMap<>();
        private final SortedMap<String, Long> pending = new TreeMap<>();
        private final SortedMap<String, Long> connectReserved = new TreeMap<>();
        private final SortedMap<String, Long> issuing = new TreeMap<>();
        private final SortedMap<String, Long> prefundingAvailable = new TreeMap<>();
        private final SortedMap<String, Long> prefundingPending = new TreeMap<>();

        static Sums of(RowIndex index, Instant now) {
            Sums sums = new Sums();
            long second = now.getEpochSecond();
            for (int line = 0; line < index.size(); line++) {
                if (index.isShown(line, second)) {
                    sums.add(index, line, index.availableOn(line) <= second);
                }
            }
            return sums;
        }

        private void add(RowIndex index, int line, boolean isAvailable) {
            String currency = index.currency(line);
            long net = index.net(line);
            switch (index.balanceType(line)) {
                case "payments" -> {
                    addTo(available, currency, isAvailable ? net : 0);
                    addTo(pending, currency, isAvailable ? 0 : net);
                    boolean reserve = index.type(line).equals("reserve_transaction");
                    addTo(connectReserved, currency, reserve ? -net : 0);
                }
                case "issuing" -> addTo(issuing, currency, net);
                case "refund_and_dispute_prefunding" -> {
                    addTo(prefundingAvailable, currency, isAvailable ? net : 0);
                    addTo(prefundingPending, currency, isAvailable ? 0 : net);
                }
                default -> {}
            }
        }

        private static void addTo(SortedMap<String, Long> sums, String currency, long amount) {
            sums.merge(currency, amount, Math::addExact);
        }

        ObjectNode json() {
            ObjectNode balance = Json.object();
            balance.put("object", "balance");
            balance.set("available", amounts(available, true));
            balance.set("connect_reserved", amounts(connectReserved, false));
            if (!issuing.isEmpty()) {
                balance.putObject("issuing").set("available", amounts(issuing, false));
            }
            balance.put("livemode", false);
            balance.set("pending", amounts(pending, true));
            if (!prefundingAvailable.isEmpty()) {
                ObjectNode prefunding = balance.putObject("refund_and_dispute_prefunding");
                prefunding.set("available", amounts(prefundingAvailable, false));
                prefunding.set("pending", amounts(prefundingPending, false));
            }
            return balance;
        }

        private static ArrayNode amounts(SortedMap<String, Long> sums, boolean bySource) {
            ArrayNode list = Json.array();
            sums.forEach(
                    (currency, amount) -> {
                        ObjectNode each = list.addObject();
                        each.put("amount", amount);
                        each.put("currency", currency);
                        if (bySource) {
                            each.putObject("source_types").put("card", amount);
                        }
                    });
            return list;
        }
    }
}
