package com.illuvrse.finance.segment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A package that lies in a directory. Links are not followed, and whatever is no regular file is
 * not opened: to open a pipe waits for its writer, forever.
 *
 * <p>What a file is, is asked again right before it is opened. Who changes the directory between
 * the two can still make the check wait; he cannot make it pass, for every byte has its digest.
 */
record PackageDirectory(Path path, String name) implements PackageSource {

    private static final Set<String> DIRECTORIES = Set.of("evidence", "keys", "sig", "tst", "wit");

    @Override
    public SortedMap<String, Long> list() throws VerificationException {
        TreeMap<String, Long> files = new TreeMap<>();
        list(path, "", files);
        return files;
    }

    private void list(Path directory, String prefix, Map<String, Long> files)
            throws VerificationException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String file = prefix + entry.getFileName();
                BasicFileAttributes attributes =
                        Files.readAttributes(
                                entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isDirectory() && prefix.isEmpty() && DIRECTORIES.contains(file)) {
                    list(entry, file + "/", files);
                } else if (attributes.isRegularFile()) {
                    files.put(file, attributes.size());
                } else {
                    throw file(file).malformed("file", "a regular file", kind(attributes));
                }
                if (files.size() > MAX_FILES) {
                    throw file(file).malformed("file", "at most " + MAX_FILES + " files", "more");
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw file(prefix).malformed("directory", "a readable directory", e);
        }
    }

    private static String kind(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return "a link";
        }
        return attributes.isDirectory() ? "a directory" : "a pipe, socket or device";
    }

    private SegmentFile file(String file) {
        return new SegmentFile(name + "/" + file);
    }

    @Override
    public InputStream open(String file) throws IOException {
        Path at = path.resolve(file);
        if (!Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(
                    at.toString(), null, "was a regular file when it was listed, and is none now");
        }
        return Channels.newInputStream(
                Files.newByteChannel(
                        at, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }
}
