package com.illuvrse.finance.segment;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** The package of one segment of an untrusted ledger, and which files may lie in it. */
final class SegmentFolder {

    static final String MANIFEST = "manifest.json";
    static final String CHECKPOINT = "checkpoint";
    static final String LEDGER = "ledger.jsonl";

    /** Payload files that are there every day, besides the key registries. */
    static final List<String> PAYLOAD =
            List.of(
                    "balances.jsonl",
                    "breaks.jsonl",
                    "chain.txt",
                    "controls.json",
                    "evidence/after.jsonl",
                    "evidence/balance_transactions.jsonl",
                    "evidence/contracts.jsonl",
                    "evidence/orders.jsonl",
                    "evidence/policies.jsonl",
                    "evidence/stripe_balance.json",
                    "evidence/stripe_payouts.jsonl",
                    LEDGER,
                    "payouts.jsonl",
                    "seals.txt",
                    "settings.json");

    static final int MAX_MANIFEST_BYTES = 1 << 20;
    static final int MAX_SIGNATURE_BYTES = 1 << 20;
    static final int MAX_JSON_BYTES = 16 << 20;

    private static final Pattern REGISTRY = Pattern.compile("keys/registry-[0-9]{4}\\.note");
    private static final Pattern SIGNATURE =
            Pattern.compile(
                    "sig/ROLE\\.p7s|tst/(checkpoint|ROLE\\.p7s)(\\.2)?\\.tsr|wit/checkpoint"
                            .replace("ROLE", "[A-Za-z0-9][A-Za-z0-9_-]{0,63}"));

    private final PackageSource source;
    private final long number;

    SegmentFolder(PackageSource source, long number) {
        this.source = source;
        this.number = number;
    }

    static String name(long number) {
        return "segment-%06d".formatted(number);
    }

    long number() {
        return number;
    }

    String name() {
        return name(number);
    }

    /** A file of this segment as messages name it. */
    SegmentFile file(String name) {
        return new SegmentFile(name() + "/" + name);
    }

    /** Whether a file is a signature or time stamp that may come after the seal. */
    static boolean isLater(String file) {
        return SIGNATURE.matcher(file).matches();
    }

    /**
     * All files with their sizes; refuses links, unknown names, a missing required file and one
     * that is too large. Files of lines have no limit, only their lines.
     */
    SortedMap<String, Long> files() throws VerificationException {
        SortedMap<String, Long> files = source.list();
        List<String> required = new ArrayList<>(PAYLOAD);
        required.add(MANIFEST);
        required.add(CHECKPOINT);
        for (String name : required) {
            if (!files.containsKey(name)) {
                throw file(name).malformed("file", "a file", "none");
            }
        }
        for (Map.Entry<String, Long> each : files.entrySet()) {
            String name = each.getKey();
            if (!required.contains(name) && !REGISTRY.matcher(name).matches() && !isLater(name)) {
                throw file(name).malformed("file", "no such file", "one");
            }
            if (!isOfLines(name) && each.getValue() > limit(name)) {
                throw file(name)
                        .malformed("size", "at most " + limit(name) + " bytes", each.getValue());
            }
        }
        return files;
    }

    /** Whether a file is read line by line, so that only its lines have a limit. */
    static boolean isOfLines(String file) {
        return file.endsWith(".jsonl") || file.endsWith(".txt");
    }

    private static int limit(String file) {
        if (file.equals(MANIFEST)) {
            return MAX_MANIFEST_BYTES;
        }
        return file.endsWith(".json") ? MAX_JSON_BYTES : MAX_SIGNATURE_BYTES;
    }

    /** Opens a file that {@link #files()} has listed. */
    InputStream open(String name) throws VerificationException {
        try {
            return source.open(name);
        } catch (IOException e) {
            throw file(name).malformed("file", "a readable file", e);
        }
    }

    /** The bytes of a file, when it has no more than the limit. */
    byte[] read(String name, int limit) throws VerificationException {
        try (InputStream stream = open(name)) {
            byte[] bytes = stream.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw file(name).malformed("size", "at most " + limit + " bytes", "more");
            }
            return bytes;
        } catch (IOException e) {
            throw file(name).malformed("file", "a readable file", e);
        }
    }
}
