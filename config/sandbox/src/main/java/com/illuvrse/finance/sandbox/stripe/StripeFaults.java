package com.illuvrse.finance.sandbox.stripe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The script of what goes wrong next, and the server's own count of what it was asked and what it
 * did. Lines are used up in the order they were written; a request takes the first line that fits
 * it.
 */
public final class StripeFaults {
    private final List<Line> script = new ArrayList<>();
    private final Map<Operation, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<Fault, LongAdder> made = new ConcurrentHashMap<>();
    private final Supplier<Long> transfers;
    private final Supplier<Set<String>> intents;
    private final ReentrantLock holding = new ReentrantLock();
    private final Condition changed = holding.newCondition();
    private Duration heldAtMost = Duration.ofSeconds(30);
    private int held;
    private long releases;

    private record Line(int times, Operation operation, String containing, Fault fault) {}

    StripeFaults(Supplier<Long> transfers, Supplier<Set<String>> intents) {
        this.transfers = transfers;
        this.intents = intents;
    }

    /** Lets the next requests of this kind go wrong. */
    public StripeFaults next(int times, Operation operation, Fault fault) {
        return next(times, operation, "", fault);
    }

    /**
     * Lets the next requests of this kind go wrong.
     *
     * @param containing a part of the path or of a {@code name=value} of the parameters, decoded,
     *     as in {@code destination=acct_c1}; empty for any
     */
    public synchronized StripeFaults next(
            int times, Operation operation, String containing, Fault fault) {
        if (times < 1) {
            throw new IllegalArgumentException("times should be at least 1 but is " + times);
        }
        boolean fits =
                switch (fault) {
                    case INTERNAL_ERROR_KEPT, INTERNAL_ERROR_AFTER -> operation.writes();
                    case DESTINATION_REFUSED -> operation.writes() && !operation.makesReports();
                    case TWICE -> operation.lists();
                    case MISSING, CHANGED -> operation.lists() || operation.makesReports();
                    case EXTRA, REPORT_FAILS -> operation.makesReports();
                    case REPORT_PENDING -> operation == Operation.GET_REPORT_RUN;
                    case TRUNCATED -> operation == Operation.GET_FILE_CONTENTS;
                    default -> true;
                };
        if (!fits) {
            throw new IllegalArgumentException(fault + " cannot happen to " + operation);
        }
        script.add(new Line(times, operation, containing, fault));
        return this;
    }

    /** Forgets what has not happened yet; the counts stay. */
    public synchronized void clear() {
        script.clear();
    }

    /**
     * How many requests of this kind came with a key that permits them, those made to fail
     * included.
     */
    public long requests(Operation operation) {
        LongAdder count = requests.get(operation);
        return count == null ? 0 : count.sum();
    }

    /** How often this fault was made. */
    public long made(Fault fault) {
        LongAdder count = made.get(fault);
        return count == null ? 0 : count.sum();
    }

    /** How many transfers were made, those before a restart included. */
    public long transfersMade() {
        return transfers.get();
    }

    /**
     * The different values of {@code metadata.intent} in the transfers that were made. Fewer than
     * transfers means that something was paid twice.
     */
    public Set<String> intents() {
        return intents.get();
    }

    /** How long a held request waits when nobody releases it; 30 seconds unless told. */
    public StripeFaults heldAtMost(Duration duration) {
        holding.lock();
        try {
            heldAtMost = duration;
            return this;
        } finally {
            holding.unlock();
        }
    }

    /** Lets all requests that are held go on. */
    public void release() {
        holding.lock();
        try {
            releases++;
            changed.signalAll();
        } finally {
            holding.unlock();
        }
    }

    /** Waits until a request is held; false when none was within this time. */
    public boolean awaitHeld(Duration atMost) throws InterruptedException {
        long nanos = atMost.toNanos();
        holding.lock();
        try {
            while (held == 0 && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return held > 0;
        } finally {
            holding.unlock();
        }
    }

    /** Holds the calling request. */
    void hold() {
        holding.lock();
        try {
            held++;
            changed.signalAll();
            long before = releases;
            long nanos = heldAtMost.toNanos();
            while (releases == before && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            held--;
            holding.unlock();
        }
    }

    /** Counts a request and tells what goes wrong with it. */
    Fault arrived(ApiRequest request) {
        requests.computeIfAbsent(request.operation(), o -> new LongAdder()).increment();
        Fault fault = take(request.operation(), request.fingerprint());
        made.computeIfAbsent(fault, f -> new LongAdder()).increment();
        return fault;
    }

    private synchronized Fault take(Operation operation, String text) {
        for (int i = 0; i < script.size(); i++) {
            Line line = script.get(i);
            if (line.operation() == operation && text.contains(line.containing())) {
                if (line.times() == 1) {
                    script.remove(i);
                } else {
                    script.set(
                            i,
                            new Line(line.times() - 1, operation, line.containing(), line.fault()));
                }
                return line.fault();
            }
        }
        return Fault.NONE;
    }
}
