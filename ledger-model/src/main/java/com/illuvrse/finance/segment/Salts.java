package com.illuvrse.finance.segment;

import com.illuvrse.finance.journal.EntryId;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The salts of a ledger: 16 bytes for each entry and each file, so that nobody can guess amounts
 * from digests (segment format, section 3).
 *
 * <p>All of them follow from one key, so a replay makes the same bytes. That key is HMAC-SHA-256 of
 * {@link #ledgerKeyMessage} under the ledger's master key, which only the holder of the signing
 * keys can compute. Not for several threads.
 */
public final class Salts {

    private static final int KEY_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final Mac hmac;

    private Salts(Mac hmac) {
        this.hmac = hmac;
    }

    /** Salts under a ledger's salt key of 32 bytes. */
    public static Salts of(byte[] ledgerSaltKey) {
        if (ledgerSaltKey.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a ledger's salt key has %d bytes, found %d"
                            .formatted(KEY_BYTES, ledgerSaltKey.length));
        }
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(ledgerSaltKey, "HmacSHA256"));
            return new Salts(hmac);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HmacSHA256 takes any key of 32 bytes", e);
        }
    }

    /** What the master key authenticates to give a ledger's salt key. */
    public static byte[] ledgerKeyMessage(String ledger) {
        return ("ledger-segment/1/salt\n" + ledger).getBytes(StandardCharsets.UTF_8);
    }

    /** The salt of an entry, base64url. */
    public String ofEntry(EntryId entry) {
        return salt(entry.bytes());
    }

    /** The salt of a payload file, base64url. */
    public String ofFile(int segment, String path) {
        return salt(("file\n" + segment + "\n" + path).getBytes(StandardCharsets.UTF_8));
    }

    private String salt(byte[] message) {
        return BASE64URL.encodeToString(Arrays.copyOf(hmac.doFinal(message), SALT_BYTES));
    }
}
