package com.illuvrse.finance.jobs.marketplace;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** One line of a feed file as it came, without its line break. Numbered from 1. */
public final class FeedLine {

    private final int number;
    private final byte[] bytes;

    FeedLine(int number, byte[] bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    public int number() {
        return number;
    }

    /** The line's bytes, to be kept when it is refused. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The line as text; bytes that are not UTF-8 are refused with a sentence. */
    public String text() {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "line " + number + " is not UTF-8; send the line again in UTF-8", e);
        }
    }

    /** Whether another line has the same members, whatever their order; null is like absent. */
    public boolean saysTheSameAs(String other) {
        return FeedJson.sorted(FeedJson.read(text())).equals(FeedJson.sorted(FeedJson.read(other)));
    }
}
