package com.illuvrse.finance.exporters.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.sandbox.keys.SoftToken;
import com.illuvrse.finance.sandbox.keys.SoftToken.Secret;
import com.illuvrse.finance.segment.Note;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against SoftHSM2; skipped, and seen to be, where it is not installed. */
class Pkcs11KeysTest {

    private static final byte[] MESSAGE = "a day's work\n".getBytes(StandardCharsets.UTF_8);
    private static final String PIN = "4711-open-sesame";

    private static SoftToken token;
    private static SoftToken careless;
    private static SoftToken removed;

    @TempDir Path folder;
    private Path pin;
    private Pkcs11Keys keys;

    @BeforeAll
    static void makeTokens() throws IOException {
        Assumptions.assumeTrue(
                SoftToken.missing().isEmpty(), () -> SoftToken.missing().orElseThrow());
        token = SoftToken.make("ledger", PIN);
        careless = SoftToken.make("careless", PIN);
        removed = SoftToken.make("removed", PIN);
        token.fill(
                List.of("finance-log", "finance-lead"),
                List.of(
                        new Secret("finance-salt", "HmacSHA256", "00".repeat(32)),
                        new Secret("finance-wrap", "AES", "07".repeat(32)),
                        new Secret("finance-lookup", "HmacSHA256", "08".repeat(32))));
        removed.fill(List.of("finance-log"), List.of());
        careless.fillCarelessly(
                List.of("finance-log"),
                List.of(new Secret("finance-salt", "HmacSHA256", "00".repeat(32))));
    }

    @BeforeEach
    void connect() throws IOException {
        pin = token.pinFile(folder.resolve("pin"));
        keys = Pkcs11Keys.connect(settings(token));
    }

    @AfterEach
    void close() {
        keys.close();
    }

    private Pkcs11Settings settings(SoftToken where) {
        return settings(where.libraryFile(), where.slot());
    }

    private Pkcs11Settings settings(Path library, long slot) {
        return new Pkcs11Settings(
                library,
                slot,
                TokenPin.in(pin),
                Map.of(
                        "log",
                        "finance-log",
                        "finance-lead",
                        "finance-lead",
                        "lost",
                        "no-such-label",
                        "secret",
                        "finance-salt"),
                "finance-salt",
                "finance-wrap",
                "finance-lookup");
    }

    @Test
    void signsACheckpointWithTheSignatureTypeOfP256() {
        Signer signer = keys.signer("log");
        VerifierKey key = VerifierKey.of("ledger.example.com/test", signer.publicKey());

        Note note = Note.of("ledger.example.com/test\n1\nroot\n").signedBy(key, signer::sign);

        assertThat(note.namesKey(key)).isTrue();
        assertThat(key.type()).isEqualTo(VerifierKey.Type.ECDSA_P256);
        byte[] typed = Base64.getDecoder().decode(key.toString().split("\\+", 3)[2]);
        assertThat(typed[0]).isEqualTo((byte) 2);
        byte[] spki = signer.publicKey().getEncoded();
        assertThat(key.keyId())
                .isEqualTo(HexFormat.of().parseHex(Sha256.hexOf(spki).substring(0, 8)));
    }

    @Test
    void keysOfTwoNamesAreTwoKeys() {
        byte[] signature = keys.signer("finance-lead").sign(MESSAGE);

        assertThat(
                        SignatureScheme.ECDSA_P256.isSignedBy(
                                keys.signer("log").publicKey(), MESSAGE, signature))
                .isFalse();
        assertThat(
                        SignatureScheme.ECDSA_P256.isSignedBy(
                                keys.signer("finance-lead").publicKey(), MESSAGE, signature))
                .isTrue();
    }

    @Test
    void givesTheSaltKeyThatAFileWithTheSameKeyGives() throws Exception {
        KeyFiles.writeSecret(folder.resolve("ledger-salt.key"), "00".repeat(32));

        assertThat(keys.ledgerMac().saltKey("ledger.example.com/test"))
                .isEqualTo(
                        KeyFolder.open(folder, true)
                                .ledgerMac()
                                .saltKey("ledger.example.com/test"));
    }

