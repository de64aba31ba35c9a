package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.Note;
import com.illuvrse.finance.segment.SignatureRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the key registry: one signed note for each version, {@code registry-0001.note} and
 * so on. It is believed only as far as its root keys signed it: each version needs enough
 * signatures of the version before and of its own.
 *
 * @param ledger whose registry it is
 */
public record RegistryFolder(Path folder, String ledger) {

    /** Where a version lies. */
    public Path file(int version) {
        return file(folder, version);
    }

    /** Where a version lies in a folder. */
    public static Path file(Path folder, int version) {
        return folder.resolve(String.format(Locale.ROOT, "registry-%04d.note", version));
    }

    /** The notes of all versions up to one, checked, by version. */
    SortedMap<Integer, String> notes(long upTo) {
        TreeMap<Integer, String> notes = new TreeMap<>();
        @Nullable KeyRegistry before = null;
        for (int version = 1; version <= upTo && Files.exists(file(version)); version++) {
            byte[] bytes = read(file(version));
            before = requireNext(file(version), Note.parse(bytes), before);
            notes.put(version, new String(bytes, StandardCharsets.UTF_8));
        }
        return notes;
    }

    /** All versions, checked, the first one first; empty before the genesis. */
    public List<KeyRegistry> versions() {
        List<KeyRegistry> versions = new ArrayList<>();
        for (String note : notes(Integer.MAX_VALUE).values()) {
            versions.add(
                    KeyRegistry.parse(Note.parse(note.getBytes(StandardCharsets.UTF_8)).body()));
        }
        return versions;
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
        int signed;
        try {
            signed = by.root().whoSigned(note).size();
        } catch (SignatureRefusedException e) {
            throw new IllegalStateException(
                    "%s has a wrong signature of a root key of version %d"
                            .formatted(file, by.version()),
                    e);
        }
        if (signed < by.root().threshold()) {
            throw new IllegalStateException(
                    "%s needs %d signatures of the root keys of version %d, found %d; hold a key ceremony"
                            .formatted(file, by.root().threshold(), by.version(), signed));
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the key registry " + file + " cannot be read", e);
        }
    }
}
