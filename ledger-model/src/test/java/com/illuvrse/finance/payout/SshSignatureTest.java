package com.illuvrse.finance.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures of {@code ssh-keygen} itself, and damaged ones. */
class SshSignatureTest {

    private static final byte[] MESSAGE = "pay 5".getBytes(StandardCharsets.UTF_8);

    private final Approvers approvers = new Approvers();

    @Test
    void acceptsWhatSshKeygenSigned(@TempDir Path folder) throws IOException {
        Assumptions.assumeTrue(
                isThere(), "ssh-keygen is not installed (apt-get install openssh-client)");
        Path key = folder.resolve("key");
        Path file = Files.write(folder.resolve("message"), MESSAGE);
        run(folder, "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key.toString());
        run(
                folder,
                "ssh-keygen",
                "-Y",
                "sign",
                "-n",
                "settlement-approval@v1",
                "-f",
                key.toString(),
                file.toString());

        SshSignature signature =
                SshSignature.parseArmoured(Files.readString(folder.resolve("message.sig")));

        String published = Files.readString(folder.resolve("key.pub")).strip();
        assertThat(signature.verifies(MESSAGE)).isTrue();
        assertThat(signature.key()).isEqualTo(SshKey.parse(published)).hasToString(published);
        assertThat(signature.namespace()).isEqualTo("settlement-approval@v1");
        assertThat(signature.verifies("pay 6".getBytes(StandardCharsets.UTF_8))).isFalse();
        assertThat(SshSignature.parse(signature.base64()).verifies(MESSAGE)).isTrue();
    }

    @Test
    void noByteOfASignatureCanBeChanged() {
        byte[] blob = Base64.getDecoder().decode(approvers.sign("ana", "n", MESSAGE));
        int refused = 0;
        for (int i = 0; i < blob.length; i++) {
            byte[] damaged = blob.clone();
            damaged[i] ^= 1;
            assertThat(verifies(damaged, approvers.key("ana"))).as("byte " + i).isFalse();
            refused++;
        }
        assertThat(verifies(blob, approvers.key("ana"))).isTrue();
        assertThat(refused).isGreaterThan(150);
    }

    /** Good only for its own namespace and by its own key. */
    private static boolean verifies(byte[] blob, String key) {
        try {
            SshSignature signature = SshSignature.parse(Base64.getEncoder().encodeToString(blob));
            return signature.namespace().equals("n")
                    && signature.key().toString().equals(key)
                    && signature.verifies(MESSAGE);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void saysWhatItExpected() {
        assertThatThrownBy(() -> SshSignature.parseArmoured("hello"))
                .hasMessageStartingWith(
                        "expected a file that begins with \"-----BEGIN SSH SIGNATURE");
        assertThatThrownBy(() -> SshSignature.parse("AAAA"))
                .hasMessage("a signature begins with SSHSIG, this one does not");
        assertThatThrownBy(() -> SshKey.parse("ssh-rsa"))
                .hasMessageStartingWith("expected a public key as \"ssh-ed25519");
        assertThatThrownBy(() -> SshKey.parse("ssh-rsa AAAAB3NzaC1yc2E="))
                .hasMessageStartingWith("expected a key of type ssh-ed25519");
    }

    private static boolean isThere() {
        try {
            new ProcessBuilder("ssh-keygen", "-?")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException absent) {
            System.err.println("SKIPPED: " + absent.getMessage());
            return false;
        }
    }

    private static void run(Path folder, String... command) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(printed).isZero();
    }
}
