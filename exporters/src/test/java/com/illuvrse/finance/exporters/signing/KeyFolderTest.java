package com.illuvrse.finance.exporters.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFolderTest {

    private static final byte[] MESSAGE = "a day's work\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private SigningKeys keys() {
        return KeyFolder.open(folder, true);
    }

    @Test
    void opensOnlyWhereTheSettingsSayThatThisIsASandbox() {
        assertThatThrownBy(() -> KeyFolder.open(folder, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keys in files are for sandboxes only");
    }

    @Test
    void signsWithEd25519AlwaysTheSame() throws Exception {
        KeyPair key = KeyFiles.fresh("Ed25519");
        KeyFiles.write(folder, "log", key);

        byte[] signature = keys().signer("log").sign(MESSAGE);

        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(key.getPublic());
        check.update(MESSAGE);
        assertThat(check.verify(signature)).isTrue();
        assertThat(keys().signer("log").sign(MESSAGE)).isEqualTo(signature).hasSize(64);
        assertThat(keys().signer("log").publicKey()).isEqualTo(key.getPublic());
    }

    @Test
    void signsWithP256InDer() throws Exception {
        KeyPair key = KeyFiles.fresh("EC");
        KeyFiles.write(folder, "finance-lead", key);

        byte[] signature = keys().signer("finance-lead").sign(MESSAGE);

        Signature check = Signature.getInstance("SHA256withECDSA");
        check.initVerify(key.getPublic());
        check.update(MESSAGE);
        assertThat(check.verify(signature)).isTrue();
    }

    @Test
    void aPublicKeyOfAnotherKeyNeverGivesASignature() throws Exception {
        KeyFiles.write(folder, "other", KeyFiles.fresh("Ed25519"));
        KeyFiles.write(folder, "log", KeyFiles.fresh("Ed25519"));
        Files.copy(folder.resolve("log.pub.pem"), folder.resolve("mixed.pub.pem"));
        Files.move(folder.resolve("other.pem"), folder.resolve("mixed.pem"));

        assertThatThrownBy(() -> keys().signer("mixed").sign(MESSAGE))
                .isInstanceOf(UnverifiableSignatureException.class)
                .hasMessageContaining("key mixed answered with 64 bytes that are not an ED25519");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rwx------"})
    void refusesAKeyThatOthersCanReach(String mode) throws Exception {
        KeyFiles.write(folder, "log", KeyFiles.fresh("Ed25519"));
        Files.setPosixFilePermissions(
                folder.resolve("log.pem"), PosixFilePermissions.fromString(mode));

        assertThatThrownBy(() -> keys().signer("log"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must have mode 600 (rw-------), found " + mode);
    }

    @Test
    void refusesALinkToAKey() throws Exception {
        KeyFiles.write(folder, "log", KeyFiles.fresh("Ed25519"));
        Files.copy(folder.resolve("log.pub.pem"), folder.resolve("link.pub.pem"));
        Files.createSymbolicLink(folder.resolve("link.pem"), folder.resolve("log.pem"));

        assertThatThrownBy(() -> keys().signer("link"))
                .isInstanceOf(SigningUnavailableException.class)
                .hasMessageContaining("there is no key file");
    }

    @Test
    void anAbsentKeyHoldsTheDay() {
        assertThatThrownBy(() -> keys().signer("log"))
                .isInstanceOf(SigningUnavailableException.class)
                .hasMessageContaining("there is no key file " + folder.resolve("log.pem"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../log", "Log", "", "log.pub"})
    void refusesANameThatIsNotAName(String name) {
        assertThatThrownBy(() -> keys().signer(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a key has a name such as");
    }

    @Test
    void refusesAFileThatIsNotAKey() throws Exception {
        KeyFiles.write(folder, "log", KeyFiles.fresh("Ed25519"));
        KeyFiles.writeSecret(folder.resolve("log.pem"), "-----BEGIN RSA PRIVATE KEY-----\n");

        assertThatThrownBy(() -> keys().signer("log"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key log cannot be used")
                .hasMessageContaining("BEGIN PRIVATE KEY");
    }

    @Test
    void refusesAnotherCurve() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(384);
        KeyFiles.write(folder, "log", generator.generateKeyPair());

        assertThatThrownBy(() -> keys().signer("log"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a ledger signs with Ed25519 or P-256");
    }

    @Test
    void theSaltKeyIsTheHmacOfTheFormat() throws Exception {
        KeyFiles.writeSecret(folder.resolve("ledger-salt.key"), "0b".repeat(32) + "\n");

        byte[] saltKey = keys().ledgerMac().saltKey("ledger.example.com/test");

        // printf 'ledger-segment/1/salt\nledger.example.com/test' |
        //     openssl mac -digest SHA256 -macopt hexkey:$(printf '0b%.0s' $(seq 32)) HMAC
        assertThat(HexFormat.of().formatHex(saltKey))
                .isEqualTo("023601ed84e55d9f6362018dd42952543cb89a24ffe87a270fbf188c168280f3");
    }

    @Test
    void refusesASaltKeyOfAnotherLength() throws Exception {
        KeyFiles.writeSecret(folder.resolve("ledger-salt.key"), "0b".repeat(20));

        assertThatThrownBy(() -> keys().ledgerMac())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("should hold 32 bytes in hex, found 40 characters");
    }
}
