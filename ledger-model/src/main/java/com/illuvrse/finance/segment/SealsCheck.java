package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.SEAL_MISMATCH;

import com.illuvrse.finance.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code seals.txt} from segment to segment: every signature file is covered by a later seal, so
 * that it cannot be exchanged when its key is lost.
 */
final class SealsCheck {

    private static final Pattern LINE =
            Pattern.compile("([0-9a-f]{64})  (segment-([0-9]{6})/([!-~]{1,128}))");

    private final List<SegmentFolder> segments = new ArrayList<>();
    private final List<Set<String>> files = new ArrayList<>();
    private final Set<String> sealed = new HashSet<>();

    /** Checks the seals of the next segment, which has these files. */
    void check(SegmentFolder segment, Set<String> names) throws VerificationException {
        SegmentFile file = segment.file("seals.txt");
        try (LineReader lines = new LineReader(file, segment.open("seals.txt"))) {
            String previous = "";
            while (lines.next()) {
                Matcher line = line(file, lines);
                String path = line.group(2);
                if (path.compareTo(previous) <= 0) {
                    throw file.refuse(
                            VerificationCode.ORDER_MISMATCH,
                            "line " + lines.line(),
                            "a path after " + previous,
                            path);
                }
                previous = path;
                requireDigest(file, line);
            }
        }
        if (!segments.isEmpty()) {
            String last = segments.getLast().name() + "/" + SegmentFolder.CHECKPOINT;
            if (!sealed.contains(last)) {
                throw file.refuse(SEAL_MISMATCH, last, "a line for it", "none");
            }
        }
        segments.add(segment);
        Set<String> signatures = new HashSet<>(names);
        signatures.removeIf(
                name -> !name.equals(SegmentFolder.CHECKPOINT) && !SegmentFolder.isLater(name));
        files.add(signatures);
    }

    private static Matcher line(SegmentFile file, LineReader lines) throws VerificationException {
        String text =
                new String(
                        lines.bytes(),
                        lines.from(),
                        lines.to() - lines.from(),
                        StandardCharsets.UTF_8);
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            throw file.malformed("line " + lines.line(), "<sha256>  segment-NNNNNN/<path>", text);
        }
        return line;
    }

    private void requireDigest(SegmentFile file, Matcher line) throws VerificationException {
        String path = line.group(2);
        int number = Integer.parseInt(line.group(3));
        String name = line.group(4);
        if (number >= segments.size() || !files.get(number).contains(name)) {
            throw file.refuse(
                    SEAL_MISMATCH, path, "a signature file of an earlier segment", "no such file");
        }
        if (!sealed.add(path)) {
            throw file.refuse(SEAL_MISMATCH, path, "each file once", "a second time");
        }
        byte[] bytes = segments.get(number).read(name, SegmentFolder.MAX_SIGNATURE_BYTES);
        String digest = Sha256.hexOf(bytes);
        if (!digest.equals(line.group(1))) {
            throw file.refuse(SEAL_MISMATCH, path, line.group(1), digest);
        }
    }
}
