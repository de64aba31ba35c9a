package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.lineage.Sheet;
import com.illuvrse.finance.exporters.report.SetManifest.Supersedes;
import com.illuvrse.finance.exporters.report.SetOutcome.State;
import com.illuvrse.finance.exporters.s3.ArchiveBucket;
import com.illuvrse.finance.exporters.s3.FileDigest;
import com.illuvrse.finance.exporters.signing.Signer;
import com.illuvrse.finance.money.ReferenceRate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Completes a report set and puts it into its bucket as a revision or a draft (reports, sections
 * 1.2 and 1.3).
 *
 * <p>Revision 1 lies directly under the prefix, later ones in {@code rNN/}, drafts in {@code
 * draft-NN/}. With its {@code MANIFEST.json} a revision is final; a draft never has one. Nothing is
 * overwritten but {@code CURRENT.json}, and a killed delivery goes on where it ended. The same
 * content again writes nothing.
 */
public final class SetDelivery {

    static final String EXCEPTIONS = "exceptions.csv";
    static final String TIE_OUT = "tie-out.csv";
    static final String VALIDATION = "VALIDATION.json";
    static final String SUMS = "SHA256SUMS";
    static final String CHANGES = "changes.csv";
    static final String CURRENT = "CURRENT.json";

    /** Files that differ although the content is the same. */
    private static final Set<String> NOT_CONTENT = Set.of(CHANGES, SUMS);

    /** Endings of copies, which lie beside the worksheet they are made from. */
    private static final List<String> COPIES = List.of("parquet", "xlsx");

    /** The worksheets about a set, which every kind has. */
    public static List<Sheet> sheets() {
        return List.of(
                ReportIssue.TABLE.sheet(ReportIssue.KEY),
                TieOut.TABLE.sheet(TieOut.KEY),
                SetChanges.TABLE.sheet(SetChanges.KEY));
    }

    private final ArchiveBucket bucket;
    private final Signer signer;
    private final TaxNumberScan.Owners owners;

    /**
     * @param signer the key of the reports
     * @param owners whose tax numbers may stand in no file but those of persons
     */
    public SetDelivery(ArchiveBucket bucket, Signer signer, TaxNumberScan.Owners owners) {
        this.bucket = bucket;
        this.signer = signer;
        this.owners = owners;
    }

    /** Writes a file that names its revision. */
    public interface Writer {
        void write(int revision) throws IOException;
    }

    /**
     * The one file of a set whose text names the revision; it is written again when the number is
     * another one than 1.
     *
     * @param path below the folder of the set
     */
    public record Numbered(String path, Writer writer) {}

    /**
     * What a set is made of, before it is completed.
     *
     * @param files the worksheets, lying in the folder
     * @param rates published rates any figure was converted by
     * @param reason why there is a new revision, if there will be one
     * @param numbered the file that names the revision, lying in the folder as of revision 1; null
     *     without one
     */
    public record Content(
            SetHeader header,
            List<SetFile> files,
            List<ReportIssue> issues,
            List<TieOut> ties,
            List<Check> checks,
            List<ReferenceRate> rates,
            String reason,
            @Nullable Numbered numbered) {

        /** A set no file of which names the revision. */
        public Content(
                SetHeader header,
                List<SetFile> files,
                List<ReportIssue> issues,
                List<TieOut> ties,
                List<Check> checks,
                List<ReferenceRate> rates,
                String reason) {
            this(header, files, issues, ties, checks, rates, reason, null);
        }

        public Content {
            files = List.copyOf(files);
            issues = List.copyOf(issues);
            ties = List.copyOf(ties);
            checks = List.copyOf(checks);
            rates = List.copyOf(rates);
        }
    }

    /** A revision that is there. */
    private record Revision(int number, SetManifest manifest, String manifestSha256) {
        String place() {
            return number == 1 ? "" : "r%02d/".formatted(number);
        }
    }

