package com.illuvrse.finance.memory;

import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;

/** So many longs, zeros at first: on the heap while they are few, else in temporary space. */
final class Longs {

    /** 2 MB. */
    private static final int MOST_ON_HEAP = 1 << 18;

    /** A power of two: 512 MB, for one buffer takes less than 2 GB. */
    private static final int PAGE_BITS = 26;

    private final long[] heap;
    private final List<LongBuffer> pages = new ArrayList<>();
    private final LongBuffer first;

    Longs(long size) {
        boolean few = size <= MOST_ON_HEAP;
        heap = new long[few ? (int) size : 0];
        for (long left = few ? 0 : size; left > 0; left -= 1L << PAGE_BITS) {
            int longs = (int) Math.min(left, 1L << PAGE_BITS);
            pages.add(
                    TemporarySpace.of(Math.multiplyExact(longs, Long.BYTES))
                            .order(ByteOrder.nativeOrder())
                            .asLongBuffer());
        }
        first = few ? LongBuffer.allocate(0) : pages.getFirst();
    }

    long get(long index) {
        if (index < heap.length) {
            return heap[(int) index];
        }
        int in = (int) index & ((1 << PAGE_BITS) - 1);
        return index < first.capacity() ? first.get(in) : page(index).get(in);
    }

    void set(long index, long value) {
        if (index < heap.length) {
            heap[(int) index] = value;
            return;
        }
        page(index).put((int) index & ((1 << PAGE_BITS) - 1), value);
    }

    private LongBuffer page(long index) {
        return pages.get((int) (index >>> PAGE_BITS));
    }
}
