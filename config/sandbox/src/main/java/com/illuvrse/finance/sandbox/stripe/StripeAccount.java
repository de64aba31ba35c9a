package com.illuvrse.finance.sandbox.stripe;

import com.illuvrse.finance.sandbox.stripe.IdempotencyStore.Kept;
import com.illuvrse.finance.sandbox.stripe.Transfer.Reversal;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One account at Stripe: what its data folder says by the clock, and what was done with it since.
 * Requests are done one after the other.
 */
final class StripeAccount implements Closeable {
    private final Clock clock;
    private final Rows rows;
    private final Balances balances;
    private final Transfers transfers;
    private final ReportRuns reports;
    private final ReadRequests reads;
    private final IdempotencyStore keys = new IdempotencyStore();
    private final StateLog log;

    private StripeAccount(Path data, Path state, Clock clock, Rows rows) throws IOException {
        this.clock = clock;
        this.rows = rows;
        this.balances = Balances.load(data.resolve("balance.jsonl"), rows);
        this.transfers = new Transfers(rows, ReversalScript.load(data.resolve("transfers.jsonl")));
        this.reports = new ReportRuns(rows, state.resolve("reports"));
        this.reads =
                new ReadRequests(
                        rows,
                        balances,
                        TimedObjects.load(data.resolve("payouts.jsonl")),
                        TimedObjects.load(data.resolve("disputes.jsonl")),
                        transfers,
                        reports);
        this.log = StateLog.open(state, this::apply);
    }

