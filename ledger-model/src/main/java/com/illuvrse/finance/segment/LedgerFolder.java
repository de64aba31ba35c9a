package com.illuvrse.finance.segment;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder that holds the segments of a ledger, in the hands of somebody nobody trusts yet: its
 * names are checked before anything is opened, and links are not followed.
 *
 * <p>Names that do not begin with {@code segment-} are not the ledger's and are not looked at.
 */
final class LedgerFolder {

    private static final Pattern SEGMENT =
            Pattern.compile("(segment-[0-9]{6})(\\.tar|\\.tar\\.gz)?");

    private final Path path;

    LedgerFolder(Path path) {
        this.path = path;
    }

    /** The segments from 0 on, without a gap. */
    List<SegmentFolder> segments() throws VerificationException {
        List<SegmentFolder> segments = new ArrayList<>();
        for (Map.Entry<String, PackageSource> each : packages().entrySet()) {
            String expected = SegmentFolder.name(segments.size());
            if (!each.getKey().equals(expected)) {
                throw new SegmentFile(expected)
                        .refuse(VerificationCode.GAP, "segment", "the next segment", each.getKey());
            }
            segments.add(new SegmentFolder(each.getValue(), segments.size()));
        }
        if (segments.isEmpty()) {
            throw new SegmentFile(SegmentFolder.name(0))
                    .refuse(VerificationCode.GAP, "segment", "the genesis segment", "no segment");
        }
        return segments;
    }

    /** Packages by name of their segment. */
    private SortedMap<String, PackageSource> packages() throws VerificationException {
        TreeMap<String, PackageSource> packages = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (!name.startsWith("segment-")) {
                    continue;
                }
                PackageSource source = source(name, entry);
                String segment = name.substring(0, SegmentFolder.name(0).length());
                if (packages.put(segment, source) != null) {
                    throw new SegmentFile(segment)
                            .refuse(VerificationCode.FORK, "package", "one package", "two");
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new SegmentFile(".").malformed("folder", "a readable folder", e);
        }
        return packages;
    }

    private static PackageSource source(String name, Path entry)
            throws IOException, VerificationException {
        Matcher matcher = SEGMENT.matcher(name);
        BasicFileAttributes attributes =
                Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (matcher.matches()) {
            String segment = matcher.group(1);
            if (matcher.group(2) == null && attributes.isDirectory()) {
                return new PackageDirectory(entry, segment);
            }
            if (matcher.group(2) != null && attributes.isRegularFile()) {
                return new PackageArchive(entry, segment);
            }
        }
        throw new SegmentFile(name)
                .malformed(
                        "name",
                        "directories named segment-000000 and so on, or files segment-000000.tar"
                                + " or .tar.gz",
                        attributes.isSymbolicLink() ? "a link" : name);
    }
}
