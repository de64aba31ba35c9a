package com.illuvrse.finance.exporters.audit;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.exporters.s3.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of a sealed segment, found complete: it has every file its manifest lists, with these
 * bytes, a checkpoint, and nothing that does not belong there. Whether it is true is the verifier's
 * to say; this keeps half a package from being delivered.
 */
final class SealedPackage {

    static final String MANIFEST = "manifest.json";
    static final String CHECKPOINT = "checkpoint";

    private static final Pattern LATER = Pattern.compile("(sig|tst|wit)/[A-Za-z0-9._-]+");

    private final Path folder;
    private final Json.Obj manifest;
    private final List<String> paths;

    private SealedPackage(Path folder, Json.Obj manifest, List<String> paths) {
        this.folder = folder;
        this.manifest = manifest;
        this.paths = paths;
    }

    static SealedPackage open(Path folder) throws IOException {
        Json.Obj manifest = manifest(folder.resolve(MANIFEST));
        String name = String.format(Locale.ROOT, "segment-%06d", manifest.number("segment"));
        if (!folder.toAbsolutePath().normalize().endsWith(name)) {
            throw new IllegalStateException(
                    "the package of %s should be in a folder of that name, found %s"
                            .formatted(name, folder));
        }
        TreeMap<String, FileDigest> listed = new TreeMap<>();
        for (Json.Obj file : manifest.objects("files")) {
            listed.put(
                    file.text("path"), new FileDigest(file.number("bytes"), file.text("sha256")));
        }
        Set<String> found = files(folder);
        List<String> faults = new ArrayList<>();
        for (String path : listed.keySet()) {
            if (!found.remove(path)) {
                faults.add(path + " is missing");
            } else if (!FileDigest.of(folder.resolve(path)).equals(listed.get(path))) {
                faults.add(path + " is not the file the manifest lists");
            }
        }
        found.remove(MANIFEST);
        if (!found.remove(CHECKPOINT)) {
            faults.add(CHECKPOINT + " is missing, the segment is not sealed");
        }
        List<String> paths = new ArrayList<>(listed.keySet());
        paths.add(MANIFEST);
        paths.add(CHECKPOINT);
        for (String other : found) {
            if (mayComeLater(other)) {
                paths.add(other);
            } else {
                faults.add(other + " does not belong to a package");
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException(
                    "%s cannot be delivered: %s".formatted(folder, String.join("; ", faults)));
        }
        return new SealedPackage(folder, manifest, List.copyOf(paths));
    }

    /** Whether a path is one of the files that are made after the seal. */
    static boolean mayComeLater(String path) {
        return LATER.matcher(path).matches();
    }

    private static Json.Obj manifest(Path file) throws IOException {
        try {
            return CanonicalReader.read(Files.readAllBytes(file));
        } catch (CanonicalFormException e) {
            throw new IllegalStateException(
                    "%s is not a manifest, %s".formatted(file, e.getMessage()), e);
        }
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> folder.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** Where it lies in the audit bucket: {@code v1/<ledger>/segment-000061/}. */
    String prefix() {
        return String.format(
                Locale.ROOT,
                "v1/%s/segment-%06d/",
                manifest.text("ledger"),
                manifest.number("segment"));
    }

    Instant sealedAt() {
        return Instant.parse(manifest.text("sealedAt"));
    }

    /**
     * In the order of delivery: what the manifest lists, the manifest, the checkpoint, the rest.
     */
    List<String> paths() {
        return paths;
    }

    Path file(String path) {
        return folder.resolve(path);
    }
}
