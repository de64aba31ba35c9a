package com.illuvrse.finance.exporters.verify;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.exporters.attestation.PackageSignatures;
import com.illuvrse.finance.memory.NoRoomException;
import com.illuvrse.finance.segment.SegmentVerifier;
import com.illuvrse.finance.segment.TrustFile;
import com.illuvrse.finance.segment.VerificationException;
import com.illuvrse.finance.segment.VerifiedDay;
import com.illuvrse.finance.segment.VerifiedHead;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code finance verify DIR --trust FILE [--now D] [--json]} prints, and how it ends (segment
 * format, section 13).
 *
 * <p>As text: a line for each thing that was checked or was not, then {@code PASS <ledger> head
 * <size>:<root>}; or only {@code FAIL <CODE> <file> <first bad item>: expected <x>, found <y>}. As
 * JSON: one line with the same.
 */
public final class VerifyReport {

    /** How the words of the result are written. */
    public enum Form {
        TEXT,
        JSON
    }

    /** What else is held against a ledger, once it is verified. */
    public interface Comparison {

        /** Compares all days; says what was compared, a line each. */
        List<String> check(List<VerifiedDay> days) throws VerificationException;
    }

    /** The ledger alone. */
    public static final Comparison NOTHING_ELSE = days -> List.of();

    /** Nothing is wrong with what was checked. */
    public static final int PASS = 0;

    /** Something is wrong. */
    public static final int FAIL = 1;

    /**
     * It was not tried to the end: no such folder, no trust file or one that asks for more than
     * this, no room for what has to be remembered.
     */
    public static final int USAGE = 2;

    private static final int MAX_TRUST_BYTES = 1 << 20;

    private VerifyReport() {}

    /** Checks the ledger in a folder, prints a text and gives the exit code. */
    public static int run(Path folder, Path trust, @Nullable LocalDate now, PrintStream out) {
        return run(folder, trust, now, Form.TEXT, out);
    }

    /**
     * Checks the ledger in a folder, prints what was found and gives the exit code.
     *
     * @param now the auditor's own date, before which every day must be there; null to ask for none
     */
    public static int run(
            Path folder, Path trust, @Nullable LocalDate now, Form form, PrintStream out) {
        return run(folder, trust, now, NOTHING_ELSE, form, out);
    }

    /** The same, and then a comparison with something else. */
    public static int run(
            Path folder,
            Path trust,
            @Nullable LocalDate now,
            Comparison comparison,
            Form form,
            PrintStream out) {
        TrustFile trusted;
        SegmentVerifier verifier;
        try {
            trusted = trustFile(trust);
            verifier =
                    SegmentVerifier.of(
                            requireFolder(folder),
                            trusted,
                            now,
                            PackageSignatures.under(trusted.tsaRoots()));
        } catch (IllegalArgumentException | ArithmeticException | IOException e) {
            notTried(out, form, e.getMessage());
            return USAGE;
        }
        List<String> lines;
        try {
            verifier.verify();
            lines = new ArrayList<>(verifier.lines());
            lines.addAll(comparison.check(verifier.days()));
        } catch (VerificationException e) {
            print(out, form, failed(e), String.valueOf(e.getMessage()));
            return FAIL;
        } catch (NoRoomException e) {
            notTried(out, form, e.getMessage());
            return USAGE;
        }
        passed(out, form, trusted, verifier.head(), lines);
        return PASS;
    }

    static TrustFile trustFile(Path file) throws IOException {
        return TrustFile.parse(read("trust file", file, MAX_TRUST_BYTES));
    }

    /** The bytes of a file, and at most one more than it may have. */
    static byte[] read(String what, Path file, int most) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no " + what + " " + file);
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return stream.readNBytes(most + 1);
        }
    }

    private static Path requireFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("there is no folder " + folder);
        }
        return folder;
    }

    static void print(PrintStream out, Form form, Json.Obj json, String text) {
        out.println(
                switch (form) {
                    case TEXT -> text;
                    case JSON -> CanonicalJson.text(json);
                });
        out.flush();
    }

    static void passed(
            PrintStream out, Form form, TrustFile trust, VerifiedHead head, List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append(System.lineSeparator()));
        text.append("PASS ").append(trust.ledger()).append(" head ").append(head);
        Json.Obj json =
                Json.object()
                        .put("result", "PASS")
                        .put("ledger", trust.ledger())
                        .put(
                                "head",
                                Json.object()
                                        .put("size", head.size())
                                        .put("root", head.root())
                                        .build())
                        .put("lines", Json.texts(lines))
                        .build();
        print(out, form, json, text.toString());
    }

    static Json.Obj failed(VerificationException e) {
        return Json.object()
                .put("result", "FAIL")
                .put("code", e.code().name())
                .put("file", e.file())
                .put("item", e.item())
                .put("expected", e.expected())
                .put("found", e.found())
                .build();
    }

    /** Says why it was not even tried. */
    public static void notTried(PrintStream out, Form form, @Nullable String sentence) {
        String plain = String.valueOf(sentence).replaceAll("[^ -~]", "?");
        Json.Obj json = Json.object().put("result", "USAGE").put("sentence", plain).build();
        print(out, form, json, "USAGE " + sentence);
    }
}
