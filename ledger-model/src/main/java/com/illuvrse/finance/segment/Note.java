package com.illuvrse.finance.segment;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A C2SP signed note: a text, an empty line, and lines {@code — name base64(key id || signature)}.
 * Checkpoints and versions of the key registry are notes (segment format, section 10).
 *
 * <p>Signed is the text with its last line feed. Reading is strict: what {@link #parse} accepts,
 * {@link #bytes} writes again byte for byte.
 *
 * @param body the signed text; ends in a line feed
 */
public record Note(String body, List<Line> signatures) {

    /**
     * One signature line.
     *
     * @param signature base64 of the four bytes of the key's id and the signature
     */
    public record Line(String name, String signature) {

        private boolean isOf(VerifierKey key) {
            return name.equals(key.name())
                    && Arrays.equals(Arrays.copyOf(decoded(), 4), key.keyId());
        }

        private byte[] decoded() {
            return Base64.getDecoder().decode(signature);
        }
    }

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_SIGNATURES = 64;
    private static final Pattern LINE =
            Pattern.compile("\u2014 ([!-*,-~]{1,255}) ([A-Za-z0-9+/]{6,2048}={0,2})");

    public Note {
        signatures = List.copyOf(signatures);
        if (!body.endsWith("\n")) {
            throw new IllegalArgumentException(
                    "the text of a note ends in a line feed, found \"" + body + "\"");
        }
        if (body.chars().anyMatch(c -> (c < 0x20 && c != '\n') || c == 0x7f)) {
            throw new IllegalArgumentException("the text of a note has a control character");
        }
    }

    /** A note that nobody has signed yet. */
    public static Note of(String body) {
        return new Note(body, List.of());
    }

    /** Reads a note with one or more signatures; says in a sentence what is wrong with another. */
    public static Note parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a note has at most " + MAX_BYTES + " bytes, found " + bytes.length);
        }
        String text = decoded(bytes);
        int split = text.lastIndexOf("\n\n");
        if (split < 0 || !text.endsWith("\n")) {
            throw new IllegalArgumentException(
                    "a note is a text, an empty line and signature lines, each ended by a line feed");
        }
        String[] lines = text.substring(split + 2).split("\n", -1);
        if (lines.length - 1 > MAX_SIGNATURES || lines.length < 2) {
            throw new IllegalArgumentException(
                    "a note has 1 to %d signatures, found %d"
                            .formatted(MAX_SIGNATURES, lines.length - 1));
        }
        List<Line> signatures = new ArrayList<>();
        for (int i = 0; i < lines.length - 1; i++) {
            signatures.add(line(lines[i]));
        }
        return new Note(text.substring(0, split + 1), signatures);
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a note is a text in UTF-8", e);
        }
    }

    private static Line line(String text) {
        Matcher parts = LINE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a signature line is a dash, a name and base64, found \"" + text + "\"");
        }
        Line line = new Line(parts.group(1), parts.group(2));
        byte[] signature = line.decoded();
        if (signature.length < 5
                || !Base64.getEncoder().encodeToString(signature).equals(line.signature())) {
            throw new IllegalArgumentException(
                    "a signature line has base64 of a key id and a signature, found \""
                            + text
                            + "\"");
        }
        return line;
    }

    /** What is signed: every byte of the text. */
    public byte[] signedBytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** The note as it is stored. */
    public byte[] bytes() {
        StringBuilder text = new StringBuilder(body).append('\n');
        for (Line line : signatures) {
            text.append("\u2014 ").append(line.name()).append(' ').append(line.signature());
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The same note with one more signature, which is verified at once: a key that is not the
     * registered one, or a signer that signed something else, is found before anything is stored.
     */
    public Note withSignature(VerifierKey key, byte[] signature) {
        try {
            key.verify(signedBytes(), signature);
        } catch (SignatureRefusedException e) {
            throw new IllegalStateException("the note was not signed by " + key, e);
        }
        byte[] identified = Arrays.copyOf(key.keyId(), 4 + signature.length);
        System.arraycopy(signature, 0, identified, 4, signature.length);
        List<Line> lines = new ArrayList<>(signatures);
        lines.add(new Line(key.name(), Base64.getEncoder().encodeToString(identified)));
        return new Note(body, lines);
    }

    /** The same note, signed by whoever holds the private part of the key. */
    public Note signedBy(VerifierKey key, UnaryOperator<byte[]> signer) {
        return withSignature(key, signer.apply(signedBytes()));
    }

    /** Whether a line claims to be of this key; it may still be wrong. */
    public boolean namesKey(VerifierKey key) {
        return signatures.stream().anyMatch(line -> line.isOf(key));
    }

    /**
     * Requires a good signature of this key. A witness signs the text with the time it saw it at,
     * whole seconds, which stands before its signature (C2SP cosignature/v1).
     */
    public void verify(VerifierKey key) throws SignatureRefusedException {
        Optional<Line> line = signatures.stream().filter(each -> each.isOf(key)).findFirst();
        if (line.isEmpty()) {
            throw new SignatureRefusedException("the note has no signature of " + key);
        }
        byte[] identified = line.get().decoded();
        byte[] signature = Arrays.copyOfRange(identified, 4, identified.length);
        if (key.type() != VerifierKey.Type.COSIGNATURE) {
            key.verify(signedBytes(), signature);
            return;
        }
        if (signature.length < Long.BYTES) {
            throw new SignatureRefusedException("a cosignature begins with its time: " + key);
        }
        long time = ByteBuffer.wrap(signature).getLong();
        key.verify(
                ("cosignature/v1\ntime " + time + "\n" + body).getBytes(StandardCharsets.UTF_8),
                Arrays.copyOfRange(signature, Long.BYTES, signature.length));
    }
}
