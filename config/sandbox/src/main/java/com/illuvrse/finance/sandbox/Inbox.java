package com.illuvrse.finance.sandbox;

import com.illuvrse.finance.sandbox.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the marketplace has delivered: the files {@code inbox/<feed>/dt=<day>/…} of a data folder.
 * Those of later days are delivered at once too, since a night reads only up to its own day.
 */
final class Inbox {
    private final Path folder;

    Inbox(Path data) {
        this.folder = data.resolve("inbox");
    }

    /** Puts the files that are new or changed into a bucket, and says how many they were. */
    int deliver(S3Server s3, String bucket) throws IOException {
        int delivered = 0;
        for (Path file : files()) {
            String key = folder.relativize(file).toString();
            if (s3.deliver(bucket, key, file)) {
                delivered++;
            }
        }
        return delivered;
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(folder, 3)) {
            return found.filter(this::isDelivery).sorted().toList();
        }
    }

    private boolean isDelivery(Path file) {
        Path key = folder.relativize(file);
        return key.getNameCount() == 3
                && key.getName(1).toString().startsWith("dt=")
                && Files.isRegularFile(file);
    }
}