    /**
     * Opens an account.
     *
     * @param data the folder with {@code balance_transactions.jsonl}
     */
    static StripeAccount open(Path data, Path state, Clock clock) throws IOException {
        Rows rows = Rows.load(data.resolve("balance_transactions.jsonl"));
        try {
            return new StripeAccount(data, state, clock, rows);
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    synchronized long transferCount() {
        return transfers.count();
    }

    synchronized Set<String> intents() {
        return transfers.intents();
    }

    /** Answers a request that changes nothing. */
    synchronized Answer read(ApiRequest request, Fault fault) {
        switch (request.operation()) {
            case GET_FILE_CONTENTS -> {
                request.parameters().refuseOthers();
                return Answer.ok(reports.file(request.pathId(0)));
            }
            case GET_REPORT_RUN -> {
                request.parameters().refuseOthers();
                boolean pending = fault == Fault.REPORT_PENDING;
                return Answer.ok(reports.json(request.pathId(0), pending, request.server()));
            }
            default -> {}
        }
        ObjectNode answer = reads.answer(request, clock.instant());
        if (request.operation().lists()) {
            falsify((ArrayNode) answer.path("data"), fault);
        }
        return Answer.ok(answer);
    }

    private static void falsify(ArrayNode page, Fault fault) {
        if (page.isEmpty()) {
            return;
        }
        int middle = page.size() / 2;
        switch (fault) {
            case MISSING -> page.remove(middle);
            case TWICE -> page.insert(middle, page.get(middle).deepCopy());
            case CHANGED -> {
                ObjectNode changed = (ObjectNode) page.get(middle);
                changed.put("amount", changed.path("amount").longValue() + 1);
                if (changed.has("net")) {
                    changed.put("net", changed.path("net").longValue() + 1);
                }
            }
            default -> {}
        }
    }

    /** Does a request that changes something, or gives the answer its key had before. */
    Answer write(ApiRequest request, Fault fault, Runnable hold) throws IOException {
        String key = request.idempotencyKey();
        if (key == null) {
            return act(request, fault, hold);
        }
        Optional<Answer> before = keys.begin(key, request.fingerprint(), clock.instant());
        if (before.isPresent()) {
            return before.get();
        }
        try {
            return act(request, fault, hold);
        } finally {
            keys.end(key);
        }
    }

    private Answer act(ApiRequest request, Fault fault, Runnable hold) throws IOException {
        if (fault == Fault.HELD) {
            hold.run();
        }
        synchronized (this) {
            Instant now = clock.instant();
            ObjectNode line = Json.object();
            line.put("at", now.toString());
            Answer answer;
            try {
                answer = make(request, fault, now, line);
            } catch (RefusedException e) {
                if (!e.isKept()) {
                    throw e;
                }
                answer = e.answer();
            }
            note(request, answer, line);
            return answer;
        }
    }

    /** Finds out what is to be done, and writes it into the line but does not do it yet. */
    private Answer make(ApiRequest request, Fault fault, Instant now, ObjectNode line)
            throws IOException {
        if (fault == Fault.INTERNAL_ERROR_KEPT) {
            return RefusedException.broken().answer();
        }
        if (fault == Fault.DESTINATION_REFUSED) {
            throw RefusedException.destinationNotCapable();
        }
        ObjectNode made;
        if (request.operation() == Operation.CREATE_TRANSFER) {
            made = newTransfer(request.parameters(), now);
            line.set("transfer", made);
        } else if (request.operation() == Operation.CREATE_REPORT_RUN) {
            ObjectNode run = reports.draft(request.parameters(), fault, now);
            line.set("report_run", run);
            made = ReportRuns.json(run, true, request.server());
        } else {
            made = newReversal(request, now);
            line.set("reversal", made);
        }
        return fault == Fault.INTERNAL_ERROR_AFTER
                ? RefusedException.broken().answer()
                : Answer.ok(made);
    }

    private ObjectNode newTransfer(Parameters parameters, Instant now) {
        long amount = amount(parameters, true);
        String currency = parameters.required("currency").toLowerCase(Locale.ROOT);
        Transfers.Wish wish =
                new Transfers.Wish(
                        amount,
                        currency,
                        parameters.required("destination"),
                        parameters.text("transfer_group"),
                        parameters.text("description"),
                        parameters.members("metadata"));
        parameters.refuseOthers();
        if (balances.available(currency, now) < amount) {
            throw RefusedException.balanceInsufficient();
        }
        return transfers.draft(wish, now).json(0, Json.array(), false);
    }

    private ObjectNode newReversal(ApiRequest request, Instant now) {
        Parameters parameters = request.parameters();
        String id = request.pathId(0);
        Transfer transfer =
                transfers.find(id).orElseThrow(() -> RefusedException.missing("transfer", id));
        long rest = transfers.reversible(transfer);
        long wanted = amount(parameters, false);
        var metadata = parameters.members("metadata");
        parameters.refuseOthers();
        long amount = wanted == 0 ? rest : wanted;
        if (amount > rest || amount == 0) {
            throw RefusedException.parameterInvalid(
                    "amount", "Only " + rest + " of transfer " + id + " can still be reversed.");
        }
        return transfers.draft(transfer, amount, metadata, now.getEpochSecond()).json();
    }

    /** Minor units; 0 when it is not given and need not be. */
    private static long amount(Parameters parameters, boolean required) {
        if (required) {
            parameters.required("amount");
        }
        Long amount = parameters.number("amount");
        if (amount == null) {
            return 0;
        }
        if (amount < 1) {
            throw RefusedException.parameterInvalid(
                    "amount", "This value must be greater than or equal to 1.");
        }
        return amount;
    }

    /** Writes down what is to be done and what is answered, and then does it. */
    private void note(ApiRequest request, Answer answer, ObjectNode line) throws IOException {
        if (request.idempotencyKey() != null) {
            line.put("key", request.idempotencyKey());
            line.put("request", request.fingerprint());
            line.put("status", answer.status());
            line.put("body", answer.body());
            ObjectNode headers = line.putObject("headers");
            answer.headers().forEach(headers::put);
        }
        log.append(line);
        apply(line);
    }

    /** Does what a line says, now or after a restart. */
    private void apply(JsonNode line) {
        if (line.has("transfer")) {
            transfers.add(Transfers.transfer(line.path("transfer")));
        }
        if (line.has("reversal")) {
            Reversal reversal = Transfers.reversal(line.path("reversal"));
            transfers.add(reversal);
        }
        if (line.has("report_run")) {
            reports.add((ObjectNode) line.path("report_run"));
        }
        if (line.has("key")) {
            Map<String, String> headers = new LinkedHashMap<>();
            line.path("headers")
                    .properties()
                    .forEach(each -> headers.put(each.getKey(), each.getValue().stringValue()));
            Answer answer =
                    new Answer(
                            line.path("status").intValue(),
                            line.path("body").stringValue(),
                            Map.copyOf(headers));
            keys.keep(
                    line.path("key").stringValue(),
                    new Kept(
                            line.path("request").stringValue(),
                            Instant.parse(line.path("at").stringValue()),
                            answer));
        }
    }

    @Override
    public synchronized void close() throws IOException {
        log.close();
        rows.close();
    }
}
