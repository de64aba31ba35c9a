package com.illuvrse.finance.jobs.stripe;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.reconciliation.ItemisedRow;
import com.stripe.exception.StripeException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stripe's itemised report of balance activity, a second way to the same movements (Stripe,
 * "Balance report" and "Reporting API", as of 2026-11). It tells whole days of UTC some hours after
 * their end, and leaves payouts to the bank out.
 *
 * <p>A run is asked for, looked at until it is ready but never for long, and its file downloaded
 * with the same key. The key is sent to the API's own address and Stripe's file server, and nowhere
 * else.
 */
public final class StripeReports {

    /** The report and the version whose columns we know. */
    public static final String TYPE = "balance_change_from_activity.itemized.6";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String FILES_HOST = "files.stripe.com";
    private static final Duration DOWNLOAD = Duration.ofMinutes(10);
    private static final String TYPES = "/v1/reporting/report_types/";
    private static final String RUNS = "/v1/reporting/report_runs";

    private final StripeCalls calls;
    private final StripeSettings settings;
    private final StripeKey key;

    StripeReports(StripeCalls calls, StripeSettings settings, StripeKey key) {
        this.calls = calls;
        this.settings = settings;
        this.key = key;
    }

    /**
     * The days of UTC that can be reported whole: from the first on, up to but without the last.
     */
    public record Available(LocalDate from, LocalDate to) {}

    /**
     * Which days Stripe has data of.
     *
     * @throws StripeRefusedException when our key or account cannot have the report
     */
    public Available available() {
        JsonNode type = get(TYPES + TYPE);
        Instant start = second(type, "data_available_start");
        LocalDate from = start.atZone(ZoneOffset.UTC).toLocalDate();
        boolean whole = from.atStartOfDay(ZoneOffset.UTC).toInstant().equals(start);
        return new Available(
                whole ? from : from.plusDays(1),
                second(type, "data_available_end").atZone(ZoneOffset.UTC).toLocalDate());
    }

    /**
     * The report of a day; empty when Stripe is not ready in time, or when nothing may be asked for
     * that leaves a trace.
     *
     * @param attempt the same attempt gets the same run, so that a killed night asks for no second
     *     one
     * @throws StripeReportException when the run failed or its file cannot be used
     * @throws StripeUnavailableException when Stripe does not answer
     */
    public Optional<StripeReport> report(LocalDate day, String attempt) {
        if (!calls.mayPost()) {
            return Optional.empty();
        }
        JsonNode run = begin(day, attempt);
        String id = run.path("id").asString();
        long pauseMillis = settings.firstPause().toMillis();
        for (int asked = 1; asked <= settings.attempts(); asked++) {
            run = get(RUNS + "/" + id);
            String status = run.path("status").asString("");
            if ("succeeded".equals(status)) {
                return Optional.of(downloaded(day, id, run.path("result")));
            }
            if ("failed".equals(status)) {
                throw new StripeReportException(
                        "Stripe could not make report %s of %s: %s"
                                .formatted(id, day, run.path("error").asString("no reason given")));
            }
            if (asked < settings.attempts()) {
                StripeCalls.pause(pauseMillis);
                pauseMillis = Math.min(pauseMillis * 2, 30_000);
            }
        }
        return Optional.empty();
    }

