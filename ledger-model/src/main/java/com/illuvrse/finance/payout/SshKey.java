package com.illuvrse.finance.payout;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public key of an approver as it stands in authorized_keys, without a comment: Ed25519, in a
 * file or in a hardware token.
 */
public final class SshKey {

    static final String ED25519 = "ssh-ed25519";
    static final String TOKEN = "sk-ssh-ed25519@openssh.com";

    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

    private final String text;
    private final byte[] blob;
    private final String type;
    private final String application;
    private final PublicKey key;

    private SshKey(String text, byte[] blob) {
        SshBytes bytes = new SshBytes(blob);
        this.text = text;
        this.blob = blob;
        this.type = bytes.text();
        if (!type.equals(ED25519) && !type.equals(TOKEN)) {
            throw new IllegalArgumentException(
                    "expected a key of type %s or %s, found %s".formatted(ED25519, TOKEN, type));
        }
        byte[] raw = bytes.string();
        this.application = type.equals(TOKEN) ? bytes.text() : "";
        bytes.requireEnd();
        this.key = publicKey(raw);
    }

    /**
     * Reads {@code ssh-ed25519 AAAA…}.
     *
     * @throws IllegalArgumentException when it is no such key
     */
    public static SshKey parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 2) {
            throw new IllegalArgumentException(
                    "expected a public key as \"ssh-ed25519 AAAA…\" without a comment, found \""
                            + text
                            + "\"");
        }
        SshKey key = new SshKey(text, Base64.getDecoder().decode(words[1]));
        if (!key.type.equals(words[0])) {
            throw new IllegalArgumentException(
                    "a key that says it is %s is %s".formatted(words[0], key.type));
        }
        return key;
    }

    /** The key inside a signature. */
    static SshKey of(byte[] blob) {
        SshBytes bytes = new SshBytes(blob);
        return new SshKey(
                bytes.text() + " " + Base64.getEncoder().encodeToString(blob), blob.clone());
    }

    private static PublicKey publicKey(byte[] raw) {
        byte[] spki = new byte[SPKI.length + raw.length];
        System.arraycopy(SPKI, 0, spki, 0, SPKI.length);
        System.arraycopy(raw, 0, spki, SPKI.length, raw.length);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key is no point of Ed25519", e);
        }
    }

    byte[] blob() {
        return blob.clone();
    }

    boolean isToken() {
        return type.equals(TOKEN);
    }

    String type() {
        return type;
    }

    /** What the token was asked for, in bytes. */
    byte[] application() {
        return application.getBytes(StandardCharsets.UTF_8);
    }

    PublicKey publicKey() {
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SshKey key && key.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As in authorized_keys. */
    @Override
    public String toString() {
        return text;
    }
}
