package com.illuvrse.finance.memory;

import com.illuvrse.finance.canonical.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes by name, for every order of a ledger: names as digests in an {@link IdSet}, bytes one after
 * the other in chunks, the first on the heap, all others in temporary files. Bytes that were
 * replaced are left behind and cleared away once they are most of what is there, so that no more
 * than three times the bytes that count, and a chunk, are taken. Not for several threads.
 */
public final class Records {

    private static final int FIRST_CHUNK = 1 << 20;
    private static final int CHUNK = 1 << 26;

    private final IdSet places = IdSet.withNumbers();
    private final int chunk;
    private List<ByteBuffer> chunks = new ArrayList<>();
    private long live;
    private long dead;

    public Records() {
        this(FIRST_CHUNK, CHUNK);
    }

    /** With chunks of other sizes, for tests. */
    Records(int firstChunk, int chunk) {
        this.chunk = chunk;
        chunks.add(ByteBuffer.allocate(firstChunk));
    }

    /** The bytes of a name; null when there are none. */
    public byte @Nullable [] get(String name) {
        ByteBuffer id = id(name);
        long high = id.getLong(0);
        long low = id.getLong(Long.BYTES);
        return places.contains(high, low) ? bytes(chunks, places.number(high, low)) : null;
    }

    /** Gives a name its bytes, instead of those it had. */
    public void put(String name, byte[] bytes) {
        ByteBuffer id = id(name);
        long high = id.getLong(0);
        long low = id.getLong(Long.BYTES);
        if (places.contains(high, low)) {
            leave(places.number(high, low));
            places.renumber(high, low, append(high, low, bytes));
        } else {
            places.add(high, low, append(high, low, bytes));
        }
        live += room(bytes.length);
        if (dead > live + chunk) {
            clear();
        }
    }

    /** Bytes that are taken, those that count and those left behind. */
    long space() {
        return live + dead;
    }

    /** Marks a record as replaced: its length becomes negative. */
    private void leave(long place) {
        ByteBuffer chunk = chunks.get((int) (place >>> Integer.SIZE));
        int at = (int) place + 2 * Long.BYTES;
        int length = chunk.getInt(at);
        chunk.putInt(at, ~length);
        live -= room(length);
        dead += room(length);
    }

    private static ByteBuffer id(String name) {
        return ByteBuffer.wrap(Sha256.of(name.getBytes(StandardCharsets.UTF_8)));
    }

    /** Bytes a record takes: id, length, bytes. */
    private static long room(int length) {
        return 2L * Long.BYTES + Integer.BYTES + length;
    }

    /** Place of a record: its chunk, and where in the chunk it begins. */
    private long append(long high, long low, byte[] bytes) {
        long room = room(bytes.length);
        if (chunks.getLast().remaining() < room) {
            chunks.add(TemporarySpace.of(Math.toIntExact(Math.max(chunk, room))));
        }
        ByteBuffer last = chunks.getLast();
        long place = ((long) (chunks.size() - 1) << Integer.SIZE) | last.position();
        last.putLong(high).putLong(low).putInt(bytes.length).put(bytes);
        return place;
    }

    private static byte[] bytes(List<ByteBuffer> chunks, long place) {
        ByteBuffer chunk = chunks.get((int) (place >>> Integer.SIZE));
        int at = (int) place + 2 * Long.BYTES;
        byte[] bytes = new byte[chunk.getInt(at)];
        chunk.get(at + Integer.BYTES, bytes);
        return bytes;
    }

    /** Copies what counts to new chunks, one old chunk after the other, and forgets the rest. */
    private void clear() {
        List<ByteBuffer> old = chunks;
        chunks = new ArrayList<>();
        chunks.add(ByteBuffer.allocate(old.getFirst().capacity()));
        for (int number = 0; number < old.size(); number++) {
            ByteBuffer from = old.get(number);
            for (int at = 0; at < from.position(); ) {
                int length = from.getInt(at + 2 * Long.BYTES);
                if (length >= 0) {
                    long high = from.getLong(at);
                    long low = from.getLong(at + Long.BYTES);
                    byte[] bytes = bytes(old, ((long) number << Integer.SIZE) | at);
                    places.renumber(high, low, append(high, low, bytes));
                }
                at += Math.toIntExact(room(length >= 0 ? length : ~length));
            }
            old.set(number, ByteBuffer.allocate(0));
        }
        dead = 0;
    }
}
