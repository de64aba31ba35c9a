package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.jobs.audit.HandedKeys;
import com.illuvrse.finance.jobs.audit.KeyCeremony;
import com.illuvrse.finance.jobs.audit.RegistryFile;
import com.illuvrse.finance.jobs.audit.TrustDraft;
import com.illuvrse.finance.jobs.nightly.RegistryFolder;
import com.illuvrse.finance.jobs.nightly.SettlementSettings;
import com.illuvrse.finance.jobs.nightly.Workshop;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Segments;
import com.illuvrse.finance.segment.KeyRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/**
 * Where the key ceremonies of a ledger are held: a version of the key registry is drafted, signed
 * by root keys, checked and published. Only publishing changes anything, and then the next night
 * carries the version.
 */
public final class KeyDesk {

    private final SettlementSettings settings;
    private final Database database;
    private final SigningKeys keys;
    private final RegistryFolder folder;
    private final Clock clock;
    private final String owner;

    public KeyDesk(
            SettlementSettings settings,
            Database database,
            SigningKeys keys,
            Workshop workshop,
            Clock clock,
            String owner) {
        this.settings = settings;
        this.database = database;
        this.keys = keys;
        this.folder = new RegistryFolder(workshop.registry(), settings.ledger());
        this.clock = clock;
        this.owner = owner;
    }

    /** Reads keys as people hand them over. */
    public HandedKeys handed() {
        return new HandedKeys(settings.ledger(), keys);
    }

    /** The published versions, the first one first; none before the genesis. */
    public List<KeyRegistry> versions() {
        return folder.versions();
    }

    /** The first segment that has no manifest yet: what changes can hold from there on. */
    public long nextSegment() {
        return new Segments(database).manifestIds().size();
    }

    /** A ceremony on what is published and sealed now. */
    public KeyCeremony ceremony() {
        return new KeyCeremony(folder, nextSegment(), clock.instant());
    }

    /** Signs a version with a root key of the key store and keeps the signature in the file. */
    public KeyCeremony.Review sign(Path file, String name) throws IOException {
        KeyCeremony.Review signed =
                ceremony().sign(RegistryFile.read(file), name, keys.signer(name));
        RegistryFile.write(file, signed.note());
        return signed;
    }

    /** Adds signature lines that were made elsewhere to a version. */
    public KeyCeremony.Review addSignatures(Path file, String lines) throws IOException {
        KeyCeremony.Review signed = ceremony().sign(RegistryFile.read(file), lines);
        RegistryFile.write(file, signed.note());
        return signed;
    }

    /**
     * Publishes a complete version, so that the next night carries it. No night runs meanwhile:
     * which segment is the next would be unknown.
     *
     * @return where it lies
     * @throws AlreadyRunningException when another process settles this ledger
     */
    public Path publish(Path file) throws IOException, SQLException {
        try (WritingTurn turn = WritingTurn.take(database, owner, clock)) {
            KeyCeremony ceremony = ceremony();
            if (turn.isLost()) {
                throw new AlreadyRunningException();
            }
            return ceremony.publish(RegistryFile.read(file));
        }
    }

    /** The trust file an auditor may begin with. */
    public String trust(TrustDraft draft) {
        List<KeyRegistry> versions = versions();
        List<String> manifests = new Segments(database).manifestIds();
        if (versions.isEmpty() || manifests.isEmpty()) {
            throw new IllegalStateException(
                    "a trust file names the root keys of registry 1 and the manifestId of segment 0; there is no %s yet"
                            .formatted(versions.isEmpty() ? "registry" : "segment 0"));
        }
        return draft.text(versions.getFirst(), manifests.getFirst());
    }
}
