package com.illuvrse.finance.sandbox.stripe;

import com.illuvrse.finance.sandbox.stripe.Transfer.Reversal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The transfers made with this server, what came back of them, and the rows of both.
 *
 * <p>Ids are derived from the destination and how many transfers went there before, so that a run
 * that was disturbed and one that was not have the same ids.
 */
final class Transfers {
    private static final Comparator<Reversal> NEWEST_FIRST =
            Comparator.comparingLong(Reversal::created).thenComparing(Reversal::id).reversed();
    private static final int SHOWN_IN_TRANSFER = 10;

    private final Rows rows;
    private final ReversalScript script;
    private final Map<String, Transfer> made = new LinkedHashMap<>();
    private final Map<String, List<Reversal>> reversals = new HashMap<>();

    /** How many went to a destination, and to a destination in a currency. */
    private final Map<String, Integer> before = new HashMap<>();

    Transfers(Rows rows, ReversalScript script) {
        this.rows = rows;
        this.script = script;
    }

    /** What somebody wants to send. */
    record Wish(
            long amount,
            String currency,
            String destination,
            @Nullable String group,
            @Nullable String description,
            SortedMap<String, String> metadata) {}

    /** The transfer that would be made now; it is made by {@link #add}. */
    Transfer draft(Wish wish, Instant now) {
        String inCurrency = wish.destination() + "/" + wish.currency();
        String seed = inCurrency + "/" + (before.getOrDefault(inCurrency, 0) + 1);
        return new Transfer(
                "tr_" + number(seed),
                "txn_" + number("row of " + seed),
                "py_" + number("payment of " + seed),
                wish.amount(),
                wish.currency(),
                wish.destination(),
                wish.group(),
                wish.description(),
                wish.metadata(),
                now.getEpochSecond());
    }

    /** Makes a transfer, and plans what the script says will come back of it. */
    void add(Transfer transfer) {
        made.put(transfer.id(), transfer);
        rows.add(transfer.rowJson(transfer.json(0, Json.array(), false)));
        before.merge(transfer.destination() + "/" + transfer.currency(), 1, Integer::sum);
        int number = before.merge(transfer.destination(), 1, Integer::sum);
        for (ReversalScript.Planned planned : script.of(transfer.destination(), number)) {
            long amount = Math.min(planned.amount(), reversible(transfer));
            if (amount > 0) {
                long second = Math.max(transfer.created(), planned.at().getEpochSecond());
                add(draft(transfer, amount, new TreeMap<>(), second));
            }
        }
    }

    /** The reversal that would be made at a second; it is made by {@link #add(Reversal)}. */
    Reversal draft(
            Transfer transfer, long amount, SortedMap<String, String> metadata, long second) {
        int number = all(transfer).size() + 1;
        String seed = transfer.id() + "/" + number;
        return new Reversal(
                "trr_" + number(seed),
                "txn_" + number("row of " + seed),
                transfer.id(),
                amount,
                transfer.currency(),
                metadata,
                second);
    }

    void add(Reversal reversal) {
        reversals.computeIfAbsent(reversal.transfer(), id -> new ArrayList<>()).add(reversal);
        rows.add(reversal.rowJson());
    }

    /** What neither came back nor is planned to, in minor units. */
    long reversible(Transfer transfer) {
        long rest = transfer.amount();
        for (Reversal each : all(transfer)) {
            rest -= each.amount();
        }
        return rest;
    }

    private List<Reversal> all(Transfer transfer) {
        return reversals.getOrDefault(transfer.id(), List.of());
    }

    Optional<Transfer> find(String id) {
        return Optional.ofNullable(made.get(id));
    }

    /** All transfers, newest first. */
    List<Transfer> newestFirst() {
        return made.values().stream()
                .sorted(
                        Comparator.comparingLong(Transfer::created)
                                .thenComparing(Transfer::id)
                                .reversed())
                .toList();
    }

    /** What has come back of a transfer by an instant, newest first. */
    List<Reversal> reversals(Transfer transfer, Instant now) {
        return all(transfer).stream()
                .filter(each -> each.created() <= now.getEpochSecond())
                .sorted(NEWEST_FIRST)
                .toList();
    }

    ObjectNode json(Transfer transfer, Instant now) {
        List<Reversal> soFar = reversals(transfer, now);
        ArrayNode shown = Json.array();
        soFar.stream().limit(SHOWN_IN_TRANSFER).map(Reversal::json).forEach(shown::add);
        return transfer.json(
                soFar.stream().mapToLong(Reversal::amount).sum(),
                shown,
                soFar.size() > SHOWN_IN_TRANSFER);
    }

    /** How many transfers were made, ever. */
    long count() {
        return made.size();
    }

    /** The values of {@code metadata.intent} in all transfers. */
    Set<String> intents() {
        Set<String> intents = new HashSet<>();
        for (Transfer each : made.values()) {
            @Nullable String intent = each.metadata().get("intent");
            if (intent != null) {
                intents.add(intent);
            }
        }
        return intents;
    }

    /** The transfer that was written down as this JSON. */
    static Transfer transfer(JsonNode json) {
        return new Transfer(
                json.path("id").stringValue(),
                json.path("balance_transaction").stringValue(),
                json.path("destination_payment").stringValue(),
                json.path("amount").longValue(),
                json.path("currency").stringValue(),
                json.path("destination").stringValue(),
                json.path("transfer_group").stringValue(null),
                json.path("description").stringValue(null),
                members(json.path("metadata")),
                json.path("created").longValue());
    }

    /** The reversal that was written down as this JSON. */
    static Reversal reversal(JsonNode json) {
        return new Reversal(
                json.path("id").stringValue(),
                json.path("balance_transaction").stringValue(),
                json.path("transfer").stringValue(),
                json.path("amount").longValue(),
                json.path("currency").stringValue(),
                members(json.path("metadata")),
                json.path("created").longValue());
    }

    private static SortedMap<String, String> members(JsonNode json) {
        SortedMap<String, String> members = new TreeMap<>();
        json.properties().forEach(each -> members.put(each.getKey(), each.getValue().asString()));
        return members;
    }

    /** Twenty-four letters and digits that a text always gives. */
    private static String number(String seed) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(seed.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
