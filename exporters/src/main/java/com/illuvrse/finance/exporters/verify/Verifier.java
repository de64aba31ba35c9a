package com.illuvrse.finance.exporters.verify;

import com.illuvrse.finance.exporters.verify.VerifyReport.Form;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The auditor's program, {@code java -jar finance-verifier.jar}: the two checks of {@code finance}
 * that need nothing of ours, with the same arguments, words and exit codes. It opens no connection
 * and writes no file.
 */
public final class Verifier {

    private static final String TRUST = "--trust";
    private static final String NOW = "--now";
    private static final String JSON = "--json";

    private static final String HELP =
            """
            Checks sealed accounting days against a trust file, without database, network or clock.

              verify DIR --trust FILE [--now D] [--json]       a folder with segment-000000 ...
              verify-receipt FILE --trust FILE [--json]        the receipt of one entry

              --trust FILE   what the auditor pins (ledger-trust/1)
              --now D        the auditor's own date, 2026-11-01: every day before it must be there
              --json         the result as one line of JSON
              --help, --version

            Ends with 0 and PASS, with 1 and FAIL and the first thing that is wrong, with 2 when it
            was not even tried.
            """;

    private Verifier() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), out));
    }

    /** Does what the arguments say and gives the exit code. */
    public static int run(List<String> arguments, PrintStream out) {
        if (arguments.contains("--help")) {
            out.print(HELP);
            return VerifyReport.PASS;
        }
        if (arguments.contains("--version")) {
            out.println("ILLUVRSE Finance verifier " + version());
            return VerifyReport.PASS;
        }
        Form form = arguments.contains(JSON) ? Form.JSON : Form.TEXT;
        try {
            return run(Arguments.of(arguments), form, out);
        } catch (IllegalArgumentException | DateTimeException e) {
            VerifyReport.notTried(out, form, e.getMessage());
            return VerifyReport.USAGE;
        }
    }

    private static int run(Arguments given, Form form, PrintStream out) {
        return switch (given.command()) {
            case "verify" -> {
                Path trust = given.trust(Set.of(TRUST, NOW, JSON));
                yield VerifyReport.run(given.path(), trust, given.now(), form, out);
            }
            case "verify-receipt" ->
                    ReceiptReport.run(given.path(), given.trust(Set.of(TRUST, JSON)), form, out);
            default ->
                    throw new IllegalArgumentException(
                            "expected verify or verify-receipt, found " + given.command());
        };
    }

    private static String version() {
        String version = Verifier.class.getPackage().getImplementationVersion();
        return version == null ? "that is no released build" : version;
    }

    /** The words of a command line: a command, one path, and options each given once. */
    private record Arguments(String command, Path path, Map<String, String> options) {

        static Arguments of(List<String> arguments) {
            List<String> words = new ArrayList<>();
            Map<String, String> options = new HashMap<>();
            for (int i = 0; i < arguments.size(); i++) {
                String word = arguments.get(i);
                if (!word.startsWith("--")) {
                    words.add(word);
                    continue;
                }
                int equals = word.indexOf('=');
                String name = equals < 0 ? word : word.substring(0, equals);
                String value = equals < 0 ? "" : word.substring(equals + 1);
                if (equals < 0 && !name.equals(JSON)) {
                    i++;
                    value = i < arguments.size() ? arguments.get(i) : "";
                }
                if (value.isEmpty() != name.equals(JSON)) {
                    throw new IllegalArgumentException(
                            name.equals(JSON) ? "--json takes no value" : name + " has no value");
                }
                if (options.put(name, value) != null) {
                    throw new IllegalArgumentException(name + " is given twice");
                }
            }
            if (words.size() != 2) {
                throw new IllegalArgumentException(
                        "expected a command and one path, found %d words; see --help"
                                .formatted(words.size()));
            }
            return new Arguments(words.getFirst(), pathOf(words.getLast()), options);
        }

        private static Path pathOf(String word) {
            try {
                return Path.of(word);
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("no path: " + e.getMessage(), e);
            }
        }

        Path trust(Set<String> known) {
            for (String name : options.keySet()) {
                if (!known.contains(name)) {
                    throw new IllegalArgumentException(command + " has no option " + name);
                }
            }
            String trust = options.get(TRUST);
            if (trust == null) {
                throw new IllegalArgumentException("--trust FILE is missing");
            }
            return pathOf(trust);
        }

        @Nullable LocalDate now() {
            String now = options.get(NOW);
            return now == null ? null : LocalDate.parse(now);
        }
    }
}
