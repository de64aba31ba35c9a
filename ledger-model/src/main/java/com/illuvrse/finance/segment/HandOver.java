package com.illuvrse.finance.segment;

import com.illuvrse.finance.handover.TarHeader;
import com.illuvrse.finance.handover.TarWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A package as the archive that is handed to an auditor (segment format, section 12). The same
 * package gives the same bytes, whoever packs it and when.
 */
public final class HandOver {

    private static final Pattern SEGMENT = Pattern.compile("segment-[0-9]{6}");

    private HandOver() {}

    /** Whether a directory is called as a package is. */
    public static boolean isPackage(Path directory) {
        return SEGMENT.matcher(String.valueOf(directory.getFileName())).matches();
    }

    /**
     * Packs the directory of a package into {@code segment-NNNNNN.tar} in a folder, which is there
     * only when it is whole. The same archive may be there already.
     *
     * @throws VerificationException when the directory holds anything no package has
     */
    public static Path pack(Path directory, Path folder) throws IOException, VerificationException {
        if (!isPackage(directory)) {
            throw new IllegalArgumentException(
                    "a package is called segment-000000 and so on, found " + directory);
        }
        String name = String.valueOf(directory.getFileName());
        SegmentFolder segment =
                new SegmentFolder(
                        new PackageDirectory(directory, name), Long.parseLong(name.substring(8)));
        Files.createDirectories(folder);
        Path archive = folder.resolve(name + ".tar");
        Path part = Files.createTempFile(folder, ".hand-over", ".part");
        try {
            write(segment, part);
            if (!Files.exists(archive)) {
                Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
            } else if (Files.mismatch(archive, part) >= 0) {
                throw new IOException(
                        "%s is there and is not what %s gives; nothing was changed"
                                .formatted(archive, directory));
            }
        } finally {
            Files.deleteIfExists(part);
        }
        return archive;
    }

    private static void write(SegmentFolder segment, Path to)
            throws IOException, VerificationException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 16)) {
            TarWriter tar = new TarWriter(out);
            for (Map.Entry<String, Long> file : segment.files().entrySet()) {
                try (InputStream content = segment.open(file.getKey())) {
                    tar.add(
                            new TarHeader(segment.file(file.getKey()).path(), file.getValue()),
                            content);
                }
            }
            tar.finish();
        }
    }
}
