package com.illuvrse.finance.sandbox.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The processes of PostgreSQL that work on one data folder, also those of a server whose starter
 * died. They are known by their working directory, since process numbers are used again: a number
 * in a forgotten {@code postmaster.pid} proves nothing.
 */
final class PostgresProcesses {
    private static final Path PROC = Path.of("/proc");

    private final Path data;

    PostgresProcesses(Path data) {
        this.data = data;
    }

    /** The first process, which starts all others. */
    Optional<ProcessHandle> postmaster() throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).filter(this::isOurs);
    }

    List<ProcessHandle> all() throws IOException {
        List<ProcessHandle> found = new ArrayList<>();
        if (Files.isDirectory(PROC) && Files.isDirectory(data)) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
                for (Path process : processes) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .filter(this::isOurs)
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }

    /** Asks a server that nobody owns any more to end its sessions and stop, then insists. */
    void stop(Duration patience) throws IOException {
        Optional<ProcessHandle> postmaster = postmaster();
        if (postmaster.isPresent()) {
            interrupt(postmaster.orElseThrow());
            awaitEnd(patience);
        }
        kill();
    }

    /** Ends all of them without asking, as a power cut would. */
    void kill() throws IOException {
        postmaster().ifPresent(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all()) {
            process.destroyForcibly();
        }
        if (!awaitEnd(Duration.ofSeconds(30))) {
            throw new IOException("processes of the PostgreSQL in " + data + " do not end");
        }
    }

    /** Waits until none is left, and says whether that came true in time. */
    boolean awaitEnd(Duration patience) throws IOException {
        CompletableFuture<?>[] ends =
                all().stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IOException("could not wait for the PostgreSQL in " + data, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The fast shutdown of PostgreSQL, which is not the signal that {@code destroy} sends. */
    private static void interrupt(ProcessHandle postmaster) throws IOException {
        try {
            new ProcessBuilder("sh", "-c", "kill -INT " + postmaster.pid()).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOurs(ProcessHandle process) {
        Path entry = PROC.resolve(Long.toString(process.pid()));
        try {
            return Files.readSymbolicLink(entry.resolve("cwd")).equals(data)
                    && Files.readSymbolicLink(entry.resolve("exe"))
                            .getFileName()
                            .toString()
                            .startsWith("postgres");
        } catch (IOException e) {
            return false; // it ended meanwhile, or belongs to another user, who cannot have ours
        }
    }
}
