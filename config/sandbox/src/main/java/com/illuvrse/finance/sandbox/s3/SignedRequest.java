package com.illuvrse.finance.sandbox.s3;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a verified signature proves, and the key that the signatures of the body's chunks are
 * checked with. The payload is the SHA-256 of the body in hex, or one of S3's words for how the
 * body is signed.
 */
final class SignedRequest {
    private final byte[] signingKey;
    private final String time;
    private final String scope;
    private final String signature;
    private final String payload;

    SignedRequest(
            S3Credentials credentials,
            String time,
            String scope,
            String signature,
            String payload) {
        byte[] key = ("AWS4" + credentials.secretKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        this.signingKey = key;
        this.time = time;
        this.scope = scope;
        this.signature = signature;
        this.payload = payload;
    }

    /** The signature of the headers, which the chain of chunk signatures starts with. */
    String signature() {
        return signature;
    }

    String payload() {
        return payload;
    }

    /** Signs a text with the key of this day, region and service; lower-case hex. */
    String sign(String text) {
        return HexFormat.of().formatHex(hmac(signingKey, text));
    }

    /** The signature a chunk must carry. */
    String chunkSignature(String previous, String chunkSha256) {
        return sign(
                String.join(
                        "\n",
                        "AWS4-HMAC-SHA256-PAYLOAD",
                        time,
                        scope,
                        previous,
                        Signature.sha256(""),
                        chunkSha256));
    }

    /** The signature the trailing headers must carry. */
    String trailerSignature(String previous, String trailers) {
        return sign(
                String.join(
                        "\n",
                        "AWS4-HMAC-SHA256-TRAILER",
                        time,
                        scope,
                        previous,
                        Signature.sha256(trailers)));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
