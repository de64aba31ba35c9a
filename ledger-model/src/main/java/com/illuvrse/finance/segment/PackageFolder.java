package com.illuvrse.finance.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory of a package. It is built beside its place and moved there whole, so whatever
 * stands at the place is complete, and what a killed run left is thrown away by the next.
 */
final class PackageFolder {

    private static final List<String> BELOW = List.of("evidence", "keys");

    private final Path place;
    private final Path building;

    private PackageFolder(Path place, Path building) {
        this.place = place;
        this.building = building;
    }

    static PackageFolder begin(Path place) {
        Path building = place.resolveSibling(place.getFileName() + ".building");
        PackageFolder folder = new PackageFolder(place, building);
        folder.discard();
        try {
            for (String below : BELOW) {
                Files.createDirectories(building.resolve(below));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + building, e);
        }
        return folder;
    }

    PackageFile create(String path) {
        return new PackageFile(building, path);
    }

    /**
     * Moves the finished package to its place. When an earlier run of the same day is there, it
     * must have the same manifest, and is kept.
     */
    void publish() {
        try {
            if (Files.exists(place)) {
                keepEarlier();
                return;
            }
            for (String below : BELOW) {
                force(building.resolve(below));
            }
            force(building);
            Files.move(building, place, StandardCopyOption.ATOMIC_MOVE);
            force(place.resolve(".."));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot move the package to " + place, e);
        }
    }

    /** Throws away what was built when it stands at the place already, to the last byte. */
    private void keepEarlier() throws IOException {
        for (Path file : filesOf(building)) {
            Path earlier = place.resolve(building.relativize(file));
            if (!Files.isRegularFile(earlier, LinkOption.NOFOLLOW_LINKS)
                    || Files.mismatch(earlier, file) >= 0) {
                throw new IllegalStateException(
                        "%s was sealed before and is not what the same day gives now; nothing was changed, compare it with %s"
                                .formatted(earlier, file));
            }
        }
        discard();
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }

    /** Forces the entries of a directory to the disk. */
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private void discard() {
        if (!Files.exists(building)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(building)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete what is left in " + building, e);
        }
    }
}
