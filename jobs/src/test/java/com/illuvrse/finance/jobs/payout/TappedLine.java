package com.illuvrse.finance.jobs.payout;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The line between a payout run and Stripe: passes everything on, and does something before a
 * request goes on or before its answer comes back.
 */
final class TappedLine implements AutoCloseable {

    private static final Set<String> OF_THE_LINE =
            Set.of("connection", "content-length", "host", "http2-settings", "upgrade");

    private final URI stripe;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final List<Tap> taps = new ArrayList<>();
    private int orders;
    private int looks;

    /** What is done at one request. */
    static final class Tap {
        private final boolean order;
        private final int number;
        private @Nullable Runnable instead;
        private Runnable after = () -> {};

        private Tap(boolean order, int number) {
            this.order = order;
            this.number = number;
        }

        /** Does this, and Stripe hears nothing. */
        void insteadOfPassingItOn(Runnable work) {
            instead = work;
        }

        /** Does this when Stripe has answered, before the answer is handed over. */
        void beforeTheAnswer(Runnable work) {
            after = work;
        }
    }

    private TappedLine(URI stripe, HttpServer server) {
        this.stripe = stripe;
        this.server = server;
    }

    static TappedLine to(URI stripe) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TappedLine line = new TappedLine(stripe, server);
        server.createContext("/", line::pass);
        server.setExecutor(line.executor);
        server.start();
        return line;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The n-th time a transfer is ordered. */
    synchronized Tap atOrder(int number) {
        return add(new Tap(true, number));
    }

    /** The n-th time the transfers of a batch are asked for. */
    synchronized Tap atLook(int number) {
        return add(new Tap(false, number));
    }

    private Tap add(Tap tap) {
        taps.add(tap);
        return tap;
    }

    private synchronized Tap tapAt(HttpExchange exchange) {
        boolean order = "POST".equals(exchange.getRequestMethod());
        int number = order ? ++orders : ++looks;
        return taps.stream()
                .filter(tap -> tap.order == order && tap.number == number)
                .findFirst()
                .orElseGet(() -> new Tap(order, number));
    }

    private void pass(HttpExchange exchange) throws IOException {
        Tap tap = tapAt(exchange);
        if (tap.instead != null) {
            tap.instead.run();
            exchange.close();
            return;
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(stripe.resolve(exchange.getRequestURI()))
                        .method(
                                exchange.getRequestMethod(),
                                BodyPublishers.ofByteArray(
                                        exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) -> {
                            if (!OF_THE_LINE.contains(name.toLowerCase(Locale.ROOT))) {
                                values.forEach(value -> request.header(name, value));
                            }
                        });
        HttpResponse<byte[]> answer;
        try {
            answer = client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        tap.after.run();
        answer.headers()
                .map()
                .forEach(
                        (name, values) -> {
                            if (!OF_THE_LINE.contains(name)) {
                                exchange.getResponseHeaders().put(name, values);
                            }
                        });
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
        client.close();
    }
}
