package com.illuvrse.finance.jobs.audit;

import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.jobs.nightly.RegistryFolder;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.Note;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The key ceremony of a sandbox: in one moment and in one place what takes several persons and a
 * safe elsewhere. So it may be called only where all keys are files that everybody can read.
 */
public final class SandboxCeremony {

    /** Root keys of a sandbox's key store; two of three sign. */
    private static final List<String> ROOTS = List.of("root-a", "root-b", "root-c");

    private static final int THRESHOLD = 2;

    /** Persons of a sandbox. */
    private static final List<String> ROLES = List.of("finance-lead", "security-engineer");

    private SandboxCeremony() {}

    /**
     * Makes version 1 of the key registry, signed by root keys, where there is none.
     *
     * @param folder where the notes of the registry lie
     */
    public static void registerKeys(Path folder, SettlementSettings settings, SigningKeys keys)
            throws IOException {
        Path file = RegistryFolder.file(folder, 1);
        if (Files.exists(file)) {
            return;
        }
        String ledger = settings.ledger();
        List<VerifierKey> roots =
                ROOTS.stream()
                        .map(
                                name ->
                                        VerifierKey.of(
                                                name + "." + ledger, keys.signer(name).publicKey()))
                        .toList();
        Note note = Note.of(registry(settings, keys, roots).body());
        for (int i = 0; i < THRESHOLD; i++) {
            note = note.signedBy(roots.get(i), keys.signer(ROOTS.get(i))::sign);
        }
        write(file, note.bytes());
    }

    private static KeyRegistry registry(
            SettlementSettings settings, SigningKeys keys, List<VerifierKey> roots) {
        List<KeyRegistry.Signer> signers = new ArrayList<>();
        for (String role : ROLES) {
            byte[] spki = VerifierKey.of(role, keys.signer(role).publicKey()).spki();
            signers.add(
                    new KeyRegistry.Signer(
                            role,
                            Sha256.hexOf(spki),
                            Base64.getEncoder().encodeToString(spki),
                            0,
                            null,
                            null));
        }
        VerifierKey log =
                VerifierKey.of(settings.ledger(), keys.signer(SigningKeys.LOG).publicKey());
        byte[] policy = settings.approvals().canonical().getBytes(StandardCharsets.UTF_8);
        return new KeyRegistry(
                1,
                settings.ledger(),
                KeyRegistry.NO_PREVIOUS,
                new KeyRegistry.Root(roots, THRESHOLD),
                List.of(new KeyRegistry.LogKey(0, log, null)),
                signers,
                List.of(new KeyRegistry.ApprovalPolicy(0, Sha256.hexOf(policy))));
    }

    /**
     * Writes what an auditor of this sandbox begins with: the genesis and the root keys. Elsewhere
     * the auditor writes it from the engagement letter, and nobody else can.
     *
     * @param registry folder of the key registry
     * @param genesis manifestId of segment 0
     */
    public static void writeTrustFile(Path file, Path registry, String genesis) throws IOException {
        Note first = Note.parse(Files.readAllBytes(RegistryFolder.file(registry, 1)));
        KeyRegistry keys = KeyRegistry.parse(first.body());
        write(file, TrustDraft.SEALED.text(keys, genesis).getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " is not a place for a file");
        }
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, ".ceremony", ".part");
        Files.write(part, bytes);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
