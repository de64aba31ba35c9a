package com.illuvrse.finance.jobs.marketplace;

import com.illuvrse.finance.canonical.Sha256;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A file of one feed, copied to local disk, not yet believed.
 *
 * <p>A bank's statement in XML is used when it is complete XML. Every other file is used only when
 * its last line is {@code {"type":"end","count":N}} and N lines stand before it; otherwise the
 * whole file is refused, because a cut file looks exactly like a short one (feeds, section 2).
 *
 * @param day the accounting day the file was delivered for
 * @param name the file's name below the day's folder
 * @param content the local copy, compressed when the name ends in {@code .gz}
 * @param sha256 digest of the bytes as delivered
 */
public record FeedFile(String feed, LocalDate day, String name, Path content, String sha256) {

    /** A longer line is refused with its file: nothing a marketplace sends comes near it. */
    static final int LONGEST_LINE = 1 << 20;

    public static FeedFile of(String feed, LocalDate day, String name, Path content)
            throws IOException {
        Sha256 digest = Sha256.start();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(content)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return new FeedFile(feed, day, name, content, digest.finishHex());
    }

    /**
     * A file a person hands in, copied and given the end line it may lack, so that it is a file of
     * the feed like any other. Its name comes from its content.
     *
     * @param copy where the copy goes
     */
    public static FeedFile handedIn(String feed, LocalDate day, Path given, Path copy)
            throws IOException {
        if (!Files.isRegularFile(given)) {
            throw new IllegalArgumentException(
                    "expected a file of the feed " + feed + ", found no file at " + given);
        }
        byte[] content = withoutEmptyEnd(Files.readAllBytes(given));
        try (OutputStream out = Files.newOutputStream(copy)) {
            out.write(content);
            int begin = content.length;
            while (begin > 0 && content[begin - 1] != '\n') {
                begin--;
            }
            byte[] last = Arrays.copyOfRange(content, begin, content.length);
            if (content.length > 0) {
                out.write('\n');
            }
            if (!isEndLine(last)) {
                int lines = content.length == 0 ? 0 : 1;
                for (byte each : content) {
                    lines += each == '\n' ? 1 : 0;
                }
                String end = "{\"type\":\"end\",\"count\":" + lines + "}\n";
                out.write(end.getBytes(StandardCharsets.US_ASCII));
            }
        }
        String sha256 = of(feed, day, "", copy).sha256();
        String name = "by-hand-" + sha256.substring(0, 16) + ".jsonl";
        return new FeedFile(feed, day, name, copy, sha256);
    }

    private static byte[] withoutEmptyEnd(byte[] content) {
        int length = content.length;
        while (length > 0 && (content[length - 1] == '\n' || content[length - 1] == '\r')) {
            length--;
        }
        return Arrays.copyOf(content, length);
    }

    private static boolean isEndLine(byte[] line) {
        try {
            JsonNode node = FeedJson.read(new FeedLine(1, line).text());
            return "end".equals(node.path("type").asString(""));
        } catch (IllegalArgumentException noObject) {
            return false;
        }
    }

    /** How breaks name the file. */
    public String ref() {
        return feed + "/dt=" + day + "/" + name;
    }

    /**
     * What the file's end says of it.
     *
     * @param lines how many lines stand before the end line
     * @param refusal why the whole file must be refused, or nothing when its end line is right
     */
    public record Ending(int lines, Optional<String> refusal) {}

    /** Reads the file once to its end. */
    public Ending ending() {
        if (isStatement()) {
            return endingOfStatement();
        }
        if (isAch()) {
            return endingOfAch();
        }
        LineCount count = new LineCount();
        try {
            lines(count);
        } catch (IOException e) {
            return new Ending(
                    count.lines,
                    Optional.of(
                            "the file cannot be read to its end ("
                                    + e.getMessage()
                                    + "); deliver it again under a new name"));
        }
        return new Ending(Math.max(count.lines - 1, 0), count.refusal());
    }

