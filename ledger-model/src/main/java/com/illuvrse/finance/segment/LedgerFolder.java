package com.illuvrse.finance.segment;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A folder that holds the segments of a ledger, in the hands of somebody nobody trusts yet: its
 * names are checked before anything is opened, and links are not followed.
 *
 * <p>Names that do not begin with {@code segment-} are not the ledger's and are not looked at.
 */
final class LedgerFolder {

    private static final Pattern SEGMENT = Pattern.compile("segment-[0-9]{6}");
    private static final int MAX_SEGMENTS = 1_000_000;

    private final Path path;

    LedgerFolder(Path path) {
        this.path = path;
    }

    /** The segments from 0 on, without a gap. */
    List<SegmentFolder> segments() throws VerificationException {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (name.startsWith("segment-")) {
                    requireSegment(name, entry);
                    names.add(name);
                }
            }
        } catch (IOException e) {
            throw new SegmentFile(".").malformed("folder", "a readable folder", e);
        }
        List<SegmentFolder> segments = new ArrayList<>();
        for (String name : names) {
            String expected = SegmentFolder.name(segments.size());
            if (!name.equals(expected)) {
                throw new SegmentFile(expected)
                        .refuse(VerificationCode.GAP, "segment", "the next segment", name);
            }
            segments.add(new SegmentFolder(path.resolve(name), segments.size()));
        }
        if (segments.isEmpty()) {
            throw new SegmentFile(SegmentFolder.name(0))
                    .refuse(VerificationCode.GAP, "segment", "the genesis segment", "no segment");
        }
        return segments;
    }

    private static void requireSegment(String name, Path entry) throws VerificationException {
        if (!SEGMENT.matcher(name).matches()
                || !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            throw new SegmentFile(name)
                    .malformed("name", "directories named segment-000000 and so on", name);
        }
        if (Integer.parseInt(name.substring(8)) >= MAX_SEGMENTS) {
            throw new SegmentFile(name).malformed("name", "fewer than a million segments", name);
        }
    }
}
