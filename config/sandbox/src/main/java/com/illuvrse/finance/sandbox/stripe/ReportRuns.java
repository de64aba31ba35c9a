package com.illuvrse.finance.sandbox.stripe;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reports that were asked for, and their files. The one type is the itemised balance change from
 * activity: all movements of UTC days that have been over for half a day, payouts to the bank left
 * out.
 *
 * <p>A run shows as pending in the answer that makes it and is ready when it is asked for. Its file
 * is what could be seen when the run was made.
 */
final class ReportRuns {

    /** The report and the version of its columns. */
    static final String TYPE = "balance_change_from_activity.itemized.6";

    /** How long after its end a UTC day can be reported; Stripe promises no less. */
    private static final Duration DELAY = Duration.ofHours(12);

    private final Rows rows;
    private final Path folder;
    private final Map<String, ObjectNode> runs = new LinkedHashMap<>();

    ReportRuns(Rows rows, Path folder) {
        this.rows = rows;
        this.folder = folder;
    }

    /** The report type as Stripe describes it, with the days it has data of. */
    ObjectNode type(Instant now) {
        ObjectNode type = Json.object();
        type.put("id", TYPE);
        type.put("object", "reporting.report_type");
        type.put("data_available_end", availableEnd(now));
        type.put("data_available_start", availableStart(now));
        ArrayNode columns = type.putArray("default_columns");
        ReportFile.COLUMNS.forEach(columns::add);
        type.put("livemode", false);
        type.put("name", "Itemized balance change from activity");
        type.put("updated", availableEnd(now) + DELAY.toSeconds());
        type.put("version", 6);
        return type;
    }

    private static long availableEnd(Instant now) {
        return now.minus(DELAY).truncatedTo(ChronoUnit.DAYS).getEpochSecond();
    }

    private long availableStart(Instant now) {
        long end = availableEnd(now);
        long oldest = rows.index().oldest(end);
        return Math.min(end, oldest - Math.floorMod(oldest, 86_400L));
    }

    /**
     * Makes a file of what can be seen now; the run is there once its line is added.
     *
     * @param fault may make it fail, or leave out, change or add a row
     */
    ObjectNode draft(Parameters parameters, Fault fault, Instant now) throws IOException {
        String type = parameters.required("report_type");
        if (!type.equals(TYPE)) {
            throw RefusedException.parameterInvalid("report_type", "Unknown report type: " + type);
        }
        long from = second(parameters, "parameters[interval_start]");
        long to = second(parameters, "parameters[interval_end]");
        List<String> given = parameters.list("parameters[columns]");
        parameters.refuseOthers();
        verifyInterval(from, to, now);
        List<String> columns = given.isEmpty() ? ReportFile.COLUMNS : given;
        ReportFile file = ReportFile.of(columns);
        String number = String.format(Locale.ROOT, "%024d", runs.size() + 1);
        ObjectNode run = Json.object();
        run.put("id", "frr_" + number);
        run.put("created", now.getEpochSecond());
        run.put("from", from);
        run.put("to", to);
        ArrayNode kept = run.putArray("columns");
        given.forEach(kept::add);
        run.put("failed", fault == Fault.REPORT_FAILS);
        run.put("file", "file_" + number);
        Path path = path("file_" + number);
        Files.createDirectories(folder);
        file.write(path, rows, rows.index().shownBetween(from, to, now.getEpochSecond()), fault);
        run.put("size", Files.size(path));
        return run;
    }

    private static long second(Parameters parameters, String name) {
        parameters.required(name);
        Long second = parameters.number(name);
        return second == null ? 0 : second;
    }

    private void verifyInterval(long from, long to, Instant now) {
        verifyAvailable("parameters[interval_start]", from, now);
        verifyAvailable("parameters[interval_end]", to, now);
        if (from >= to) {
            throw RefusedException.parameterInvalid(
                    "parameters[interval_start]", "interval_start must be before interval_end.");
        }
    }

    private void verifyAvailable(String name, long second, Instant now) {
        if (second < availableStart(now) || second > availableEnd(now)) {
            throw RefusedException.parameterInvalid(
                    name,
                    "Data for the report type %s is only available from %s through %s; you requested %s."
                            .formatted(
                                    TYPE,
                                    Instant.ofEpochSecond(availableStart(now)),
                                    Instant.ofEpochSecond(availableEnd(now)),
                                    Instant.ofEpochSecond(second)));
        }
    }

    /** Makes the run that {@link #draft} drafted. */
    void add(ObjectNode run) {
        runs.put(run.path("id").stringValue(), run);
    }

    /** A run as Stripe shows it, still pending or as it ended. */
    ObjectNode json(String id, boolean pending, URI server) {
        @Nullable ObjectNode run = runs.get(id);
        if (run == null) {
            throw RefusedException.missing("report run", id);
        }
        return json(run, pending, server);
    }

    static ObjectNode json(ObjectNode run, boolean pending, URI server) {
        boolean failed = !pending && run.path("failed").booleanValue();
        ObjectNode json = Json.object();
        json.put("id", run.path("id").stringValue());
        json.put("object", "reporting.report_run");
        json.put("created", run.path("created").longValue());
        json.put("error", failed ? "The report could not be generated." : null);
        json.put("livemode", false);
        ObjectNode parameters = json.putObject("parameters");
        if (!run.path("columns").isEmpty()) {
            parameters.set("columns", run.path("columns").deepCopy());
        }
        parameters.put("interval_end", run.path("to").longValue());
        parameters.put("interval_start", run.path("from").longValue());
        json.put("report_type", TYPE);
        if (pending || failed) {
            json.putNull("result");
            json.put("status", pending ? "pending" : "failed");
            json.putNull("succeeded_at");
        } else {
            json.set("result", fileJson(run, server));
            json.put("status", "succeeded");
            json.put("succeeded_at", run.path("created").longValue());
        }
        return json;
    }

    private static ObjectNode fileJson(ObjectNode run, URI server) {
        String id = run.path("file").stringValue();
        ObjectNode file = Json.object();
        file.put("id", id);
        file.put("object", "file");
        file.put("created", run.path("created").longValue());
        file.putNull("expires_at");
        file.put("filename", run.path("id").stringValue() + ".csv");
        file.put("purpose", "finance_report_run");
        file.put("size", run.path("size").longValue());
        file.putNull("title");
        file.put("type", "csv");
        file.put("url", server + "/v1/files/" + id + "/contents");
        return file;
    }

    /** The content of a file of a run that succeeded. */
    Path file(String id) {
        boolean ready =
                runs.values().stream()
                        .anyMatch(
                                run ->
                                        run.path("file").stringValue().equals(id)
                                                && !run.path("failed").booleanValue());
        if (!ready) {
            throw RefusedException.missing("file", id);
        }
        return path(id);
    }

    private Path path(String file) {
        return folder.resolve(file + ".csv");
    }
}
