package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proof that one entry is in the sealed ledger: {@code ledger-receipt/1} (segment format,
 * section 11). It shows that line and the manifest of its day, and nothing else of the ledger.
 *
 * @param line the exact text of the entry in {@code ledger.jsonl}
 * @param index place of the line in its segment, from 0
 * @param path hashes from the line to {@code entries.root}, the sibling first, hex
 * @param manifest the exact text of the manifest of the line's segment
 * @param logIndex number of that segment
 * @param logPath hashes from the manifest to the root in the checkpoint, the sibling first, hex
 * @param checkpoint the checkpoint of that or any later segment
 * @param registry all notes of the key registry, version 1 first
 * @param signatures of accountable persons over the manifest; may be none
 */
public record Receipt(
        String line,
        long index,
        List<String> path,
        String manifest,
        long logIndex,
        List<String> logPath,
        String checkpoint,
        List<String> registry,
        List<RoleSignature> signatures) {

    /**
     * What a person signed.
     *
     * @param p7s CMS signature over the manifest, base64
     * @param tsr time stamp over it, base64; null for none
     */
    public record RoleSignature(String role, String p7s, @Nullable String tsr) {}

    /** The most bytes a receipt may have. */
    public static final int MAX_BYTES = 16 << 20;

    /** Hashes of a path: no tree has more than 2^63 leaves. */
    private static final int MAX_PATH = 63;

    private static final int MAX_NOTES = 9999;
    private static final int MAX_ROLES = 64;
    private static final String TYPE = "ledger-receipt/1";

    private static final ShapeRule ANY_TEXT =
            (value, where) -> {
                if (!(value instanceof Json.Text)) {
                    throw new ShapeException(where, "a text", Shape.shown(value));
                }
            };
    private static final ShapeRule BASE64 = (value, where) -> decoded(value, where);

    /** A note is a text: bytes that are none would not be the same when they are written again. */
    private static final ShapeRule NOTE =
            (value, where) -> {
                byte[] bytes = decoded(value, where);
                String text = new String(bytes, StandardCharsets.UTF_8);
                if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
                    throw new ShapeException(where, "base64 of a text in UTF-8", "other bytes");
                }
            };

    private static final Shape SHAPE =
            Shape.object()
                    .must("type", Shape.word(TYPE))
                    .must("line", ANY_TEXT)
                    .must("index", Shape.NUMBER)
                    .must("path", atMost(MAX_PATH, Scalar.SHA256))
                    .must("manifest", ANY_TEXT)
                    .must("logIndex", Shape.NUMBER)
                    .must("logPath", atMost(MAX_PATH, Scalar.SHA256))
                    .must("checkpoint", NOTE)
                    .must("registry", atMost(MAX_NOTES, NOTE))
                    .may(
                            "signatures",
                            atMost(
                                    MAX_ROLES,
                                    Shape.object()
                                            .must("role", Scalar.ID)
                                            .must("p7s", BASE64)
                                            .may("tsr", BASE64)));

    public Receipt {
        path = List.copyOf(path);
        logPath = List.copyOf(logPath);
        registry = List.copyOf(registry);
        signatures = List.copyOf(signatures);
    }

    private static ShapeRule atMost(int most, ShapeRule element) {
        ShapeRule list = Shape.list(element);
        return (value, where) -> {
            if (value instanceof Json.Arr array && array.values().size() > most) {
                throw new ShapeException(
                        where, "at most " + most + " elements", Shape.shown(value));
            }
            list.check(value, where);
        };
    }

    private static byte[] decoded(Json value, String where) throws ShapeException {
        if (value instanceof Json.Text text) {
            try {
                byte[] bytes = Base64.getDecoder().decode(text.value());
                if (bytes.length <= SegmentFolder.MAX_SIGNATURE_BYTES
                        && Base64.getEncoder().encodeToString(bytes).equals(text.value())) {
                    return bytes;
                }
            } catch (IllegalArgumentException e) {
                throw new ShapeException(where, "base64", "another text");
            }
        }
        throw new ShapeException(where, "base64 of at most 1 MiB", "another value");
    }

    /** Reads a receipt; refuses what is not the canonical bytes of one. */
    public static Receipt read(byte[] bytes) throws VerificationException {
        SegmentFile file = new SegmentFile("receipt");
        if (bytes.length > MAX_BYTES) {
            throw file.malformed("size", "at most " + MAX_BYTES + " bytes", bytes.length);
        }
        Json.Obj json;
        try {
            json = CanonicalReader.read(bytes);
            SHAPE.check(json, "");
        } catch (CanonicalFormException e) {
            throw file.refuse("", e);
        } catch (ShapeException e) {
            throw file.refuse("", e);
        }
        return new Receipt(
                json.text("line"),
                json.number("index"),
                json.texts("path"),
                json.text("manifest"),
                json.number("logIndex"),
                json.texts("logPath"),
                text(json.text("checkpoint")),
                json.texts("registry").stream().map(Receipt::text).toList(),
                json.objects("signatures").stream()
                        .map(
                                row ->
                                        new RoleSignature(
                                                row.text("role"),
                                                row.text("p7s"),
                                                row.optionalText("tsr")))
                        .toList());
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    /** The receipt as it is handed out. */
    public byte[] bytes() {
        Json.Builder json =
                Json.object()
                        .put("type", TYPE)
                        .put("line", line)
                        .put("index", index)
                        .put("path", Json.texts(path))
                        .put("manifest", manifest)
                        .put("logIndex", logIndex)
                        .put("logPath", Json.texts(logPath))
                        .put("checkpoint", base64(checkpoint))
                        .put(
                                "registry",
                                Json.texts(registry.stream().map(Receipt::base64).toList()));
        if (!signatures.isEmpty()) {
            json.put("signatures", Json.array(signatures.stream().map(Receipt::json).toList()));
        }
        return CanonicalJson.bytes(json.build());
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Json.Obj json(RoleSignature signature) {
        return Json.object()
                .put("role", signature.role())
                .put("p7s", signature.p7s())
                .put("tsr", signature.tsr())
                .build();
    }
}
