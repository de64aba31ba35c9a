package com.illuvrse.finance.exporters.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Makes keys, and writes them as a sandbox does. */
public final class KeyFiles {

    private KeyFiles() {}

    /** A fresh key of {@code Ed25519} or {@code EC}, the latter on P-256. */
    public static KeyPair fresh(String algorithm) throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
            generator.initialize(256);
        }
        return generator.generateKeyPair();
    }

    /** Writes both files of a key. */
    public static void write(Path folder, String name, KeyPair key) throws IOException {
        writeSecret(
                folder.resolve(name + ".pem"), pem("PRIVATE KEY", key.getPrivate().getEncoded()));
        Files.writeString(
                folder.resolve(name + ".pub.pem"), pem("PUBLIC KEY", key.getPublic().getEncoded()));
    }

    /** Writes a file with mode 600. */
    static void writeSecret(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content);
    }

    /** The keys of a vault, out of files: the same number gives the same keys. */
    public static VaultKeys vaultKeys(Path folder, int number) throws IOException {
        String hex = "%064x".formatted(number);
        writeSecret(folder.resolve(KeyFolder.VAULT_WRAP + ".key"), hex);
        writeSecret(folder.resolve(KeyFolder.VAULT_LOOKUP + ".key"), hex);
        return KeyFolder.open(folder, true).vaultKeys();
    }

    private static String pem(String label, byte[] der) {
        String lines =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, lines, label);
    }
}
