package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.s3.FileDigest;
import com.illuvrse.finance.exporters.signing.Signer;
import com.illuvrse.finance.money.ReferenceRate;
import java.io.IOException;
import java.io.InputStream;
import java.security.PublicKey;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The signed list of the files of a final report set, {@code MANIFEST.json} (reports, section 1.3).
 *
 * <p>It is signed as the daily manifest is, so the same commands check both.
 *
 * @param manifest the inner object
 */
public record SetManifest(Json.Obj manifest) {

    static final String TYPE = "report-set/1";

    private static final Comparator<ReferenceRate> BY_DATE =
            Comparator.comparing(ReferenceRate::base)
                    .thenComparing(ReferenceRate::quote)
                    .thenComparing(ReferenceRate::date)
                    .thenComparing(ReferenceRate::source);

    /**
     * The revision a set replaces.
     *
     * @param manifestSha256 of its {@code MANIFEST.json}
     */
    record Supersedes(int revision, String manifestSha256, String reason) {}

    static SetManifest of(
            SetHeader header,
            int revision,
            @Nullable Supersedes supersedes,
            List<ReferenceRate> rates,
            List<SetFile> files,
            Map<String, FileDigest> digests,
            List<ReportIssue> issues,
            List<TieOut> ties) {
        Json.Builder json =
                header.toJson()
                        .put("revision", revision)
                        .put(
                                "fx",
                                Json.array(
                                        rates.stream()
                                                .sorted(BY_DATE)
                                                .map(SetManifest::rate)
                                                .toList()))
                        .put(
                                "files",
                                Json.array(
                                        files.stream()
                                                .map(file -> file.toJson(digest(digests, file)))
                                                .toList()))
                        .put(
                                "exceptions",
                                Json.object()
                                        .put(
                                                "blocking",
                                                issues.stream()
                                                        .filter(ReportIssue::blocking)
                                                        .count())
                                        .put("open", issues.size())
                                        .build())
                        .put(
                                "tieOut",
                                Json.object()
                                        .put("rows", ties.size())
                                        .put(
                                                "difference",
                                                ties.stream()
                                                        .filter(tie -> tie.difference() != 0)
                                                        .count())
                                        .build());
        if (supersedes != null) {
            json.put(
                    "supersedes",
                    Json.object()
                            .put("revision", supersedes.revision())
                            .put("manifestSha256", supersedes.manifestSha256())
                            .put("reason", supersedes.reason())
                            .build());
        }
        return new SetManifest(json.build());
    }

    private static Json rate(ReferenceRate rate) {
        return Json.object()
                .put("base", rate.base().code())
                .put("quote", rate.quote().code())
                .put("date", rate.date().toString())
                .put("rate", rate.rate())
                .put("source", rate.source())
                .build();
    }

    private static FileDigest digest(Map<String, FileDigest> digests, SetFile file) {
        FileDigest digest = digests.get(file.path());
        if (digest == null) {
            throw new IllegalArgumentException("file " + file.path() + " has no digest");
        }
        return digest;
    }

    byte[] signedBy(Signer signer) {
        return ReportManifest.signed(manifest, manifest.text("ledger"), signer);
    }

    /**
     * Reads a {@code MANIFEST.json} that must be signed by this key.
     *
     * @throws ReportManifestException when it is not, or is no manifest of a set
     */
    public static SetManifest verify(byte[] bytes, PublicKey key) {
        try {
            Json.Obj signed = CanonicalReader.read(bytes);
            Json.Obj manifest = signed.optionalObject("manifest");
            Json.Obj signature = signed.optionalObject("signature");
            if (manifest == null || signature == null || !manifest.text("type").equals(TYPE)) {
                throw new ReportManifestException(
                        "%s is not the signed manifest of a report set"
                                .formatted(ReportManifest.NAME));
            }
            ReportManifest.requireSignature(
                    signature,
                    manifest,
                    manifest.text("kind") + " " + manifest.text("period"),
                    ReportManifest.key(manifest.text("ledger"), key));
            return new SetManifest(manifest);
        } catch (CanonicalFormException | IllegalArgumentException e) {
            throw new ReportManifestException(
                    ReportManifest.NAME + " is not a manifest of a report set: " + e.getMessage(),
                    e);
        }
    }

    /**
     * The manifest of the final revision {@code CURRENT.json} names, if there is one.
     *
     * @param prefix of the set below its bucket, with a slash at the end
     * @throws ReportManifestException when it is not the file that is named, or not signed by this
     *     key
     */
    public static Optional<SetManifest> current(ArchiveBucket bucket, String prefix, PublicKey key)
            throws IOException {
        if (!bucket.contains(prefix + SetDelivery.CURRENT)) {
            return Optional.empty();
        }
        String place;
        String digest;
        try {
            Json.Obj current = CanonicalReader.read(bytes(bucket, prefix + SetDelivery.CURRENT));
            place = prefix + current.text("prefix") + ReportManifest.NAME;
            digest = current.text("manifestSha256");
        } catch (CanonicalFormException | IllegalArgumentException e) {
            throw new ReportManifestException(
                    prefix + SetDelivery.CURRENT + " names no revision: " + e.getMessage(), e);
        }
        byte[] manifest = bytes(bucket, place);
        if (!Sha256.hexOf(manifest).equals(digest)) {
            throw new ReportManifestException(
                    "%s%s names %s with SHA-256 %s, found %s"
                            .formatted(
                                    prefix,
                                    SetDelivery.CURRENT,
                                    place,
                                    digest,
                                    Sha256.hexOf(manifest)));
        }
        return Optional.of(verify(manifest, key));
    }

    private static byte[] bytes(ArchiveBucket bucket, String key) throws IOException {
        try (InputStream in = bucket.open(key)) {
            return in.readAllBytes();
        }
    }

    /** Number of the last sealed segment the set was computed from. */
    public int lastSegment() {
        return Math.toIntExact(
                Objects.requireNonNull(manifest.optionalObject("segments")).number("last"));
    }

    public int revision() {
        return Math.toIntExact(manifest.number("revision"));
    }

    /** Digest of each file, by path. */
    public SortedMap<String, FileDigest> files() {
        TreeMap<String, FileDigest> files = new TreeMap<>();
        for (Json.Obj file : manifest.objects("files")) {
            files.put(file.text("path"), new FileDigest(file.number("bytes"), file.text("sha256")));
        }
        return files;
    }
}
