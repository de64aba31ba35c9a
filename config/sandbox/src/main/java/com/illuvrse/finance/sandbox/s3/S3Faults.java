package com.illuvrse.finance.sandbox.s3;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The script of what goes wrong next, and the server's own count of what it was asked. Lines are
 * used up in the order they were written; a request takes the first line that fits it.
 */
public final class S3Faults {
    private final List<Line> script = new ArrayList<>();
    private final Map<Operation, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<Fault, LongAdder> made = new ConcurrentHashMap<>();

    private record Line(int times, Operation operation, String pathPrefix, Fault fault) {}

    S3Faults() {}

    /**
     * Lets the next requests of this kind go wrong.
     *
     * @param pathPrefix the beginning of {@code bucket/key}; empty for any
     */
    public synchronized S3Faults next(
            int times, Operation operation, String pathPrefix, Fault fault) {
        if (times < 1) {
            throw new IllegalArgumentException("times should be at least 1 but is " + times);
        }
        script.add(new Line(times, operation, pathPrefix, fault));
        return this;
    }

    /** Forgets what has not happened yet; the counts stay. */
    public synchronized void clear() {
        script.clear();
    }

    /** How many requests of this kind came with a good signature, those made to fail included. */
    public long requests(Operation operation) {
        LongAdder count = requests.get(operation);
        return count == null ? 0 : count.sum();
    }

    /** How often this fault was made. */
    public long made(Fault fault) {
        LongAdder count = made.get(fault);
        return count == null ? 0 : count.sum();
    }

    /** Counts a request and tells what goes wrong with it. */
    Fault arrived(Operation operation, String path) {
        requests.computeIfAbsent(operation, o -> new LongAdder()).increment();
        Fault fault = take(operation, path);
        made.computeIfAbsent(fault, f -> new LongAdder()).increment();
        return fault;
    }

    private synchronized Fault take(Operation operation, String path) {
        for (Iterator<Line> lines = script.iterator(); lines.hasNext(); ) {
            Line line = lines.next();
            if (line.operation() == operation && path.startsWith(line.pathPrefix())) {
                int index = script.indexOf(line);
                if (line.times() == 1) {
                    lines.remove();
                } else {
                    script.set(
                            index,
                            new Line(line.times() - 1, operation, line.pathPrefix(), line.fault()));
                }
                return line.fault();
            }
        }
        return Fault.NONE;
    }
}
