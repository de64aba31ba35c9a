package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.JsonFiles;
import com.illuvrse.finance.canonical.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A copy of the sample ledger that a test may damage, and seal again as an insider could who holds
 * the log keys.
 */
final class CopiedLedger {

    private static final HexFormat HEX = HexFormat.of();
    private static final int SEGMENTS = 5;

    private final Path folder;
    private Json.Obj trust;
    private final SampleVotes votes = new SampleVotes();
    private Runnable kept = () -> {};

    CopiedLedger(Path folder) {
        this.folder = folder;
        this.trust = JsonFiles.object(JsonFiles.read("proof/ledger/trust.json"));
        copy(sample(), folder);
    }

    private static Path sample() {
        try {
            return Path.of(CopiedLedger.class.getResource("/proof/ledger").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.sorted().toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.write(target, Files.readAllBytes(path));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    Path path(int segment, String file) {
        return folder.resolve(SegmentFolder.name(segment)).resolve(file);
    }

    byte[] bytes(int segment, String file) {
        try {
            return Files.readAllBytes(path(segment, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(int segment, String file) {
        return new String(bytes(segment, file), StandardCharsets.UTF_8);
    }

    CopiedLedger write(int segment, String file, byte[] content) {
        try {
            Files.createDirectories(path(segment, file).getParent());
            Files.write(path(segment, file), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CopiedLedger write(int segment, String file, String content) {
        return write(segment, file, content.getBytes(StandardCharsets.UTF_8));
    }

    CopiedLedger delete(int segment, String file) {
        try {
            Files.delete(path(segment, file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CopiedLedger move(Path from, Path to) {
        try {
            Files.move(from, to);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file beside the segments. */
    CopiedLedger put(String name, byte[] content) {
        try {
            Files.write(folder.resolve(name), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the archive of a segment in place of its directory, and gives its bytes. */
    byte[] packed(int segment) {
        Path directory = path(segment, "");
        try {
            byte[] archive = Files.readAllBytes(HandOver.pack(directory, folder));
            try (Stream<Path> paths = Files.walk(directory)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (VerificationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Changes a file; a change that changes nothing is a mistake of the test. */
    CopiedLedger edit(int segment, String file, UnaryOperator<String> change) {
        String before = text(segment, file);
        String after = change.apply(before);
        if (after.equals(before)) {
            throw new IllegalArgumentException("nothing changed in " + file);
        }
        return write(segment, file, after);
    }

    CopiedLedger replace(int segment, String file, String from, String to) {
        return edit(segment, file, text -> text.replace(from, to));
    }

    /** Takes out the lines that contain a text. */
    CopiedLedger drop(int segment, String file, String containing) {
        return edit(
                segment,
                file,
                text -> {
                    List<String> lines = new ArrayList<>(text.lines().toList());
                    lines.removeIf(line -> line.contains(containing));
                    return String.join("", lines.stream().map(line -> line + "\n").toList());
                });
    }

    /** Exchanges two lines, counted from 0. */
    CopiedLedger swapLines(int segment, String file, int first, int second) {
        return edit(
                segment,
                file,
                text -> {
                    List<String> lines = new ArrayList<>(text.lines().toList());
                    String line = lines.get(first);
                    lines.set(first, lines.get(second));
                    lines.set(second, line);
                    return String.join("", lines.stream().map(each -> each + "\n").toList());
                });
    }

    /** Changes members of a manifest; files, roots and chain are put right by {@link #reseal}. */
    CopiedLedger manifest(int segment, Function<Json.Obj, Json.Obj> change) {
        Json.Obj changed = change.apply(manifest(segment));
        return write(segment, "manifest.json", CanonicalJson.bytes(changed));
    }

    private Json.Obj manifest(int segment) {
        return JsonFiles.object(JsonMapper.shared().readTree(bytes(segment, "manifest.json")));
    }

    static Json.Obj with(Json.Obj object, String name, Json value) {
        TreeMap<String, Json> members = new TreeMap<>(object.members());
        members.put(name, value);
        return new Json.Obj(members);
    }

    /** Seals all segments from one on as the holder of the log keys. */
    CopiedLedger reseal(int from) {
        return reseal(from, segment -> segment < 4 ? "log-1" : "log-2");
    }

    /** Seals again but for {@code chain.txt} or {@code seals.txt}, which stays as it was made. */
    CopiedLedger resealKeeping(int from, String file) {
        byte[] made = bytes(from, file);
        kept = () -> write(from, file, made);
        return reseal(from);
    }

    CopiedLedger reseal(int from, Function<Integer, String> keys) {
        List<String> ids = new ArrayList<>();
        for (int segment = 0; segment < SEGMENTS; segment++) {
            if (segment >= from) {
                sealChain(segment, ids);
                if (segment >= 3) {
                    write(
                            segment,
                            "payouts.jsonl",
                            votes.again(text(segment, "payouts.jsonl"), HEX.formatHex(root(ids))));
                }
                kept.run();
                manifest(segment, sealed(segment, ids));
            }
            ids.add(Sha256.hexOf(bytes(segment, "manifest.json")));
            if (segment >= from) {
                sign(segment, ids, keys.apply(segment));
            }
        }
        return this;
    }

    private void sealChain(int segment, List<String> ids) {
        write(segment, "chain.txt", String.join("", ids.stream().map(id -> id + "\n").toList()));
        String checkpoint = SegmentFolder.name(segment - 1) + "/checkpoint";
        String others =
                String.join(
                        "",
                        text(segment, "seals.txt")
                                .lines()
                                .filter(line -> !line.endsWith(checkpoint))
                                .map(line -> line + "\n")
                                .toList());
        write(
                segment,
                "seals.txt",
                Sha256.hexOf(bytes(segment - 1, "checkpoint")) + "  " + checkpoint + "\n" + others);
    }

    private Function<Json.Obj, Json.Obj> sealed(int segment, List<String> ids) {
        return manifest -> {
            List<Json.Obj> files = new ArrayList<>();
            for (Json.Obj file : manifest.objects("files")) {
                byte[] content = bytes(segment, file.text("path"));
                files.add(
                        Json.object()
                                .put("path", file.text("path"))
                                .put("bytes", content.length)
                                .put("sha256", Sha256.hexOf(content))
                                .build());
            }
            MerkleTree entries = new MerkleTree();
            text(segment, "ledger.jsonl")
                    .lines()
                    .map(line -> MerkleTree.leaf(line.getBytes(StandardCharsets.UTF_8)))
                    .forEach(entries::add);
            Json.Obj chain =
                    Json.object()
                            .put("size", segment)
                            .put("prev", ids.getLast())
                            .put("root", HEX.formatHex(root(ids)))
                            .build();
            Json.Obj root =
                    with(
                            Objects.requireNonNull(manifest.optionalObject("entries")),
                            "root",
                            Json.text(HEX.formatHex(entries.root())));
            Json.Obj changed = with(manifest, "files", Json.array(files));
            return with(with(changed, "chain", chain), "entries", root);
        };
    }

    private static byte[] root(List<String> ids) {
        return MerkleTree.root(ids.stream().map(id -> MerkleTree.leaf(HEX.parseHex(id))).toList());
    }

    private void sign(int segment, List<String> ids, String key) {
        String body =
                "%s\n%d\n%s\n"
                        .formatted(
                                TestKeys.LEDGER,
                                ids.size(),
                                Base64.getEncoder().encodeToString(root(ids)));
        Note note = Note.of(body).signedBy(TestKeys.verifier(key), TestKeys.signer(key));
        write(segment, "checkpoint", note.bytes());
    }

    /** Changes the second version of the registry, as the holders of the root keys. */
    CopiedLedger registry2(UnaryOperator<KeyRegistry> change) {
        String path = "keys/registry-0002.note";
        KeyRegistry registry = KeyRegistry.parse(Note.parse(bytes(4, path)).body());
        Note note = Note.of(change.apply(registry).body());
        for (String root : List.of("root-a", "root-b", "root-d")) {
            note = note.signedBy(TestKeys.verifier(root), TestKeys.signer(root));
        }
        return write(4, path, note.bytes());
    }

    /** Changes the auditor's trust file. */
    CopiedLedger trust(String member, Json value) {
        trust = with(trust, member, value);
        return this;
    }

    SegmentVerifier verifier(@Nullable LocalDate now) {
        return SegmentVerifier.of(folder, TrustFile.parse(CanonicalJson.bytes(trust)), now);
    }

    /** The same, with what persons signed and authorities stamped. */
    SegmentVerifier readingVerifier(AttestationReader reader) {
        return SegmentVerifier.of(
                folder, TrustFile.parse(CanonicalJson.bytes(trust)), null, reader);
    }

    void verify() throws VerificationException {
        verifier(null).verify();
    }
}
