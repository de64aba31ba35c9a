package com.illuvrse.finance.sandbox.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running emulation of Amazon S3, for clients that address buckets by path. What it has accepted
 * is on disk before it answers, and is there again when a server is started on the same folder.
 *
 * <p>It says in each answer that it is an emulation. Requests it cannot do as S3 does are refused
 * with 501 NotImplemented rather than half done.
 */
public final class S3Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(S3Server.class);
    private static final String NAME = "illuvrse-sandbox-s3 (an emulation, not Amazon S3)";

    static {
        settle("sun.net.httpserver.nodelay", "true");
        settle("sun.net.httpserver.idleInterval", "300");
    }

    private final ObjectStore store;
    private final Signature signature;
    private final Requests requests;
    private final S3Faults faults = new S3Faults();
    private final HttpServer http;
    private final ExecutorService threads;

    private S3Server(
            Path folder,
            InetSocketAddress address,
            InstantSource clock,
            InstantSource signingClock,
            S3Credentials credentials)
            throws IOException {
        this.signature = new Signature(credentials, signingClock);
        this.store = ObjectStore.open(folder, clock);
        try {
            this.requests = new Requests(store, UploadStore.load(store));
            this.http = HttpServer.create(address, 0);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
        this.threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("s3-", 0).factory());
        http.setExecutor(threads);
        http.createContext("/", this::exchange);
        http.start();
    }

    /**
     * Starts on the loopback address; port 0 takes a free one. One clock is used for everything.
     */
    public static S3Server start(
            Path folder, int port, InstantSource clock, S3Credentials credentials)
            throws IOException {
        return start(
                folder,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                clock,
                clock,
                credentials);
    }

    /**
     * Starts a server on a folder, which no other server may use meanwhile.
     *
     * @param clock gives the times of objects and decides when a retention has ended
     * @param signingClock signatures may be fifteen minutes away from it; the time by which the
     *     clients sign, which is not the other clock where that one stands on a day of the books
     */
    public static S3Server start(
            Path folder,
            InetSocketAddress address,
            InstantSource clock,
            InstantSource signingClock,
            S3Credentials credentials)
            throws IOException {
        return new S3Server(folder, address, clock, signingClock, credentials);
    }

    /** Where clients find it, as in {@code http://127.0.0.1:39313}. */
    public URI endpoint() {
        InetSocketAddress address = http.getAddress();
        String host = address.getAddress().getHostAddress();
        return URI.create(
                "http://%s:%d"
                        .formatted(
                                host.contains(":") ? "[" + host + "]" : host, address.getPort()));
    }

    /** The script of faults, and the counts of requests. */
    public S3Faults faults() {
        return faults;
    }

    /** Makes a bucket that keeps versions, unless it is there. */
    public void keepBucket(String name, boolean objectLock) throws IOException {
        new Deliveries(store).keepBucket(name, objectLock);
    }

    /**
     * Puts a copy of a file at a key, as a client would, unless the newest version there has these
     * bytes. Says whether it was put.
     */
    public boolean deliver(String bucket, String key, Path file) throws IOException {
        return new Deliveries(store).deliver(bucket, key, file);
    }

    private void exchange(HttpExchange exchange) throws IOException {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        exchange.getResponseHeaders().set("Server", NAME);
        exchange.getResponseHeaders().set("x-amz-request-id", id);
        try (exchange) {
            handle(exchange, id);
        } catch (IOException e) {
            LOG.debug("request {} ended early: {}", id, e.getMessage());
        }
    }

    /** A request with a good signature, and what is scripted to go wrong with it. */
    private record Admitted(
            S3Request request, SignedRequest signed, Operation operation, Fault fault) {}

    private void handle(HttpExchange exchange, String id) throws IOException {
        S3Request request = S3Request.unreadable(id);
        Admitted admitted;
        try {
            request = S3Request.of(exchange, id);
            SignedRequest signed = signature.verify(request);
            Operation operation = Operation.of(request);
            admitted =
                    new Admitted(
                            request, signed, operation, faults.arrived(operation, request.path()));
        } catch (S3Exception e) {
            send(exchange, Answer.refusal(e.error(), e.sentence(), request), Fault.NONE);
            return;
        }
        if (admitted.fault() == Fault.CUT_BEFORE) {
            return;
        }
        try (Answer answer = perform(admitted)) {
            if (admitted.fault() != Fault.CUT_AFTER) {
                send(exchange, answer, admitted.fault());
            }
        }
    }

    private Answer perform(Admitted admitted) {
        S3Request request = admitted.request();
        try {
            refuseFor(admitted.fault());
            return requests.answer(admitted.operation(), request, admitted.signed());
        } catch (S3Exception e) {
            return Answer.refusal(e.error(), e.sentence(), request);
        } catch (IOException | RuntimeException e) {
            LOG.error("request {} of /{} failed", request.id(), request.path(), e);
            return Answer.refusal(S3Error.INTERNAL_ERROR, String.valueOf(e.getMessage()), request);
        }
    }

    private static void refuseFor(Fault fault) {
        switch (fault) {
            case NONE, CUT_BEFORE, CUT_AFTER, CUT_ANSWER -> {}
            case INTERNAL_ERROR -> throw S3Error.INTERNAL_ERROR.because("scripted fault");
            case SLOW_DOWN -> throw S3Error.SLOW_DOWN.because("scripted fault");
            case CONFLICT -> throw S3Error.CONDITIONAL_REQUEST_CONFLICT.because("scripted fault");
            case PRECONDITION_FAILED -> throw S3Error.PRECONDITION_FAILED.because("scripted fault");
        }
    }

    private static void send(HttpExchange exchange, Answer answer, Fault fault) throws IOException {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(answer.length()));
        }
        if (head || !answer.hasBytes()) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), answer.length());
        long limit = fault == Fault.CUT_ANSWER ? answer.length() / 2 : answer.length();
        answer.writeTo(exchange.getResponseBody(), limit);
    }

    /** Sets a property of the JDK's HTTP server, which reads it once, unless somebody did. */
    private static void settle(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    @Override
    public void close() throws IOException {
        http.stop(0);
        threads.close();
        store.close();
    }
}
