package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.signing.Signer;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.Note;
import com.illuvrse.finance.segment.Salts;
import com.illuvrse.finance.segment.SignatureRefusedException;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger is sealed with: its log key, its salts, and the key registry that says whose the
 * log key is.
 *
 * <p>The registry is a folder with one signed note for each version, made in a key ceremony far
 * from here. Nothing is sealed under a registry an auditor would refuse, or with a key it does not
 * list.
 */
public final class SealingKeys {

    private final String ledger;
    private final SigningKeys keys;
    private final Path folder;
    private @Nullable Salts salts;

    public SealingKeys(String ledger, SigningKeys keys, Workshop workshop) {
        this.ledger = ledger;
        this.keys = keys;
        this.folder = workshop.registry();
    }

    /**
     * The salts of the ledger.
     *
     * @throws com.illuvrse.finance.exporters.signing.SigningUnavailableException when the key store
     *     is away
     */
    public Salts salts() {
        Salts known = salts;
        if (known == null) {
            known = Salts.of(keys.ledgerMac().saltKey(ledger));
            salts = known;
        }
        return known;
    }

    /** All versions of the key registry as they lie in the folder, checked. */
    public SortedMap<Integer, String> registry() {
        return registry(Integer.MAX_VALUE);
    }

    /** The versions of the key registry up to one, checked. */
    public SortedMap<Integer, String> registry(long upTo) {
        TreeMap<Integer, String> notes = new TreeMap<>();
        @Nullable KeyRegistry before = null;
        for (int version = 1; version <= upTo; version++) {
            Path file = file(folder, version);
            if (version > 1 && Files.notExists(file)) {
                break;
            }
            byte[] bytes = read(file);
            before = requireNext(file, Note.parse(bytes), before);
            notes.put(version, new String(bytes, StandardCharsets.UTF_8));
        }
        return notes;
    }

    /** Where a version of the registry lies in the folder of the ceremony. */
    public static Path file(Path folder, int version) {
        return folder.resolve(String.format(Locale.ROOT, "registry-%04d.note", version));
    }

    private KeyRegistry requireNext(Path file, Note note, @Nullable KeyRegistry before) {
        KeyRegistry registry = KeyRegistry.parse(note.body());
        int version = before == null ? 1 : before.version() + 1;
        String prev = before == null ? KeyRegistry.NO_PREVIOUS : before.digest();
        if (!registry.ledger().equals(ledger)
                || registry.version() != version
                || !registry.prev().equals(prev)) {
            throw new IllegalStateException(
                    "%s should be version %d of the key registry of %s and follow %s, found version %d of %s after %s"
                            .formatted(
                                    file,
                                    version,
                                    ledger,
                                    prev,
                                    registry.version(),
                                    registry.ledger(),
                                    registry.prev()));
        }
        requireSigned(file, note, registry);
        if (before != null) {
            requireSigned(file, note, before);
        }
        return registry;
    }

    private static void requireSigned(Path file, Note note, KeyRegistry by) {
        int signed = 0;
        for (VerifierKey root : by.root().keys()) {
            if (note.namesKey(root)) {
                try {
                    note.verify(root);
                } catch (SignatureRefusedException e) {
                    throw new IllegalStateException(
                            "%s has a wrong signature of root key %s".formatted(file, root), e);
                }
                signed++;
            }
        }
        if (signed < by.root().threshold()) {
            throw new IllegalStateException(
                    "%s needs %d signatures of the root keys of version %d, found %d; hold a key ceremony"
                            .formatted(file, by.root().threshold(), by.version(), signed));
        }
    }

    /** The key the newest of these versions lists for the checkpoint of a segment. */
    public VerifierKey logKey(SortedMap<Integer, String> registry, long segment) {
        Note newest = Note.parse(registry.lastEntry().getValue().getBytes(StandardCharsets.UTF_8));
        return KeyRegistry.parse(newest.body())
                .logKey(segment)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "version %d of the key registry lists no log key for segment %d"
                                                .formatted(registry.lastKey(), segment)))
                .key();
    }

    /**
     * Signs a checkpoint and verifies the signature with the registered key. Call it outside a
     * transaction.
     *
     * @throws com.illuvrse.finance.exporters.signing.SigningUnavailableException when the key store
     *     is away; nothing was signed
     */
    public String checkpoint(String body, VerifierKey registered) {
        Signer signer = keys.signer(SigningKeys.LOG);
        VerifierKey ours = VerifierKey.of(ledger, signer.publicKey());
        if (!ours.equals(registered)) {
            throw new IllegalStateException(
                    "the key registry says that the log key is %s, the key store has %s; nothing was signed"
                            .formatted(registered, ours));
        }
        Note signed = Note.of(body).signedBy(registered, signer::sign);
        return new String(signed.bytes(), StandardCharsets.UTF_8);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the key registry "
                            + file
                            + " cannot be read; a ledger has one before its first night",
                    e);
        }
    }
}
