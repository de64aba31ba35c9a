package com.illuvrse.finance.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.jobs.audit.RegistryChange.NewLogKey;
import com.illuvrse.finance.jobs.audit.RegistryChange.NewPolicy;
import com.illuvrse.finance.jobs.audit.RegistryChange.NewRoot;
import com.illuvrse.finance.jobs.nightly.RegistryFolder;
import com.illuvrse.finance.segment.KeyRegistry.Root;
import com.illuvrse.finance.segment.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version of the key registry from hand to hand; segments before 5 are sealed. */
class KeyCeremonyTest {

    @TempDir Path home;
    private DrawnKeys keys;
    private RegistryFolder folder;
    private Note first;

    @BeforeEach
    void holdTheGenesis() throws IOException {
        keys = new DrawnKeys(Files.createDirectory(home.resolve("keys")));
        folder = new RegistryFolder(home.resolve("registry"), DrawnKeys.LEDGER);
        first =
                ceremony()
                        .draftFirst(
                                roots("root-a", "root-b", "root-c"),
                                List.of(
                                        new NewLogKey(keys.log("log"), 0),
                                        new NewPolicy("ab".repeat(32), 0)))
                        .note();
        first = signed(first, "root-a", "root-b");
        ceremony().publish(first);
    }

    private KeyCeremony ceremony() {
        return new KeyCeremony(folder, 5, Instant.parse("2026-11-26T12:00:00Z"));
    }

    private Root roots(String... names) {
        return new Root(Stream.of(names).map(keys::root).toList(), 2);
    }

    private Note signed(Note note, String... names) {
        Note all = note;
        for (String name : names) {
            all = ceremony().sign(all, name, keys.store().signer(name)).note();
        }
        return all;
    }

    /** The signature lines of a note. */
    private static String lines(Note note) {
        String text = new String(note.bytes(), StandardCharsets.UTF_8);
        return text.substring(note.body().length() + 1);
    }

    private Note rotation(String name) {
        return ceremony().draft(List.of(new NewLogKey(keys.log(name), 5))).note();
    }