    /**
     * Writes the files about the set beside its worksheets and delivers all of them.
     *
     * @param folder holds the worksheets and nothing else
     */
    public SetOutcome deliver(Content content, Path folder, LocalDate lastDay) throws IOException {
        List<ReportIssue> issues = new ArrayList<>(content.issues());
        String kind = content.header().kind();
        for (TieOut tie : content.ties()) {
            if (tie.difference() != 0) {
                String message =
                        "%s in %s: the ledger has %d, the set explains %d, difference %d minor units"
                                .formatted(
                                        tie.measure(),
                                        tie.currency(),
                                        tie.ledger(),
                                        tie.ledger() - tie.difference(),
                                        tie.difference());
                issues.add(
                        ReportIssue.blocking(
                                kind,
                                "tie_out.difference",
                                message,
                                lastDay,
                                tie.measure() + " " + tie.currency()));
            }
        }
        for (Check check : content.checks()) {
            if (check.result() == Check.Result.FAIL) {
                issues.add(
                        ReportIssue.blocking(
                                kind,
                                "validation.failed",
                                check.check() + " of " + check.file() + ": " + check.detail(),
                                lastDay,
                                check.check() + " " + check.file()));
            }
        }
        issues.sort(ReportIssue.TABLE.order());
        List<TieOut> ties = new ArrayList<>(content.ties());
        ties.sort(TieOut.TABLE.order());
        return new Delivering(content, folder, issues, ties, lastDay).deliver();
    }

    /** One delivery under way. */
    private final class Delivering {
        private final Content content;
        private final SetHeader header;
        private final Path folder;
        private final List<ReportIssue> issues;
        private final List<TieOut> ties;
        private final List<SetFile> files;
        private final TreeMap<String, FileDigest> digests = new TreeMap<>();
        private final LocalDate lastDay;

        private Delivering(
                Content content,
                Path folder,
                List<ReportIssue> issues,
                List<TieOut> ties,
                LocalDate lastDay) {
            this.lastDay = lastDay;
            this.content = content;
            this.header = content.header();
            this.folder = folder;
            this.issues = issues;
            this.ties = ties;
            this.files = new ArrayList<>(content.files());
            for (SetFile file : content.files()) {
                for (String ending : COPIES) {
                    SetFile copy = file.copiedTo(ending);
                    if (file.path().endsWith(".csv") && Files.exists(folder.resolve(copy.path()))) {
                        files.add(copy);
                    }
                }
            }
        }

        private SetOutcome deliver() throws IOException {
            write();
            scan();
            if (issues.stream().anyMatch(ReportIssue::blocking)) {
                return deliverDraft();
            }
            Revision newest = newest();
            if (newest == null) {
                return deliverFinal(1, null);
            }
            number(newest.number());
            if (sameContent(newest.manifest().files())) {
                makeCurrent(newest.number(), newest.place(), newest.manifestSha256());
                return new SetOutcome(State.UNCHANGED, newest.number(), newest.place(), issues);
            }
            number(newest.number() + 1);
            writeChanges(newest);
            Supersedes supersedes =
                    new Supersedes(newest.number(), newest.manifestSha256(), content.reason());
            return deliverFinal(newest.number() + 1, supersedes);
        }

        /** Writes the file that names the revision under another number. */
        private void number(int revision) throws IOException {
            Numbered file = content.numbered();
            if (file != null) {
                file.writer().write(revision);
                digests.put(file.path(), FileDigest.of(folder.resolve(file.path())));
            }
        }

        /**
         * A file with somebody's tax number goes nowhere, not even into a draft; nor its copies.
         */
        private void scan() throws IOException {
            TaxNumberScan scan = new TaxNumberScan(owners);
            List<ReportIssue> found = new ArrayList<>();
            for (SetFile file : List.copyOf(files)) {
                Optional<TaxNumberScan.Hit> hit = scan.first(folder, file);
                if (hit.isPresent()) {
                    found.add(held(hit.get()));
                    hold(file);
                    for (String ending : COPIES) {
                        hold(file.copiedTo(ending));
                    }
                }
            }
            if (!found.isEmpty()) {
                issues.addAll(found);
                issues.sort(ReportIssue.TABLE.order());
                files.removeIf(file -> file.path().equals(EXCEPTIONS));
                writeIssues();
                digests.put(EXCEPTIONS, FileDigest.of(folder.resolve(EXCEPTIONS)));
            }
        }

        private void hold(SetFile file) throws IOException {
            if (files.remove(file)) {
                Files.delete(folder.resolve(file.path()));
                digests.remove(file.path());
            }
        }

