package com.illuvrse.finance.jobs.stripe;

import java.net.URI;
import java.time.Duration;

/**
 * How to reach one Stripe account.
 *
 * @param account the account's id, part of every source key
 * @param apiBase where the API answers; the sandbox's stand-in or Stripe itself
 * @param requestsPerSecond our own limit; Stripe's is 25 a second and endpoint (stripe-java does
 *     not retry a 429)
 * @param attempts how often one call is tried before the night fails
 * @param firstPause the pause after the first refusal; it doubles, with up to half of it added at
 *     random
 */
public record StripeSettings(
        String account, URI apiBase, int requestsPerSecond, int attempts, Duration firstPause) {

    public StripeSettings {
        if (requestsPerSecond < 1 || attempts < 1) {
            throw new IllegalArgumentException(
                    "requests per second and attempts must be at least 1, found "
                            + requestsPerSecond
                            + " and "
                            + attempts);
        }
    }
}
