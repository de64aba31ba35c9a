package com.illuvrse.finance.canonical;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The members of one object, ascending by name, in two arrays: an object of a signed file has few
 * members, and there are many millions of such objects, so a tree for each would be most of the
 * work of reading them. Never changed once it is made.
 */
@SuppressWarnings("JdkObsolete") // what is never changed needs no more than a sorted map
final class Members extends AbstractMap<String, Json> implements SortedMap<String, Json> {

    private final String[] names;
    private final Json[] values;

    /**
     * @param names strictly ascending
     */
    Members(String[] names, Json[] values) {
        this.names = names;
        this.values = values;
    }

    static Members copyOf(SortedMap<String, Json> members) {
        if (members instanceof Members same) {
            return same;
        }
        SortedMap<String, Json> sorted = members;
        if (members.comparator() != null) {
            sorted = new TreeMap<>(Comparator.naturalOrder());
            sorted.putAll(members);
        }
        return new Members(
                sorted.keySet().toArray(new String[0]), sorted.values().toArray(new Json[0]));
    }

    /** Where a name stands, or −1. Names are mostly the same instances, so that is tried first. */
    @SuppressWarnings("ReferenceEquality")
    private int indexOf(@Nullable Object name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i] == name) {
                return i;
            }
        }
        return name instanceof String text ? Math.max(-1, Arrays.binarySearch(names, text)) : -1;
    }

    @Override
    public @Nullable Json get(@Nullable Object name) {
        int index = indexOf(name);
        return index < 0 ? null : values[index];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return indexOf(name) >= 0;
    }

    @Override
    public int size() {
        return names.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Members same
                ? Arrays.equals(names, same.names) && Arrays.equals(values, same.values)
                : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }

    String name(int index) {
        return names[index];
    }

    Json value(int index) {
        return values[index];
    }

    @Override
    public Set<Map.Entry<String, Json>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return names.length;
            }

            @Override
            public Iterator<Map.Entry<String, Json>> iterator() {
                return new Iterator<>() {
                    private int next;

                    @Override
                    public boolean hasNext() {
                        return next < names.length;
                    }

                    @Override
                    public Map.Entry<String, Json> next() {
                        if (next == names.length) {
                            throw new NoSuchElementException("an object has no more members");
                        }
                        return Map.entry(names[next], values[next++]);
                    }
                };
            }
        };
    }

    private SortedMap<String, Json> tree() {
        return new TreeMap<>(this);
    }

    @Override
    public @Nullable Comparator<? super String> comparator() {
        return null;
    }

    @Override
    public SortedMap<String, Json> subMap(String from, String to) {
        return copyOf(tree().subMap(from, to));
    }

    @Override
    public SortedMap<String, Json> headMap(String to) {
        return copyOf(tree().headMap(to));
    }

    @Override
    public SortedMap<String, Json> tailMap(String from) {
        return copyOf(tree().tailMap(from));
    }

    @Override
    public String firstKey() {
        return tree().firstKey();
    }

    @Override
    public String lastKey() {
        return tree().lastKey();
    }
}
