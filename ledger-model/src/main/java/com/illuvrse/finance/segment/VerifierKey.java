package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A public key with the name it signs under, as text {@code name+<8 hex>+base64(type || key)}: the
 * verifier key of a C2SP signed note (segment format, section 10).
 *
 * <p>Two keys are equal when their texts are. Only the one text that {@link #toString} gives can be
 * parsed.
 */
public final class VerifierKey {

    /** What a key signs with; the byte stands before the key in its text. */
    public enum Type {
        /** Ed25519; the key is its 32 bytes. */
        ED25519(1, "Ed25519"),
        /** ECDSA on P-256 with SHA-256; the key is its SubjectPublicKeyInfo, DER. */
        ECDSA_P256(2, "SHA256withECDSA"),
        /** Ed25519 of a witness, over a time and a checkpoint. */
        COSIGNATURE(4, "Ed25519");

        private final byte number;
        private final String algorithm;

        Type(int number, String algorithm) {
            this.number = (byte) number;
            this.algorithm = algorithm;
        }

        private static @Nullable Type of(byte number) {
            return Arrays.stream(values())
                    .filter(type -> type.number == number)
                    .findFirst()
                    .orElse(null);
        }
    }

    private static final Pattern NAME = Pattern.compile("[!-*,-~]{1,255}");
    private static final byte[] ED25519_SPKI = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] P256_SPKI =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private final String name;
    private final Type type;
    private final byte[] key;
    private final byte[] keyId;
    private final PublicKey publicKey;

    private VerifierKey(String name, Type type, byte[] key) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a key is 1 to 255 visible ASCII characters but '+', found \""
                            + name
                            + "\"");
        }
        this.name = name;
        this.type = type;
        this.key = key;
        this.keyId = keyId(name, type, key);
        this.publicKey = publicKey(type, key);
    }

    /** Reads the text of a key; anything else than its one text is refused. */
    public static VerifierKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "a verifier key is name+id+key, found \"" + text + "\"");
        }
        byte[] typed = Base64.getDecoder().decode(parts[2]);
        Type type = typed.length == 0 ? null : Type.of(typed[0]);
        if (type == null) {
            throw new IllegalArgumentException(
                    "a verifier key is of type 1, 2 or 4, found \"" + text + "\"");
        }
        VerifierKey key =
                new VerifierKey(parts[0], type, Arrays.copyOfRange(typed, 1, typed.length));
        if (!key.toString().equals(text)) {
            throw new IllegalArgumentException(
                    "expected verifier key \"" + key + "\", found \"" + text + "\"");
        }
        return key;
    }

    /** The verifier key of a public key, Ed25519 or ECDSA on P-256. */
    public static VerifierKey of(String name, PublicKey publicKey) {
        byte[] spki = publicKey.getEncoded();
        if (spki == null) {
            throw new IllegalArgumentException(
                    "the public key of " + name + " has no encoding: it cannot be published");
        }
        return ofSpki(name, spki);
    }

    /** The verifier key of a SubjectPublicKeyInfo in DER, as KMS and tokens give it. */
    public static VerifierKey ofSpki(String name, byte[] spki) {
        if (startsWith(spki, ED25519_SPKI)) {
            byte[] key = Arrays.copyOfRange(spki, ED25519_SPKI.length, spki.length);
            return new VerifierKey(name, Type.ED25519, key);
        }
        return new VerifierKey(name, Type.ECDSA_P256, spki.clone());
    }

    /** The same Ed25519 key as the one of a witness. */
    public VerifierKey asWitness() {
        return new VerifierKey(name, Type.COSIGNATURE, key);
    }

    public String name() {
        return name;
    }

    public Type type() {
        return type;
    }

    /** The four bytes that stand before each of its signatures. */
    public byte[] keyId() {
        return keyId.clone();
    }

    /** SubjectPublicKeyInfo of the key, DER. */
    public byte[] spki() {
        return publicKey.getEncoded();
    }

    /** Requires that the signature is one of this key over the message. */
    public void verify(byte[] message, byte[] signature) throws SignatureRefusedException {
        boolean good;
        try {
            Signature verifier = Signature.getInstance(type.algorithm);
            verifier.initVerify(publicKey);
            verifier.update(message);
            good = verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            throw new SignatureRefusedException(
                    "a signature of " + this + " cannot be read: " + e.getMessage(), e);
        }
        if (!good) {
            throw new SignatureRefusedException("the signature is not one of " + this);
        }
    }

    private static byte[] keyId(String name, Type type, byte[] key) {
        Sha256 digest = Sha256.start();
        if (type != Type.ECDSA_P256) {
            digest.update((name + "\n").getBytes(StandardCharsets.US_ASCII)).update(type.number);
        }
        return Arrays.copyOf(digest.update(key).finish(), 4);
    }

    private static PublicKey publicKey(Type type, byte[] key) {
        boolean elliptic = type == Type.ECDSA_P256;
        byte[] spki = elliptic ? key : joined(ED25519_SPKI, key);
        int length = elliptic ? P256_SPKI.length + 64 : ED25519_SPKI.length + 32;
        if (spki.length != length || (elliptic && !startsWith(spki, P256_SPKI))) {
            throw new IllegalArgumentException(
                    "a key is Ed25519 or an uncompressed point on P-256, found "
                            + key.length
                            + " bytes of something else");
        }
        try {
            return KeyFactory.getInstance(elliptic ? "EC" : "Ed25519")
                    .generatePublic(new X509EncodedKeySpec(spki));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key is no point of its curve", e);
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length > prefix.length
                && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerifierKey that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The text of the key. */
    @Override
    public String toString() {
        byte[] typed = joined(new byte[] {type.number}, key);
        return name
                + "+"
                + HexFormat.of().formatHex(keyId)
                + "+"
                + Base64.getEncoder().encodeToString(typed);
    }
}
