package com.illuvrse.finance.exporters.s3;

import java.io.InputStream;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the marketplace delivers its feeds: {@code <feed>/dt=YYYY-MM-DD/<file>}, read and never
 * written by us.
 */
public final class Inbox {

    private static final Pattern KEY = Pattern.compile("([^/]+)/dt=([0-9-]{10})/([^/]+)");

    private final ArchiveBucket bucket;

    Inbox(ArchiveBucket bucket) {
        this.bucket = bucket;
    }

    /** The bucket itself, for whoever plays the marketplace. */
    public ArchiveBucket bucket() {
        return bucket;
    }

    /** Names of the feeds that have delivered something. */
    public List<String> feeds() {
        return bucket.folders("").stream()
                .map(folder -> folder.substring(0, folder.length() - 1))
                .toList();
    }

    /** What a feed has delivered for the days up to this one, by day and then by name. */
    public List<InboxFile> files(String feed, LocalDate upTo) {
        return keys(feed)
                .map(InboxFile::parse)
                .filter(Objects::nonNull)
                .filter(file -> !file.day().isAfter(upTo))
                .toList();
    }

    /** Keys of a feed that do not lie in the folder of a day, and so are never read. */
    public List<String> misplaced(String feed) {
        return keys(feed).filter(key -> InboxFile.parse(key) == null).toList();
    }

    /** All keys of a feed but those with which some tools stand for empty folders. */
    private Stream<String> keys(String feed) {
        return bucket.keys(feed + "/").stream().filter(key -> !key.endsWith("/"));
    }

    /** The bytes of a file, as they were delivered; the caller closes the stream. */
    public InputStream open(InboxFile file) {
        return bucket.open(file.key());
    }

    /**
     * One delivered file.
     *
     * @param day the accounting day it was delivered for
     */
    public record InboxFile(String feed, LocalDate day, String name) {

        static @Nullable InboxFile parse(String key) {
            Matcher parts = KEY.matcher(key);
            if (!parts.matches()) {
                return null;
            }
            try {
                return new InboxFile(
                        parts.group(1), LocalDate.parse(parts.group(2)), parts.group(3));
            } catch (DateTimeParseException notADay) {
                return null;
            }
        }

        /** {@code <feed>/dt=<day>/<file>}, which also names the file in breaks. */
        public String key() {
            return feed + "/dt=" + day + "/" + name;
        }
    }
}
