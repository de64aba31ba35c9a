package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.SealedLines;
import com.illuvrse.finance.jobs.postgres.Segment;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.MerkleTree;
import com.illuvrse.finance.segment.Note;
import com.illuvrse.finance.segment.SignatureRefusedException;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the package of one day from a copy and believes nothing: digests of all files, roots, chain
 * and signature are worked out again, and every line is held against the one the database shows
 * people.
 *
 * <p>One day can be checked alone as far as this; whether the figures follow from the days before
 * is what the verifier says of the whole ledger.
 */
final class PackageReader {

    private final Database database;
    private final Segments segments;
    private final SealedLines lines;
    private final SealingKeys keys;

    PackageReader(Database database, SealingKeys keys) {
        this.database = database;
        this.segments = new Segments(database);
        this.lines = new SealedLines(database);
        this.keys = keys;
    }

    /**
     * Checks a package in a folder.
     *
     * @throws IllegalStateException with a sentence that names the file and what differs
     */
    void check(SettlementSettings settings, Segment cut, Path folder) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("manifest.json"));
        List<String> chain = segments.manifestIdsBefore(cut.number() + 1);
        String id = Sha256.hexOf(bytes);
        require(cut, "manifest.json", "SHA-256", chain.getLast(), id);
        Json.Obj manifest = manifest(cut, bytes);
        require(cut, "manifest.json", "ledger", settings.ledger(), manifest.text("ledger"));
        require(
                cut,
                "manifest.json",
                "date",
                cut.day().toString(),
                member(manifest, "period").text("date"));
        files(cut, manifest, folder);
        entries(cut, member(manifest, "entries"), folder.resolve("ledger.jsonl"));
        String before =
                String.join("", chain.stream().limit(cut.number()).map(c -> c + "\n").toList());
        require(
                cut,
                "chain.txt",
                "text",
                before,
                Files.readString(folder.resolve("chain.txt"), StandardCharsets.UTF_8));
        checkpoint(settings, cut, chain, manifest.number("registry"), folder);
    }

    private static Json.Obj manifest(Segment cut, byte[] bytes) {
        try {
            return CanonicalReader.read(bytes);
        } catch (CanonicalFormException e) {
            throw new IllegalStateException(
                    "manifest.json of segment %d is not canonical: %s"
                            .formatted(cut.number(), e.getMessage()),
                    e);
        }
    }

    private static Json.Obj member(Json.Obj object, String name) {
        return Objects.requireNonNull(
                object.optionalObject(name), () -> "the manifest has no " + name);
    }

    private static void files(Segment cut, Json.Obj manifest, Path folder) throws IOException {
        for (Json.Obj file : manifest.objects("files")) {
            Path copy = folder.resolve(file.text("path"));
            require(
                    cut,
                    file.text("path"),
                    "size",
                    Long.toString(file.number("bytes")),
                    Files.exists(copy) ? Long.toString(Files.size(copy)) : "no file");
            require(cut, file.text("path"), "SHA-256", file.text("sha256"), digest(copy));
        }
    }

    private static String digest(Path file) throws IOException {
        Sha256 digest = Sha256.start();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return digest.finishHex();
    }

    /** The root over the lines, and that they are the lines of the database. */
    private void entries(Segment cut, Json.Obj entries, Path ledger) throws IOException {
        MerkleTree tree = new MerkleTree();
        try (BufferedReader file = Files.newBufferedReader(ledger, StandardCharsets.UTF_8)) {
            database.read(
                    () -> {
                        lines.forEachOf(
                                cut,
                                DailyFiles.into(
                                        kept -> {
                                            String line = file.readLine();
                                            requireLine(cut, kept, line);
                                            tree.add(
                                                    MerkleTree.leaf(
                                                            kept.canonical()
                                                                    .getBytes(
                                                                            StandardCharsets
                                                                                    .UTF_8)));
                                        }));
                        return true;
                    });
            require(cut, "ledger.jsonl", "end", "no more lines", end(file));
        }
        require(
                cut,
                "ledger.jsonl",
                "number of lines",
                Long.toString(entries.number("count")),
                Long.toString(tree.size()));
        require(
                cut,
                "ledger.jsonl",
                "root",
                entries.text("root"),
                HexFormat.of().formatHex(tree.root()));
    }

    private static String end(BufferedReader file) throws IOException {
        String line = file.readLine();
        return line == null ? "no more lines" : line;
    }

    private static void requireLine(Segment cut, SealedLines.Line kept, @Nullable String archived) {
        if (!kept.canonical().equals(archived)) {
            throw new IllegalStateException(
                    "line %d of segment %d is sealed as %s, the database has %s"
                            .formatted(kept.seq(), cut.number(), archived, kept.canonical()));
        }
    }

    /** The signature by the key that the package's own registry lists, and that we know too. */
    private void checkpoint(
            SettlementSettings settings, Segment cut, List<String> chain, long version, Path folder)
            throws IOException {
        SortedMap<Integer, String> registry = keys.registry(version);
        for (int each = 1; each <= version; each++) {
            String path = KeyRegistry.path(each);
            require(
                    cut,
                    path,
                    "text",
                    registry.getOrDefault(each, "none"),
                    Files.readString(folder.resolve(path), StandardCharsets.UTF_8));
        }
        Note note = Note.parse(Files.readAllBytes(folder.resolve("checkpoint")));
        MerkleTree log = new MerkleTree();
        chain.forEach(id -> log.add(MerkleTree.leaf(HexFormat.of().parseHex(id))));
        String body =
                "%s\n%d\n%s\n"
                        .formatted(
                                settings.ledger(),
                                log.size(),
                                Base64.getEncoder().encodeToString(log.root()));
        require(cut, "checkpoint", "text", body, note.body());
        VerifierKey key = keys.logKey(registry, cut.number());
        try {
            note.verify(key);
        } catch (SignatureRefusedException e) {
            throw new IllegalStateException(
                    "checkpoint of segment %d is not signed by the log key %s"
                            .formatted(cut.number(), key),
                    e);
        }
    }

    private static void require(
            Segment cut, String file, String what, String expected, String found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException(
                    "segment %d in the archive differs: %s of %s should be %s, found %s"
                            .formatted(cut.number(), what, file, expected, found));
        }
    }
}
