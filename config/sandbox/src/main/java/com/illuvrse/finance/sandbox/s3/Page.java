package com.illuvrse.finance.sandbox.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing. With a delimiter, keys that go on beyond it are rolled up into one common
 * prefix each, which counts like an entry.
 *
 * @param last the last entry or common prefix, where the next page goes on; null when there is none
 */
record Page<T>(List<T> entries, List<String> commonPrefixes, @Nullable Last<T> last) {

    /** The end of a page that is not the last one: the entry, or the prefix when it is null. */
    record Last<T>(@Nullable T entry, String keyOrPrefix) {}

    /** What a listing asks for; keys up to and in the prefix {@code after} are passed over. */
    record Query(String prefix, String delimiter, @Nullable String passedPrefix, int max) {}

    static <T> Page<T> of(Iterable<T> sorted, Function<T, String> keyOf, Query query) {
        List<T> entries = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        String rolledUp = query.passedPrefix();
        @Nullable Last<T> last = null;
        for (T entry : sorted) {
            String key = keyOf.apply(entry);
            if (!key.startsWith(query.prefix())) {
                if (KeyOrder.UTF_8.compare(key, query.prefix()) > 0) {
                    break;
                }
                continue;
            }
            if (rolledUp != null && key.startsWith(rolledUp)) {
                continue;
            }
            if (entries.size() + prefixes.size() == query.max()) {
                return new Page<>(entries, prefixes, last);
            }
            int end =
                    query.delimiter().isEmpty()
                            ? -1
                            : key.indexOf(query.delimiter(), query.prefix().length());
            if (end < 0) {
                entries.add(entry);
                last = new Last<>(entry, key);
            } else {
                rolledUp = key.substring(0, end + query.delimiter().length());
                prefixes.add(rolledUp);
                last = new Last<>(null, rolledUp);
            }
        }
        return new Page<>(entries, prefixes, null);
    }
}
