package com.illuvrse.finance.reconciliation;

/** What names a break: one row per type and ref. */
public record BreakKey(BreakType type, String ref) implements Comparable<BreakKey> {

    /** By the name of the type, then by ref: the order of a sealed file. */
    @Override
    public int compareTo(BreakKey other) {
        int byType = type.name().compareTo(other.type.name());
        return byType != 0 ? byType : ref.compareTo(other.ref);
    }

    /** What people call a break: {@code TYPE:ref}, where the ref may hold colons of its own. */
    @Override
    public String toString() {
        return type + ":" + ref;
    }

    /**
     * Reads what people call a break.
     *
     * @throws IllegalArgumentException when it is not a known type, a colon and a ref
     */
    public static BreakKey parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new IllegalArgumentException(
                    "a break is named TYPE:ref as the list shows it, found \"" + text + "\"");
        }
        String name = text.substring(0, colon);
        for (BreakType type : BreakType.values()) {
            if (type.name().equals(name)) {
                return new BreakKey(type, text.substring(colon + 1));
            }
        }
        throw new IllegalArgumentException("no type of break is called \"" + name + "\"");
    }
}
