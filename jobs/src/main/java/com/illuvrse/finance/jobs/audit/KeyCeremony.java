package com.illuvrse.finance.jobs.audit;

import com.illuvrse.finance.exporters.signing.Signer;
import com.illuvrse.finance.jobs.nightly.RegistryFolder;
import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.Note;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One key ceremony: the next version of the key registry is drafted, signed, checked and published.
 * Every step looks at the whole version again, so a file that was changed on its way from hand to
 * hand is refused wherever it is.
 */
public final class KeyCeremony {

    private final RegistryFolder folder;
    private final List<KeyRegistry> versions;
    private final long nextSegment;
    private final Instant now;

    /**
     * @param nextSegment the first segment that has no manifest yet
     */
    public KeyCeremony(RegistryFolder folder, long nextSegment, Instant now) {
        this.folder = folder;
        this.versions = folder.versions();
        this.nextSegment = nextSegment;
        this.now = now;
    }

    private @Nullable KeyRegistry newest() {
        return versions.isEmpty() ? null : versions.getLast();
    }

    /** Drafts version 1, which nobody has signed yet. */
    public Review draftFirst(KeyRegistry.Root root, List<RegistryChange> changes) {
        if (newest() != null) {
            throw new RegistryRefusedException(
                    "the ledger has a key registry, version %d; a genesis happens once"
                            .formatted(versions.size()));
        }
        return review(Note.of(RegistryDraft.first(folder.ledger(), root, changes).body()));
    }

    /** Drafts the version after the newest, which nobody has signed yet. */
    public Review draft(List<RegistryChange> changes) {
        return review(Note.of(RegistryDraft.next(requireNewest(), changes).body()));
    }

    /** The newest version, which a draft changes. */
    public KeyRegistry requireNewest() {
        KeyRegistry newest = newest();
        if (newest == null) {
            throw new RegistryRefusedException(
                    "there is no key registry %s yet; draft the first version (--genesis)"
                            .formatted(folder.file(1)));
        }
        return newest;
    }

    /**
     * Looks at a version as it is handed round.
     *
     * @throws RegistryRefusedException when a rule forbids it, or a signature is wrong
     */
    public Review review(Note note) {
        KeyRegistry next = KeyRegistry.parse(note.body());
        KeyRegistry newest = newest();
        boolean published =
                next.version() <= versions.size() && versions.get(next.version() - 1).equals(next);
        KeyRegistry before = newest;
        if (published) {
            before = next.version() == 1 ? null : versions.get(next.version() - 2);
        } else if (newest == null) {
            RegistryRules.requireFirst(next, folder.ledger());
        } else {
            RegistryRules.requireNext(newest, next, nextSegment, now);
        }
        RootSignatures signatures = new RootSignatures(note, before);
        return new Review(
                note,
                next.version(),
                next.digest(),
                RegistryWords.changes(before, next),
                signatures.thresholds(),
                signatures);
    }

    /**
     * A version on its way.
     *
     * @param digest SHA-256 of the text root keys sign, which those who sign read to each other
     * @param changes what it changes, in words
     */
    public record Review(
            Note note,
            int version,
            String digest,
            List<String> changes,
            List<RootSignatures.Threshold> thresholds,
            RootSignatures signatures) {

        /** Whether enough root keys have signed. */
        public boolean isComplete() {
            return thresholds.stream().allMatch(RootSignatures.Threshold::isReached);
        }
    }

    /** The version with the signature of a root key of a key store. */
    public Review sign(Note note, String name, Signer signer) {
        return review(review(note).signatures().signedBy(name, signer));
    }

    /** The version with signature lines made elsewhere. */
    public Review sign(Note note, String lines) {
        return review(review(note).signatures().with(lines));
    }

    /**
     * Puts a complete version into the folder; the same one may be there already.
     *
     * @return where it lies
     * @throws RegistryRefusedException when signatures are missing, or another one is there
     */
    public Path publish(Note note) throws IOException {
        Review review = review(note);
        if (!review.isComplete()) {
            throw new RegistryRefusedException(
                    "version %d is not published before enough root keys have signed: %s"
                            .formatted(
                                    review.version(),
                                    review.thresholds().stream()
                                            .map(RootSignatures.Threshold::toString)
                                            .collect(Collectors.joining("; "))));
        }
        Path file = folder.file(review.version());
        RegistryFile.publish(file, note);
        return file;
    }
}