        private ReportIssue held(TaxNumberScan.Hit hit) {
            boolean isPayee = !hit.owner().startsWith("vault:");
            return new ReportIssue(
                    header.kind(),
                    isPayee ? hit.owner() : null,
                    "pii.tin_in_output",
                    ReportIssue.Severity.HIGH,
                    "%s holds the tax number of %s; the file was not written. Find out where the text came from and book it again without"
                            .formatted(hit.place(), hit.owner()),
                    true,
                    lastDay,
                    hit.file());
        }

        private void writeIssues() throws IOException {
            ReportIssue.TABLE.write(folder.resolve(EXCEPTIONS), issues);
            files.add(SetFile.about(EXCEPTIONS, issues.size(), "report_exceptions"));
        }

        private void write() throws IOException {
            writeIssues();
            TieOut.TABLE.write(folder.resolve(TIE_OUT), ties);
            files.add(SetFile.about(TIE_OUT, ties.size(), "tie_out"));
            Json.Obj checks =
                    Json.object()
                            .put(
                                    "checks",
                                    Json.array(
                                            content.checks().stream().map(Check::toJson).toList()))
                            .build();
            Files.write(folder.resolve(VALIDATION), PlainJson.bytes(checks));
            files.add(SetFile.about(VALIDATION));
            for (SetFile file : files) {
                digests.put(file.path(), FileDigest.of(folder.resolve(file.path())));
            }
        }

        /** The sums of all files, in the form of coreutils; they stand in the manifest too. */
        private void writeSums() throws IOException {
            StringBuilder sums = new StringBuilder();
            digests.forEach(
                    (path, digest) ->
                            sums.append(digest.sha256()).append("  ").append(path).append('\n'));
            Files.writeString(folder.resolve(SUMS), sums, StandardCharsets.UTF_8);
            files.add(SetFile.about(SUMS));
            digests.put(SUMS, FileDigest.of(folder.resolve(SUMS)));
        }

        /** Whether nothing is new. Copies say what their originals say. */
        private boolean sameContent(Map<String, FileDigest> there) {
            TreeMap<String, FileDigest> theirs = new TreeMap<>(there);
            TreeMap<String, FileDigest> ours = new TreeMap<>(digests);
            theirs.keySet().removeAll(NOT_CONTENT);
            ours.keySet().removeAll(NOT_CONTENT);
            theirs.keySet().removeIf(SheetCopy::isCopy);
            ours.keySet().removeIf(SheetCopy::isCopy);
            return theirs.equals(ours);
        }

        private SetOutcome deliverFinal(int number, @Nullable Supersedes supersedes)
                throws IOException {
            writeSums();
            String place = number == 1 ? "" : "r%02d/".formatted(number);
            put(place, number);
            List<SetFile> sorted = new ArrayList<>(files);
            sorted.sort(Comparator.comparing(SetFile::path));
            SetManifest manifest =
                    SetManifest.of(
                            header,
                            number,
                            supersedes,
                            content.rates(),
                            sorted,
                            digests,
                            issues,
                            ties);
            byte[] bytes = manifest.signedBy(signer);
            Path local = folder.resolve(ReportManifest.NAME);
            Files.write(local, bytes);
            bucket.putOnce(header.prefix() + place + ReportManifest.NAME, local);
            makeCurrent(number, place, Sha256.hexOf(bytes));
            return new SetOutcome(State.FINAL, number, place, issues);
        }

        /** Worksheets first, then the files about the set, in the order they were written. */
        private void put(String place, int number) throws IOException {
            for (SetFile file : files) {
                bucket.putOnce(
                        header.prefix() + place + file.path(),
                        folder.resolve(file.path()),
                        header.downloadName(file.path(), number));
            }
        }

        private SetOutcome deliverDraft() throws IOException {
            writeSums();
            int last = 0;
            while (bucket.contains(header.prefix() + draft(last + 1) + SUMS)) {
                last++;
            }
            String sums = Files.readString(folder.resolve(SUMS), StandardCharsets.UTF_8);
            if (last > 0 && read(header.prefix() + draft(last) + SUMS).equals(sums)) {
                return new SetOutcome(State.UNCHANGED_DRAFT, last, draft(last), issues);
            }
            int number = last + 1;
            while (isTakenByAnother(number)) {
                number++;
            }
            put(draft(number), number);
            return new SetOutcome(State.DRAFT, number, draft(number), issues);
        }

