package com.illuvrse.finance.sandbox.stripe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A data folder that a test writes line by line. */
final class StripeData {
    private final Path folder;

    StripeData(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("stripe"));
    }

    /** Money that came into the balance, and is available two days later. */
    StripeData row(String id, String created, long net) throws IOException {
        return row(id, created, net, null, null);
    }

    /**
     * A row of which the sandbox knows more.
     *
     * @param payout the payout that takes it
     */
    StripeData row(
            String id,
            String created,
            long net,
            @Nullable String visibleFrom,
            @Nullable String payout)
            throws IOException {
        ObjectNode row = rowJson(id, created, net);
        ObjectNode sandbox = row.putObject("_sandbox");
        if (visibleFrom != null) {
            sandbox.put("visibleFrom", visibleFrom);
        }
        if (payout != null) {
            sandbox.put("payout", payout);
        }
        return line("balance_transactions", row);
    }

    /** A row as JSON, to be changed before it is written. */
    static ObjectNode rowJson(String id, String created, long net) {
        long second = Instant.parse(created).getEpochSecond();
        ObjectNode row = Json.object();
        row.put("id", id);
        row.put("object", "balance_transaction");
        row.put("amount", net);
        row.put("available_on", second + 172_800);
        row.put("balance_type", "payments");
        row.put("created", second);
        row.put("currency", "usd");
        row.put("description", "a row");
        row.putNull("exchange_rate");
        row.put("fee", 0);
        row.set("fee_details", Json.array());
        row.put("net", net);
        row.put("reporting_category", "other_adjustment");
        row.putNull("source");
        row.put("status", "pending");
        row.put("type", "adjustment");
        return row;
    }

    /** A line of {@code stripe/<file>.jsonl}. */
    StripeData line(String file, ObjectNode json) throws IOException {
        return line(file, Json.text(json));
    }

    /** A line of {@code stripe/<file>.jsonl}. */
    StripeData line(String file, String json) throws IOException {
        Files.write(
                folder.resolve("stripe").resolve(file + ".jsonl"),
                List.of(json),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return this;
    }

    Path folder() {
        return folder;
    }
}
