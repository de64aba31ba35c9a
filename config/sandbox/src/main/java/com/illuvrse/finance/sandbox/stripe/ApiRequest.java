package com.illuvrse.finance.sandbox.stripe;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that may be done: its key is good for the operation.
 *
 * @param parameters of the query of a GET, of the form of a POST
 * @param idempotencyKey of a POST whose answer is kept for a day
 * @param server where the request arrived
 */
record ApiRequest(
        String id,
        Operation operation,
        String path,
        Parameters parameters,
        @Nullable String idempotencyKey,
        URI server) {

    private static final int MOST_BYTES = 1 << 20;

    static ApiRequest of(HttpExchange exchange, String id) throws IOException {
        Permission permission =
                Permission.of(exchange.getRequestHeaders().getFirst("Authorization"));
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        Operation operation =
                Operation.of(method, path)
                        .orElseThrow(() -> RefusedException.urlUnknown(method, path));
        permission.verify(operation);
        String form =
                operation.writes()
                        ? new String(
                                exchange.getRequestBody().readNBytes(MOST_BYTES),
                                StandardCharsets.UTF_8)
                        : exchange.getRequestURI().getRawQuery();
        return new ApiRequest(
                id,
                operation,
                path,
                Parameters.parse(form),
                operation.writes()
                        ? exchange.getRequestHeaders().getFirst("Idempotency-Key")
                        : null,
                addressOf(exchange.getLocalAddress()));
    }

    /** As in {@code http://127.0.0.1:39313}. */
    static URI addressOf(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return URI.create(
                "http://%s:%d"
                        .formatted(
                                host.contains(":") ? "[" + host + "]" : host, address.getPort()));
    }

    /** The n-th id in the path. */
    String pathId(int n) {
        List<String> ids = operation.ids(path);
        return ids.get(n);
    }

    /** What must be the same when a key comes again. */
    String fingerprint() {
        return operation + " " + path + "\n" + parameters.canonical();
    }
}
