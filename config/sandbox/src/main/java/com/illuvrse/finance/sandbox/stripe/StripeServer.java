package com.illuvrse.finance.sandbox.stripe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running stand-in for Stripe's API, to which stripe-java talks as it does to Stripe. It serves a
 * data folder as of its clock: rows, payouts and disputes appear and change when their time has
 * come. Transfers made with it are on disk before they are answered, and are there again when a
 * server is started on the same state folder.
 *
 * <p>It says in each answer that it is an emulation. A parameter it does not know is refused, never
 * ignored. Keys that begin with {@code rk_test_pull} may read and have reports made; keys that
 * begin with {@code rk_test_pay} may make, read and reverse transfers.
 */
public final class StripeServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StripeServer.class);
    private static final String NAME = "illuvrse-sandbox-stripe (an emulation, not Stripe)";

    static {
        settle("sun.net.httpserver.nodelay", "true");
        settle("sun.net.httpserver.idleInterval", "300");
    }

    private final StripeAccount account;
    private final StripeFaults faults;
    private final HttpServer http;
    private final ExecutorService threads;

    private StripeServer(StripeAccount account, InetSocketAddress address) throws IOException {
        this.account = account;
        this.faults = new StripeFaults(account::transferCount, account::intents);
        this.http = HttpServer.create(address, 0);
        this.threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("stripe-", 0).factory());
        http.setExecutor(threads);
        http.createContext("/", this::exchange);
        http.start();
    }

    /**
     * Starts on the loopback address.
     *
     * @param dataFolder a folder whose {@code stripe} holds {@code balance_transactions.jsonl},
     *     {@code payouts.jsonl}, {@code disputes.jsonl}, {@code transfers.jsonl} and {@code
     *     balance.jsonl}, each of which may be missing; it must not change while it is served
     * @param stateFolder where transfers and kept answers are written, which no other server may
     *     use meanwhile
     * @param port 0 takes a free one
     * @param clock decides what can be seen, and when transfers are made
     * @throws IOException when a line of the data folder cannot be served; it names the line
     */
    public static StripeServer start(Path dataFolder, Path stateFolder, int port, Clock clock)
            throws IOException {
        StripeAccount account =
                StripeAccount.open(dataFolder.resolve("stripe"), stateFolder, clock);
        try {
            return new StripeServer(
                    account, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException | RuntimeException e) {
            account.close();
            throw e;
        }
    }

    /** Where clients find it, as in {@code http://127.0.0.1:39313}. */
    public URI endpoint() {
        return ApiRequest.addressOf(http.getAddress());
    }

    /** The script of faults, and the counts of what was asked and done. */
    public StripeFaults faults() {
        return faults;
    }

    private void exchange(HttpExchange exchange) throws IOException {
        String id = "req_" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        exchange.getResponseHeaders().set("Server", NAME);
        exchange.getResponseHeaders().set("Request-Id", id);
        try (exchange) {
            handle(exchange, id);
        } catch (IOException e) {
            LOG.debug("request {} ended early: {}", id, e.getMessage());
        }
    }

    private void handle(HttpExchange exchange, String id) throws IOException {
        ApiRequest request;
        try {
            request = ApiRequest.of(exchange, id);
        } catch (RefusedException e) {
            send(exchange, e.answer(), Fault.NONE);
            return;
        }
        Fault fault = faults.arrived(request);
        if (fault == Fault.CUT_BEFORE) {
            return;
        }
        Answer answer = perform(request, fault);
        if (fault != Fault.CUT_AFTER) {
            send(exchange, answer, fault);
        }
    }

    private Answer perform(ApiRequest request, Fault fault) {
        try {
            refuseFor(fault);
            if (request.operation().writes()) {
                return account.write(request, fault, faults::hold);
            }
            if (fault == Fault.HELD) {
                faults.hold();
            }
            return account.read(request, fault);
        } catch (RefusedException e) {
            return e.answer();
        } catch (IOException | RuntimeException e) {
            LOG.error("request {} of {} failed", request.id(), request.path(), e);
            return RefusedException.broken().answer();
        }
    }

    private static void refuseFor(Fault fault) {
        switch (fault) {
            case RATE_LIMITED -> throw RefusedException.rateLimited();
            case LOCK_TIMEOUT -> throw RefusedException.locked();
            case CONFLICT -> throw RefusedException.conflict();
            case INTERNAL_ERROR -> throw RefusedException.broken();
            case NONE,
                    INTERNAL_ERROR_KEPT,
                    INTERNAL_ERROR_AFTER,
                    DESTINATION_REFUSED,
                    CUT_BEFORE,
                    CUT_AFTER,
                    CUT_ANSWER,
                    HELD,
                    MISSING,
                    TWICE,
                    CHANGED,
                    EXTRA,
                    REPORT_FAILS,
                    REPORT_PENDING,
                    TRUNCATED -> {}
        }
    }

    private static void send(HttpExchange exchange, Answer answer, Fault fault) throws IOException {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        @Nullable Path file = answer.file();
        if (file != null) {
            sendFile(exchange, file, fault);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length);
        int sent = fault == Fault.CUT_ANSWER ? body.length / 2 : body.length;
        exchange.getResponseBody().write(body, 0, sent);
    }

    private static void sendFile(HttpExchange exchange, Path file, Fault fault) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/csv");
        long size = Files.size(file);
        long half = size / 2;
        boolean cut = fault == Fault.CUT_ANSWER || fault == Fault.TRUNCATED;
        long promised = fault == Fault.TRUNCATED ? half : size;
        // the server reads a length of 0 as "unknown" and -1 as "none"
        exchange.sendResponseHeaders(200, promised == 0 ? -1 : promised);
        try (InputStream content = Files.newInputStream(file)) {
            long left = cut ? half : size;
            byte[] piece = new byte[1 << 16];
            while (left > 0) {
                int read = content.read(piece, 0, (int) Math.min(piece.length, left));
                exchange.getResponseBody().write(piece, 0, read);
                left -= read;
            }
        }
    }

    /** Sets a property of the JDK's HTTP server, which reads it once, unless somebody did. */
    private static void settle(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Ends all requests, those that are held too. */
    @Override
    public void close() throws IOException {
        faults.release();
        http.stop(0);
        threads.close();
        account.close();
    }
}
