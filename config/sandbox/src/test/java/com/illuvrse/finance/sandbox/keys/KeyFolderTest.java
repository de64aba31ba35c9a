package com.illuvrse.finance.sandbox.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.Signature;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFolderTest {
    private static final List<String> ALL =
            Stream.of(List.of(KeyFolder.LOG, KeyFolder.REPORTS), KeyFolder.ROOTS, KeyFolder.ROLES)
                    .flatMap(List::stream)
                    .toList();

    @TempDir Path home;

    @Test
    void drawsKeysThatSign() throws Exception {
        KeyFolder keys = KeyFolder.in(home.resolve("keys"));

        for (String name : ALL) {
            KeyPair key = keys.keyPair(name);
            Signature signature =
                    Signature.getInstance(
                            KeyFolder.ROLES.contains(name) ? "SHA256withECDSA" : "Ed25519");
            signature.initSign(key.getPrivate());
            signature.update((byte) 1);
            byte[] signed = signature.sign();
            signature.initVerify(key.getPublic());
            signature.update((byte) 1);
            assertThat(signature.verify(signed)).as(name).isTrue();
        }
        assertThat(keys.ledgerSalt()).hasSize(32);
    }

    @Test
    void drawsTheSameKeysInEverySandbox(@TempDir Path one, @TempDir Path other) throws Exception {
        KeyFolder first = KeyFolder.in(one);

        KeyFolder second = KeyFolder.in(other);

        assertThat(second.ledgerSalt()).isEqualTo(first.ledgerSalt());
        for (String name : List.of(KeyFolder.LOG, "root-a", "finance-lead")) {
            assertThat(second.keyPair(name).getPublic()).isEqualTo(first.keyPair(name).getPublic());
        }
        assertThat(first.keyPair("root-a").getPublic())
                .isNotEqualTo(first.keyPair("root-b").getPublic());
    }

    @Test
    void drawsEachKeyOnce() throws IOException {
        KeyFolder first = KeyFolder.in(home.resolve("keys"));
        List<String> drawn = contents(first);

        KeyFolder second = KeyFolder.in(home.resolve("keys"));

        assertThat(contents(second)).isEqualTo(drawn).doesNotHaveDuplicates();
    }

    @Test
    void showsThemToTheirOwnerOnly() throws IOException {
        KeyFolder keys = KeyFolder.in(home.resolve("keys"));

        try (Stream<Path> files = Files.list(keys.path())) {
            assertThat(files)
                    .hasSize(2 * ALL.size() + 4)
                    .allSatisfy(f -> assertThat(mode(f)).isEqualTo("rw-------"));
        }
        assertThat(mode(keys.path())).isEqualTo("rwx------");
        assertThat(keys).hasToString("KeyFolder[" + keys.path() + "]");
    }

    @Test
    void neverReplacesALostKey() throws IOException {
        KeyFolder keys = KeyFolder.in(home.resolve("keys"));
        Files.delete(keys.privateKeyFile("root-b"));

        assertThatThrownBy(() -> KeyFolder.in(home.resolve("keys")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("root-b.pem is missing");
    }

    @Test
    void drawsAgainAfterAnUnfinishedFirstStart() throws IOException {
        KeyFolder keys = KeyFolder.in(home.resolve("keys"));
        Files.delete(keys.path().resolve("complete"));
        Files.delete(keys.ledgerSaltFile());

        assertThat(KeyFolder.in(home.resolve("keys")).ledgerSalt()).hasSize(32);
    }

    @Test
    void refusesNamesItDoesNotHave() throws IOException {
        KeyFolder keys = KeyFolder.in(home.resolve("keys"));

        assertThatThrownBy(() -> keys.keyPair("../log"))
                .hasMessageContaining("there is no key ../log");
    }

    private static List<String> contents(KeyFolder keys) throws IOException {
        try (Stream<Path> files = Files.list(keys.path())) {
            return files.sorted().map(KeyFolderTest::read).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
