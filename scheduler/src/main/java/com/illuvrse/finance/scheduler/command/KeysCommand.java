package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.audit.KeyCeremony;
import com.illuvrse.finance.jobs.audit.RegistryFile;
import com.illuvrse.finance.jobs.audit.RegistryWords;
import com.illuvrse.finance.jobs.run.KeyDesk;
import com.illuvrse.finance.scheduler.operations.Installation;
import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.Note;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code finance keys}: the key ceremonies of a ledger. */
@Command(
        name = "keys",
        description =
                "Drafts, signs, checks and publishes versions of the key registry, as scheduler/KEY-CEREMONY.md"
                        + " has it.",
        mixinStandardHelpOptions = true,
        subcommands = {
            KeysDraft.class,
            KeysCommand.Sign.class,
            KeysCommand.Check.class,
            KeysCommand.Publish.class,
            KeysCommand.Show.class,
            KeysTrust.class
        })
final class KeysCommand {

    private KeysCommand() {}

    /** Tells what a version changes and who has signed it. */
    static void tell(KeyCeremony.Review review) {
        System.out.printf("version %d of the key registry%n", review.version());
        review.changes().forEach(change -> System.out.println("  " + change));
        System.out.println("SHA-256 of the text that is signed: " + review.digest());
    }

    private static void tellThresholds(KeyCeremony.Review review) {
        review.thresholds().forEach(System.out::println);
        System.out.println(
                review.isComplete()
                        ? "enough root keys have signed; publish it with keys publish"
                        : "not enough root keys have signed yet");
    }

    /** {@code finance keys sign FILE --key NAME}. */
    @Command(
            name = "sign",
            description =
                    "Shows what a version changes and adds the signature of a root key, or one that was made"
                            + " elsewhere.",
            mixinStandardHelpOptions = true)
    static final class Sign implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Parameters(index = "0", paramLabel = "FILE", description = "the version, as handed round")
        Path file = Path.of("");

        @ArgGroup(multiplicity = "1")
        Source source = new Source();

        @Option(names = "--yes", description = "sign without asking")
        boolean yes;

        static final class Source {
            @Option(
                    names = "--key",
                    paramLabel = "NAME",
                    description = "sign with this root key of the key store")
            @Nullable String key;

            @Option(
                    names = "--signature",
                    paramLabel = "LINE|FILE",
                    description = "add a signature line, or the lines of a file")
            @Nullable String signature;
        }

        @Override
        public Integer call() throws Exception {
            try (Installation installation = where.open(Installation.QUIET)) {
                KeyDesk desk = installation.keys();
                tell(desk.ceremony().review(RegistryFile.read(file)));
                String lines = source.signature;
                if (lines != null) {
                    tellThresholds(desk.addSignatures(file, text(lines)));
                    return ExitCode.DONE;
                }
                String key = source.key == null ? "" : source.key;
                if (!yes && !answersYes(key)) {
                    System.out.println("nothing was signed");
                    return ExitCode.FAILED;
                }
                tellThresholds(desk.sign(file, key));
                return ExitCode.DONE;
            }
        }

        private static String text(String lines) throws IOException {
            return lines.startsWith("\u2014") ? lines : Files.readString(Path.of(lines));
        }

        private static boolean answersYes(String key) throws IOException {
            System.out.printf("sign this with %s? yes or no: ", key);
            System.out.flush();
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
            return "yes".equals(answers.readLine());
        }
    }

    /** {@code finance keys check FILE}. */
    @Command(
            name = "check",
            description =
                    "Says what a version changes, whether a rule forbids it, and which signatures are missing."
                            + " Code 20 while some are.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Parameters(index = "0", paramLabel = "FILE", description = "the version, as handed round")
        Path file = Path.of("");

        @Override
        public Integer call() throws Exception {
            try (Installation installation = where.open(Installation.QUIET)) {
                Note note = RegistryFile.read(file);
                KeyCeremony.Review review = installation.keys().ceremony().review(note);
                tell(review);
                tellThresholds(review);
                return review.isComplete() ? ExitCode.DONE : ExitCode.HELD;
            }
        }
    }

    /** {@code finance keys publish FILE}. */
    @Command(
            name = "publish",
            description =
                    "Puts a version that enough root keys signed into the registry; the next night carries it.",
            mixinStandardHelpOptions = true)
    static final class Publish implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Parameters(index = "0", paramLabel = "FILE", description = "the signed version")
        Path file = Path.of("");

        @Override
        public Integer call() throws Exception {
            try (Installation installation = where.open(Installation.QUIET)) {
                Path published = installation.keys().publish(file);
                System.out.printf("published as %s; the next night carries it%n", published);
                return ExitCode.DONE;
            }
        }
    }

    /** {@code finance keys show}. */
    @Command(
            name = "show",
            description = "Says who may sign what from when, and which keys are lost.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {

        @Mixin HomeOptions where = new HomeOptions();

        @Option(names = "--versions", description = "what each version changed")
        boolean each;

        @Override
        public Integer call() throws Exception {
            try (Installation installation = where.open(Installation.QUIET)) {
                KeyDesk desk = installation.keys();
                List<KeyRegistry> versions = desk.versions();
                if (versions.isEmpty()) {
                    System.out.println("there is no key registry yet; see keys draft --genesis");
                    return ExitCode.DONE;
                }
                KeyRegistry newest = versions.getLast();
                System.out.printf(
                        "key registry of %s, version %d; the next segment is %d%n",
                        newest.ledger(), newest.version(), desk.nextSegment());
                RegistryWords.of(newest).forEach(System.out::println);
                for (int i = 0; each && i < versions.size(); i++) {
                    System.out.printf("%nversion %d%n", i + 1);
                    RegistryWords.changes(i == 0 ? null : versions.get(i - 1), versions.get(i))
                            .forEach(change -> System.out.println("  " + change));
                }
                return ExitCode.DONE;
            }
        }
    }
}
