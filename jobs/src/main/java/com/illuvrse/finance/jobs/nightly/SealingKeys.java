package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.signing.Signer;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.exporters.signing.SigningUnavailableException;
import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.Note;
import com.illuvrse.finance.segment.Salts;
import com.illuvrse.finance.segment.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a ledger is sealed with: its log key, its salts, and the key registry that says whose the
 * log key is.
 *
 * <p>The registry is a folder with one signed note for each version, made in a key ceremony far
 * from here. Nothing is sealed under a registry an auditor would refuse, or with a key it does not
 * list.
 */
public final class SealingKeys {

    private static final Pattern LOG_KEY = Pattern.compile(SigningKeys.LOG + "(-[0-9]+)?");

    private static final Logger LOG = LoggerFactory.getLogger(SealingKeys.class);

    private final String ledger;
    private final SigningKeys keys;
    private final RegistryFolder folder;
    private @Nullable Salts salts;

    public SealingKeys(String ledger, SigningKeys keys, Workshop workshop) {
        this.ledger = ledger;
        this.keys = keys;
        this.folder = new RegistryFolder(workshop.registry(), ledger);
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
        SortedMap<Integer, String> notes = folder.notes(upTo);
        if (notes.isEmpty()) {
            throw new IllegalStateException(
                    "there is no key registry %s; a ledger has one before its first night, see scheduler/KEY-CEREMONY.md"
                            .formatted(folder.file(1)));
        }
        return notes;
    }

    /** The newest version of the key registry, checked. */
    public KeyRegistry newestRegistry() {
        return newest(registry());
    }

    private static KeyRegistry newest(SortedMap<Integer, String> registry) {
        Note note = Note.parse(registry.lastEntry().getValue().getBytes(StandardCharsets.UTF_8));
        return KeyRegistry.parse(note.body());
    }

    /** The key the newest of these versions lists for the checkpoint of a segment. */
    public VerifierKey logKey(SortedMap<Integer, String> registry, long segment) {
        KeyRegistry.LogKey listed =
                newest(registry)
                        .logKey(segment)
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "version %d of the key registry lists no log key for segment %d"
                                                        .formatted(registry.lastKey(), segment)));
        KeyRegistry.Revocation revoked = listed.revoked();
        if (revoked != null) {
            throw new IllegalStateException(
                    "version %d of the key registry says that the log key of segment %d, %s, is lost since %s: %s; register another"
                            .formatted(
                                    registry.lastKey(),
                                    segment,
                                    listed.key(),
                                    revoked.since(),
                                    revoked.reason()));
        }
        return listed.key();
    }

    /**
     * Requires that the key store has this key, before a manifest is kept that only it can seal. A
     * store that is away may have it.
     */
    public void requireHeld(VerifierKey registered) {
        try {
            signer(registered);
        } catch (SigningUnavailableException away) {
            LOG.debug("whether the key store has {} shows when it signs", registered, away);
        }
    }

    /**
     * Signs a checkpoint and verifies the signature with the registered key. Call it outside a
     * transaction.
     *
     * @throws com.illuvrse.finance.exporters.signing.SigningUnavailableException when the key store
     *     is away; nothing was signed
     */
    public String checkpoint(String body, VerifierKey registered) {
        Note signed = Note.of(body).signedBy(registered, signer(registered)::sign);
        return new String(signed.bytes(), StandardCharsets.UTF_8);
    }

    /**
     * The one of the keys {@code log}, {@code log-2} … that the registry says; an earlier one may
     * be gone.
     */
    private Signer signer(VerifierKey registered) {
        List<String> others = new ArrayList<>();
        SigningUnavailableException away = null;
        for (String name : keys.names().stream().filter(LOG_KEY.asMatchPredicate()).toList()) {
            try {
                Signer signer = keys.signer(name);
                VerifierKey ours = VerifierKey.of(ledger, signer.publicKey());
                if (ours.equals(registered)) {
                    return signer;
                }
                others.add(name + " " + ours);
            } catch (SigningUnavailableException e) {
                away = e;
            }
        }
        if (away != null) {
            throw away;
        }
        throw new IllegalStateException(
                "the key registry says that the log key is %s, the key store has %s; nothing was signed"
                        .formatted(registered, String.join(", ", others)));
    }
}
