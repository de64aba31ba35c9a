package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class NoteTest {

    private static final String LEDGER = TestKeys.LEDGER;

    @Test
    void aCheckpointOfTheSampleLedgerIsVerifiedAndPrintedAgain() throws Exception {
        byte[] stored = resource("segment-000004/checkpoint");

        Note note = Note.parse(stored);

        note.verify(TestKeys.verifier("log-2"));
        assertThat(note.bytes()).isEqualTo(stored);
        assertThat(note.body()).startsWith(LEDGER + "\n5\n");
    }

    @Test
    void signingWithTheTestKeyGivesTheStoredCheckpoint() throws Exception {
        byte[] stored = resource("segment-000000/checkpoint");

        Note note =
                Note.of(Note.parse(stored).body())
                        .signedBy(TestKeys.verifier("log-1"), TestKeys.signer("log-1"));

        assertThat(note.bytes()).isEqualTo(stored);
    }

    @Test
    void aSignatureOfAnotherKeyIsFoundBeforeAnythingIsStored() {
        Note note = Note.of("text\n");

        assertThatThrownBy(
                        () -> note.signedBy(TestKeys.verifier("log-1"), TestKeys.signer("log-2")))
                .hasMessageStartingWith("the note was not signed by " + LEDGER);
    }

    @Test
    void anyByteChangedMakesAnotherNoteOrNone() throws Exception {
        byte[] stored = resource("segment-000004/checkpoint");
        VerifierKey key = TestKeys.verifier("log-2");
        Random random = new Random(7);

        for (int at = 0; at < stored.length; at++) {
            byte[] changed = stored.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> Note.parse(changed).verify(key)).as("byte %d", at).isNotNull();
        }
    }

    @Test
    void verifierKeysHaveOneText() {
        String text =
                "ledger.example.com/marketplace-test+1b34da02+AUPNVvOzbVnm5Hi5CqT6A8pBHxSBZgX1BX6STwv9xxT1";

        assertThat(VerifierKey.parse(text)).hasToString(text);
        assertThat(TestKeys.verifier("log-1")).hasToString(text);
        for (String other :
                new String[] {
                    text + "=", text.replace("1b34da02", "1b34da03"), "name+00000000", "+00000000+"
                }) {
            assertThatThrownBy(() -> VerifierKey.parse(other))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aKeyOnP256SignsNotesToo() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        VerifierKey key = VerifierKey.of(LEDGER, pair.getPublic());

        Note note = Note.of("text\n").signedBy(key, ecdsa(pair));

        Note.parse(note.bytes()).verify(key);
        assertThat(key.type()).isEqualTo(VerifierKey.Type.ECDSA_P256);
        assertThat(VerifierKey.parse(key.toString())).isEqualTo(key);
    }

    private static UnaryOperator<byte[]> ecdsa(KeyPair pair) {
        return message -> {
            try {
                Signature signature = Signature.getInstance("SHA256withECDSA");
                signature.initSign(pair.getPrivate());
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    @Test
    void aWitnessSignsTheTextWithTheTimeItSawItAt() throws Exception {
        VerifierKey witness =
                VerifierKey.parse(
                        "witness.example.com/w1+e80f35c1+BL+OgDJZL18osq5UoUiGTSwlxzKrU/Y6e4WpNjMkzbgU");
        String cosigned =
                new String(resource("segment-000001/checkpoint"), StandardCharsets.UTF_8)
                        + "\u2014 witness.example.com/w1 6A81wQAAAABq5ZV0"
                        + "v/18W0CfxllncAnCtTpX9l9ZjcFN4EtrsW7o8e0orG94D2G69uRsQCaNUHbIPf3uVpCWSlhJqHui0SxzrBibDw==\n";

        Note.parse(cosigned.getBytes(StandardCharsets.UTF_8)).verify(witness);

        String later = cosigned.replace("AAAABq5ZV0", "AAAABq5ZV1");
        assertThatThrownBy(() -> Note.parse(later.getBytes(StandardCharsets.UTF_8)).verify(witness))
                .isInstanceOf(SignatureRefusedException.class);
        String ofTime = "\u2014 witness.example.com/w1 6A81wQAAAAA=\n";
        assertThatThrownBy(
                        () ->
                                Note.parse(("text\n\n" + ofTime).getBytes(StandardCharsets.UTF_8))
                                        .verify(witness))
                .isInstanceOf(SignatureRefusedException.class)
                .hasMessageStartingWith("a cosignature begins with its time");
    }

    @Test
    void refusesNotesThatCouldBePrintedInAnotherWay() {
        String good = "text\n\n\u2014 name AAAAAAE=\n";

        assertThat(Note.parse(good.getBytes(StandardCharsets.UTF_8)).signatures()).hasSize(1);
        for (String bad :
                new String[] {
                    "text\n",
                    "text\n\n",
                    "text\n\n\u2014 name AAAAAAE=",
                    "text\n\n\u2014 name AAAAAAF=\n",
                    "text\n\n\u2014 name AAAAAAE\n",
                    "text\n\n\u2014  name AAAAAAE=\n",
                    "text\n\n- name AAAAAAE=\n",
                    "text\r\n\n\u2014 name AAAAAAE=\n",
                    "text\n\n\u2014 name AAAAAA==\n",
                    "text\n\n\u2014 name AAAAAAE=\nx\n"
                }) {
            assertThatThrownBy(() -> Note.parse(bad.getBytes(StandardCharsets.UTF_8)))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aRegistryOfTheSampleLedgerIsReadAndPrintedAgain() throws Exception {
        Note first = Note.parse(resource("segment-000004/keys/registry-0001.note"));
        Note second = Note.parse(resource("segment-000004/keys/registry-0002.note"));

        KeyRegistry one = KeyRegistry.parse(first.body());
        KeyRegistry two = KeyRegistry.parse(second.body());

        second.verify(TestKeys.verifier("root-d"));
        assertThat(second.namesKey(TestKeys.verifier("root-c"))).isFalse();
        assertThat(one.body()).isEqualTo(first.body());
        assertThat(two.body()).isEqualTo(second.body());
        assertThat(two.prev()).isEqualTo(one.digest());
        assertThat(two.logKey(3).orElseThrow().key()).isEqualTo(TestKeys.verifier("log-1"));
        assertThat(two.logKey(4).orElseThrow().key()).isEqualTo(TestKeys.verifier("log-2"));
    }

    private static byte[] resource(String path) throws IOException {
        try (InputStream stream = NoteTest.class.getResourceAsStream("/proof/ledger/" + path)) {
            if (stream == null) {
                throw new IllegalArgumentException("no test resource " + path);
            }
            return stream.readAllBytes();
        }
    }
}
