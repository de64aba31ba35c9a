package com.illuvrse.finance.jobs.stripe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Bytes of any length as they came, held packed with gzip. */
public final class PackedBytes {

    private final byte[] packed;

    private PackedBytes(byte[] packed) {
        this.packed = packed;
    }

    /** Bytes that were packed before. */
    public static PackedBytes ofPacked(byte[] packed) {
        return new PackedBytes(packed.clone());
    }

    /** Packs what a stream gives up to its end. */
    static PackedBytes pack(InputStream content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream pack = new GZIPOutputStream(bytes)) {
            content.transferTo(pack);
        }
        return new PackedBytes(bytes.toByteArray());
    }

    /** The packed form. */
    public byte[] toPacked() {
        return packed.clone();
    }

    /** The bytes as they came. */
    public InputStream open() throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(packed));
    }
}
