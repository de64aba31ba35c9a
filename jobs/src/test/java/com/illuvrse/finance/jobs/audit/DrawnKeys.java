package com.illuvrse.finance.jobs.audit;

import com.illuvrse.finance.exporters.signing.KeyFolder;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Keys that are drawn when they are first asked for, in a folder as a sandbox keeps them. */
public final class DrawnKeys {

    public static final String LEDGER = "ledger.example.com/test";

    private final Path folder;

    public DrawnKeys(Path folder) {
        this.folder = folder;
    }

    /** The store that has the keys. */
    public SigningKeys store() {
        return KeyFolder.open(folder, true);
    }

    /** The key of a name, drawn unless it is there: P-256 for names of roles, else Ed25519. */
    public VerifierKey key(String name, String signsAs) {
        if (!Files.exists(publicKey(name))) {
            draw(name);
        }
        return VerifierKey.of(signsAs, store().signer(name).publicKey());
    }

    public VerifierKey root(String name) {
        return key(name, name + "." + LEDGER);
    }

    public VerifierKey log(String name) {
        return key(name, LEDGER);
    }

    /** SubjectPublicKeyInfo of the key of a role, base64. */
    public String role(String name) {
        return Base64.getEncoder().encodeToString(key(name, name).spki());
    }

    public Path publicKey(String name) {
        return folder.resolve(name + ".pub.pem");
    }

    public Path privateKey(String name) {
        return folder.resolve(name + ".pem");
    }

    private void draw(String name) {
        try {
            boolean edwards = name.startsWith("root-") || name.startsWith("log");
            KeyPairGenerator generator = KeyPairGenerator.getInstance(edwards ? "Ed25519" : "EC");
            generator.initialize(edwards ? 255 : 256);
            KeyPair key = generator.generateKeyPair();
            Path secret = privateKey(name);
            Files.createFile(
                    secret,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(secret, pem("PRIVATE KEY", key.getPrivate().getEncoded()));
            Files.writeString(publicKey(name), pem("PUBLIC KEY", key.getPublic().getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, byte[] der) {
        String lines =
                Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, lines, label);
    }
}
