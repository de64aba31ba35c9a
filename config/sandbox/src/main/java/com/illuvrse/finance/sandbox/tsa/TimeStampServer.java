package com.illuvrse.finance.sandbox.tsa;

import com.illuvrse.finance.sandbox.home.FolderLock;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running time-stamp authority: RFC 3161 over HTTP, for SHA-256 digests. Its tokens verify with
 * every tool that is told to trust its root; the time in them is that of the clock it was given,
 * for which nobody vouches.
 */
public final class TimeStampServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TimeStampServer.class);
    private static final String NAME = "illuvrse-sandbox-tsa (nobody vouches for its time)";
    private static final String QUERY = "application/timestamp-query";
    private static final String REPLY = "application/timestamp-reply";
    private static final int LARGEST_REQUEST = 1 << 16;

    private final FolderLock lock;
    private final Authority authority;
    private final HttpServer http;
    private final ExecutorService threads;

    private TimeStampServer(FolderLock lock, Authority authority, HttpServer http) {
        this.lock = lock;
        this.authority = authority;
        this.http = http;
        this.threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("tsa-", 0).factory());
        http.setExecutor(threads);
        http.createContext("/", this::exchange);
        http.start();
    }

    /**
     * Starts on the loopback address.
     *
     * @param folder keeps key, certificates and serial numbers; made at the first time
     * @param port 0 takes a free one
     * @param clock the time that is put into tokens, cut to seconds
     */
    public static TimeStampServer start(Path folder, int port, Clock clock) throws IOException {
        FolderLock lock = FolderLock.take(folder);
        try {
            Authority authority = Authority.in(folder, clock);
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            return new TimeStampServer(lock, authority, HttpServer.create(address, 0));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Where requests are posted to. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:%d/".formatted(http.getAddress().getPort()));
    }

    /** The certificate to trust, as PEM. */
    public String caCertificatePem() throws IOException {
        return Certificates.pem(authority.root());
    }

    private void exchange(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Server", NAME);
        try (exchange) {
            @Nullable String type = exchange.getRequestHeaders().getFirst("Content-Type");
            byte[] request = exchange.getRequestBody().readNBytes(LARGEST_REQUEST + 1);
            if (!exchange.getRequestMethod().equals("POST")) {
                refuse(exchange, 405, "a time-stamp request is posted");
            } else if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(QUERY)) {
                refuse(exchange, 415, "a time-stamp request has the type " + QUERY);
            } else if (request.length > LARGEST_REQUEST) {
                refuse(exchange, 413, "a time-stamp request has at most 65,536 bytes");
            } else {
                send(exchange, 200, REPLY, authority.answer(request));
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("a time-stamp request could not be answered: {}", e.getMessage(), e);
        }
    }

    private static void refuse(HttpExchange exchange, int status, String sentence)
            throws IOException {
        byte[] text = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
        send(exchange, status, "text/plain; charset=utf-8", text);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() throws IOException {
        http.stop(0);
        threads.close();
        lock.close();
    }
}
