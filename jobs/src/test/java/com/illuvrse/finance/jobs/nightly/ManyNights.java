package com.illuvrse.finance.jobs.nightly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Nights of our own with the same settings, put into one data folder: every order, row, contract
 * and creator keeps its life and gets the number of its night into its name. One ledger then
 * settles them side by side, which takes a tenth of the time, and none may disturb another.
 *
 * <p>Order {@code o-1} of night N13 becomes {@code o-N13x1}, its charge {@code ch_N13x1}.
 */
final class ManyNights {

    static final Path NIGHTS = Path.of("src/test/resources/own-nights");

    /** Ids as the nights write them: what tells their kind, and the rest. */
    private static final Pattern ID =
            Pattern.compile(
                    "(?<![A-Za-z0-9_-])(?:((?:o|ct|op)-)([a-z0-9]+)"
                            + "|([a-z]{2,5}_)([A-Za-z0-9]*[0-9]|(?:tu)?op[a-z]{3})"
                            + "|([cK])([0-9]+))(?![A-Za-z0-9_-])");

    private ManyNights() {}

    /**
     * All nights by what must be the same for one ledger. A night that pays creators stays alone:
     * what is paid is a matter of the whole ledger.
     */
    static Map<String, List<Path>> bySettings() throws IOException {
        Map<String, List<Path>> groups = new TreeMap<>();
        try (Stream<Path> all = Files.list(NIGHTS)) {
            for (Path night : all.filter(Files::isDirectory).sorted().toList()) {
                String settings = Files.readString(night.resolve("settings.yml"));
                String key =
                        settings.contains("days: []")
                                ? settings
                                : String.valueOf(night.getFileName());
                groups.computeIfAbsent(key, each -> new ArrayList<>()).add(night);
            }
        }
        return groups;
    }

    /** Writes nights of the same settings into a folder, with what is expected of them. */
    static void write(List<Path> nights, Path folder) throws IOException {
        Files.copy(nights.getFirst().resolve("settings.yml"), folder.resolve("settings.yml"));
        for (Path night : nights) {
            String number = String.valueOf(night.getFileName()).replaceAll("-.*", "");
            try (Stream<Path> files = Files.walk(night)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    Path target = folder.resolve(night.relativize(file).toString());
                    if (target.startsWith(folder.resolve("inbox"))) {
                        String name = String.valueOf(file.getFileName());
                        target =
                                target.resolveSibling(
                                        number + name.substring(name.lastIndexOf('.')));
                    } else if (target.endsWith("settings.yml") || target.endsWith("story.txt")) {
                        continue;
                    }
                    String text = Files.readString(file);
                    append(target, nights.size() == 1 ? text : named(text, number));
                }
            }
        }
    }

    private static String named(String text, String number) {
        return ID.matcher(text).replaceAll("$1$3$5" + number + "x$2$4$6");
    }

    private static void append(Path target, String text) throws IOException {
        Files.createDirectories(target.getParent());
        boolean table = target.toString().endsWith(".csv") && Files.exists(target);
        Files.writeString(
                target,
                table ? text.substring(text.indexOf('\n') + 1) : text,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
