package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.jobs.audit.HandedKeys;
import com.illuvrse.finance.jobs.audit.KeyCeremony;
import com.illuvrse.finance.jobs.audit.RegistryChange;
import com.illuvrse.finance.jobs.audit.RegistryFile;
import com.illuvrse.finance.jobs.nightly.ReferenceFiles;
import com.illuvrse.finance.jobs.run.KeyDesk;
import com.illuvrse.finance.scheduler.operations.Installation;
import com.illuvrse.finance.segment.KeyRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code finance keys draft}: one version with all its changes, since a lost log key and its
 * successor belong together.
 */
@Command(
        name = "draft",
        description =
                "Writes the next version of the key registry to a file, which nobody has signed yet. A KEY is the"
                        + " text of a verifier key, a file with a public key, or the name of a key in the key store.",
        mixinStandardHelpOptions = true)
final class KeysDraft implements Callable<Integer> {

    @Mixin HomeOptions where = new HomeOptions();

    @Spec @Nullable CommandSpec spec;

    @Option(names = "--out", required = true, paramLabel = "F", description = "where it is written")
    Path out = Path.of("");

    @Option(
            names = "--genesis",
            description = "the first version: --root, --threshold, --key, --add-role, --policy")
    boolean genesis;

    @Option(names = "--rotate-log", description = "another log key, given with --key")
    boolean rotateLog;

    @Option(names = "--key", paramLabel = "KEY", description = "the log key")
    @Nullable String key;

    @Option(
            names = "--rotate-role",
            paramLabel = "R=KEY",
            description = "another key for a role; the one before ends")
    Map<String, String> rotateRole = new LinkedHashMap<>();

    @Option(
            names = "--add-role",
            paramLabel = "R=KEY",
            description = "a key for a role, beside those it has")
    Map<String, String> addRole = new LinkedHashMap<>();

    @Option(
            names = "--end-role",
            paramLabel = "R",
            description = "a role, or the keyId of one of its keys, that signs no more")
    List<String> endRole = new ArrayList<>();

    @Option(
            names = "--revoke",
            paramLabel = "KEY",
            description = "a log key or a key of a role that is lost; with --since and --reason")
    List<String> revoke = new ArrayList<>();

    @Option(names = "--since", paramLabel = "INSTANT", description = "since when it counts as lost")
    @Nullable Instant since;

    @Option(names = "--reason", paramLabel = "T", description = "why; it is sealed, no names in it")
    @Nullable String reason;

    @Option(
            names = "--withdraw",
            paramLabel = "KEY",
            description = "a key that was to begin later and never does")
    List<String> withdraw = new ArrayList<>();

    @Option(names = "--rotate-root", description = "other root keys: --root and --threshold")
    boolean rotateRoot;

    @Option(names = "--root", paramLabel = "KEY", description = "a root key; give all of them")
    List<String> roots = new ArrayList<>();

    @Option(names = "--threshold", paramLabel = "N", description = "how many root keys must sign")
    int threshold;

    @Option(names = "--policy", paramLabel = "FILE", description = "an approval policy")
    @Nullable Path policy;

    @Option(
            names = "--from-segment",
            paramLabel = "N",
            description = "where changes begin (default: the next segment)")
    @Nullable Long fromSegment;

    @Override
    public Integer call() throws Exception {
        requireWhole();
        require(
                Files.notExists(out),
                "%s is there and may have signatures; name a new file".formatted(out));
        try (Installation installation = where.open(Installation.QUIET)) {
            KeyDesk desk = installation.keys();
            KeyCeremony ceremony = desk.ceremony();
            HandedKeys handed = desk.handed();
            KeyCeremony.Review draft;
            if (genesis) {
                draft = ceremony.draftFirst(root(handed), begun(handed, 0));
            } else {
                KeyRegistry newest = ceremony.requireNewest();
                draft = ceremony.draft(changes(handed, newest, desk.nextSegment()));
            }
            RegistryFile.write(out, draft.note());
            KeysCommand.tell(draft);
            System.out.printf("written to %s; hand it to the root keys: keys sign%n", out);
            return ExitCode.DONE;
        }
    }

    private void requireWhole() {
        require(
                (genesis || rotateLog) == (key != null),
                "--key is the log key of --genesis or --rotate-log");
        require(
                (genesis || rotateRoot) == !roots.isEmpty(),
                "--root gives the root keys of --genesis or --rotate-root");
        require(
                revoke.isEmpty() == (since == null) && revoke.isEmpty() == (reason == null),
                "--revoke needs --since and --reason");
        require(
                !genesis
                        || (!rotateLog
                                && !rotateRoot
                                && rotateRole.isEmpty()
                                && endRole.isEmpty()
                                && revoke.isEmpty()
                                && withdraw.isEmpty()
                                && fromSegment == null),
                "--genesis goes with --root, --threshold, --key, --add-role and --policy");
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new CommandLine.ParameterException(
                    spec == null ? new CommandLine(this) : spec.commandLine(), sentence);
        }
    }

    private KeyRegistry.Root root(HandedKeys handed) {
        return new KeyRegistry.Root(roots.stream().map(handed::root).toList(), threshold);
    }

    /** What begins with a segment. */
    private List<RegistryChange> begun(HandedKeys handed, long from) {
        List<RegistryChange> changes = new ArrayList<>();
        if (key != null) {
            changes.add(new RegistryChange.NewLogKey(handed.log(key), from));
        }
        addRole.forEach(
                (role, signer) ->
                        changes.add(
                                new RegistryChange.NewSigner(
                                        role, handed.signer(role, signer), from)));
        if (policy != null) {
            byte[] row =
                    ReferenceFiles.approvals(policy).canonical().getBytes(StandardCharsets.UTF_8);
            changes.add(new RegistryChange.NewPolicy(Sha256.hexOf(row), from));
        }
        return changes;
    }

    private List<RegistryChange> changes(HandedKeys handed, KeyRegistry newest, long next) {
        long from = fromSegment == null ? next : fromSegment;
        List<RegistryChange> changes = new ArrayList<>();
        for (String lost : revoke) {
            changes.add(
                    new RegistryChange.Revoke(
                            handed.registered(newest, lost),
                            new KeyRegistry.Revocation(
                                    InstantText.of(since == null ? Instant.EPOCH : since),
                                    reason == null ? "" : reason)));
        }
        for (String planned : withdraw) {
            changes.add(new RegistryChange.Withdraw(handed.registered(newest, planned)));
        }
        for (String ended : endRole) {
            changes.add(new RegistryChange.EndSigner(ended, from - 1));
        }
        rotateRole.forEach(
                (role, signer) -> {
                    changes.add(new RegistryChange.EndSigner(role, from - 1));
                    changes.add(
                            new RegistryChange.NewSigner(role, handed.signer(role, signer), from));
                });
        changes.addAll(begun(handed, from));
        if (rotateRoot) {
            changes.add(new RegistryChange.NewRoot(root(handed)));
        }
        return changes;
    }
}
