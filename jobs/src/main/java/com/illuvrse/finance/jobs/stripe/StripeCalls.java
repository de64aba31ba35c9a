package com.illuvrse.finance.jobs.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeError;
import com.stripe.net.ApiResource.RequestMethod;
import com.stripe.net.RawRequestOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one Stripe key: spaced out below our own limit, tried again with a growing pause when
 * Stripe is busy.
 *
 * <p>stripe-java tries a call again after a broken connection, a 409 or a 500 but never after a
 * plain 429, so its own retries are off and all pauses are made here.
 */
final class StripeCalls {

    private final StripeClient client;
    private final StripeSettings settings;
    private final boolean mayPost;
    private long nextSlot = System.nanoTime();

    StripeCalls(StripeSettings settings, StripeKey key) {
        this(settings, key, true);
    }

    private StripeCalls(StripeSettings settings, StripeKey key, boolean mayPost) {
        this.settings = settings;
        this.mayPost = mayPost;
        this.client =
                StripeClient.builder()
                        .setApiKey(key.value())
                        .setApiBase(withoutSlash(settings.apiBase().toString()))
                        .setConnectTimeout(10_000)
                        .setReadTimeout(80_000)
                        .setMaxNetworkRetries(0)
                        .build();
    }

    /** Calls of a key that change nothing at Stripe, whatever the key may. */
    static StripeCalls onlyGet(StripeSettings settings, StripeKey key) {
        return new StripeCalls(settings, key, false);
    }

    /** Whether these calls may change something at Stripe. */
    boolean mayPost() {
        return mayPost;
    }

    /** The body of a GET. */
    String get(String path, Map<String, String> query) throws StripeException {
        String url = query.isEmpty() ? path : path + "?" + form(query);
        return call(RequestMethod.GET, url, null, null);
    }

    /** The body of a POST under our own idempotency key, so that trying again never acts twice. */
    String post(String path, Map<String, String> parameters, String idempotencyKey)
            throws StripeException {
        if (!mayPost) {
            throw new IllegalStateException("POST " + path + " of a feed that only looks");
        }
        return call(RequestMethod.POST, path, form(parameters), idempotencyKey);
    }

    private String call(
            RequestMethod method,
            String url,
            @Nullable String body,
            @Nullable String idempotencyKey)
            throws StripeException {
        RawRequestOptions.RawRequestOptionsBuilder options = RawRequestOptions.builder();
        if (idempotencyKey != null) {
            options.setIdempotencyKey(idempotencyKey);
        }
        long pauseMillis = settings.firstPause().toMillis();
        for (int attempt = 1; ; attempt++) {
            waitForSlot();
            try {
                return client.rawRequest(method, url, body, options.build()).body();
            } catch (StripeException refused) {
                if (!worthAnotherTry(refused)) {
                    throw refused;
                }
                boolean replayed = isReplayed(refused);
                if (replayed || attempt == settings.attempts()) {
                    throw new StripeUnavailableException(
                            method + " " + pathOf(url), attempt, refused, replayed);
                }
            }
            pause(pauseMillis + ThreadLocalRandom.current().nextLong(pauseMillis / 2 + 1));
            pauseMillis = Math.min(pauseMillis * 2, 30_000);
        }
    }

    /** Busy, broken or unreachable: 429, an object lock (409 or 429), 5xx, no connection. */
    private static boolean worthAnotherTry(StripeException refused) {
        if (refused instanceof ApiConnectionException) {
            return true;
        }
        Integer status = refused.getStatusCode();
        return status != null && (status == 429 || status == 409 || status >= 500);
    }

    /** Stripe keeps a failure of its own under the key it happened to, for as long as the key. */
    private static boolean isReplayed(StripeException refused) {
        Integer status = refused.getStatusCode();
        StripeError error = refused.getStripeError();
        return status != null
                && status >= 500
                && error != null
                && error.getLastResponse() != null
                && error.getLastResponse()
                        .headers()
                        .firstValue("Idempotent-Replayed")
                        .map("true"::equals)
                        .orElse(false);
    }

    private synchronized void waitForSlot() {
        long now = System.nanoTime();
        if (nextSlot > now) {
            pause((nextSlot - now) / 1_000_000 + 1);
        }
        nextSlot = Math.max(now, nextSlot) + 1_000_000_000L / settings.requestsPerSecond();
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Stripe", e);
        }
    }

    private static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String pathOf(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
