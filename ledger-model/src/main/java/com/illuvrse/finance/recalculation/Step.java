package com.illuvrse.finance.recalculation;

import java.util.Comparator;

/**
 * An entry with its place in the calculation order: by instant, rank, source; the releases of an
 * order by their number (segment format, section 3).
 */
record Step(BookedEntry entry, Rank rank, String key, long number) implements Comparable<Step> {

    private static final Comparator<Step> ORDER =
            Comparator.comparing(Step::rank)
                    .thenComparing(Step::key)
                    .thenComparingLong(Step::number);

    /** What counts first of what happens at one instant. */
    enum Rank {
        OTHER,
        SALE,
        SALE_REVERSAL,
        FULFIL,
        REFUND,
        DISPUTE,
        RESERVE,
        GUARANTEE
    }

    static Step of(BookedEntry entry) throws Mismatch {
        String source = entry.source();
        Rank rank = rankOf(source.substring(0, Math.max(0, source.indexOf(':'))));
        if (rank != Rank.FULFIL) {
            return new Step(entry, rank, source, 0);
        }
        // with its colon, which comes after a digit: o-10 before o-1, as in the whole source
        int colon = source.lastIndexOf(':');
        String number = source.substring(colon + 1);
        if (!isNumber(number)) {
            throw Mismatch.of(entry.name(), "the number of a release", number);
        }
        return new Step(entry, rank, source.substring(0, colon + 1), Long.parseLong(number));
    }

    private static boolean isNumber(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 9 && text.charAt(0) != '0';
        for (int i = 0; digits && i < text.length(); i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return digits;
    }

    private static Rank rankOf(String kind) {
        return switch (kind) {
            case "sale" -> Rank.SALE;
            case "sale-reversal" -> Rank.SALE_REVERSAL;
            case "fulfil" -> Rank.FULFIL;
            case "refund" -> Rank.REFUND;
            case "dispute" -> Rank.DISPUTE;
            case "reserve" -> Rank.RESERVE;
            case "guarantee" -> Rank.GUARANTEE;
            default -> Rank.OTHER;
        };
    }

    /** A part of the source between its colons. */
    String part(int index) throws Mismatch {
        String[] parts = entry.source().split(":", -1);
        if (parts.length != 3) {
            throw Mismatch.of(entry.name(), "a source of three parts", parts.length);
        }
        return parts[index];
    }

    @Override
    public int compareTo(Step other) {
        return ORDER.compare(this, other);
    }
}
