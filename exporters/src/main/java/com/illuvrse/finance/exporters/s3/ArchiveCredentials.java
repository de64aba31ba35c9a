package com.illuvrse.finance.exporters.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Where the key of the archive comes from. It is never part of the settings themselves. */
public sealed interface ArchiveCredentials {

    /** Amazon's own order: environment, profile, role of the container or machine. */
    record FromEnvironment() implements ArchiveCredentials {}

    /** A file with two lines, access key and secret key. */
    record FromFile(Path file) implements ArchiveCredentials {}

    /** What the client signs with. */
    default AwsCredentialsProvider provider() {
        return switch (this) {
            case FromEnvironment environment -> DefaultCredentialsProvider.builder().build();
            case FromFile kept -> StaticCredentialsProvider.create(read(kept.file()));
        };
    }

    private static AwsBasicCredentials read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() != 2) {
                throw new IllegalArgumentException(
                        "%s should have two lines, access key and secret key, found %d"
                                .formatted(file, lines.size()));
            }
            return AwsBasicCredentials.create(lines.getFirst(), lines.getLast());
        } catch (IOException e) {
            throw new UncheckedIOException("the key of the archive cannot be read", e);
        }
    }
}
