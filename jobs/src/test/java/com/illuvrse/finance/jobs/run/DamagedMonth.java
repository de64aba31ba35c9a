package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.exporters.verify.VerifyReport;
import com.illuvrse.finance.segment.Note;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.stream.Stream;

/** Copies of sealed packages that somebody laid hands on, and what the verifier says of them. */
final class DamagedMonth {

    private static final String SECOND = "segment-000002";
    private static final String THIRD = "segment-000003";

    private final SettledMonth month;
    private final Path trust;
    private final Path folder;
    private int copies;

    DamagedMonth(SettledMonth month, Path trust, Path folder) {
        this.month = month;
        this.trust = trust;
        this.folder = folder;
    }

    /** What is done to a copy. */
    interface Damage {
        void to(Path copy) throws IOException;
    }

    /** Exit code and last line of the verifier on a copy with this damage. */
    String verdict(Damage damage) throws IOException {
        Path copy = folder.resolve("copy-" + copies++);
        try (Stream<Path> paths = Files.walk(month.segments())) {
            for (Path path : paths.sorted().toList()) {
                Path target = copy.resolve(month.segments().relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
        damage.to(copy);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        int exit;
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            exit = VerifyReport.run(copy, trust, null, out);
        }
        return exit
                + " "
                + printed.toString(StandardCharsets.UTF_8).strip().lines().toList().getLast();
    }

    static void changeAByteOfTheLedger(Path copy) throws IOException {
        Path ledger = copy.resolve(SECOND).resolve("ledger.jsonl");
        byte[] bytes = Files.readAllBytes(ledger);
        bytes[bytes.length / 2] ^= 1;
        Files.write(ledger, bytes);
    }

    static void dropTheLastLineOfTheLedger(Path copy) throws IOException {
        Path ledger = copy.resolve(SECOND).resolve("ledger.jsonl");
        byte[] bytes = Files.readAllBytes(ledger);
        int end = bytes.length - 1;
        while (bytes[end - 1] != '\n') {
            end--;
        }
        Files.write(ledger, Arrays.copyOf(bytes, end));
    }

    static void exchangeTwoSegments(Path copy) throws IOException {
        Path aside = copy.resolveSibling("aside-" + copy.getFileName());
        Files.move(copy.resolve(SECOND), aside);
        Files.move(copy.resolve(THIRD), copy.resolve(SECOND));
        Files.move(aside, copy.resolve(THIRD));
    }

    static void loseASegment(Path copy) throws IOException {
        Files.move(copy.resolve(THIRD), copy.resolveSibling("lost-" + copy.getFileName()));
    }

    /** The right text, signed under the right name with a key nobody registered. */
    static void signWithAnotherKey(Path copy) throws IOException {
        Path checkpoint = copy.resolve(SECOND).resolve("checkpoint");
        Note note = Note.parse(Files.readAllBytes(checkpoint));
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(note.signedBytes());
            VerifierKey key = VerifierKey.of(note.signatures().getFirst().name(), pair.getPublic());
            Files.write(
                    checkpoint, Note.of(note.body()).withSignature(key, signature.sign()).bytes());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the runtime has no Ed25519", e);
        }
    }
}
