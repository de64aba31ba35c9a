package com.illuvrse.finance.segment;

import com.illuvrse.finance.journal.AccountingDay;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a segment before its first entry: its day, its place in the ledger and what it
 * links to. All of it is stored at the cut, so that a re-run writes the same bytes.
 *
 * @param ledger the log's origin, such as {@code ledger.example.com/marketplace-prod}
 * @param sealedAt when the day was cut, whole milliseconds
 * @param seqBefore number of the last entry of the segment before
 * @param chain manifestIds of all earlier segments, hex, from the genesis on; their number is this
 *     segment's number
 * @param seals SHA-256 of each signature file that became available since the cut before, by {@code
 *     segment-000060/checkpoint}
 * @param registry all versions of the key registry so far, as signed notes
 * @param note free text, or null
 */
public record SegmentPlan(
        String ledger,
        AccountingDay day,
        Instant sealedAt,
        long seqBefore,
        List<String> chain,
        SortedMap<String, String> seals,
        SortedMap<Integer, String> registry,
        Promise promise,
        @Nullable String note) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SEAL =
            Pattern.compile(
                    "segment-[0-9]{6}/(checkpoint|sig/[a-z0-9-]+\\.p7s|tst/[a-z0-9.-]+\\.tsr|wit/checkpoint)");

    /**
     * What the ledger promises to attach to each segment; what is required is the auditor's to say.
     *
     * @param signatures roles that sign the manifest
     * @param timestamps tokens of different authorities for each signature
     */
    public record Promise(List<String> signatures, int timestamps) {

        public Promise {
            signatures = List.copyOf(signatures);
        }
    }

    public SegmentPlan {
        sealedAt = sealedAt.truncatedTo(ChronoUnit.MILLIS);
        chain = List.copyOf(chain);
        seals = Collections.unmodifiableSortedMap(new TreeMap<>(seals));
        registry = Collections.unmodifiableSortedMap(new TreeMap<>(registry));
        chain.forEach(SegmentPlan::requireDigest);
        requireTime(chain.size(), day, sealedAt, seqBefore);
        requireSeals(chain.size(), seals);
        requireRegistry(registry);
    }

    /** 0 for the genesis, then one more every day. */
    public int number() {
        return chain.size();
    }

    public boolean isGenesis() {
        return chain.isEmpty();
    }

    /** The name of the segment's directory: {@code segment-000061}. */
    public String folder() {
        return folder(number());
    }

    static String folder(int number) {
        return String.format(Locale.ROOT, "segment-%06d", number);
    }

    private static void requireTime(
            int number, AccountingDay day, Instant sealedAt, long seqBefore) {
        if (number > 0 && sealedAt.isBefore(day.to())) {
            throw new IllegalArgumentException(
                    "segment %d of %s ends at %s and cannot be sealed before, at %s"
                            .formatted(number, day.date(), day.to(), sealedAt));
        }
        if (seqBefore < 0 || (number == 0 && seqBefore != 0)) {
            throw new IllegalArgumentException(
                    "segment %d cannot begin after entry %d".formatted(number, seqBefore));
        }
    }

    private static void requireSeals(int number, SortedMap<String, String> seals) {
        String previous = number == 0 ? null : folder(number - 1) + "/checkpoint";
        if (previous != null && !seals.containsKey(previous)) {
            throw new IllegalArgumentException(
                    "segment %d must seal %s, found %s"
                            .formatted(number, previous, seals.keySet()));
        }
        String end = folder(number);
        seals.forEach(
                (path, digest) -> {
                    if (!SEAL.matcher(path).matches() || path.compareTo(end) >= 0) {
                        throw new IllegalArgumentException(
                                "segment %d seals signature files of earlier segments, found %s"
                                        .formatted(number, path));
                    }
                    requireDigest(digest);
                });
    }

    private static void requireRegistry(SortedMap<Integer, String> registry) {
        if (registry.isEmpty()
                || registry.firstKey() != 1
                || registry.lastKey() != registry.size()) {
            throw new IllegalArgumentException(
                    "a segment has every version of the key registry from 1 on, found "
                            + registry.keySet());
        }
    }

    private static void requireDigest(String digest) {
        if (!HEX.matcher(digest).matches()) {
            throw new IllegalArgumentException(
                    "a digest is 64 lower-case hex digits, found \"" + digest + "\"");
        }
    }
}
