package com.illuvrse.finance.canonical;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, the one digest of the ledger: the only place that touches {@link MessageDigest}. */
public final class Sha256 {

    private static final HexFormat HEX = HexFormat.of();

    /** Copied for every digest, since looking the algorithm up costs more than a short one. */
    private static final MessageDigest EMPTY = lookUp();

    private static final ThreadLocal<Sha256> WHOLE = ThreadLocal.withInitial(Sha256::new);

    private final MessageDigest digest;

    private Sha256() {
        try {
            digest = (MessageDigest) EMPTY.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of the Java runtime can be copied", e);
        }
    }

    private static MessageDigest lookUp() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** A running digest; {@link #finish()} starts it anew. Not for several threads. */
    public static Sha256 start() {
        return new Sha256();
    }

    public Sha256 update(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    public Sha256 update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        return this;
    }

    public Sha256 update(byte value) {
        digest.update(value);
        return this;
    }

    public byte[] finish() {
        return digest.digest();
    }

    public String finishHex() {
        return HEX.formatHex(digest.digest());
    }

    public static byte[] of(byte[] bytes) {
        return WHOLE.get().update(bytes).finish();
    }

    public static String hexOf(byte[] bytes) {
        return HEX.formatHex(of(bytes));
    }
}
