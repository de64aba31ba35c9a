package com.illuvrse.finance.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every class, file and command the READMEs name exists. */
class ReadmeTest {

    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern CLASS = Pattern.compile("[A-Z][a-z]+(?:[A-Z][a-z]+)+");
    private static final Pattern FILE =
            Pattern.compile(
                    "[a-z][a-z.-]*(?:/[A-Za-z0-9._-]+)*/[0-9._-]*[A-Za-z][A-Za-z0-9._-]*|[a-z-]+\\.(?:yml|xml|md)");
    private static final Pattern COMMAND = Pattern.compile("scheduler/finance ([a-z-]+)");

    @Test
    void namesOnlyThingsThatExist() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            missing.addAll(
                    missingIn(
                            Files.readString(page),
                            Objects.requireNonNull(page.getParent()),
                            "README of " + ROOT.relativize(page)));
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void seesAClassAFileAndACommandThatAreGone() throws IOException {
        String page =
                "Read `LedgerOfDreams`, see `config/dreams.yml`, run `scheduler/finance dream`.";

        List<String> missing = missingIn(page, ROOT, "a page");

        assertThat(missing).hasSize(3);
    }

    @Test
    void takesANumberedFormatForNoFile() throws IOException {
        assertThat(missingIn("A row of `dreams/1`.", ROOT, "a page")).isEmpty();
        assertThat(missingIn("See `dreams/V1`.", ROOT, "a page")).hasSize(1);
    }

    private static List<String> missingIn(String page, Path folder, String where)
            throws IOException {
        Set<String> classes = classes();
        Set<String> commands = commands();
        List<String> missing = new ArrayList<>();
        for (String code :
                CODE.matcher(page)
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toCollection(TreeSet::new))) {
            if (CLASS.matcher(code).matches() && !classes.contains(code)) {
                missing.add(where + " names the class " + code);
            } else if (FILE.matcher(code).matches() && !isThere(code, folder)) {
                missing.add(where + " names the file " + code);
            }
        }
        for (String command :
                COMMAND.matcher(page)
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .toList()) {
            if (!commands.contains(command)) {
                missing.add(where + " names the command " + command);
            }
        }
        return missing;
    }

    private static boolean isThere(String file, Path folder) {
        return Files.exists(ROOT.resolve(file))
                || Files.exists(folder.resolve(file))
                || Files.exists(ROOT.resolve("config").resolve(file));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 3)) {
            return files.filter(file -> file.endsWith("README.md"))
                    .filter(
                            file ->
                                    !file.toString().contains("/target/")
                                            && !ROOT.relativize(file).toString().startsWith("."))
                    .toList();
        }
    }

    private static Set<String> classes() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".java"))
                    .map(
                            file ->
                                    file.substring(
                                            file.lastIndexOf('/') + 1,
                                            file.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }

    private static Set<String> commands() throws IOException {
        Pattern declared = Pattern.compile("@Command\\(\\s*name = \"([a-z-]+)\"");
        Set<String> commands = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve("scheduler/src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                declared.matcher(Files.readString(file))
                        .results()
                        .forEach(match -> commands.add(match.group(1)));
            }
        }
        return commands;
    }
}
