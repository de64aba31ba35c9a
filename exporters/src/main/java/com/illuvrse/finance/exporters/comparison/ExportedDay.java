package com.illuvrse.finance.exporters.comparison;

import com.illuvrse.finance.exporters.parquet.Dataset;
import com.illuvrse.finance.exporters.parquet.DatasetCheck;
import com.illuvrse.finance.exporters.parquet.SealedDay;
import com.illuvrse.finance.exporters.report.ReportFile;
import com.illuvrse.finance.exporters.report.ReportManifest;
import com.illuvrse.finance.exporters.report.ReportManifestException;
import com.illuvrse.finance.exporters.s3.FileDigest;
import com.illuvrse.finance.segment.VerificationCode;
import com.illuvrse.finance.segment.VerificationException;
import com.illuvrse.finance.segment.VerifiedDay;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The daily files of one sealed day, in a folder nobody trusts yet: exactly those its signed
 * manifest lists, with their digests.
 *
 * @param signer the key the manifest is signed by
 */
record ExportedDay(Path folder, VerifiedDay sealed, ReportManifest manifest, VerifierKey signer) {

    private static final int MAX_MANIFEST_BYTES = 1 << 20;
    private static final String SET = "daily";

    /**
     * Reads the manifest of a day.
     *
     * @param pinned keys that may sign it; none to take the one it names
     */
    static ExportedDay read(Path folder, VerifiedDay sealed, List<VerifierKey> pinned)
            throws VerificationException {
        String name = name(sealed, ReportManifest.NAME);
        if (!Files.isDirectory(folder)) {
            throw refuse(name(sealed, ""), "folder", "the daily files of " + sealed.date(), "none");
        }
        byte[] bytes = manifestBytes(folder.resolve(ReportManifest.NAME), name);
        try {
            VerifierKey signer = ReportManifest.signer(bytes);
            requireKey(sealed, signer, pinned);
            ExportedDay day =
                    new ExportedDay(folder, sealed, ReportManifest.verify(bytes, signer), signer);
            day.requireOfTheDay();
            return day;
        } catch (ReportManifestException e) {
            throw refuse(name, "manifest", "a signed list of the files", e.getMessage());
        }
    }

    private static byte[] manifestBytes(Path file, String name) throws VerificationException {
        if (!Files.isRegularFile(file)) {
            throw refuse(name, "file", "a signed list of the files", "none");
        }
        try (InputStream stream = Files.newInputStream(file)) {
            byte[] bytes = stream.readNBytes(MAX_MANIFEST_BYTES + 1);
            if (bytes.length > MAX_MANIFEST_BYTES) {
                throw refuse(name, "size", "at most " + MAX_MANIFEST_BYTES + " bytes", "more");
            }
            return bytes;
        } catch (IOException e) {
            throw refuse(name, "file", "a readable file", e);
        }
    }

    private static void requireKey(VerifiedDay sealed, VerifierKey signer, List<VerifierKey> pinned)
            throws VerificationException {
        String expected = sealed.ledger() + "/reports";
        if (!signer.name().equals(expected)) {
            throw refuse(
                    name(sealed, ReportManifest.NAME),
                    "signature.key",
                    "a key of " + expected,
                    signer);
        }
        if (!pinned.isEmpty() && !pinned.contains(signer)) {
            throw refuse(name(sealed, ReportManifest.NAME), "signature.key", pinned, signer);
        }
    }

    private void requireOfTheDay() throws VerificationException {
        require("set", SET, manifest.set());
        require("ledger", sealed.ledger(), manifest.ledger());
        require("period", sealed.date().toString(), manifest.period());
        require("segment", sealed.segment(), (long) manifest.segment());
        require("manifestId", sealed.manifestId(), manifest.manifestId());
    }

    private void require(String item, Object expected, @Nullable Object found)
            throws VerificationException {
        if (!expected.equals(found)) {
            throw refuse(name(sealed, ReportManifest.NAME), item, expected, found);
        }
    }

    /** Requires that the folder holds the listed files, with their digests, and no other. */
    void requireFiles() throws VerificationException {
        TreeSet<String> found = paths();
        found.remove(ReportManifest.NAME);
        for (ReportFile file : manifest.files()) {
            if (!found.remove(file.path())) {
                throw refuse(name(sealed, file.path()), "file", "a file of the manifest", "none");
            }
            FileDigest listed = new FileDigest(file.bytes(), file.sha256());
            FileDigest digest = digest(file.path());
            if (!digest.equals(listed)) {
                throw refuse(name(sealed, file.path()), "sha256", listed, digest);
            }
        }
        if (!found.isEmpty()) {
            throw refuse(name(sealed, found.getFirst()), "file", "none in the manifest", "one");
        }
    }

    private TreeSet<String> paths() throws VerificationException {
        try (Stream<Path> files = Files.walk(folder)) {
            TreeSet<String> paths = new TreeSet<>();
            files.filter(file -> !Files.isDirectory(file))
                    .forEach(file -> paths.add(folder.relativize(file).toString()));
            return paths;
        } catch (IOException | UncheckedIOException e) {
            throw refuse(name(sealed, ""), "folder", "a readable folder", e);
        }
    }

    private FileDigest digest(String path) throws VerificationException {
        try {
            return FileDigest.of(folder.resolve(path));
        } catch (IOException e) {
            throw refuse(name(sealed, path), "file", "a readable file", e);
        }
    }

    /** Requires that the manifest lists a file with so many rows; gives its digest. */
    String requireRows(String path, long rows) throws VerificationException {
        for (ReportFile file : manifest.files()) {
            if (file.path().equals(path)) {
                require(path + ", rows", rows, file.rows());
                return file.sha256();
            }
        }
        throw refuse(name(sealed, ReportManifest.NAME), "files", path, "none of that name");
    }

    /** The day as its files name it. */
    SealedDay named() {
        return new SealedDay(sealed.ledger(), sealed.date(), sealed.manifestId());
    }

    /** Opens the file of a dataset. */
    <R> DatasetCheck<R> open(Dataset<R> dataset) throws VerificationException {
        return DatasetCheck.open(
                dataset, folder.resolve(dataset.path()), name(sealed, dataset.path()), named());
    }

    /** Opens a text file. */
    TextCheck openText(String path) throws VerificationException {
        return TextCheck.open(folder.resolve(path), name(sealed, path));
    }

    /** A file of a day as the archive calls it. */
    static String name(VerifiedDay day, String path) {
        return "reports/daily/dt=" + day.date() + "/" + path;
    }

    private static VerificationException refuse(
            String name, String item, @Nullable Object expected, @Nullable Object found) {
        return new VerificationException(
                VerificationCode.EXPORT_MISMATCH, name, item, expected, found);
    }
}
