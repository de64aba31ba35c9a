package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.EntrySources;
import com.illuvrse.finance.jobs.postgres.EntrySources.Place;
import com.illuvrse.finance.jobs.postgres.EntrySources.Source;
import com.illuvrse.finance.jobs.postgres.Journal;
import com.illuvrse.finance.jobs.postgres.SealedLines;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.journal.Side;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.recalculation.BookedEntry;
import com.illuvrse.finance.recalculation.Mismatch;
import com.illuvrse.finance.recalculation.OneRelease;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.segment.MerkleTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a person asks why an entry exists (outputs, section 1). */
public final class ExplainDesk {

    /** What an entry id looks like, so that anything else is a source key. */
    static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final HexFormat HEX = HexFormat.of();

    private final Database database;
    private final Journal journal;
    private final EntrySources sources;
    private final Segments segments;
    private final SealedLines sealedLines;
    private final ContractFacts contracts;

    public ExplainDesk(Database database) {
        this.database = database;
        this.journal = new Journal(database);
        this.sources = new EntrySources(database);
        this.segments = new Segments(database);
        this.sealedLines = new SealedLines(database);
        this.contracts = ContractFacts.told(database);
    }

    /**
     * Where an entry stands in its segment, and how its root follows from it.
     *
     * @param index place among the lines of the segment, from 0
     * @param leaf hash of its line, hex
     * @param path hashes that lead from the leaf to the root, hex
     * @param checkpoint the signature over the segment; null while it is not signed
     */
    public record Proof(
            int segment,
            long seq,
            long index,
            String leaf,
            List<String> path,
            String entriesRoot,
            String manifestId,
            @Nullable String checkpoint) {

        public Proof {
            path = List.copyOf(path);
        }

        /**
         * The proof of one of the lines of a segment.
         *
         * @throws IllegalStateException when the lines do not lead to the root of the manifest
         */
        static Proof of(
                long seq,
                int index,
                List<byte[]> leaves,
                Segments.Manifest manifest,
                @Nullable String checkpoint) {
            List<byte[]> path = MerkleTree.inclusionPath(index, leaves);
            byte[] leaf = leaves.get(index);
            String root = HEX.formatHex(MerkleTree.rootOfPath(leaf, index, leaves.size(), path));
            if (!root.equals(manifest.entriesRoot())) {
                throw new IllegalStateException(
                        "the lines of segment %d lead to root %s, sealed is %s; verify the ledger"
                                .formatted(manifest.segment(), root, manifest.entriesRoot()));
            }
            return new Proof(
                    manifest.segment(),
                    seq,
                    index,
                    HEX.formatHex(leaf),
                    path.stream().map(HEX::formatHex).toList(),
                    root,
                    manifest.id(),
                    checkpoint);
        }
    }

    /**
     * All there is to say of one entry.
     *
     * @param why one sentence
     * @param sources what it was made of, as it came
     * @param working its calculation in words; empty for an entry without one
     * @param again whether the calculation was worked out a second time
     * @param proof null while its day is not closed
     * @param related other entries of the same order, in order of time
     */
    public record Explained(
            JournalEntry entry,
            String why,
            List<Source> sources,
            List<String> working,
            String again,
            @Nullable Proof proof,
            List<SourceKey> related) {

        public Explained {
            sources = List.copyOf(sources);
            working = List.copyOf(working);
            related = List.copyOf(related);
        }
    }

    /**
     * What is said of an entry among others.
     *
     * @param sources what it was made of, as it came; contracts left out
     * @param segment number of the segment of its day; null while the day is not closed
     * @param root over the lines of that segment; null while it has no manifest
     */
    public record Brief(
            JournalEntry entry,
            List<Source> sources,
            @Nullable Integer segment,
            @Nullable String root) {

        public Brief {
            sources = List.copyOf(sources);
        }
    }

    /**
     * An entry in short; empty when there is none.
     *
     * @param id of the entry
     */
    public Optional<Brief> brief(String id) {
        return database.read(
                () ->
                        sources.keyOf(UUID.fromString(id))
                                .map(journal::find)
                                .map(
                                        entry -> {
                                            Segment segment =
                                                    segments.find(entry.bookedOn()).orElse(null);
                                            Integer number =
                                                    segment == null ? null : segment.number();
                                            return new Brief(
                                                    entry,
                                                    sourcesOf(entry, Map.of()),
                                                    number,
                                                    number == null
                                                            ? null
                                                            : segments.manifest(number)
                                                                    .map(
                                                                            Segments.Manifest
                                                                                    ::entriesRoot)
                                                                    .orElse(null));
                                        }));
    }

    /**
     * Explains an entry; empty when there is none.
     *
     * @param asked its id or its source key
     * @throws IllegalArgumentException when it can be neither
     */
    public Optional<Explained> explain(String asked) {
        if (ID.matcher(asked).matches()) {
            UUID id = UUID.fromString(asked);
            return database.read(() -> sources.keyOf(id).flatMap(this::explained));
        }
        SourceKey key = new SourceKey(asked);
        return database.read(() -> explained(key));
    }

