package com.illuvrse.finance.sandbox.stripe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list, newest first, is asked for.
 *
 * @param from first second of creation, included
 * @param to second of creation, not included
 * @param after the object after which the page begins
 * @param before the object before which the page ends
 */
record ListQuery(int limit, long from, long to, @Nullable String after, @Nullable String before) {

    private static final int MOST = 100;

    static ListQuery of(Parameters parameters) {
        Long limit = parameters.number("limit");
        String after = parameters.text("starting_after");
        String before = parameters.text("ending_before");
        if (after != null && before != null) {
            throw RefusedException.parameterInvalid(
                    "ending_before", "You can not use both starting_after and ending_before.");
        }
        if (limit != null && limit > MOST) {
            throw RefusedException.parameterInvalid(
                    "limit",
                    "This value must be less than or equal to 100 (it currently is '"
                            + limit
                            + "').");
        }
        if (limit != null && limit < 1) {
            throw RefusedException.parameterInvalid(
                    "limit", "This value must be greater than or equal to 1.");
        }
        return new ListQuery(
                limit == null ? 10 : limit.intValue(),
                from(parameters),
                to(parameters),
                after,
                before);
    }

    private static long from(Parameters parameters) {
        Long exactly = parameters.number("created");
        Long above = parameters.number("created[gt]");
        Long from = parameters.number("created[gte]");
        long least = exactly == null ? Long.MIN_VALUE : exactly;
        least = above == null ? least : Math.max(least, above + 1);
        return from == null ? least : Math.max(least, from);
    }

    private static long to(Parameters parameters) {
        Long exactly = parameters.number("created");
        Long below = parameters.number("created[lt]");
        Long upTo = parameters.number("created[lte]");
        long most = exactly == null ? Long.MAX_VALUE : exactly + 1;
        most = below == null ? most : Math.min(most, below);
        return upTo == null ? most : Math.min(most, upTo + 1);
    }

    boolean includes(long created) {
        return created >= from && created < to;
    }

    /** A page, newest first, and whether more follows in the direction of reading. */
    record Page<T>(List<T> items, boolean hasMore) {}

    /**
     * The page out of a short list that is already filtered and newest first.
     *
     * @param object what the cursor names, for the refusal
     */
    <T> Page<T> pageOf(
            List<T> all, Function<T, String> id, Function<T, Long> created, String object) {
        List<T> wanted = new ArrayList<>();
        int first = after == null ? 0 : position(all, id, after, object, "starting_after") + 1;
        int end = before == null ? all.size() : position(all, id, before, object, "ending_before");
        for (T each : all.subList(first, end)) {
            if (includes(created.apply(each))) {
                wanted.add(each);
            }
        }
        boolean more = wanted.size() > limit;
        if (!more) {
            return new Page<>(wanted, false);
        }
        List<T> page =
                before == null
                        ? wanted.subList(0, limit)
                        : wanted.subList(wanted.size() - limit, wanted.size());
        return new Page<>(Collections.unmodifiableList(page), true);
    }

    private static <T> int position(
            List<T> all, Function<T, String> id, String cursor, String object, String param) {
        for (int i = 0; i < all.size(); i++) {
            if (id.apply(all.get(i)).equals(cursor)) {
                return i;
            }
        }
        throw RefusedException.missing(object, cursor, param);
    }
}
