package com.illuvrse.finance.sandbox.s3;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bytes of an object that a read asks for; offset and length in bytes. */
record ByteRange(long offset, long length) {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /**
     * The range of a Range header, or null for the whole object, as also for what is no single
     * range.
     */
    static @Nullable ByteRange ofHeader(@Nullable String header, long size) {
        Matcher range = ONE_RANGE.matcher(header == null ? "" : header.replace(" ", ""));
        if (!range.matches() || (range.group(1) + range.group(2)).isEmpty()) {
            return null;
        }
        if (range.group(1).isEmpty()) {
            long last = Math.min(Long.parseLong(range.group(2)), size);
            return satisfiable(size - last, last, size);
        }
        long first = Long.parseLong(range.group(1));
        long end =
                range.group(2).isEmpty()
                        ? size
                        : Math.min(Long.parseLong(range.group(2)) + 1, size);
        if (!range.group(2).isEmpty() && Long.parseLong(range.group(2)) < first) {
            return null;
        }
        return satisfiable(first, end - first, size);
    }

    /** One part of an object, counted from 1. */
    static ByteRange ofPart(int number, Content content) {
        List<Long> sizes =
                content.partSizes().isEmpty() ? List.of(content.size()) : content.partSizes();
        if (number > sizes.size()) {
            throw S3Error.INVALID_RANGE.because(
                    "the object has %d parts, part %d is not one of them"
                            .formatted(sizes.size(), number));
        }
        long offset = 0;
        for (long size : sizes.subList(0, number - 1)) {
            offset += size;
        }
        return new ByteRange(offset, sizes.get(number - 1));
    }

    /** As a Content-Range header tells it. */
    String header(long size) {
        return "bytes %d-%d/%d".formatted(offset, offset + length - 1, size);
    }

    private static ByteRange satisfiable(long offset, long length, long size) {
        if (length <= 0) {
            throw S3Error.INVALID_RANGE.because(
                    "the range asked for lies outside the %,d bytes of the object".formatted(size));
        }
        return new ByteRange(offset, length);
    }
}