    @Test
    void publishesAVersionThatEnoughRootKeysSigned() throws IOException {
        Note note = signed(rotation("log-2"), "root-c", "root-a");

        Path file = ceremony().publish(note);

        assertThat(file).isEqualTo(home.resolve("registry/registry-0002.note"));
        assertThat(Files.readAllBytes(file)).isEqualTo(note.bytes());
        assertThat(folder.versions()).hasSize(2);
        assertThat(ceremony().publish(note)).as("again").isEqualTo(file);
        try (Stream<Path> left = Files.list(home.resolve("registry"))) {
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void refusesToPublishShortOfTheThreshold() {
        Note note = signed(rotation("log-2"), "root-b");

        assertThatThrownBy(() -> ceremony().publish(note))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("version 2 is not published before enough root keys")
                .hasMessageContaining(
                        "root keys of version 1: 1 of the 2 signatures that are needed, by"
                                + " root-b.ledger.example.com/test; missing of"
                                + " root-a.ledger.example.com/test, root-c.ledger.example.com/test");
        assertThat(home.resolve("registry/registry-0002.note")).doesNotExist();
    }

    @Test
    void neverReplacesAPublishedVersion() throws IOException {
        Note note = signed(rotation("log-2"), "root-a", "root-b");
        Note other = signed(rotation("log-3"), "root-a", "root-b");
        ceremony().publish(note);

        assertThatThrownBy(() -> ceremony().publish(other))
                .hasMessageContaining("draft it again on the newest version");
        assertThatThrownBy(() -> ceremony().publish(signed(note, "root-c")))
                .hasMessageContaining("a published version is never replaced");
        assertThatThrownBy(() -> ceremony().draftFirst(roots("root-a", "root-b"), List.of()))
                .hasMessageContaining("the ledger has a key registry, version 2; a genesis");
        assertThat(Files.readAllBytes(folder.file(2))).isEqualTo(note.bytes());
    }

    @Test
    void otherRootKeysNeedBothTheOldOnesAndTheNewOnes() throws IOException {
        Note draft =
                ceremony().draft(List.of(new NewRoot(roots("root-c", "root-d", "root-e")))).note();
        Note byNew = signed(draft, "root-d", "root-e");
        Note byOld = signed(draft, "root-a", "root-b");

        assertThatThrownBy(() -> ceremony().publish(byNew))
                .hasMessageContaining("root keys of version 1: 0 of the 2 signatures");
        assertThatThrownBy(() -> ceremony().publish(byOld))
                .hasMessageContaining("root keys of version 2: 0 of the 2 signatures");
        Note both = signed(byNew, "root-c", "root-a");
        assertThat(ceremony().review(both).isComplete()).isTrue();
        ceremony().publish(both);
        assertThat(folder.versions().getLast().root())
                .isEqualTo(roots("root-c", "root-d", "root-e"));
        assertThatThrownBy(() -> signed(rotation("log-2"), "root-a"))
                .as("a root key that is no more")
                .hasMessageContaining("key root-a is no root key of this version");
    }

    @Test
    void onlyRootKeysSignAndEachOnce() {
        Note draft = rotation("log-2");

        assertThatThrownBy(() -> signed(draft, "log"))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining(
                        "key log is no root key of this version or of the one before");
        assertThatThrownBy(() -> signed(draft, "root-a", "root-a"))
                .hasMessageContaining("root-a.ledger.example.com/test has signed this version");
        Note byLog = draft.signedBy(keys.log("log"), keys.store().signer("log")::sign);
        assertThatThrownBy(() -> ceremony().review(byLog))
                .hasMessageContaining("ledger.example.com/test signed this version and is no root");
    }

    @Test
    void takesALineOrANoteThatWasSignedElsewhere() {
        Note draft = rotation("log-2");
        Note elsewhere = signed(draft, "root-b");
        String line = lines(elsewhere);

        Note byLine = ceremony().sign(signed(draft, "root-a"), line).note();
        Note byNote =
                ceremony()
                        .sign(
                                signed(draft, "root-a"),
                                new String(elsewhere.bytes(), StandardCharsets.UTF_8))
                        .note();

        assertThat(byLine).isEqualTo(byNote).isEqualTo(signed(draft, "root-a", "root-b"));
        assertThat(ceremony().sign(byLine, line).note()).as("again").isEqualTo(byLine);
    }

    @Test
    void refusesALineOverAnotherTextOrByAnotherKey() {
        Note draft = rotation("log-2");
        Note other = signed(rotation("log-3"), "root-b");
        String line = lines(other);
        Note byLog = draft.signedBy(keys.log("log"), keys.store().signer("log")::sign);
        String logLine = lines(byLog);

        assertThatThrownBy(() -> ceremony().sign(draft, line))
                .hasMessageContaining("is not a signature over this text");
        assertThatThrownBy(
                        () ->
                                ceremony()
                                        .sign(
                                                draft,
                                                new String(other.bytes(), StandardCharsets.UTF_8)))
                .hasMessageContaining("the signatures are under another text");
        assertThatThrownBy(() -> ceremony().sign(draft, logLine))
                .hasMessageContaining("is not of a root key of this version");
        assertThatThrownBy(() -> ceremony().sign(draft, "nonsense"))
                .hasMessageContaining("these are no signature lines");
    }

    @Test
    void refusesATextThatWasChangedAfterItWasSigned() {
        Note note = signed(rotation("log-2"), "root-a", "root-b");
        Note changed =
                new Note(
                        note.body().replace("\"fromSegment\":5", "\"fromSegment\":6"),
                        note.signatures());

        assertThatThrownBy(() -> ceremony().publish(changed))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("a signature of a root key of version 1 is not one over");
    }

    @Test
    void readsDraftsAndNotesAndNothingElse() throws IOException {
        Path file = home.resolve("draft");
        Note draft = rotation("log-2");
        RegistryFile.write(file, draft);
        assertThat(file).hasContent(draft.body().strip());
        assertThat(RegistryFile.read(file)).isEqualTo(draft);
        RegistryFile.write(file, signed(draft, "root-a"));
        assertThat(RegistryFile.read(file)).isEqualTo(signed(draft, "root-a"));

        Files.writeString(file, "{}\n");
        assertThatThrownBy(() -> RegistryFile.read(file))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("is no version of a key registry");
        assertThatThrownBy(() -> RegistryFile.read(keys.privateKey("root-a")))
                .hasMessageContaining("holds a private key, which has no place");
        assertThatThrownBy(() -> RegistryFile.read(home.resolve("none")))
                .hasMessageContaining("found no file; make one with keys draft");
    }

    @Test
    void takesKeysAsPeopleHandThemOver() {
        HandedKeys handed = new HandedKeys(DrawnKeys.LEDGER, keys.store());
        keys.role("lead-1");

        assertThat(handed.log("log")).isEqualTo(keys.log("log"));
        assertThat(handed.log(keys.log("log").toString())).isEqualTo(keys.log("log"));
        assertThat(handed.root("root-a")).isEqualTo(keys.root("root-a"));
        assertThat(handed.root(keys.publicKey("root-a").toString())).isEqualTo(keys.root("root-a"));
        assertThat(handed.signer("finance-lead", "lead-1")).isEqualTo(keys.role("lead-1"));
        assertThatThrownBy(() -> handed.log(keys.privateKey("log").toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("should hold a public key, found a private one");
        String keyId = RegistryDraft.keyId(folder.versions().getFirst().log().getFirst());
        assertThat(handed.registered(folder.versions().getFirst(), keyId.substring(0, 8)))
                .isEqualTo(handed.registered(folder.versions().getFirst(), "log"))
                .isEqualTo(keyId);
    }
}
