package com.illuvrse.finance.exporters.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.signing.KeyFiles;
import com.illuvrse.finance.exporters.signing.VaultKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sealed opens for its own reference under its own keys, and nothing of it is printed. */
class IdentitySealTest {

    private static final List<String> SECRETS =
            List.of(
                    "900-12-3456",
                    "Ada",
                    "Example",
                    "Elm Street",
                    "Springfield",
                    "1980",
                    "0000123");

    @TempDir Path folder;
    private IdentitySeal seal;

    @BeforeEach
    void open() throws Exception {
        seal = new IdentitySeal(KeyFiles.vaultKeys(folder, 1));
    }

    @Test
    void opensWhatItSealed() {
        Identity ada = ada("vault:p1");

        assertThat(seal.open(seal.seal(ada))).isEqualTo(ada);
        Identity company =
                new Identity(
                        "vault:p2",
                        null,
                        null,
                        null,
                        null,
                        "Beispiel GmbH",
                        new PostalAddress(null, null, null, null, null, null),
                        null,
                        new BankAccount.WithIban("DE89370400440532013000", null));
        assertThat(seal.open(seal.seal(company))).isEqualTo(company);
        assertThat(company.name()).isEqualTo("Beispiel GmbH");
    }

    @Test
    void hasADataKeyOfItsOwnForEachPersonAndTime() {
        SealedIdentity one = seal.seal(ada("vault:p1"));
        SealedIdentity again = seal.seal(ada("vault:p1"));

        assertThat(one.wrappedKey()).isNotEqualTo(again.wrappedKey());
        assertThat(one.sealed()).isNotEqualTo(again.sealed());
        assertThat(one.contentMac()).isEqualTo(again.contentMac());
    }

    @Test
    void refusesEveryChangedByte() {
        SealedIdentity sealed = seal.seal(ada("vault:p1"));
        byte[] bytes = Base64.getDecoder().decode(sealed.sealed());
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;

            assertRefused(
                    seal,
                    new SealedIdentity("vault:p1", sealed.wrappedKey(), base64(changed), "", null));
        }
        byte[] key = Base64.getDecoder().decode(sealed.wrappedKey());
        key[20] ^= 1;
        assertRefused(seal, new SealedIdentity("vault:p1", base64(key), sealed.sealed(), "", null));
        assertRefused(seal, new SealedIdentity("vault:p1", sealed.wrappedKey(), "AAAA", "", null));
    }

    @Test
    void refusesAnotherKey() throws Exception {
        SealedIdentity sealed = seal.seal(ada("vault:p1"));

        assertRefused(new IdentitySeal(KeyFiles.vaultKeys(folder, 2)), sealed);
    }

    @Test
    void refusesRowsThatWereSwapped() {
        SealedIdentity one = seal.seal(ada("vault:p1"));
        SealedIdentity two = seal.seal(ada("vault:p2"));

        assertRefused(
                seal, new SealedIdentity("vault:p1", two.wrappedKey(), two.sealed(), "", null));
        assertRefused(
                seal, new SealedIdentity("vault:p1", one.wrappedKey(), two.sealed(), "", null));
    }

    /** Also when the key store does not look whose key it unwraps. */
    @Test
    void authenticatesTheReferenceByItself() throws Exception {
        VaultKeys keys = KeyFiles.vaultKeys(folder, 3);
        VaultKeys careless =
                new VaultKeys() {
                    @Override
                    public DataKey newDataKey(String ref) {
                        return keys.newDataKey("vault:any");
                    }

                    @Override
                    public byte[] unwrap(String ref, byte[] wrapped) {
                        return keys.unwrap("vault:any", wrapped);
                    }

                    @Override
                    public byte[] mac(byte[] message) {
                        return keys.mac(message);
                    }
                };
        IdentitySeal careful = new IdentitySeal(careless);
        SealedIdentity two = careful.seal(ada("vault:p2"));

        assertThat(careful.open(two).ref()).isEqualTo("vault:p2");
        assertRefused(
                careful, new SealedIdentity("vault:p1", two.wrappedKey(), two.sealed(), "", null));
    }

    @Test
    void printsNothingOfThePerson() {
        Identity ada = ada("vault:p1");
        SealedIdentity sealed = seal.seal(ada);
        String printed =
                ada
                        + " "
                        + ada.bank()
                        + " "
                        + ada.address()
                        + " "
                        + sealed
                        + " "
                        + List.of(ada)
                        + new BankAccount.WithIban("DE89370400440532013000", "DEUTDEFF");

        assertThat(printed)
                .contains("identity vault:p1")
                .doesNotContain(SECRETS)
                .doesNotContain("DE89370400440532013000", "DEUTDEFF");
        String kept =
                new String(Base64.getDecoder().decode(sealed.sealed()), StandardCharsets.ISO_8859_1)
                        + sealed.wrappedKey()
                        + sealed.contentMac()
                        + sealed.tinLookup();
        assertThat(kept).doesNotContain(SECRETS);
    }

    @Test
    void saysNothingOfTheTextItCannotKeep() {
        Identity odd =
                new Identity(
                        "vault:p1",
                        "900-12-3456\n",
                        "US",
                        "Ada",
                        "Example",
                        null,
                        ada("vault:p1").address(),
                        null,
                        null);

        assertThatThrownBy(() -> seal.seal(odd))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vault:p1")
                .hasNoCause()
                .message()
                .doesNotContain("900-12");
    }

    @Test
    void findsOnePersonByTheirNumberHoweverItIsWritten() {
        assertThat(seal.tinLookup("US", "900-12-3456"))
                .isEqualTo(seal.tinLookup("US", "900 12 3456"))
                .isNotEqualTo(seal.tinLookup("US", "900-12-3457"))
                .isNotEqualTo(seal.tinLookup("DE", "900-12-3456"))
                .hasSize(64);
        assertThat(seal.tinLookup("US", null)).isNull();
    }

    private static void assertRefused(IdentitySeal by, SealedIdentity sealed) {
        assertThatThrownBy(() -> by.open(sealed))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining(sealed.ref())
                .message()
                .doesNotContain(SECRETS.toArray(String[]::new));
    }

    private static Identity ada(String ref) {
        return new Identity(
                ref,
                "900-12-3456",
                "US",
                "Ada",
                "Example",
                null,
                new PostalAddress("Elm Street", "1", "12345", "Springfield", "NY", "US"),
                LocalDate.of(1980, 1, 2),
                new BankAccount.WithRoutingNumber("021000021", "0000123"));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
