package com.illuvrse.finance.payout;

import com.illuvrse.finance.canonical.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;

/**
 * A detached signature of {@code ssh-keygen -Y sign} over some bytes (OpenSSH, PROTOCOL.sshsig).
 *
 * <p>A signature of a hardware token counts only when somebody touched the token for it.
 */
public final class SshSignature {

    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";
    private static final String HASH = "sha512";
    private static final int TOUCHED = 1;
    private static final int ED25519_BYTES = 64;

    private final byte[] blob;
    private final SshKey key;
    private final String namespace;
    private final byte[] signature;
    private final int flags;
    private final byte[] counter;

    private SshSignature(byte[] blob) {
        if (!SshBytes.startsWith(blob, MAGIC)) {
            throw new IllegalArgumentException("a signature begins with SSHSIG, this one does not");
        }
        this.blob = blob;
        SshBytes bytes = new SshBytes(blob);
        bytes.take(MAGIC.length);
        require("version", "1", String.valueOf(bytes.number()));
        this.key = SshKey.of(bytes.string());
        this.namespace = bytes.text();
        require("reserved part", "", bytes.text());
        require("hash", HASH, bytes.text());
        SshBytes own = new SshBytes(bytes.string());
        bytes.requireEnd();
        require("signature", key.type(), own.text());
        this.signature = own.string();
        require("length", String.valueOf(ED25519_BYTES), String.valueOf(signature.length));
        this.flags = key.isToken() ? own.take(1)[0] : 0;
        this.counter = key.isToken() ? own.take(Integer.BYTES) : new byte[0];
        own.requireEnd();
    }

    private static void require(String what, String expected, String found) {
        if (!expected.equals(found)) {
            throw new IllegalArgumentException(
                    "expected \"%s\" as %s of an SSH signature, found \"%s\""
                            .formatted(expected, what, found));
        }
    }

    /**
     * Reads what stands inside the armour, base64.
     *
     * @throws IllegalArgumentException when it is no such signature
     */
    public static SshSignature parse(String base64) {
        return new SshSignature(Base64.getDecoder().decode(base64));
    }

    /**
     * Reads the file {@code ssh-keygen} writes, armour and all.
     *
     * @throws IllegalArgumentException when it is no such file
     */
    public static SshSignature parseArmoured(String text) {
        String inside = text.strip();
        if (!inside.startsWith(BEGIN) || !inside.endsWith(END)) {
            throw new IllegalArgumentException(
                    "expected a file that begins with \"%s\" and ends with \"%s\""
                            .formatted(BEGIN, END));
        }
        String body = inside.substring(BEGIN.length(), inside.length() - END.length());
        return parse(body.replaceAll("\\s", ""));
    }

    /** The key that claims to have signed. */
    public SshKey key() {
        return key;
    }

    /** What the signature is for, such as {@code settlement-approval@v1}. */
    public String namespace() {
        return namespace;
    }

    /** The blob in base64, as it is sealed. */
    public String base64() {
        return Base64.getEncoder().encodeToString(blob);
    }

    /** Whether its key signed these bytes for its namespace, and a token was touched. */
    public boolean verifies(byte[] message) {
        byte[] signed = signedBytes(namespace, message);
        if (key.isToken()) {
            if ((flags & TOUCHED) == 0) {
                return false;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(Sha256.of(key.application()));
            out.write(flags);
            out.writeBytes(counter);
            out.writeBytes(Sha256.of(signed));
            signed = out.toByteArray();
        }
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key.publicKey());
            check.update(signed);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** What a key really signs for a message: its digest with the namespace around it. */
    static byte[] signedBytes(String namespace, byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(MAGIC);
        SshBytes.put(out, namespace.getBytes(StandardCharsets.UTF_8));
        SshBytes.put(out, new byte[0]);
        SshBytes.put(out, HASH.getBytes(StandardCharsets.US_ASCII));
        try {
            SshBytes.put(out, MessageDigest.getInstance("SHA-512").digest(message));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has SHA-512", e);
        }
        return out.toByteArray();
    }
}
