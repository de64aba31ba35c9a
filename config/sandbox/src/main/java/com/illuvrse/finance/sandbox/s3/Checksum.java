package com.illuvrse.finance.sandbox.s3;

import java.util.Base64;
import java.util.List;

/**
 * A checksum that was verified and is kept with an object or a part.
 *
 * @param value base 64; a composite one ends with the number of parts, as in {@code AAAA==-3}
 */
record Checksum(ChecksumAlgorithm algorithm, String value, Type type) {
    /** Over the bytes of the object, or over the checksums of its parts. */
    enum Type {
        FULL_OBJECT,
        COMPOSITE
    }

    static Checksum full(ChecksumAlgorithm algorithm, byte[] value) {
        return new Checksum(algorithm, Base64.getEncoder().encodeToString(value), Type.FULL_OBJECT);
    }

    /** The checksum of the checksums of the parts. */
    static Checksum composite(ChecksumAlgorithm algorithm, List<Checksum> parts) {
        ChecksumAlgorithm.Running running = algorithm.start();
        for (Checksum part : parts) {
            byte[] value = Base64.getDecoder().decode(part.value());
            running.update(value, 0, value.length);
        }
        String joined = Base64.getEncoder().encodeToString(running.value());
        return new Checksum(algorithm, joined + "-" + parts.size(), Type.COMPOSITE);
    }
}
