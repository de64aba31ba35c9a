package com.illuvrse.finance.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.jobs.audit.RegistryChange.EndSigner;
import com.illuvrse.finance.jobs.audit.RegistryChange.NewLogKey;
import com.illuvrse.finance.jobs.audit.RegistryChange.NewPolicy;
import com.illuvrse.finance.jobs.audit.RegistryChange.NewRoot;
import com.illuvrse.finance.jobs.audit.RegistryChange.NewSigner;
import com.illuvrse.finance.jobs.audit.RegistryChange.Revoke;
import com.illuvrse.finance.jobs.audit.RegistryChange.Withdraw;
import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.KeyRegistry.ApprovalPolicy;
import com.illuvrse.finance.segment.KeyRegistry.LogKey;
import com.illuvrse.finance.segment.KeyRegistry.Revocation;
import com.illuvrse.finance.segment.KeyRegistry.Root;
import com.illuvrse.finance.segment.KeyRegistry.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Segments before 5 are sealed; log-1 seals since 0, log-9 will from 9 on. */
class RegistryRulesTest {

    private static final DrawnKeys KEYS = new DrawnKeys(folder());
    private static final long NEXT = 5;
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Revocation LOST = new Revocation("2026-11-20T00:00:00.000Z", "stolen");
    private static final String POLICY = "ab".repeat(32);
    private static final KeyRegistry FIRST =
            RegistryDraft.first(
                    DrawnKeys.LEDGER,
                    roots(2, "root-a", "root-b", "root-c"),
                    List.of(
                            new NewLogKey(KEYS.log("log-1"), 0),
                            new NewSigner("finance-lead", KEYS.role("lead-1"), 0),
                            new NewPolicy(POLICY, 0)));
    private static final KeyRegistry BEFORE =
            RegistryDraft.next(FIRST, List.of(new NewLogKey(KEYS.log("log-9"), 9)));

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("keys");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Root roots(int threshold, String... names) {
        return new Root(Stream.of(names).map(KEYS::root).toList(), threshold);
    }

    private static String keyId(String name) {
        return RegistryDraft.keyId(new LogKey(0, KEYS.log(name), null));
    }

    private static KeyRegistry next(RegistryChange... changes) {
        return RegistryDraft.next(BEFORE, List.of(changes));
    }

    private static KeyRegistry with(
            int version, String ledger, String prev, List<LogKey> log, List<Signer> signers) {
        return new KeyRegistry(
                version, ledger, prev, BEFORE.root(), log, signers, BEFORE.approvalPolicies());
    }

    private static KeyRegistry withLog(LogKey... log) {
        return with(3, DrawnKeys.LEDGER, BEFORE.digest(), List.of(log), BEFORE.signers());
    }

    private static LogKey log(String name, long from, @Nullable Revocation revoked) {
        return new LogKey(from, KEYS.log(name), revoked);
    }