        /** Whether a draft was begun there, of other content, and never came to its sums. */
        private boolean isTakenByAnother(int number) {
            String prefix = header.prefix() + draft(number);
            for (String key : bucket.keys(prefix)) {
                FileDigest ours = digests.get(key.substring(prefix.length()));
                if (ours == null || !ours.sha256().equals(bucket.head(key).sha256())) {
                    return true;
                }
            }
            return false;
        }

        private static String draft(int number) {
            return "draft-%02d/".formatted(number);
        }

        private String read(String key) throws IOException {
            try (InputStream in = bucket.open(key)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        /** The newest revision with a manifest, whatever {@code CURRENT.json} says. */
        private @Nullable Revision newest() throws IOException {
            Revision newest = null;
            for (int number = 1; ; number++) {
                String place = number == 1 ? "" : "r%02d/".formatted(number);
                String key = header.prefix() + place + ReportManifest.NAME;
                if (!bucket.contains(key)) {
                    return newest;
                }
                byte[] bytes;
                try (InputStream in = bucket.open(key)) {
                    bytes = in.readAllBytes();
                }
                SetManifest manifest = SetManifest.verify(bytes, signer.publicKey());
                newest = new Revision(number, manifest, Sha256.hexOf(bytes));
            }
        }

        private void makeCurrent(int number, String place, String manifestSha256)
                throws IOException {
            byte[] bytes =
                    CanonicalJson.bytes(
                            Json.object()
                                    .put("revision", number)
                                    .put("prefix", place)
                                    .put("manifestSha256", manifestSha256)
                                    .build());
            String key = header.prefix() + CURRENT;
            if (bucket.contains(key) && bucket.head(key).sha256().equals(Sha256.hexOf(bytes))) {
                return;
            }
            Path local = folder.resolveSibling(folder.getFileName() + "." + CURRENT);
            Files.write(local, bytes);
            bucket.replace(key, local);
        }

        private void writeChanges(Revision before) throws IOException {
            TreeMap<String, List<String>> keys = new TreeMap<>();
            for (SetFile file : content.files()) {
                if (!file.key().isEmpty()) {
                    keys.put(file.path(), file.key());
                    keys.put(ofItsName(file.path()), file.key());
                }
            }
            Map<String, FileDigest> old = before.manifest().files();
            TreeSet<String> paths = new TreeSet<>(keys.keySet());
            paths.removeIf(path -> path.startsWith("*"));
            for (String path : old.keySet()) {
                if (keyOf(path, keys) != null) {
                    paths.add(path);
                }
            }
            long rows;
            try (CsvTable.Rows<SetChanges.Change> csv =
                    SetChanges.TABLE.writeTo(folder.resolve(CHANGES))) {
                for (String path : paths) {
                    FileDigest was = old.get(path);
                    FileDigest is = digests.get(path);
                    if (!Objects.equals(was, is)) {
                        for (SetChanges.Change change : changes(before, path, was, is, keys)) {
                            csv.write(change);
                        }
                    }
                }
                rows = csv.rows();
            }
            files.add(files.size() - 3, SetFile.about(CHANGES, rows, "changes"));
            digests.put(CHANGES, FileDigest.of(folder.resolve(CHANGES)));
        }

        private List<SetChanges.Change> changes(
                Revision before,
                String path,
                @Nullable FileDigest was,
                @Nullable FileDigest is,
                Map<String, List<String>> keys)
                throws IOException {
            Path old = folder.resolveSibling(folder.getFileName() + ".before.csv");
            try {
                if (was != null) {
                    bucket.get(header.prefix() + before.place() + path, old, was.sha256());
                }
                return SetChanges.between(
                        path,
                        Objects.requireNonNull(keyOf(path, keys)),
                        was == null ? null : old,
                        is == null ? null : folder.resolve(path));
            } finally {
                Files.deleteIfExists(old);
            }
        }

        private static String ofItsName(String path) {
            return "*" + path.substring(Math.max(0, path.lastIndexOf('/')));
        }

        /** A worksheet that is gone has the key of those of the same name. */
        private static @Nullable List<String> keyOf(String path, Map<String, List<String>> keys) {
            List<String> own = keys.get(path);
            if (own != null || path.indexOf('/') < 0) {
                return own;
            }
            return keys.get(ofItsName(path));
        }
    }
}