    @Test
    void unwrapsADataKeyForThePersonItWasMadeForAndNobodyElse() {
        VaultKeys vault = keys.vaultKeys();

        VaultKeys.DataKey key = vault.newDataKey("vault:p1");

        assertThat(vault.unwrap("vault:p1", key.wrapped())).isEqualTo(key.open());
        assertThatThrownBy(() -> vault.unwrap("vault:p2", key.wrapped()))
                .isInstanceOf(UnwrapRefusedException.class)
                .hasMessageContaining("vault:p2");
        byte[] changed = key.wrapped();
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> vault.unwrap("vault:p1", changed))
                .isInstanceOf(UnwrapRefusedException.class);
        assertThatThrownBy(() -> vault.unwrap("vault:p1", new byte[3]))
                .isInstanceOf(UnwrapRefusedException.class);
        assertThat(vault.mac(MESSAGE)).hasSize(32).isNotEqualTo(keys.ledgerMac().mac(MESSAGE));
    }

    @Test
    void saysThatATokenCannotWrapDataKeys() {
        Pkcs11Keys plain =
                Pkcs11Keys.connect(settings(token), "disabledMechanisms = {\n CKM_AES_GCM\n}\n");

        assertThatThrownBy(() -> plain.vaultKeys().newDataKey("vault:p1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does no AES-GCM (CKM_AES_GCM)");
    }

    @Test
    void refusesKeysThatCanLeaveTheToken() {
        Pkcs11Keys leaking = Pkcs11Keys.connect(settings(careless));

        assertThatThrownBy(() -> leaking.signer("log").sign(MESSAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key finance-log of the token")
                .hasMessageContaining("can leave the token");
        assertThatThrownBy(() -> leaking.ledgerMac().mac(MESSAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key finance-salt");
    }

    @Test
    void saysWhichKeyIsMissing() {
        assertThatThrownBy(() -> keys.signer("lost").sign(MESSAGE))
                .isInstanceOf(SigningUnavailableException.class)
                .hasMessageContaining("has no key with the label no-such-label");
        assertThat(keys.signer("log").sign(MESSAGE)).as("the token is asked again").isNotEmpty();
        assertThatThrownBy(() -> keys.signer("unknown"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the settings name no key of the token for \"unknown\", only for"
                                + " [finance-lead, log, lost, secret]");
    }

    @Test
    void refusesASecretWhereAKeyPairShouldBeAndTheOtherWayRound() {
        assertThatThrownBy(() -> keys.signer("secret").sign(MESSAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("should have a private key under the label finance-salt");
        Pkcs11Settings right = settings(token);
        Pkcs11Keys crossed =
                Pkcs11Keys.connect(
                        new Pkcs11Settings(
                                right.library(),
                                right.slot(),
                                right.pin(),
                                right.keys(),
                                "finance-log",
                                "finance-wrap",
                                "finance-lookup"));
        assertThatThrownBy(() -> crossed.ledgerMac().mac(MESSAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("should have a secret key under the label finance-log");
    }

    @Test
    void isAwayWithoutItsLibraryOrItsSlot() {
        Pkcs11Keys noLibrary =
                Pkcs11Keys.connect(settings(Path.of("/nowhere/libtoken.so"), token.slot()));
        Pkcs11Keys noSlot = Pkcs11Keys.connect(settings(token.libraryFile(), 1_234_567_890));

        assertThatThrownBy(() -> noLibrary.signer("log").sign(MESSAGE))
                .isInstanceOf(SigningUnavailableException.class)
                .hasMessageContaining("of /nowhere/libtoken.so cannot be opened: there is no such");
        assertThatThrownBy(() -> noSlot.signer("log").sign(MESSAGE))
                .isInstanceOf(SigningUnavailableException.class)
                .hasMessageContaining("slot 1234567890")
                .hasMessageContaining("CKR_SLOT_ID_INVALID");
    }

    @Test
    void aWrongPinIsTriedOnceUntilTheFileChanges() throws IOException {
        KeyFiles.writeSecret(pin, "9999\n");
        assertThatThrownBy(() -> keys.signer("log").sign(MESSAGE))
                .isInstanceOf(SigningUnavailableException.class)
                .hasMessageContaining("refuses the PIN in " + pin)
                .hasMessageNotContaining("9999");
        assertThatThrownBy(() -> keys.signer("log").sign(MESSAGE))
                .isInstanceOf(SigningUnavailableException.class)
                .hasMessageContaining("refused the PIN in " + pin + " before, it is not tried");

        KeyFiles.writeSecret(pin, PIN);

        assertThat(keys.signer("log").sign(MESSAGE)).isNotEmpty();
    }

    @Test
    void readsNoPinThatOthersCouldReadOrThatIsEmpty() throws IOException {
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> keys.signer("log").sign(MESSAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must have mode 400 or 600, found rw-r--r--");

        KeyFiles.writeSecret(pin, "\n");
        assertThatThrownBy(() -> keys.signer("log").sign(MESSAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no PIN in line 1");

        Files.delete(pin);
        assertThatThrownBy(() -> keys.signer("log").sign(MESSAGE))
                .isInstanceOf(SigningUnavailableException.class)
                .hasMessageContaining("cannot be read");
    }

    /** SoftHSM2 gives a token that was out back to a new process only. */
    @Test
    void isAwayWhileTheTokenIsOut() throws IOException {
        Signer signer = Pkcs11Keys.connect(settings(removed)).signer("log");
        signer.sign(MESSAGE);

        removed.takeOut();

        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> signer.sign(MESSAGE))
                    .isInstanceOf(SigningUnavailableException.class)
                    .hasMessageContaining("the token in slot " + removed.slot());
        }
    }

    @Test
    void printsNoPin() {
        assertThat(settings(token).toString()).contains("PIN in ").doesNotContain(PIN);
        assertThat(keys.toString()).doesNotContain(PIN);
    }
}
