package com.illuvrse.finance.sandbox.stripe;

import com.illuvrse.finance.sandbox.stripe.Transfer.Reversal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers what only asks. */
final class ReadRequests {
    private final Rows rows;
    private final Balances balances;
    private final TimedObjects payouts;
    private final TimedObjects disputes;
    private final Transfers transfers;
    private final ReportRuns reports;

    ReadRequests(
            Rows rows,
            Balances balances,
            TimedObjects payouts,
            TimedObjects disputes,
            Transfers transfers,
            ReportRuns reports) {
        this.rows = rows;
        this.balances = balances;
        this.payouts = payouts;
        this.disputes = disputes;
        this.transfers = transfers;
        this.reports = reports;
    }

    ObjectNode answer(ApiRequest request, Instant now) {
        return switch (request.operation()) {
            case GET_BALANCE -> balance(request, now);
            case LIST_BALANCE_TRANSACTIONS -> listRows(request, now);
            case GET_BALANCE_TRANSACTION -> row(request, now);
            case LIST_PAYOUTS -> listObjects(request, payouts, "payout", now);
            case GET_PAYOUT -> object(request, payouts, "payout", now);
            case LIST_DISPUTES -> listObjects(request, disputes, "dispute", now);
            case GET_DISPUTE -> object(request, disputes, "dispute", now);
            case LIST_TRANSFERS -> listTransfers(request, now);
            case GET_TRANSFER -> transfers.json(transfer(request), now);
            case LIST_REVERSALS -> listReversals(request, now);
            case GET_REVERSAL -> reversal(request, now);
            case LIST_REPORT_TYPES -> reportTypes(request, now);
            case GET_REPORT_TYPE -> reportType(request, now);
            case CREATE_TRANSFER,
                    CREATE_REVERSAL,
                    CREATE_REPORT_RUN,
                    GET_REPORT_RUN,
                    GET_FILE_CONTENTS ->
                    throw new IllegalArgumentException(
                            request.operation() + " is answered elsewhere");
        };
    }

    private ObjectNode reportTypes(ApiRequest request, Instant now) {
        request.parameters().refuseOthers();
        ArrayNode types = Json.array().add(reports.type(now));
        return Json.list(types, false, "/v1/reporting/report_types");
    }

    private ObjectNode reportType(ApiRequest request, Instant now) {
        request.parameters().refuseOthers();
        String id = request.pathId(0);
        if (!id.equals(ReportRuns.TYPE)) {
            throw RefusedException.missing("report type", id);
        }
        return reports.type(now);
    }

    private ObjectNode balance(ApiRequest request, Instant now) {
        request.parameters().refuseOthers();
        return balances.json(now);
    }

    private ObjectNode listRows(ApiRequest request, Instant now) {
        Parameters parameters = request.parameters();
        ListQuery query = ListQuery.of(parameters);
        boolean expand = expands(parameters, "data.source");
        String type = parameters.text("type");
        String currency = parameters.text("currency");
        String payout = parameters.text("payout");
        parameters.refuseOthers();
        if (payout != null) {
            verifyHasRows(payout, now);
        }
        RowIndex index = rows.index();
        IntPredicate wanted =
                line ->
                        (type == null || type.equals(index.type(line)))
                                && (currency == null || currency.equals(index.currency(line)))
                                && (payout == null || payout.equals(index.payout(line)));
        ListQuery.Page<Integer> page = index.page(query, now.getEpochSecond(), wanted);
        ArrayNode data = Json.array();
        for (int line : page.items()) {
            data.add(shown(line, expand, now));
        }
        return Json.list(data, page.hasMore(), "/v1/balance_transactions");
    }

    /** Only rows of an automatic payout that Stripe has reconciled can be listed. */
    private void verifyHasRows(String id, Instant now) {
        ObjectNode payout =
                payouts.find(id, now)
                        .orElseThrow(() -> RefusedException.missing("payout", id, "payout"));
        if (!payout.path("automatic").asBoolean(false)) {
            throw RefusedException.parameterInvalid(
                    "payout",
                    "Balance transaction history can only be filtered on automatic payouts, not"
                            + " manual.");
        }
        if (payout.path("reconciliation_status").asString("").equals("in_progress")) {
            throw RefusedException.refused(
                    "payout_reconciliation_not_ready",
                    "The balance transactions of payout " + id + " are not yet known.");
        }
    }

