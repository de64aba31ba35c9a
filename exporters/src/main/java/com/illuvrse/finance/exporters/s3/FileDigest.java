package com.illuvrse.finance.exporters.s3;

import com.illuvrse.finance.canonical.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Size and digest of a file.
 *
 * @param sha256 lower-case hex
 */
public record FileDigest(long bytes, String sha256) {

    public static FileDigest of(Path file) throws IOException {
        Sha256 digest = Sha256.start();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
                bytes += n;
            }
        }
        return new FileDigest(bytes, digest.finishHex());
    }

    @Override
    public String toString() {
        return bytes + " bytes with SHA-256 " + sha256;
    }
}
