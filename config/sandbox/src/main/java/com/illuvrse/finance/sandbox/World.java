package com.illuvrse.finance.sandbox;

import com.illuvrse.finance.sandbox.home.OwnerFile;
import com.illuvrse.finance.sandbox.marketplace.GeneratorSettings;
import com.illuvrse.finance.sandbox.marketplace.Marketplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data folder a home shows. What was settled of one world makes no sense in another, so the
 * file {@code world} of the home names the one it was begun with, and another one is refused.
 */
final class World {
    private static final String FOLDER = "the folder ";

    private final Path file;
    private final String name;
    private final Path data;

    private World(Path file, String name, Path data) {
        this.file = file;
        this.name = name;
        this.data = data;
    }

    /** Refuses settings that ask for another world than the home was begun with. */
    static void requireSame(SandboxSettings settings, Path home) throws IOException {
        String begun = begun(home);
        String asked = asked(settings);
        if (begun != null && asked != null && !begun.equals(asked)) {
            throw new IllegalArgumentException(
                    "%s was begun with %s, and cannot go on with %s; take another home, or the same data"
                            .formatted(home, begun, asked));
        }
    }

    private static @Nullable String begun(Path home) throws IOException {
        Path file = home.resolve("world");
        return Files.exists(file) ? Files.readString(file).strip() : null;
    }

    /** Finds the folder, or makes it up. Nothing is settled on it before {@link #keep}. */
    static World of(SandboxSettings settings, Path home) throws IOException {
        requireSame(settings, home);
        Path file = home.resolve("world");
        String begun = begun(home);
        if (begun != null) {
            Path data =
                    begun.startsWith(FOLDER)
                            ? Path.of(begun.substring(FOLDER.length()))
                            : home.resolve("data");
            requireFolder(data);
            return new World(file, begun, data);
        }
        if (settings.data() != null) {
            requireFolder(settings.data());
            Path data = settings.data().toRealPath();
            return new World(file, FOLDER + data, data);
        }
        GeneratorSettings month =
                settings.month() == null ? SandboxSettings.MONTH : settings.month();
        return new World(file, name(month), generate(month, home));
    }

    /** What the settings ask for; null when they leave it to the home. */
    private static @Nullable String asked(SandboxSettings settings) throws IOException {
        if (settings.data() != null) {
            requireFolder(settings.data());
            return FOLDER + settings.data().toRealPath();
        }
        return settings.month() == null ? null : name(settings.month());
    }

    private static String name(GeneratorSettings month) {
        return "the generated month of seed %d, %d days from %s with %d orders a day, %s, contracts %s, faults %s"
                .formatted(
                        month.seed(),
                        month.days(),
                        month.firstDay(),
                        month.ordersPerDay(),
                        month.zone(),
                        month.contracts(),
                        month.anomalies());
    }

    private static void requireFolder(Path data) {
        if (!Files.isDirectory(data)) {
            throw new IllegalArgumentException(
                    "the data folder %s does not exist".formatted(data.toAbsolutePath()));
        }
    }

    private static Path generate(GeneratorSettings month, Path home) throws IOException {
        Path unfinished = home.resolve("data.unfinished");
        Path data = home.resolve("data");
        delete(unfinished);
        delete(data);
        Marketplace.generate(month, unfinished);
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
        OwnerFile.force(home);
        return data;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Binds the home to this world. */
    void keep() throws IOException {
        if (Files.notExists(file)) {
            OwnerFile.write(file, name + "\n");
        }
    }

    Path data() {
        return data;
    }

    @Override
    public String toString() {
        return name;
    }
}
