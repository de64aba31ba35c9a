package com.illuvrse.finance.exporters.s3;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.segment.HandOver;
import com.illuvrse.finance.segment.VerificationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Objects copied out of the archive into a folder, every digest checked: against the checksum S3
 * keeps, and against each {@code MANIFEST.json} or {@code manifest.json} among them.
 *
 * <p>A key that would lie outside the folder is never written, whoever made it.
 *
 * @param objects copied
 * @param bytes of them
 * @param faults what is wrong, a sentence each; none when every digest is right
 */
public record ArchiveCopy(long objects, long bytes, List<String> faults) {

    private static final String REPORT_MANIFEST = "MANIFEST.json";
    private static final String SEGMENT_MANIFEST = "manifest.json";
    private static final String CURRENT = "CURRENT.json";
    private static final Pattern OTHER_REVISION = Pattern.compile("(r|draft-)[0-9]{2,}/.*");
    private static final long LARGEST_MANIFEST = 64 << 20;

    public ArchiveCopy {
        faults = List.copyOf(faults);
    }

    public boolean isSound() {
        return faults.isEmpty();
    }

    /**
     * Copies everything below a prefix.
     *
     * @param prefix bucket and key, such as {@code reports/daily/dt=2026-03-02/}; what follows its
     *     last slash is copied as it is called
     */
    public static ArchiveCopy get(Archive archive, String prefix, Path folder) throws IOException {
        int slash = prefix.indexOf('/');
        String name = slash < 0 ? prefix : prefix.substring(0, slash);
        String below = slash < 0 ? "" : prefix.substring(slash + 1);
        return new Copying(bucket(archive, name), folder).copy(below);
    }

    /**
     * Copies the packages below a prefix as the archives that are handed to an auditor, {@code
     * segment-000061.tar}. When a digest is wrong, none is written.
     */
    public static ArchiveCopy handOver(Archive archive, String prefix, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        Path aside = Files.createTempDirectory(folder, ".packages");
        try {
            ArchiveCopy copy = get(archive, prefix, aside);
            return copy.isSound() ? copy.packed(prefix, aside, folder) : copy;
        } finally {
            delete(aside);
        }
    }

