package com.illuvrse.finance.exporters.verify;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.segment.SegmentVerifier;
import com.illuvrse.finance.segment.TrustFile;
import com.illuvrse.finance.segment.VerificationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
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

    /** Nothing is wrong with what was checked. */
    public static final int PASS = 0;

    /** Something is wrong. */
    public static final int FAIL = 1;

    /**
     * It was not even tried: no such folder, no trust file, or one that asks for more than this.
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
        TrustFile trusted;
        SegmentVerifier verifier;
        try {
            trusted = TrustFile.parse(read(trust));
            verifier = SegmentVerifier.of(requireFolder(folder), trusted, now);
        } catch (IllegalArgumentException | ArithmeticException | IOException e) {
            print(out, form, usage(e.getMessage()), "USAGE " + e.getMessage());
            return USAGE;
        }
        try {
            verifier.verify();
        } catch (VerificationException e) {
            print(out, form, failed(e), String.valueOf(e.getMessage()));
            return FAIL;
        }
        StringBuilder text = new StringBuilder();
        verifier.lines().forEach(line -> text.append(line).append(System.lineSeparator()));
        text.append("PASS ").append(trusted.ledger()).append(" head ").append(verifier.head());
        print(out, form, passed(trusted, verifier), text.toString());
        return PASS;
    }

    private static byte[] read(Path trust) throws IOException {
        if (!Files.isRegularFile(trust)) {
            throw new IllegalArgumentException("there is no trust file " + trust);
        }
        try (InputStream stream = Files.newInputStream(trust)) {
            return stream.readNBytes(MAX_TRUST_BYTES + 1);
        }
    }

    private static Path requireFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("there is no folder " + folder);
        }
        return folder;
    }

    private static void print(PrintStream out, Form form, Json.Obj json, String text) {
        out.println(
                switch (form) {
                    case TEXT -> text;
                    case JSON -> CanonicalJson.text(json);
                });
        out.flush();
    }

    private static Json.Obj passed(TrustFile trust, SegmentVerifier verifier) {
        Json.Obj head =
                Json.object()
                        .put("size", verifier.head().size())
                        .put("root", verifier.head().root())
                        .build();
        return Json.object()
                .put("result", "PASS")
                .put("ledger", trust.ledger())
                .put("head", head)
                .put("lines", Json.texts(verifier.lines()))
                .build();
    }

    private static Json.Obj failed(VerificationException e) {
        return Json.object()
                .put("result", "FAIL")
                .put("code", e.code().name())
                .put("file", e.file())
                .put("item", e.item())
                .put("expected", e.expected())
                .put("found", e.found())
                .build();
    }

    private static Json.Obj usage(@Nullable String sentence) {
        return Json.object()
                .put("result", "USAGE")
                .put("sentence", String.valueOf(sentence).replaceAll("[^ -~]", "?"))
                .build();
    }
}
