package com.illuvrse.finance.reconciliation;

/** What names a break: one row per type and ref. */
public record BreakKey(BreakType type, String ref) implements Comparable<BreakKey> {

    /** By the name of the type, then by ref: the order of a sealed file. */
    @Override
    public int compareTo(BreakKey other) {
        int byType = type.name().compareTo(other.type.name());
        return byType != 0 ? byType : ref.compareTo(other.ref);
    }
}