    /** Whether this is a bank's statement in XML, which ends with its own root. */
    private boolean isStatement() {
        return feed.equals("bank") && name.endsWith(".xml");
    }

    /** A file of the ACH network: returns and notifications of change. */
    private boolean isAch() {
        return feed.equals("bank") && name.endsWith(".ach");
    }

    /**
     * Whether the file holds accounts and names in clear, so that no copy of it is kept. It stays
     * in the inbox.
     */
    public boolean isOfPersons() {
        return isAch();
    }

    private Ending endingOfAch() {
        try {
            int entries = FeedAchNotice.read(Files.readAllBytes(content), line -> {});
            return new Ending(entries, Optional.empty());
        } catch (IOException e) {
            return new Ending(
                    0,
                    Optional.of(
                            "the ACH file cannot be used ("
                                    + e.getMessage()
                                    + "); have the bank deliver it again under a new name"));
        }
    }

    private Ending endingOfStatement() {
        try (InputStream in = open()) {
            return new Ending(CamtStatement.read(in, line -> {}), Optional.empty());
        } catch (IOException e) {
            return new Ending(
                    0,
                    Optional.of(
                            "the statement cannot be read ("
                                    + e.getMessage()
                                    + "); deliver it again under a new name"));
        }
    }

    /** Every line before the end line. Call it only when {@link #ending()} refuses nothing. */
    public void forEach(Consumer<FeedLine> consumer) throws IOException {
        if (isStatement()) {
            try (InputStream in = open()) {
                CamtStatement.read(in, consumer);
            }
            return;
        }
        if (isAch()) {
            FeedAchNotice.read(Files.readAllBytes(content), consumer);
            return;
        }
        FeedLine[] previous = new FeedLine[1];
        lines(
                line -> {
                    if (previous[0] != null) {
                        consumer.accept(previous[0]);
                    }
                    previous[0] = line;
                });
    }

    private void lines(Consumer<FeedLine> consumer) throws IOException {
        try (InputStream in = open()) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
            int number = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    consumer.accept(new FeedLine(++number, line.toByteArray()));
                    line.reset();
                } else if (line.size() == LONGEST_LINE) {
                    throw new IOException(
                            "line " + (number + 1) + " is longer than " + LONGEST_LINE + " bytes");
                } else {
                    line.write(next);
                }
            }
            if (line.size() > 0) {
                consumer.accept(new FeedLine(++number, line.toByteArray()));
            }
        }
    }

    private InputStream open() throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(content), 1 << 16);
        return name.toLowerCase(Locale.ROOT).endsWith(".gz")
                ? new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16)
                : raw;
    }

    /** Counts lines and looks at the last one. */
    private static final class LineCount implements Consumer<FeedLine> {
        private int lines;
        private byte[] last = new byte[0];

        @Override
        public void accept(FeedLine line) {
            lines++;
            last = line.bytes();
        }

        Optional<String> refusal() {
            long before = lines - 1L;
            String expected =
                    "expected the last line to be {\"type\":\"end\",\"count\":"
                            + Math.max(before, 0)
                            + "}, found ";
            String again = "; deliver the whole file again under a new name";
            if (lines == 0) {
                return Optional.of(expected + "an empty file" + again);
            }
            try {
                JsonNode end = FeedJson.read(new FeedLine(lines, last).text());
                if (!"end".equals(end.path("type").asString(""))) {
                    return Optional.of(
                            "expected the last line to be an end line, found a line of type \""
                                    + end.path("type").asString("")
                                    + "\""
                                    + again);
                }
                if (!end.path("count").isIntegralNumber()
                        || end.path("count").asLong(-1) != before) {
                    return Optional.of(
                            expected
                                    + "count "
                                    + end.path("count")
                                    + " after "
                                    + before
                                    + " lines"
                                    + again);
                }
                return Optional.empty();
            } catch (JacksonException | IllegalArgumentException e) {
                return Optional.of(expected + "something that is not JSON" + again);
            }
        }
    }
}
