package com.illuvrse.finance.segment;

/**
 * Ids of 128 bits, for every entry of a ledger, and a number with each where one is wanted: an open
 * hash table of plain longs, 24 to 48 bytes an id and half as much again with numbers, since
 * objects would take several times as much.
 *
 * <p>The ids are digests, so they need no hashing of their own.
 */
final class IdSet {

    private static final int FIRST_SLOTS = 1 << 12;

    /** Words of a slot. */
    private final int words;

    /** High word, low word, perhaps number of each slot; an id of zeros does not exist. */
    private long[] table;

    private int slots = FIRST_SLOTS;
    private int size;

    private IdSet(int words) {
        this.words = words;
        this.table = new long[FIRST_SLOTS * words];
    }

    static IdSet ofIds() {
        return new IdSet(2);
    }

    static IdSet withNumbers() {
        return new IdSet(3);
    }

    /** Adds an id with its number; false when it is there already, which changes nothing. */
    boolean add(long high, long low, long number) {
        boolean isNew = add(high, low);
        if (isNew) {
            table[slot(high, low) + 2] = number;
        }
        return isNew;
    }

    /** Adds an id; false when it is there already. */
    boolean add(long high, long low) {
        if (3L * size >= 2L * slots) {
            grow();
        }
        int at = slot(high, low);
        if (isUsed(at)) {
            return false;
        }
        table[at] = high;
        table[at + 1] = low;
        size++;
        return true;
    }

    boolean contains(long high, long low) {
        return isUsed(slot(high, low));
    }

    /** The number an id that is there was added with. */
    long number(long high, long low) {
        return table[slot(high, low) + 2];
    }

    /** Takes an id out. */
    void remove(long high, long low) {
        int hole = slot(high, low);
        if (!isUsed(hole)) {
            return;
        }
        size--;
        int at = hole;
        while (true) {
            at = after(at);
            if (!isUsed(at)) {
                break;
            }
            int home = home(table[at], table[at + 1]);
            boolean reachable = hole <= at ? hole < home && home <= at : hole < home || home <= at;
            if (!reachable) {
                System.arraycopy(table, at, table, hole, words);
                hole = at;
            }
        }
        table[hole] = 0;
        table[hole + 1] = 0;
    }

    private int slot(long high, long low) {
        int at = home(high, low);
        while (isUsed(at) && (table[at] != high || table[at + 1] != low)) {
            at = after(at);
        }
        return at;
    }

    private boolean isUsed(int at) {
        return table[at] != 0 || table[at + 1] != 0;
    }

    private int home(long high, long low) {
        long mixed = (high ^ Long.rotateLeft(low, 32)) * 0x9E3779B97F4A7C15L;
        return (int) ((mixed >>> 33) & (slots - 1)) * words;
    }

    private int after(int at) {
        int next = at + words;
        return next == table.length ? 0 : next;
    }

    private void grow() {
        long[] old = table;
        slots = Math.multiplyExact(slots, 2);
        table = new long[Math.multiplyExact(slots, words)];
        for (int at = 0; at < old.length; at += words) {
            if (old[at] != 0 || old[at + 1] != 0) {
                System.arraycopy(old, at, table, slot(old[at], old[at + 1]), words);
            }
        }
    }
}
