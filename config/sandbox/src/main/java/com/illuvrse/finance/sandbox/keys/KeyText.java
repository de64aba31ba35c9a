package com.illuvrse.finance.sandbox.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Keys as PEM, the text form every tool reads. */
final class KeyText {
    private static final Base64.Encoder LINES =
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private KeyText() {}

    static String print(String label, Key key) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(label, LINES.encodeToString(key.getEncoded()), label);
    }

    static KeyPair parse(String algorithm, Path publicKey, Path privateKey) throws IOException {
        try {
            KeyFactory factory = KeyFactory.getInstance(algorithm);
            return new KeyPair(
                    factory.generatePublic(
                            new X509EncodedKeySpec(encoded("PUBLIC KEY", publicKey))),
                    factory.generatePrivate(
                            new PKCS8EncodedKeySpec(encoded("PRIVATE KEY", privateKey))));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "%s and %s are not a key of %s: %s"
                            .formatted(publicKey, privateKey, algorithm, e.getMessage()),
                    e);
        }
    }

    private static byte[] encoded(String label, Path file) throws IOException {
        String text = Files.readString(file).strip();
        String begin = "-----BEGIN " + label + "-----";
        String end = "-----END " + label + "-----";
        if (!text.startsWith(begin) || !text.endsWith(end)) {
            throw new IOException("%s should be one PEM block %s".formatted(file, label));
        }
        return Base64.getMimeDecoder()
                .decode(text.substring(begin.length(), text.length() - end.length()));
    }
}
