package com.illuvrse.finance.exporters.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.s3.ArchiveCredentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KmsKeysTest {

    private static final byte[] MESSAGE = "a day's work\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] MAC_KEY = new byte[32];

    @TempDir Path folder;
    private FakeKms kms;
    private KmsKeys keys;
    private KeyPair edwards;
    private KeyPair curve;

    @BeforeEach
    void start() throws Exception {
        edwards = KeyFiles.fresh("Ed25519");
        curve = KeyFiles.fresh("EC");
        kms = new FakeKms(MAC_KEY).with("id-1", edwards).with("id-2", curve);
        Path access = Files.writeString(folder.resolve("access"), "id\nsecret\n");
        keys =
                KmsKeys.connect(
                        new KmsSettings(
                                kms.endpoint(),
                                "eu-central-1",
                                new ArchiveCredentials.FromFile(access),
                                Map.of("log", "id-1", "finance-lead", "id-2", "wrong", "id-3"),
                                "id-salt",
                                "id-wrap",
                                "id-lookup"));
    }

    @AfterEach
    void stop() {
        keys.close();
        kms.close();
    }

    @Test
    void signsTheMessageItselfWithEd25519() throws Exception {
        Signer signer = keys.signer("log");

        byte[] signature = signer.sign(MESSAGE);

        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(edwards.getPublic());
        check.update(MESSAGE);
        assertThat(check.verify(signature)).isTrue();
        assertThat(signer.publicKey()).isEqualTo(edwards.getPublic());
    }

    @Test
    void signsTheDigestWithP256() throws Exception {
        byte[] signature = keys.signer("finance-lead").sign(MESSAGE);

        Signature check = Signature.getInstance("SHA256withECDSA");
        check.initVerify(curve.getPublic());
        check.update(MESSAGE);
        assertThat(check.verify(signature)).isTrue();
    }

    @Test
    void asksForThePublicKeyOnceAndSignsOnceForEachSignature() {
        Signer signer = keys.signer("log");

        signer.sign(MESSAGE);
        signer.sign(MESSAGE);

        assertThat(kms.asked()).containsExactly("GetPublicKey id-1", "Sign id-1", "Sign id-1");
    }

    @Test
    void neverGivesOutASignatureThatDoesNotVerify() {
        kms.failWith(FakeKms.Fault.GARBAGE);

        assertThatThrownBy(() -> keys.signer("log").sign(MESSAGE))
                .isInstanceOf(UnverifiableSignatureException.class)
                .hasMessageContaining("key log answered with 64 bytes");
        assertThatThrownBy(() -> keys.signer("finance-lead").sign(MESSAGE))
                .isInstanceOf(UnverifiableSignatureException.class)
                .hasMessageContaining("not an ECDSA_P256 signature");
    }

    @Test
    void isAwayAfterFourAttempts() {
        Signer signer = keys.signer("log");
        signer.publicKey();
        kms.failWith(FakeKms.Fault.INTERNAL_ERROR);

        assertThatThrownBy(() -> signer.sign(MESSAGE))
                .isInstanceOf(SigningUnavailableException.class)
                .hasMessageContaining("AWS KMS cannot sign with log");

        assertThat(kms.asked()).hasSize(5);
    }

    @Test
    void aDisabledKeyHoldsTheDayToo() {
        kms.failWith(FakeKms.Fault.DISABLED);

        assertThatThrownBy(() -> keys.signer("log").publicKey())
                .isInstanceOf(SigningUnavailableException.class)
                .hasMessageContaining("AWS KMS cannot show the public key of log");
    }

    @Test
    void isMadeWithoutAskingAndTriedAgainLater() {
        kms.failWith(FakeKms.Fault.DISABLED);
        Signer signer = keys.signer("log");
        assertThatThrownBy(() -> signer.sign(MESSAGE))
                .isInstanceOf(SigningUnavailableException.class);

        kms.failWith(FakeKms.Fault.NONE);

        assertThatCode(() -> signer.sign(MESSAGE)).doesNotThrowAnyException();
    }

    @Test
    void refusesAMessageKmsWouldNotTake() {
        assertThatThrownBy(() -> keys.signer("log").sign(new byte[4097]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 4096 bytes");
    }

    @Test
    void refusesAKeyOfAnotherKind() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(384);
        kms.with("id-3", generator.generateKeyPair());

        assertThatThrownBy(() -> keys.signer("wrong").publicKey())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a ledger signs with Ed25519 or P-256");
        assertThatThrownBy(() -> keys.signer("unknown"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the settings name no KMS key for \"unknown\", only for [finance-lead, log,"
                                + " wrong]");
    }

    @Test
    void givesTheSaltKeyThatAFileWithTheSameKeyGives() throws Exception {
        KeyFiles.writeSecret(folder.resolve("ledger-salt.key"), "00".repeat(32));

        byte[] ofKms = keys.ledgerMac().saltKey("ledger.example.com/test");

        assertThat(ofKms)
                .isEqualTo(
                        KeyFolder.open(folder, true)
                                .ledgerMac()
                                .saltKey("ledger.example.com/test"));
        assertThat(kms.asked()).containsExactly("GenerateMac id-salt");
    }

    @Test
    void refusesAnHmacOfAnotherLength() {
        kms.failWith(FakeKms.Fault.GARBAGE);

        assertThatThrownBy(() -> keys.ledgerMac().mac(MESSAGE))
                .isInstanceOf(SigningUnavailableException.class)
                .hasMessageContaining("an HMAC of 32 bytes under id-salt, found 3");
    }

    @Test
    void unwrapsADataKeyForThePersonItWasMadeForAndNobodyElse() {
        VaultKeys vault = keys.vaultKeys();

        VaultKeys.DataKey key = vault.newDataKey("vault:p1");

        assertThat(vault.unwrap("vault:p1", key.wrapped())).isEqualTo(key.open());
        assertThat(key.open()).hasSize(VaultKeys.DATA_KEY_BYTES);
        assertThat(key).hasToString("data key");
        assertThatThrownBy(() -> vault.unwrap("vault:p2", key.wrapped()))
                .isInstanceOf(UnwrapRefusedException.class)
                .hasMessageContaining("vault:p2");
        byte[] changed = key.wrapped();
        changed[changed.length - 1] ^= 1;
        assertThatThrownBy(() -> vault.unwrap("vault:p1", changed))
                .isInstanceOf(UnwrapRefusedException.class);
        assertThat(kms.asked()).contains("GenerateDataKey id-wrap", "Decrypt id-wrap");
    }

    @Test
    void aVaultKeyThatIsAwayIsNoRefusal() {
        VaultKeys vault = keys.vaultKeys();
        byte[] wrapped = vault.newDataKey("vault:p1").wrapped();
        kms.failWith(FakeKms.Fault.DISABLED);

        assertThatThrownBy(() -> vault.unwrap("vault:p1", wrapped))
                .isInstanceOf(SigningUnavailableException.class);
    }

    @Test
    void makesTheDigestsOfTheVaultWithAKeyOfTheirOwn() {
        assertThat(keys.vaultKeys().mac(MESSAGE)).hasSize(32);
        assertThat(kms.asked()).containsExactly("GenerateMac id-lookup");
    }
}
