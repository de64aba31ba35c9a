package com.illuvrse.finance.sandbox.stripe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * All lines of balance transactions in Stripe's order: by creation, then id, newest first. It holds
 * numbers and where the text is, about 115 bytes a line, so that a million rows fit beside the
 * other servers.
 *
 * <p>Several lines may have one id; from the second it is shown on, the last of them is the row.
 */
final class RowIndex {
    private final IdTable ids = new IdTable();
    private final Map<String, String> words = new HashMap<>();
    private int size;
    private int[] id = new int[64];
    private int[] earlier = new int[64];
    private int[] length = new int[64];
    private int[] latestOfId = new int[64];
    private int[] order = new int[64];
    private long[] created = new long[64];
    private long[] availableOn = new long[64];
    private long[] shownFrom = new long[64];
    private long[] net = new long[64];
    private long[] place = new long[64];
    private String[] type = new String[64];
    private String[] balanceType = new String[64];
    private String[] currency = new String[64];
    private @Nullable String[] payout = new @Nullable String[64];

    /** Adds a line anywhere; {@link #sort} has to follow before anything is asked. */
    void load(RowLine row, long place, int length) {
        if (size == created.length) {
            resize(size + size / 2);
        }
        int number = ids.add(row.id());
        if (number >= latestOfId.length) {
            latestOfId = Arrays.copyOf(latestOfId, number + number / 2);
        }
        this.id[size] = number;
        this.earlier[size] = latestOf(number);
        this.latestOfId[number] = size + 1;
        this.length[size] = length;
        this.place[size] = place;
        this.created[size] = row.created();
        this.availableOn[size] = row.availableOn();
        this.shownFrom[size] = row.shownFrom();
        this.net[size] = row.net();
        this.type[size] = word(row.type());
        this.balanceType[size] = word(row.balanceType());
        this.currency[size] = word(row.currency());
        this.payout[size] = row.payout() == null ? null : word(row.payout());
        this.order[size] = size;
        size++;
    }

    /** The last line of an id, or -1. */
    private int latestOf(int number) {
        return latestOfId[number] - 1;
    }

    /** Puts all lines into Stripe's order. */
    void sort() {
        Integer[] lines = new Integer[size];
        Arrays.setAll(lines, i -> size - 1 - i);
        Arrays.sort(lines, this::compare);
        for (int i = 0; i < size; i++) {
            order[i] = lines[i];
        }
        resize(size + 64);
    }

    /** Adds a line to an index that is in order. */
    void insert(RowLine row, long place) {
        load(row, place, 0);
        int line = size - 1;
        int position = -1 - search(line, size - 1);
        System.arraycopy(order, position, order, position + 1, size - 1 - position);
        order[position] = line;
    }

    private int compare(int one, int other) {
        int byTime = Long.compare(created[other], created[one]);
        if (byTime != 0) {
            return byTime;
        }
        int byId = ids.compare(id[other], id[one]);
        return byId != 0 ? byId : Integer.compare(other, one);
    }

    private int search(int line, int end) {
        int low = 0;
        int high = end - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int compared = compare(order[middle], line);
            if (compared == 0) {
                return middle;
            }
            if (compared < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1 - low;
    }

    /** The line that is the row of this id at a second, or -1 when Stripe shows none. */
    int current(String wanted, long now) {
        int number = ids.find(wanted);
        return number < 0 ? -1 : current(number, now);
    }

    private int current(int number, long now) {
        int line = latestOf(number);
        while (line >= 0 && shownFrom[line] > now) {
            line = earlier[line];
        }
        return line;
    }

    /** True when Stripe shows this line at a second: neither too early nor replaced. */
    boolean isShown(int line, long now) {
        return shownFrom[line] <= now && current(id[line], now) == line;
    }

    /** The lines of a page, newest first. */
    ListQuery.Page<Integer> page(ListQuery query, long now, IntPredicate wanted) {
        int low = firstNotAfter(query.to());
        int high = firstNotAfter(query.from());
        if (query.after() != null) {
            low = Math.max(low, position(query.after(), now, "starting_after") + 1);
        }
        if (query.before() != null) {
            high = Math.min(high, position(query.before(), now, "ending_before"));
        }
        boolean backwards = query.before() != null;
        List<Integer> page = new ArrayList<>();
        for (int i = 0; i < high - low; i++) {
            int line = order[backwards ? high - 1 - i : low + i];
            if (isShown(line, now) && wanted.test(line)) {
                if (page.size() == query.limit()) {
                    return new ListQuery.Page<>(backwards ? page.reversed() : page, true);
                }
                page.add(line);
            }
        }
        return new ListQuery.Page<>(backwards ? page.reversed() : page, false);
    }

    /** The lines created in {@code [from, to)} that are shown, oldest first. */
    int[] shownBetween(long from, long to, long now) {
        int low = firstNotAfter(to);
        int high = firstNotAfter(from);
        int[] lines = new int[high - low];
        int count = 0;
        for (int i = high - 1; i >= low; i--) {
            if (isShown(order[i], now)) {
                lines[count++] = order[i];
            }
        }
        return Arrays.copyOf(lines, count);
    }

    /** When the oldest line was created; the given second when there is none. */
    long oldest(long otherwise) {
        return size == 0 ? otherwise : created[order[size - 1]];
    }

    private int position(String cursor, long now, String param) {
        int line = current(cursor, now);
        if (line < 0) {
            throw RefusedException.missing("balance transaction", cursor, param);
        }
        return search(line, size);
    }

    /** The first position whose line was created before a second. */
    private int firstNotAfter(long second) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (created[order[middle]] >= second) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    int size() {
        return size;
    }

    String id(int line) {
        return ids.id(id[line]);
    }

    long availableOn(int line) {
        return availableOn[line];
    }

    long net(int line) {
        return net[line];
    }

    long place(int line) {
        return place[line];
    }

    int length(int line) {
        return length[line];
    }

    String type(int line) {
        return type[line];
    }

    String balanceType(int line) {
        return balanceType[line];
    }

    String currency(int line) {
        return currency[line];
    }

    @Nullable String payout(int line) {
        return payout[line];
    }

    private String word(String text) {
        return words.computeIfAbsent(text, each -> each);
    }

    private void resize(int capacity) {
        id = Arrays.copyOf(id, capacity);
        earlier = Arrays.copyOf(earlier, capacity);
        length = Arrays.copyOf(length, capacity);
        order = Arrays.copyOf(order, capacity);
        created = Arrays.copyOf(created, capacity);
        availableOn = Arrays.copyOf(availableOn, capacity);
        shownFrom = Arrays.copyOf(shownFrom, capacity);
        net = Arrays.copyOf(net, capacity);
        place = Arrays.copyOf(place, capacity);
        type = Arrays.copyOf(type, capacity);
        balanceType = Arrays.copyOf(balanceType, capacity);
        currency = Arrays.copyOf(currency, capacity);
        payout = Arrays.copyOf(payout, capacity);
    }
}
