package com.illuvrse.finance.jobs.audit;

import com.illuvrse.finance.exporters.signing.Signer;
import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.Note;
import com.illuvrse.finance.segment.SignatureRefusedException;
import com.illuvrse.finance.segment.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The signatures on a version of the key registry, counted as an auditor counts them: enough root
 * keys of the version before, and enough of its own (segment format, section 10).
 */
public final class RootSignatures {

    private final Note note;
    private final List<KeyRegistry> counting;

    /**
     * @param before the version before; null for the first
     */
    public RootSignatures(Note note, @Nullable KeyRegistry before) {
        this.note = note;
        KeyRegistry own = KeyRegistry.parse(note.body());
        this.counting = before == null ? List.of(own) : List.of(before, own);
    }

    /** How far one version's root keys have signed. */
    public record Threshold(int version, int needed, List<String> signed, List<String> missing) {

        public boolean isReached() {
            return signed.size() >= needed;
        }

        /** Who has signed and who has not. */
        @Override
        public String toString() {
            return "root keys of version %d: %d of the %d signatures that are needed%s%s"
                    .formatted(
                            version,
                            signed.size(),
                            needed,
                            signed.isEmpty() ? "" : ", by " + String.join(", ", signed),
                            isReached() ? "" : "; missing of " + String.join(", ", missing));
        }
    }

    /**
     * The thresholds of the version before and of its own.
     *
     * @throws RegistryRefusedException when a line is no good signature of a root key
     */
    public List<Threshold> thresholds() {
        requireOnlyRootKeys();
        List<Threshold> thresholds = new ArrayList<>();
        for (KeyRegistry version : counting) {
            List<VerifierKey> signed = whoSigned(version);
            thresholds.add(
                    new Threshold(
                            version.version(),
                            version.root().threshold(),
                            names(signed),
                            names(
                                    version.root().keys().stream()
                                            .filter(key -> !signed.contains(key))
                                            .toList())));
        }
        return thresholds;
    }

    private List<VerifierKey> whoSigned(KeyRegistry version) {
        try {
            return version.root().whoSigned(note);
        } catch (SignatureRefusedException e) {
            throw new RegistryRefusedException(
                    "a signature of a root key of version %d is not one over this text; take the line out and sign again"
                            .formatted(version.version()),
                    e);
        }
    }

    private void requireOnlyRootKeys() {
        for (Note.Line line : note.signatures()) {
            Note alone = new Note(note.body(), List.of(line));
            if (roots().stream().noneMatch(alone::namesKey)) {
                throw new RegistryRefusedException(
                        "%s signed this version and is no root key of it or of the version before; take the line out"
                                .formatted(line.name()));
            }
        }
        if (note.signatures().size() != Set.copyOf(note.signatures()).size()) {
            throw new RegistryRefusedException("a signature line is there twice; take one out");
        }
    }

    private Set<VerifierKey> roots() {
        Set<VerifierKey> roots = new LinkedHashSet<>();
        counting.forEach(version -> roots.addAll(version.root().keys()));
        return roots;
    }

    /**
     * The note with the signature of a root key of a key store.
     *
     * @param name the store's name of the key
     */
    public Note signedBy(String name, Signer signer) {
        byte[] spki = signer.publicKey().getEncoded();
        VerifierKey root =
                roots().stream()
                        .filter(key -> Arrays.equals(key.spki(), spki))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new RegistryRefusedException(
                                                "key %s is no root key of this version or of the one before, and nobody else signs it; root keys are %s"
                                                        .formatted(
                                                                name,
                                                                names(List.copyOf(roots())))));
        requireNotSigned(note, root);
        return note.signedBy(root, signer::sign);
    }

    /**
     * The note with signature lines made elsewhere.
     *
     * @param text a line, or a whole signed note of the same text
     */
    public Note with(String text) {
        Note added = note;
        for (Note.Line line : lines(text).signatures()) {
            Note alone = new Note(note.body(), List.of(line));
            VerifierKey root =
                    roots().stream()
                            .filter(alone::namesKey)
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new RegistryRefusedException(
                                                    "the line of %s is not of a root key of this version or of the one before"
                                                            .formatted(line.name())));
            if (note.signatures().contains(line)) {
                continue;
            }
            requireNotSigned(added, root);
            try {
                alone.verify(root);
            } catch (SignatureRefusedException e) {
                throw new RegistryRefusedException(
                        "the line of %s is not a signature over this text; was the same draft signed?"
                                .formatted(root),
                        e);
            }
            List<Note.Line> lines = new ArrayList<>(added.signatures());
            lines.add(line);
            added = new Note(note.body(), lines);
        }
        return added;
    }

    private Note lines(String text) {
        int split = text.lastIndexOf("\n\n");
        if (split >= 0 && !text.startsWith(note.body() + "\n")) {
            throw new RegistryRefusedException(
                    "the signatures are under another text than this version; was the same draft signed?");
        }
        String lines = (split < 0 ? text : text.substring(split + 2)).strip();
        try {
            return Note.parse((note.body() + "\n" + lines + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new RegistryRefusedException(
                    "these are no signature lines: " + e.getMessage(), e);
        }
    }

    private static void requireNotSigned(Note note, VerifierKey root) {
        if (note.namesKey(root)) {
            throw new RegistryRefusedException(
                    "root key %s has signed this version already; each counts once"
                            .formatted(root.name()));
        }
    }

    private static List<String> names(List<VerifierKey> keys) {
        return keys.stream().map(VerifierKey::name).toList();
    }
}
