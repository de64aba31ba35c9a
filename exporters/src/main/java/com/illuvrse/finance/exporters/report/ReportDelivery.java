package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.s3.ArchiveException;
import com.illuvrse.finance.exporters.s3.FileDigest;
import com.illuvrse.finance.exporters.s3.StoredObject;
import com.illuvrse.finance.exporters.signing.Signer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts a report set into its bucket: every file once, then {@code MANIFEST.json}, with which the
 * set is final.
 *
 * <p>After a kill the same call goes on where the other ended: what is there with the same bytes is
 * left alone, and so is a manifest of these files, whose ECDSA signature would be another one now.
 * Other bytes, or another set of files under the same prefix, stop it with a conflict and nothing
 * is replaced.
 */
public final class ReportDelivery {

    private final ArchiveBucket bucket;
    private final Signer signer;

    /**
     * @param signer the key of the reports
     */
    public ReportDelivery(ArchiveBucket bucket, Signer signer) {
        this.bucket = bucket;
        this.signer = signer;
    }

    /**
     * Delivers the files of a folder and writes their manifest beside them.
     *
     * @return what is in the archive now, the manifest last
     */
    public List<StoredObject> deliver(ReportSet set, Path folder) throws IOException {
        Set<String> paths = paths(set, folder);
        requireNoOthers(set, paths);
        List<StoredObject> stored = new ArrayList<>();
        List<ReportFile> files = new ArrayList<>();
        for (String path : paths) {
            StoredObject object = bucket.putOnce(set.prefix() + path, folder.resolve(path));
            stored.add(object);
            files.add(
                    new ReportFile(
                            path,
                            object.bytes(),
                            object.sha256(),
                            set.rows().get(path),
                            object.versionId()));
        }
        ReportManifest manifest =
                new ReportManifest(
                        set.set(),
                        set.ledger(),
                        set.period(),
                        set.segment(),
                        set.manifestId(),
                        files);
        Path local = folder.resolve(ReportManifest.NAME);
        byte[] there = there(set, manifest);
        write(local, there == null ? manifest.signedBy(signer) : there);
        stored.add(bucket.putOnce(set.prefix() + ReportManifest.NAME, local));
        return stored;
    }

    /** The manifest of these very files that is in the archive; null when there is none. */
    private byte @Nullable [] there(ReportSet set, ReportManifest ours) throws IOException {
        String key = set.prefix() + ReportManifest.NAME;
        if (!bucket.contains(key)) {
            return null;
        }
        try (InputStream in = bucket.open(key)) {
            byte[] bytes = in.readAllBytes();
            return ReportManifest.verify(bytes, signer.publicKey()).equals(ours) ? bytes : null;
        } catch (ReportManifestException other) {
            return null;
        }
    }

    /** Reads everything back and compares it with the folder: bytes, one version, nothing else. */
    public void verify(ReportSet set, Path folder) throws IOException {
        Path local = folder.resolve(ReportManifest.NAME);
        ReportManifest manifest =
                ReportManifest.verify(Files.readAllBytes(local), signer.publicKey());
        manifest.requireFiles(folder);
        for (ReportFile file : manifest.files()) {
            String version = file.versionId();
            if (version == null) {
                throw new ReportManifestException(
                        file.path() + " has no versionId in " + local + ", it was never delivered");
            }
            bucket.verifyDelivered(
                    new StoredObject(
                            set.prefix() + file.path(), file.bytes(), file.sha256(), version),
                    null);
        }
        String key = set.prefix() + ReportManifest.NAME;
        FileDigest digest = FileDigest.of(local);
        bucket.verifyDelivered(
                new StoredObject(
                        key, digest.bytes(), digest.sha256(), bucket.head(key).versionId()),
                null);
        requireNoOthers(set, paths(set, folder));
    }

    private static Set<String> paths(ReportSet set, Path folder) throws IOException {
        Set<String> paths = ReportManifest.paths(folder);
        paths.remove(ReportManifest.NAME);
        if (!paths.containsAll(set.rows().keySet())) {
            TreeSet<String> missing = new TreeSet<>(set.rows().keySet());
            missing.removeAll(paths);
            throw new IllegalArgumentException(
                    "report set %s %s should have %s in %s"
                            .formatted(set.set(), set.period(), missing, folder));
        }
        return paths;
    }

    private void requireNoOthers(ReportSet set, Set<String> paths) {
        List<String> keys = bucket.keys(set.prefix());
        TreeSet<String> others = new TreeSet<>();
        for (String key : keys) {
            others.add(key.substring(set.prefix().length()));
        }
        boolean isFinal = others.remove(ReportManifest.NAME);
        TreeSet<String> ours = new TreeSet<>(paths);
        ours.removeAll(others);
        others.removeAll(paths);
        if (!others.isEmpty() || (isFinal && !ours.isEmpty())) {
            throw new ArchiveException(
                    "%s/%s%s has other files than ours: only there %s, only here %s; nothing was written"
                            .formatted(
                                    bucket.name(),
                                    set.prefix(),
                                    isFinal ? " is final and" : "",
                                    others,
                                    ours));
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.write(part, bytes);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