    private Optional<Explained> explained(SourceKey key) {
        JournalEntry entry = journal.find(key);
        if (entry == null) {
            return Optional.empty();
        }
        Map<String, Contract> versions = contractsOf(entry);
        String order = entry.ref().get("order");
        List<SourceKey> related =
                order == null
                        ? List.of()
                        : sources.ofOrder(order).stream()
                                .filter(each -> !each.equals(key))
                                .toList();
        Json.Obj trace = entry.trace();
        return Optional.of(
                new Explained(
                        entry,
                        Reasons.of(key),
                        sourcesOf(entry, versions),
                        trace == null
                                ? List.of()
                                : new WorkingInWords(
                                                entry.postings().getFirst().amount().currency(),
                                                versions)
                                        .of(trace),
                        again(entry, versions),
                        proof(entry),
                        related));
    }

    private Map<String, Contract> contractsOf(JournalEntry entry) {
        Map<String, Contract> used = new TreeMap<>();
        Json.Obj trace = entry.trace();
        if (trace == null) {
            return used;
        }
        TreeSet<String> names = new TreeSet<>();
        List<Json.Obj> parts = new ArrayList<>(trace.objects("parts"));
        parts.add(trace);
        parts.removeIf(part -> part.get("contract") == null);
        parts.forEach(part -> names.add(WorkingInWords.name(part)));
        List<String> ids = parts.stream().map(part -> part.text("contract")).distinct().toList();
        for (Contract contract : contracts.versions(entry.bookedOn(), ids)) {
            String name = contract.contract() + ":" + contract.version();
            if (names.contains(name)) {
                used.put(name, contract);
            }
        }
        return used;
    }

    /** The rows, lines and terms an entry follows from. */
    private List<Source> sourcesOf(JournalEntry entry, Map<String, Contract> versions) {
        List<Source> found = new ArrayList<>();
        String order = entry.ref().get("order");
        String kind = Reasons.kind(entry.source());
        if (order != null && kind.equals("sale")) {
            found.addAll(sources.orderEvents(order, "order.placed"));
        }
        if (order != null && kind.equals("fulfil")) {
            Json.Obj trace = entry.trace();
            String event = trace == null ? "" : trace.text("event");
            sources.orderEvents(order, "order.fulfilled").stream()
                    .filter(source -> source.where().startsWith("event " + event + ","))
                    .forEach(found::add);
        }
        String bt = entry.ref().get("bt");
        if (bt != null) {
            found.addAll(sources.stripeRow(bt));
        }
        String dispute = entry.ref().get("dispute");
        if (dispute != null) {
            found.addAll(sources.dispute(dispute));
        }
        String[] parts = entry.source().text().split(":", -1);
        if (kind.equals("bank") && parts.length == 3) {
            found.addAll(sources.bankLine(parts[1], parts[2]));
        }
        if (kind.equals("journal")) {
            found.addAll(sources.journal(parts[1]));
        }
        versions.forEach(
                (name, contract) ->
                        found.add(
                                new Source(
                                        "contract " + name + " as it is sealed",
                                        CanonicalJson.text(contract.toJson()))));
        return found;
    }

    private static String again(JournalEntry entry, Map<String, Contract> versions) {
        if (entry.trace() == null) {
            return "";
        }
        if (!Reasons.kind(entry.source()).equals("fulfil")) {
            return "worked out again with the whole ledger by finance verify, not here";
        }
        List<Json.Obj> rows = versions.values().stream().map(Contract::toJson).toList();
        try {
            OneRelease.require(booked(entry), rows);
            return "worked out again from the sealed contract: the same";
        } catch (Mismatch e) {
            return "worked out again from the sealed contract: NOT THE SAME, " + e.getMessage();
        }
    }

    private static BookedEntry booked(JournalEntry entry) {
        List<BookedEntry.Line> lines = new ArrayList<>();
        for (Posting posting : entry.postings()) {
            lines.add(
                    new BookedEntry.Line(
                            posting.side() == Side.D,
                            posting.account().path(),
                            posting.amount().currency().code(),
                            posting.amount().minor()));
        }
        return BookedEntry.of(
                entry.source().text(),
                entry.occurredAt(),
                entry.ref().get("order"),
                lines,
                entry.trace());
    }

    private @Nullable Proof proof(JournalEntry entry) {
        Place place = sources.place(entry.id().uuid()).orElse(null);
        Segment segment = place == null ? null : segments.find(entry.bookedOn()).orElse(null);
        Segments.Manifest manifest =
                segment == null ? null : segments.manifest(segment.number()).orElse(null);
        if (place == null || segment == null || manifest == null) {
            return null;
        }
        List<byte[]> leaves = new ArrayList<>();
        sealedLines.forEachOf(segment, line -> leaves.add(leaf(line.canonical())));
        return Proof.of(
                place.seq(),
                Math.toIntExact(place.seq() - segment.seqBefore() - 1),
                leaves,
                manifest,
                segments.checkpoint(segment.number()).orElse(null));
    }

    private static byte[] leaf(String canonical) {
        return MerkleTree.leaf(canonical.getBytes(StandardCharsets.UTF_8));
    }
}
