package com.illuvrse.finance.sandbox;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A part that starts while others do, since starting a database is mostly waiting for it. Closing
 * this waits for the start and closes what was started, so nothing is left running either way.
 */
final class BackgroundStart<T extends Closeable> implements Closeable {
    private final FutureTask<T> start;

    private BackgroundStart(FutureTask<T> start) {
        this.start = start;
    }

    static <T extends Closeable> BackgroundStart<T> of(String name, Callable<T> start) {
        FutureTask<T> task = new FutureTask<>(start);
        Thread.ofPlatform().name("start-" + name).start(task);
        return new BackgroundStart<>(task);
    }

    /** The started part, or the failure of its start. */
    T await() throws IOException {
        try {
            return start.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException broken) {
                throw broken;
            }
            if (e.getCause() instanceof Error broken) {
                throw broken;
            }
            throw e.getCause() instanceof IOException outside ? outside : new IOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void close() throws IOException {
        T started;
        try {
            started = start.get();
        } catch (ExecutionException e) {
            return; // await() told why; what did not start needs no closing
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        started.close();
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while a part of the sandbox was starting", e);
    }
}