    private ObjectNode row(ApiRequest request, Instant now) {
        boolean expand = expands(request.parameters(), "source");
        request.parameters().refuseOthers();
        int line = rows.index().current(request.pathId(0), now.getEpochSecond());
        if (line < 0) {
            throw RefusedException.missing("balance transaction", request.pathId(0));
        }
        return shown(line, expand, now);
    }

    private ObjectNode shown(int line, boolean expand, Instant now) {
        ObjectNode row = rows.json(line, now);
        JsonNode source = row.path("source");
        if (source.isObject()) {
            String id = source.path("id").stringValue();
            if (expand) {
                asItIs(source.path("object").stringValue(), id, now)
                        .ifPresent(object -> row.set("source", object));
            } else {
                row.put("source", id);
            }
        }
        return row;
    }

    /** An expanded object is as it is now, not as it was when its row was made. */
    private Optional<ObjectNode> asItIs(String object, String id, Instant now) {
        return switch (object) {
            case "dispute" -> disputes.find(id, now);
            case "payout" -> payouts.find(id, now);
            case "transfer" -> transfers.find(id).map(each -> transfers.json(each, now));
            default -> Optional.empty();
        };
    }

    private static boolean expands(Parameters parameters, String member) {
        Set<String> wanted = Set.copyOf(parameters.list("expand"));
        for (String each : wanted) {
            if (!each.equals(member)) {
                throw RefusedException.parameterInvalid(
                        "expand", "This property cannot be expanded (" + each + ").");
            }
        }
        return !wanted.isEmpty();
    }

    private static ObjectNode listObjects(
            ApiRequest request, TimedObjects objects, String object, Instant now) {
        ListQuery query = ListQuery.of(request.parameters());
        String status = object.equals("payout") ? request.parameters().text("status") : null;
        String charge = object.equals("dispute") ? request.parameters().text("charge") : null;
        request.parameters().refuseOthers();
        List<ObjectNode> all =
                objects.all(now).stream()
                        .filter(each -> has(each, "status", status))
                        .filter(each -> has(each, "charge", charge))
                        .toList();
        ListQuery.Page<ObjectNode> page =
                query.pageOf(
                        all,
                        each -> each.path("id").stringValue(),
                        each -> each.path("created").longValue(),
                        object);
        ArrayNode data = Json.array();
        page.items().forEach(data::add);
        return Json.list(data, page.hasMore(), request.path());
    }

    private static boolean has(ObjectNode object, String member, @Nullable String wanted) {
        return wanted == null || object.path(member).asString("").equals(wanted);
    }

    private static ObjectNode object(
            ApiRequest request, TimedObjects objects, String object, Instant now) {
        request.parameters().refuseOthers();
        String id = request.pathId(0);
        return objects.find(id, now).orElseThrow(() -> RefusedException.missing(object, id));
    }

    private ObjectNode listTransfers(ApiRequest request, Instant now) {
        ListQuery query = ListQuery.of(request.parameters());
        String group = request.parameters().text("transfer_group");
        String destination = request.parameters().text("destination");
        request.parameters().refuseOthers();
        List<Transfer> wanted =
                transfers.newestFirst().stream()
                        .filter(each -> group == null || group.equals(each.group()))
                        .filter(
                                each ->
                                        destination == null
                                                || destination.equals(each.destination()))
                        .toList();
        ListQuery.Page<Transfer> page =
                query.pageOf(wanted, Transfer::id, Transfer::created, "transfer");
        ArrayNode data = Json.array();
        page.items().forEach(each -> data.add(transfers.json(each, now)));
        return Json.list(data, page.hasMore(), "/v1/transfers");
    }

    private ObjectNode listReversals(ApiRequest request, Instant now) {
        ListQuery query = ListQuery.of(request.parameters());
        List<Reversal> all = transfers.reversals(transfer(request), now);
        ListQuery.Page<Reversal> page =
                query.pageOf(all, Reversal::id, Reversal::created, "transfer reversal");
        ArrayNode data = Json.array();
        page.items().forEach(each -> data.add(each.json()));
        return Json.list(data, page.hasMore(), request.path());
    }

    private ObjectNode reversal(ApiRequest request, Instant now) {
        String id = request.pathId(1);
        return transfers.reversals(transfer(request), now).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> RefusedException.missing("transfer reversal", id))
                .json();
    }

    private Transfer transfer(ApiRequest request) {
        request.parameters().refuseOthers();
        String id = request.pathId(0);
        return transfers.find(id).orElseThrow(() -> RefusedException.missing("transfer", id));
    }
}