    private static Arguments row(String sentence, Supplier<KeyRegistry> next) {
        return Arguments.of(sentence, next);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                row(
                        "cannot begin with segment 4; let it begin with 5 or later",
                        () -> next(new NewLogKey(KEYS.log("log-2"), 4))),
                row(
                        "of role finance-lead cannot begin with segment 4",
                        () -> next(new NewSigner("finance-lead", KEYS.role("lead-2"), 4))),
                row("cannot begin with segment 4", () -> next(new NewPolicy("cd".repeat(32), 4))),
                row(
                        "of role finance-lead cannot end with segment 3 instead of none",
                        () -> next(new EndSigner("finance-lead", 3))),
                row(
                        "in force since segment 0, must stay in the registry",
                        () -> next(new Withdraw(keyId("log-1")))),
                row(
                        "in force since segment 0, must stay in the registry",
                        () -> next(new Withdraw(keyId("lead-1")))),
                row(
                        "approval policy " + POLICY + ", in force since segment 0, must stay",
                        () ->
                                new KeyRegistry(
                                        3,
                                        BEFORE.ledger(),
                                        BEFORE.digest(),
                                        BEFORE.root(),
                                        BEFORE.log(),
                                        BEFORE.signers(),
                                        List.of(new ApprovalPolicy(5, POLICY)))),
                row(
                        "as log key from segment 0 and as key of role cfo",
                        () -> next(new NewSigner("cfo", KEYS.role("log-1"), 5))),
                row(
                        "as root key root-d.ledger.example.com/test and as log key from segment 5",
                        () ->
                                next(
                                        new NewRoot(roots(2, "root-a", "root-b", "root-d")),
                                        new NewLogKey(KEYS.log("root-d"), 5))),
                row(
                        "as root key root-a.ledger.example.com/test and as root key alias",
                        () ->
                                next(
                                        new NewRoot(
                                                new Root(
                                                        List.of(
                                                                KEYS.root("root-a"),
                                                                KEYS.key("root-a", "alias")),
                                                        2)))),
                row(
                        "a root key signs texts, found the key of a witness",
                        () ->
                                next(
                                        new NewRoot(
                                                new Root(
                                                        List.of(KEYS.root("root-a").asWitness()),
                                                        1)))),
                row("found two that begin with 9", () -> next(new NewLogKey(KEYS.log("log-2"), 9))),
                row(
                        "one approval policy begins with a segment, found two that begin with 6",
                        () ->
                                next(
                                        new NewPolicy("cd".repeat(32), 6),
                                        new NewPolicy("ef".repeat(32), 6))),
                row(
                        "the key of role cfo should be on P-256, found ED25519",
                        () -> next(new NewSigner("cfo", KEYS.role("log-2"), 5))),
                row(
                        "should end after it begins with segment 7, found its end 6",
                        () ->
                                next(
                                        new NewSigner("cfo", KEYS.role("cfo"), 7),
                                        new EndSigner("cfo", 6))),
                row(
                        "should be lost since an instant that has passed",
                        () ->
                                next(
                                        new Revoke(
                                                keyId("lead-1"),
                                                new Revocation(
                                                        "2026-11-26T12:00:00.001Z", "stolen")))),
                row(
                        "the key that seals segment 5 is lost since 2026-11-20T00:00:00.000Z",
                        () -> next(new Revoke(keyId("log-1"), LOST))),
                row(
                        "the key that seals segment 9 is lost since 2026-11-20T00:00:00.000Z",
                        () -> next(new Revoke(keyId("log-9"), LOST))),
                row("version 3 should change something, found no change", () -> next()),
                row(
                        "begins with segment 0, found 1; history is not changed",
                        () -> withLog(log("log-1", 1, null), log("log-9", 9, null))),
                row(
                        "should be a registry of the ledger ledger.example.com/test, found other",
                        () -> with(3, "other", BEFORE.digest(), List.of(), List.of())),
                row(
                        "should be version 3 after",
                        () ->
                                with(
                                        4,
                                        DrawnKeys.LEDGER,
                                        BEFORE.digest(),
                                        BEFORE.log(),
                                        BEFORE.signers())),
                row(
                        "draft it again on the newest version",
                        () ->
                                with(
                                        3,
                                        DrawnKeys.LEDGER,
                                        FIRST.digest(),
                                        BEFORE.log(),
                                        BEFORE.signers())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refuses(String sentence, Supplier<KeyRegistry> next) {
        assertThatThrownBy(() -> RegistryRules.requireNext(BEFORE, next.get(), NEXT, NOW))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining(sentence);
    }

    static Stream<Arguments> allowed() {
        return Stream.of(
                row(
                        "a log key from the next segment on",
                        () -> next(new NewLogKey(KEYS.log("log-2"), 5))),
                row(
                        "a role changes hands with the next segment",
                        () ->
                                next(
                                        new EndSigner("finance-lead", 4),
                                        new NewSigner("finance-lead", KEYS.role("lead-2"), 5))),
                row(
                        "a lost log key and its successor",
                        () ->
                                next(
                                        new Revoke(keyId("log-1"), LOST),
                                        new NewLogKey(KEYS.log("log-2"), 5))),
                row(
                        "a key that never begins is withdrawn",
                        () -> next(new Withdraw(keyId("log-9")))),
                row(
                        "other root keys, another threshold",
                        () -> next(new NewRoot(roots(3, "root-b", "root-c", "root-d", "root-e")))),
                row("another approval policy", () -> next(new NewPolicy("cd".repeat(32), 5))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allowed")
    void allows(String what, Supplier<KeyRegistry> next) {
        assertThatCode(() -> RegistryRules.requireNext(BEFORE, next.get(), NEXT, NOW))
                .as(what)
                .doesNotThrowAnyException();
    }

    @Test
    void aLossIsNeitherTakenBackNorMadeYoungerButMayBeOlder() {
        KeyRegistry lost = next(new Revoke(keyId("lead-1"), LOST));
        List<Signer> back = new ArrayList<>(BEFORE.signers());

        KeyRegistry taken = after(lost, back);
        KeyRegistry younger = revoked(lost, "2026-11-21T00:00:00.000Z");
        KeyRegistry older = revoked(lost, "2026-11-19T00:00:00.000Z");

        assertThatThrownBy(() -> RegistryRules.requireNext(lost, taken, NEXT, NOW))
                .hasMessageContaining("found that it is not; a loss is neither taken back");
        assertThatThrownBy(() -> RegistryRules.requireNext(lost, younger, NEXT, NOW))
                .hasMessageContaining("found 2026-11-21T00:00:00.000Z; a loss is neither");
        RegistryRules.requireNext(lost, older, NEXT, NOW);
        assertThat(RegistryWords.changes(lost, older))
                .containsExactly(
                        "lost: key %s of role finance-lead, LOST since 2026-11-19T00:00:00.000Z: seen"
                                .formatted(keyId("lead-1")));
    }

    private static KeyRegistry revoked(KeyRegistry before, String since) {
        return RegistryDraft.next(
                before, List.of(new Revoke(keyId("lead-1"), new Revocation(since, "seen"))));
    }

    private static KeyRegistry after(KeyRegistry before, List<Signer> signers) {
        return with(4, DrawnKeys.LEDGER, before.digest(), before.log(), signers);
    }

    @Test
    void aRoleThatEndedStaysEnded() {
        KeyRegistry ended = next(new EndSigner("finance-lead", 4));

        assertThatThrownBy(
                        () ->
                                RegistryRules.requireNext(
                                        ended, after(ended, BEFORE.signers()), NEXT, NOW))
                .hasMessageContaining("cannot end with segment none instead of 4");
        assertThatThrownBy(
                        () -> RegistryDraft.next(ended, List.of(new EndSigner("finance-lead", 8))))
                .hasMessageContaining("\"finance-lead\" should be a role one key signs for");
    }

    @Test
    void onlyKeysOfTheRegistryAreRevoked() {
        assertThatThrownBy(() -> next(new Revoke(keyId("root-a"), LOST)))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("is neither a log key nor the key of a role")
                .hasMessageContaining("a lost root key is replaced by --rotate-root");
    }

    @Test
    void aThresholdIsBetweenOneAndAllOfTheRootKeys() {
        assertThatThrownBy(() -> roots(0, "root-a"))
                .hasMessageContaining("between 1 and all of the 1 root keys must sign, found");
        assertThatThrownBy(() -> roots(3, "root-a", "root-b"))
                .hasMessageContaining("found threshold 3");
        assertThatThrownBy(() -> roots(1, "root-a", "root-a"))
                .hasMessageContaining("a root key is listed twice");
    }

    @Test
    void aFirstVersionNamesLogKeyAndPolicyFromSegment0() {
        Root root = roots(1, "root-a");
        NewLogKey log = new NewLogKey(KEYS.log("log-1"), 0);
        NewPolicy policy = new NewPolicy(POLICY, 0);

        RegistryRules.requireFirst(FIRST, DrawnKeys.LEDGER);
        assertThatThrownBy(() -> first(root, new NewLogKey(KEYS.log("log-1"), 1), policy))
                .hasMessageContaining("a first version names the log key of segment 0");
        assertThatThrownBy(() -> first(root, log, new NewPolicy(POLICY, 1)))
                .hasMessageContaining("a first version names the approval policy");
        assertThatThrownBy(() -> first(root, log, policy, new Revoke(keyId("log-1"), LOST)))
                .hasMessageContaining("the key of a first version is lost");
        assertThatThrownBy(() -> RegistryRules.requireFirst(BEFORE, DrawnKeys.LEDGER))
                .hasMessageContaining("there is no key registry yet, so this should be version 1");
        assertThatThrownBy(() -> RegistryRules.requireFirst(FIRST, "another"))
                .hasMessageContaining("should be a registry of the ledger another");
    }

    private static void first(Root root, RegistryChange... changes) {
        RegistryRules.requireFirst(
                RegistryDraft.first(DrawnKeys.LEDGER, root, List.of(changes)), DrawnKeys.LEDGER);
    }

    @Test
    void saysInWordsWhatChanges() {
        KeyRegistry next =
                next(
                        new Revoke(keyId("log-1"), LOST),
                        new NewLogKey(KEYS.log("log-2"), 5),
                        new Withdraw(keyId("log-9")),
                        new EndSigner("finance-lead", 4),
                        new NewSigner("finance-lead", KEYS.role("lead-2"), 5),
                        new NewRoot(roots(1, "root-a", "root-d")),
                        new NewPolicy("cd".repeat(32), 5));

        assertThat(RegistryWords.changes(BEFORE, next))
                .containsExactly(
                        "new: 1 of 2 root keys must sign the registry; before: 2 of 3 root keys must sign the registry",
                        "new: root key " + KEYS.root("root-d"),
                        "no more: root key " + KEYS.root("root-b"),
                        "no more: root key " + KEYS.root("root-c"),
                        "lost: log key %s, LOST since 2026-11-20T00:00:00.000Z: stolen"
                                .formatted(KEYS.log("log-1")),
                        "new: log key %s signs checkpoints from segment 5 on"
                                .formatted(KEYS.log("log-2")),
                        "withdrawn: log key %s signs checkpoints from segment 9 on"
                                .formatted(KEYS.log("log-9")),
                        "changed: key %s signs for role finance-lead from segment 0 to 4"
                                .formatted(keyId("lead-1")),
                        "new: key %s signs for role finance-lead from segment 5 on"
                                .formatted(keyId("lead-2")),
                        "new: approval policy %s is in force from segment 5 on"
                                .formatted("cd".repeat(32)));
        assertThat(RegistryWords.changes(null, FIRST)).isEqualTo(RegistryWords.of(FIRST));
    }
}