    private JsonNode begin(LocalDate day, String attempt) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("report_type", TYPE);
        parameters.put("parameters[interval_start]", Long.toString(secondOf(day)));
        parameters.put("parameters[interval_end]", Long.toString(secondOf(day.plusDays(1))));
        for (int i = 0; i < ReportLines.COLUMNS.size(); i++) {
            parameters.put("parameters[columns][" + i + "]", ReportLines.COLUMNS.get(i));
        }
        try {
            return tree(calls.post(RUNS, parameters, "report_" + day + "_" + attempt));
        } catch (StripeException e) {
            throw new StripeRefusedException("POST " + RUNS + " for " + day, e);
        }
    }

    private StripeReport downloaded(LocalDate day, String run, JsonNode result) {
        String id = result.path("id").asString("");
        long size = result.path("size").asLong(-1);
        @Nullable Path copy = null;
        try {
            copy = Files.createTempFile("stripe-report-", ".csv");
            download(trusted(result.path("url").asString(""), run), run, copy);
            if (Files.size(copy) != size) {
                throw new StripeReportException(
                        "file %s of report %s should have %d bytes, %d came"
                                .formatted(id, run, size, Files.size(copy)));
            }
            return parsed(day, run, id, copy);
        } catch (IOException e) {
            throw new UncheckedIOException("report " + run + " cannot be kept on disk", e);
        } finally {
            delete(copy);
        }
    }

    private static void delete(@Nullable Path copy) {
        try {
            if (copy != null) {
                Files.deleteIfExists(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Refuses an address that is not Stripe's, because the key goes along. */
    private URI trusted(String url, String run) {
        try {
            URI address = URI.create(url);
            URI api = settings.apiBase();
            boolean isApi =
                    api.getScheme().equals(address.getScheme())
                            && api.getHost().equals(address.getHost())
                            && api.getPort() == address.getPort();
            boolean isFiles =
                    "https".equals(address.getScheme())
                            && FILES_HOST.equals(address.getHost())
                            && address.getPort() == -1;
            if (address.getUserInfo() == null && (isApi || isFiles)) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new StripeReportException("report " + run + " has no usable address", e);
        }
        throw new StripeReportException(
                "the file of report %s lies at %s; our key is sent to %s and %s only"
                        .formatted(run, url, settings.apiBase(), FILES_HOST));
    }

    private void download(URI address, String run, Path copy) {
        HttpRequest request =
                HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + key.value())
                        .GET()
                        .build();
        try (HttpClient http =
                HttpClient.newBuilder()
                        .followRedirects(Redirect.NEVER)
                        .connectTimeout(Duration.ofSeconds(10))
                        .build()) {
            CompletableFuture<HttpResponse<Path>> answer =
                    http.sendAsync(request, BodyHandlers.ofFile(copy));
            try {
                int status = answer.get(DOWNLOAD.toSeconds(), TimeUnit.SECONDS).statusCode();
                if (status != 200) {
                    throw new StripeReportException(
                            "the file of report " + run + " was answered with status " + status);
                }
            } catch (ExecutionException | TimeoutException e) {
                http.shutdownNow();
                throw new StripeReportException(
                        "the file of report " + run + " could not be downloaded", e);
            } catch (InterruptedException e) {
                http.shutdownNow();
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while downloading a report", e);
            }
        }
    }

    /** Reads all of a file before anything of it is kept. */
    private static StripeReport parsed(LocalDate day, String run, String id, Path copy)
            throws IOException {
        Sums sums = new Sums(day);
        PackedBytes packed;
        MessageDigest sha256 = sha256();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(copy))) {
            packed = PackedBytes.pack(new DigestInputStream(raw, sha256));
        }
        try (InputStream content = Files.newInputStream(copy)) {
            ReportLines.read(content, sums::add);
        }
        return new StripeReport(
                day,
                TYPE,
                run,
                id,
                HexFormat.of().formatHex(sha256.digest()),
                Files.size(copy),
                packed,
                sums.rows,
                sums.list());
    }

    private static final class Sums {
        private final Instant from;
        private final Instant to;
        private final Map<Currency, Map<String, StripeReport.Sum>> sums = new TreeMap<>();
        private int rows;

        Sums(LocalDate day) {
            this.from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            this.to = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        void add(ReportLines.Line line) {
            ItemisedRow row = line.row();
            if (line.created().isBefore(from) || !line.created().isBefore(to)) {
                throw new IllegalArgumentException(
                        row.id() + " was created at " + line.created() + ", not on the day");
            }
            rows = Math.addExact(rows, 1);
            sums.computeIfAbsent(row.currency(), currency -> new TreeMap<>())
                    .merge(
                            row.category(),
                            new StripeReport.Sum(
                                    row.currency(),
                                    row.category(),
                                    1,
                                    row.amount(),
                                    row.fee(),
                                    row.net()),
                            Sums::plus);
        }

        private static StripeReport.Sum plus(StripeReport.Sum sum, StripeReport.Sum more) {
            return new StripeReport.Sum(
                    sum.currency(),
                    sum.category(),
                    sum.rows() + more.rows(),
                    Math.addExact(sum.gross(), more.gross()),
                    Math.addExact(sum.fee(), more.fee()),
                    Math.addExact(sum.net(), more.net()));
        }

        List<StripeReport.Sum> list() {
            List<StripeReport.Sum> all = new ArrayList<>();
            sums.values().forEach(each -> all.addAll(each.values()));
            return all;
        }
    }

    private JsonNode get(String path) {
        try {
            return tree(calls.get(path, Map.of()));
        } catch (StripeException e) {
            throw new StripeRefusedException("GET " + path, e);
        }
    }

    private static JsonNode tree(String answer) {
        try {
            return MAPPER.readTree(answer);
        } catch (JacksonException e) {
            throw new StripeReportException("Stripe's answer about a report is no JSON", e);
        }
    }

    private static Instant second(JsonNode object, String member) {
        return Instant.ofEpochSecond(object.path(member).asLong());
    }

    private static long secondOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
