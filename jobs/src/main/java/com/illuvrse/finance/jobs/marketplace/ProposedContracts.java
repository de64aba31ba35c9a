package com.illuvrse.finance.jobs.marketplace;

import com.illuvrse.finance.royalty.Contract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Versions of contracts somebody wants to try out: a file of the feed {@code contracts} that was
 * not delivered. Where a version was told with other content, the proposed one stands in its place.
 */
public final class ProposedContracts {

    /** Nothing is proposed; the contracts are as they were told. */
    public static final ProposedContracts NONE = new ProposedContracts(new TreeMap<>());

    private static final String FEED = "contracts";

    private final SortedMap<Version, Contract> versions;

    private ProposedContracts(SortedMap<Version, Contract> versions) {
        this.versions = versions;
    }

    /** Contract and number, ordered as the database orders them: ids are ASCII. */
    private record Version(String contract, int number) implements Comparable<Version> {

        private static final Comparator<Version> ORDER =
                Comparator.comparing(Version::contract).thenComparingInt(Version::number);

        static Version of(Contract contract) {
            return new Version(contract.contract(), contract.version());
        }

        @Override
        public int compareTo(Version other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return contract + ":" + number;
        }
    }

    /**
     * Reads a file as the feed would, but refuses it for one bad line.
     *
     * @throws IllegalArgumentException with the sentences of all lines that are no contract
     */
    public static ProposedContracts read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "expected a file of the feed contracts, found no file at " + file);
        }
        if (!name.endsWith(".jsonl") && !name.endsWith(".jsonl.gz")) {
            throw new IllegalArgumentException(
                    "expected a file whose name ends in .jsonl or .jsonl.gz, found " + name);
        }
        FeedFile feed = FeedFile.of(FEED, LocalDate.EPOCH, name, file);
        Optional<String> refusal = feed.ending().refusal();
        if (refusal.isPresent()) {
            throw new IllegalArgumentException(file + ": " + refusal.get());
        }
        Reading reading = new Reading();
        feed.forEach(reading::line);
        return reading.result(file);
    }

    private static final class Reading {
        private final TreeMap<Version, Contract> versions = new TreeMap<>();
        private final Map<Version, FeedLine> lines = new TreeMap<>();
        private final List<String> refused = new ArrayList<>();

        void line(FeedLine line) {
            try {
                Contract contract = FeedContract.read(line.text());
                Version version = Version.of(contract);
                FeedLine first = lines.putIfAbsent(version, line);
                if (first != null && !line.saysTheSameAs(first.text())) {
                    throw new IllegalArgumentException(
                            "contract %s is there with other content and a version never changes; send what has changed as a higher version"
                                    .formatted(version));
                }
                versions.putIfAbsent(version, contract);
            } catch (IllegalArgumentException | ArithmeticException e) {
                refused.add(
                        "line %d: %s"
                                .formatted(
                                        line.number(),
                                        RefusedLine.of(line, String.valueOf(e.getMessage()))
                                                .reason()));
            }
        }

        ProposedContracts result(Path file) {
            if (!refused.isEmpty()) {
                throw new IllegalArgumentException(
                        file + " is refused: " + String.join("; ", refused));
            }
            if (versions.isEmpty()) {
                throw new IllegalArgumentException(
                        file + ": expected a contract, found a file without one");
            }
            return new ProposedContracts(versions);
        }
    }

    /** All versions, by contract and number. */
    public List<Contract> versions() {
        return List.copyOf(versions.values());
    }

    /** Their names, {@code contract:number}. */
    public List<String> names() {
        return versions.keySet().stream().map(Version::toString).toList();
    }

    /** Those of some contracts. */
    public ProposedContracts of(Collection<String> contracts) {
        TreeMap<Version, Contract> some = new TreeMap<>(versions);
        some.keySet().removeIf(version -> !contracts.contains(version.contract()));
        return new ProposedContracts(some);
    }

    /** Begins to put the proposed versions among those that were told. */
    public Merge into(Consumer<Contract> consumer) {
        return new Merge(versions, consumer);
    }

    /** Told and proposed versions, by contract and number, each once. */
    public static final class Merge {
        private final TreeMap<Version, Contract> waiting;
        private final Consumer<Contract> consumer;

        private Merge(SortedMap<Version, Contract> proposed, Consumer<Contract> consumer) {
            this.waiting = new TreeMap<>(proposed);
            this.consumer = consumer;
        }

        /** The next version that was told; they come by contract and number. */
        public void told(Contract contract) {
            Version version = Version.of(contract);
            while (!waiting.isEmpty() && waiting.firstKey().compareTo(version) < 0) {
                consumer.accept(waiting.pollFirstEntry().getValue());
            }
            Contract instead = waiting.remove(version);
            consumer.accept(instead == null ? contract : instead);
        }

        /** No more were told. */
        public void end() {
            waiting.values().forEach(consumer);
            waiting.clear();
        }
    }
}
