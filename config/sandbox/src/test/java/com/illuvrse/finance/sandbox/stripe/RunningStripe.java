package com.illuvrse.finance.sandbox.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A server on a data folder, with a clock that can be moved, and clients that never retry and
 * verify the shape of each answer.
 */
final class RunningStripe implements AutoCloseable {
    private final Path data;
    private final Path state;
    private final MovableClock clock;
    private StripeServer server;

    RunningStripe(Path data, Path state, String now) throws IOException {
        this.data = data;
        this.state = state;
        this.clock = new MovableClock(Instant.parse(now));
        this.server = StripeServer.start(data, state, 0, clock);
    }

    /** A server on one of the nights beside the tests. */
    static RunningStripe onNight(String night, Path state, String now) throws IOException {
        try {
            URL folder = RunningStripe.class.getResource("nights/" + night);
            return new RunningStripe(
                    Path.of(Objects.requireNonNull(folder, night).toURI()), state, now);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(night, e);
        }
    }

    /** Stops the server and starts another one on the same folders. */
    void restart() throws IOException {
        server.close();
        server = StripeServer.start(data, state, 0, clock);
    }

    StripeServer server() {
        return server;
    }

    StripeFaults faults() {
        return server.faults();
    }

    Path state() {
        return state;
    }

    /** May read, and nothing else. */
    StripeClient pull() {
        return client("rk_test_pull_1");
    }

    /** May make transfers, and nothing else. */
    StripeClient pay() {
        return client("rk_test_pay_1");
    }

    StripeClient client(String key) {
        return VerifyingClient.of(server.endpoint(), key);
    }

    Instant now() {
        return clock.instant();
    }

    void setClock(String instant) {
        clock.now.set(Instant.parse(instant));
    }

    void pass(Duration duration) {
        clock.now.updateAndGet(now -> now.plus(duration));
    }

    /** The refusal a call must end with. */
    static StripeException refusalOf(ThrowingCallable call) {
        return Assertions.catchThrowableOfType(StripeException.class, call);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static final class MovableClock extends Clock {
        private final AtomicReference<Instant> now;

        MovableClock(Instant now) {
            this.now = new AtomicReference<>(now);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }
}
