package com.illuvrse.finance.exporters.signing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;

/** A public key somebody hands over in a file: {@code -----BEGIN PUBLIC KEY-----}. */
public final class PublicKeyFile {

    private PublicKeyFile() {}

    /**
     * The key in the file, Ed25519 or on P-256.
     *
     * @throws IllegalArgumentException when it holds something else, above all a private key, which
     *     should not have been handed over
     */
    public static PublicKey read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the public key in " + file + " cannot be read", e);
        }
        if (text.contains("PRIVATE KEY")) {
            throw new IllegalArgumentException(
                    "%s should hold a public key, found a private one; a key that was handed over is lost: make another and hand over its public part"
                            .formatted(file));
        }
        try {
            PublicKey key = Pem.publicKey(Pem.read(text, "PUBLIC KEY"));
            SignatureScheme.of(key);
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s should hold one public key, Ed25519 or P-256, in PEM: %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }
}