    private ArchiveCopy packed(String prefix, Path aside, Path folder) throws IOException {
        List<Path> packages;
        try (Stream<Path> paths = Files.walk(aside)) {
            packages =
                    paths.filter(Files::isDirectory).filter(HandOver::isPackage).sorted().toList();
        }
        if (packages.isEmpty()) {
            throw new ArchiveException(
                    "there is no package below %s; name the ledger's folder with a slash at its end, or a segment without one"
                            .formatted(prefix));
        }
        List<String> wrong = new ArrayList<>();
        for (Path each : packages) {
            Path above = aside.relativize(each).getParent();
            try {
                HandOver.pack(each, above == null ? folder : folder.resolve(above.toString()));
            } catch (VerificationException e) {
                wrong.add(String.valueOf(e.getMessage()));
            }
        }
        return new ArchiveCopy(objects, bytes, wrong);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static ArchiveBucket bucket(Archive archive, String name) {
        return switch (name) {
            case "reports" -> archive.reports();
            case "tax" -> archive.tax();
            case "audit" -> archive.audit();
            default ->
                    throw new IllegalArgumentException(
                            "a prefix begins with reports/, tax/ or audit/, found \""
                                    + name
                                    + "\"");
        };
    }

    /** One copy under way. */
    private static final class Copying {
        private final ArchiveBucket bucket;
        private final Path folder;
        private final TreeMap<String, FileDigest> copied = new TreeMap<>();
        private final List<String> faults = new ArrayList<>();

        private Copying(ArchiveBucket bucket, Path folder) {
            this.bucket = bucket;
            this.folder = folder.toAbsolutePath().normalize();
        }

        private ArchiveCopy copy(String prefix) throws IOException {
            int start = prefix.lastIndexOf('/') + 1;
            List<String> keys =
                    bucket.keys(prefix).stream()
                            .filter(key -> isBelow(key, prefix))
                            .filter(key -> !key.endsWith("/"))
                            .toList();
            if (keys.isEmpty()) {
                throw new ArchiveException(
                        "there is nothing in the archive at %s/%s"
                                .formatted(bucket.name(), prefix));
            }
            Files.createDirectories(folder);
            for (String key : keys) {
                copyOne(key, key.substring(start));
            }
            for (String path : copied.keySet()) {
                checkManifest(path);
            }
            long bytes = copied.values().stream().mapToLong(FileDigest::bytes).sum();
            return new ArchiveCopy(copied.size(), bytes, faults);
        }

        /** Whether a key is the object of this name or lies below it as a folder. */
        private static boolean isBelow(String key, String prefix) {
            return prefix.isEmpty()
                    || prefix.endsWith("/")
                    || key.equals(prefix)
                    || key.startsWith(prefix + "/");
        }

        private void copyOne(String key, String path) throws IOException {
            String place = bucket.name() + "/" + key;
            if (!staysInside(path)) {
                faults.add(place + " would not lie inside " + folder + " and was not copied");
                return;
            }
            Path file = folder.resolve(path);
            StoredObject stored = bucket.head(key);
            if (stored.sha256().equals(StoredObject.NO_DIGEST)) {
                faults.add(place + " has no SHA-256 in the archive and was not copied");
                return;
            }
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                FileDigest there = FileDigest.of(file);
                if (!there.sha256().equals(stored.sha256())) {
                    faults.add(
                            "%s was not copied: %s is there with SHA-256 %s, found %s in the archive"
                                    .formatted(place, file, there.sha256(), stored.sha256()));
                } else {
                    copied.put(path, there);
                }
                return;
            }
            try {
                bucket.get(key, file, stored.sha256());
                copied.put(path, new FileDigest(stored.bytes(), stored.sha256()));
            } catch (ArchiveUnavailableException e) {
                throw e;
            } catch (ArchiveException e) {
                faults.add(e.getMessage());
            }
        }

        /** Whether a path leads to a file inside the folder, links that are there included. */
        private boolean staysInside(String path) throws IOException {
            for (String element : path.split("/", -1)) {
                if (element.isEmpty()
                        || element.equals(".")
                        || element.equals("..")
                        || element.chars().anyMatch(c -> c < ' ' || c == '\\' || c == 0x7f)) {
                    return false;
                }
            }
            Path file = folder.resolve(path).normalize();
            if (!file.startsWith(folder)) {
                return false;
            }
            for (Path at = file; at != null && !at.equals(folder); at = at.getParent()) {
                if (Files.isSymbolicLink(at)) {
                    return false;
                }
            }
            return true;
        }

        private void checkManifest(String path) throws IOException {
            String name = path.substring(path.lastIndexOf('/') + 1);
            boolean ofReports = name.equals(REPORT_MANIFEST);
            if (!ofReports && !name.equals(SEGMENT_MANIFEST)) {
                return;
            }
            String where = path.substring(0, path.length() - name.length());
            Map<String, FileDigest> listed = listed(path, ofReports);
            listed.forEach((file, digest) -> checkListed(path, where + file, digest));
            if (ofReports) {
                for (String other : below(where).keySet()) {
                    String file = other.substring(where.length());
                    if (!other.equals(path)
                            && !listed.containsKey(file)
                            && !isOfAnotherRevision(file)) {
                        faults.add(other + " is not in " + path);
                    }
                }
            }
        }

        /** Beside the first revision of a set lie the later ones, drafts, and which is current. */
        private boolean isOfAnotherRevision(String name) {
            return name.equals(CURRENT) || OTHER_REVISION.matcher(name).matches();
        }

        private void checkListed(String manifest, String path, FileDigest digest) {
            FileDigest found = copied.get(path);
            if (found == null) {
                faults.add(path + " is in " + manifest + " and not in the archive");
            } else if (!found.equals(digest)) {
                faults.add(
                        "%s should have %s as in %s, found %s"
                                .formatted(path, digest, manifest, found));
            }
        }

        private SortedMap<String, FileDigest> below(String where) {
            return copied.subMap(where, where + Character.MAX_VALUE);
        }

        /** What a manifest lists; nothing and a fault when it cannot be read. */
        private Map<String, FileDigest> listed(String path, boolean ofReports) throws IOException {
            Map<String, FileDigest> files = new TreeMap<>();
            try {
                Path file = folder.resolve(path);
                if (Files.size(file) > LARGEST_MANIFEST) {
                    throw new IllegalArgumentException(
                            "it has more than " + LARGEST_MANIFEST + " bytes");
                }
                Json.Obj json = CanonicalReader.read(Files.readAllBytes(file));
                Json.Obj inner = ofReports ? json.optionalObject("manifest") : json;
                if (inner == null || inner.get("files") == null) {
                    throw new IllegalArgumentException("it lists no files");
                }
                for (Json.Obj each : inner.objects("files")) {
                    files.put(
                            each.text("path"),
                            new FileDigest(each.number("bytes"), each.text("sha256")));
                }
            } catch (CanonicalFormException | IllegalArgumentException e) {
                faults.add(path + " cannot be read as a manifest: " + e.getMessage());
            }
            return files;
        }
    }
}
