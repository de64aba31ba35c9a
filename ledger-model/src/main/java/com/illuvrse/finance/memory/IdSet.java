package com.illuvrse.finance.memory;

/**
 * Ids of 128 bits, for every entry of a ledger, and a number with each where one is wanted: an open
 * hash table of plain longs, 24 to 48 bytes an id and half as much again with numbers. While there
 * are few ids the table is on the heap, then in temporary files: the heap it takes is at most 2 MB,
 * however many there are.
 *
 * <p>The ids are digests, so they need no hashing of their own. Not for several threads.
 */
public final class IdSet {

    private static final int FIRST_SLOTS = 1 << 12;

    /** Words of a slot. */
    private final int words;

    /** High word, low word, perhaps number of each slot; an id of zeros does not exist. */
    private Longs table;

    private long slots = FIRST_SLOTS;
    private long size;

    private IdSet(int words) {
        this.words = words;
        this.table = new Longs(slots * words);
    }

    public static IdSet ofIds() {
        return new IdSet(2);
    }

    public static IdSet withNumbers() {
        return new IdSet(3);
    }

    /** Adds an id with its number; false when it is there already, which changes nothing. */
    public boolean add(long high, long low, long number) {
        boolean isNew = add(high, low);
        if (isNew) {
            table.set(slot(high, low) + 2, number);
        }
        return isNew;
    }

    /** Adds an id; false when it is there already. */
    public boolean add(long high, long low) {
        if (3L * size >= 2L * slots) {
            grow();
        }
        long at = slot(high, low);
        if (isUsed(at)) {
            return false;
        }
        table.set(at, high);
        table.set(at + 1, low);
        size++;
        return true;
    }

    public boolean contains(long high, long low) {
        return isUsed(slot(high, low));
    }

    /** The number an id that is there was added with. */
    public long number(long high, long low) {
        return table.get(slot(high, low) + 2);
    }

    /** Gives an id that is there another number. */
    void renumber(long high, long low, long number) {
        table.set(slot(high, low) + 2, number);
    }

    /** How many ids are there. */
    long size() {
        return size;
    }

    /** Takes an id out. */
    public void remove(long high, long low) {
        long hole = slot(high, low);
        if (!isUsed(hole)) {
            return;
        }
        size--;
        long at = hole;
        while (true) {
            at = after(at);
            if (!isUsed(at)) {
                break;
            }
            long home = home(table.get(at), table.get(at + 1));
            boolean reachable = hole <= at ? hole < home && home <= at : hole < home || home <= at;
            if (!reachable) {
                copy(table, at, hole);
                hole = at;
            }
        }
        table.set(hole, 0);
        table.set(hole + 1, 0);
    }

    private long slot(long high, long low) {
        long at = home(high, low);
        while (isUsed(at) && (table.get(at) != high || table.get(at + 1) != low)) {
            at = after(at);
        }
        return at;
    }

    private boolean isUsed(long at) {
        return table.get(at) != 0 || table.get(at + 1) != 0;
    }

    private long home(long high, long low) {
        long mixed = (high ^ Long.rotateLeft(low, 32)) * 0x9E3779B97F4A7C15L;
        return ((mixed >>> 24) & (slots - 1)) * words;
    }

    private long after(long at) {
        long next = at + words;
        return next == slots * words ? 0 : next;
    }

    private void grow() {
        Longs old = table;
        long end = slots * words;
        slots = 2 * slots;
        table = new Longs(slots * words);
        for (long at = 0; at < end; at += words) {
            if (old.get(at) != 0 || old.get(at + 1) != 0) {
                copy(old, at, slot(old.get(at), old.get(at + 1)));
            }
        }
    }

    private void copy(Longs from, long at, long to) {
        for (int word = 0; word < words; word++) {
            table.set(to + word, from.get(at + word));
        }
    }
}
