package com.illuvrse.finance.sandbox.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * The one access key a sandbox server accepts, and its secret. They are drawn at random for each
 * sandbox, so that nothing in the source looks or works like a real key.
 */
public record S3Credentials(String accessKey, String secretKey) {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public S3Credentials {
        if (!accessKey.matches("[A-Za-z0-9]{3,128}")) {
            throw new IllegalArgumentException(
                    "an access key has 3 to 128 letters and digits, this one has "
                            + accessKey.length()
                            + " characters");
        }
        if (secretKey.isBlank() || !secretKey.equals(secretKey.strip())) {
            throw new IllegalArgumentException(
                    "the secret key is blank or begins or ends with a space");
        }
    }

    /** A new pair; the access key begins with SANDBOX. */
    public static S3Credentials random() {
        SecureRandom random = new SecureRandom();
        StringBuilder accessKey = new StringBuilder("SANDBOX");
        random.ints(13, 0, LETTERS.length()).forEach(i -> accessKey.append(LETTERS.charAt(i)));
        byte[] secret = new byte[30];
        random.nextBytes(secret);
        return new S3Credentials(
                accessKey.toString(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /**
     * The pair kept in this file, which is created with a random pair when it does not exist. It
     * has two lines, access key and secret, and only its owner may read it.
     */
    public static S3Credentials keptIn(Path file) throws IOException {
        if (Files.notExists(file)) {
            S3Credentials drawn = random();
            Path parent = Objects.requireNonNull(file.toAbsolutePath().getParent());
            Files.createDirectories(parent);
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    file,
                    drawn.accessKey() + "\n" + drawn.secretKey() + "\n",
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC);
            return drawn;
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() != 2) {
            throw new IOException(
                    file
                            + " should have two lines, access key and secret key, but has "
                            + lines.size()
                            + "; delete it to draw a new pair");
        }
        return new S3Credentials(lines.getFirst(), lines.getLast());
    }

    @Override
    public String toString() {
        return "S3Credentials[accessKey=" + accessKey + ", secretKey=(hidden)]";
    }
}
