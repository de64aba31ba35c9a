package com.illuvrse.finance.sandbox.stripe;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The answers that are given again when an idempotency key comes again. They are forgotten when
 * they are 24 hours old by the server's clock, as Stripe's are.
 */
final class IdempotencyStore {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int LONGEST_KEY = 255;

    private final Map<String, Kept> kept = new HashMap<>();
    private final Set<String> inUse = new HashSet<>();

    /**
     * An answer and the request it was given to.
     *
     * @param request its fingerprint
     */
    record Kept(String request, Instant at, Answer answer) {}

    /**
     * Begins a request under a key, which nobody else can use until {@link #end}; or gives the
     * answer it had, and then it has not begun.
     */
    synchronized Optional<Answer> begin(String key, String request, Instant now) {
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            throw RefusedException.parameterInvalid(
                    "Idempotency-Key", "Idempotency keys have between 1 and 255 characters.");
        }
        kept.values().removeIf(each -> !now.isBefore(each.at().plus(KEPT)));
        if (inUse.contains(key)) {
            throw RefusedException.keyInUse(key);
        }
        Kept before = kept.get(key);
        if (before == null) {
            inUse.add(key);
            return Optional.empty();
        }
        if (!before.request().equals(request)) {
            throw RefusedException.keyUsedForSomethingElse(key);
        }
        return Optional.of(before.answer().with("Idempotent-Replayed", "true"));
    }

    synchronized void end(String key) {
        inUse.remove(key);
    }

    synchronized void keep(String key, Kept answer) {
        kept.put(key, answer);
    }
}
