package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.s3.ArchiveException;
import com.illuvrse.finance.exporters.s3.ArchiveUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A report set as it lies in the archive: a revision with its signed manifest, or a draft with its
 * sums. Files are read only when they have the digest that is listed.
 *
 * @param prefix of the set below its bucket, with a slash at the end
 * @param place its folder below that; empty for revision 1
 * @param manifest null for a draft, which has none
 * @param listSha256 digest of {@code MANIFEST.json}, of a draft of {@code SHA256SUMS}
 * @param digests SHA-256 of each file, by path
 */
public record DeliveredSet(
        ArchiveBucket bucket,
        String prefix,
        String place,
        @Nullable SetManifest manifest,
        String listSha256,
        SortedMap<String, String> digests) {

    public DeliveredSet {
        digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
    }

    /**
     * The current revision; where nothing is final yet, the newest draft.
     *
     * @throws ReportManifestException when what is there is not signed by this key
     */
    public static Optional<DeliveredSet> newest(ArchiveBucket bucket, String prefix, PublicKey key)
            throws IOException {
        if (bucket.contains(prefix + SetDelivery.CURRENT)) {
            try {
                String place =
                        CanonicalReader.read(bytes(bucket, prefix + SetDelivery.CURRENT))
                                .text("prefix");
                return at(bucket, prefix, place, key);
            } catch (CanonicalFormException | IllegalArgumentException e) {
                throw new ReportManifestException(
                        prefix + SetDelivery.CURRENT + " names no revision: " + e.getMessage(), e);
            }
        }
        List<String> drafts =
                bucket.folders(prefix).stream()
                        .map(folder -> folder.substring(prefix.length()))
                        .filter(folder -> folder.startsWith("draft-"))
                        .filter(folder -> bucket.contains(prefix + folder + SetDelivery.SUMS))
                        .toList();
        return drafts.isEmpty() ? Optional.empty() : at(bucket, prefix, drafts.getLast(), key);
    }

    /** The revision or draft in a folder; empty when there is none. */
    public static Optional<DeliveredSet> at(
            ArchiveBucket bucket, String prefix, String place, PublicKey key) throws IOException {
        boolean isDraft = place.startsWith("draft-");
        String list = prefix + place + (isDraft ? SetDelivery.SUMS : ReportManifest.NAME);
        if (!bucket.contains(list)) {
            return Optional.empty();
        }
        byte[] bytes = bytes(bucket, list);
        TreeMap<String, String> digests = new TreeMap<>();
        SetManifest manifest = null;
        if (isDraft) {
            for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
                String[] parts = line.split("  ", 2);
                if (parts.length != 2) {
                    throw new ReportManifestException(
                            "%s has lines of a digest, two blanks and a path, found \"%s\""
                                    .formatted(list, line));
                }
                digests.put(parts[1], parts[0]);
            }
        } else {
            manifest = SetManifest.verify(bytes, key);
            manifest.files().forEach((path, digest) -> digests.put(path, digest.sha256()));
        }
        return Optional.of(
                new DeliveredSet(bucket, prefix, place, manifest, Sha256.hexOf(bytes), digests));
    }

    private static byte[] bytes(ArchiveBucket bucket, String key) throws IOException {
        try (InputStream in = bucket.open(key)) {
            return in.readAllBytes();
        }
    }

    public boolean isFinal() {
        return manifest != null;
    }

    /** Such as {@code revision 2} or {@code draft-01}. */
    public String inWords() {
        return manifest == null
                ? place.substring(0, place.length() - 1)
                : "revision " + manifest.revision();
    }

    /** Bucket and key of its folder. */
    public String where() {
        return bucket.name() + "/" + prefix + place;
    }

    /**
     * Copies a file out of the archive.
     *
     * @throws ReportManifestException when it is not the file that is listed
     */
    public void get(String path, Path file) throws IOException {
        String digest = digests.get(path);
        if (digest == null) {
            throw new ReportManifestException(
                    "%s has no file %s; it lists %s"
                            .formatted(where(), path, String.join(", ", digests.keySet())));
        }
        try {
            bucket.get(prefix + place + path, file, digest);
        } catch (ArchiveUnavailableException e) {
            throw e;
        } catch (ArchiveException e) {
            throw new ReportManifestException(
                    "%s is not the file %s lists, and nothing is read from it: %s"
                            .formatted(
                                    path,
                                    manifest == null ? SetDelivery.SUMS : ReportManifest.NAME,
                                    e.getMessage()),
                    e);
        }
    }
}
