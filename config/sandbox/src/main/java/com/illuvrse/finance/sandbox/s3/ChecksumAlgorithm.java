package com.illuvrse.finance.sandbox.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The checksums this emulation verifies and keeps. */
enum ChecksumAlgorithm {
    CRC32(4),
    CRC32C(4),
    CRC64NVME(8),
    SHA1(20),
    SHA256(32);

    private final int bytes;

    ChecksumAlgorithm(int bytes) {
        this.bytes = bytes;
    }

    /** A checksum in progress. */
    interface Running {
        void update(byte[] buffer, int offset, int length);

        /** The checksum of what was given so far; call once. */
        byte[] value();
    }

    static ChecksumAlgorithm named(String name) {
        return Arrays.stream(values())
                .filter(a -> a.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(
                        () ->
                                S3Error.NOT_IMPLEMENTED.because(
                                        "the checksum algorithm should be one of %s but is '%s'"
                                                .formatted(Arrays.toString(values()), name)));
    }

    /** The header, or trailer, that carries it. */
    String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    /** The element that carries it in a document. */
    String element() {
        return "Checksum" + name();
    }

    int length() {
        return bytes;
    }

    /**
     * Whether S3 can give the checksum of a whole multipart object; else only one of its parts'
     * checksums.
     */
    boolean joins() {
        return switch (this) {
            case CRC32, CRC32C, CRC64NVME -> true;
            case SHA1, SHA256 -> false;
        };
    }

    Running start() {
        return switch (this) {
            case CRC32 -> cyclic(new CRC32());
            case CRC32C -> cyclic(new CRC32C());
            case CRC64NVME -> cyclic(new Crc64Nvme());
            case SHA1 -> digest("SHA-1");
            case SHA256 -> digest("SHA-256");
        };
    }

    private Running cyclic(java.util.zip.Checksum checksum) {
        return new Running() {
            @Override
            public void update(byte[] buffer, int offset, int length) {
                checksum.update(buffer, offset, length);
            }

            @Override
            public byte[] value() {
                byte[] all = ByteBuffer.allocate(8).putLong(checksum.getValue()).array();
                return Arrays.copyOfRange(all, 8 - bytes, 8);
            }
        };
    }

    /** A digest of the JDK in progress, also for those S3 uses outside checksums. */
    static Running digest(String name) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + name, e);
        }
        return new Running() {
            @Override
            public void update(byte[] buffer, int offset, int length) {
                digest.update(buffer, offset, length);
            }

            @Override
            public byte[] value() {
                return digest.digest();
            }
        };
    }
}
