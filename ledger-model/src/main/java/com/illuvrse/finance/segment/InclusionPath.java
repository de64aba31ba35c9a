package com.illuvrse.finance.segment;

import java.util.ArrayList;
import java.util.List;

/**
 * The hashes that lead from a leaf to the root of a tree (PATH of RFC 6962, section 2.1.1), from
 * leaf hashes that pass by one after the other.
 *
 * <p>Each hash of the path is the root over leaves that lie together, so a tree of millions of
 * leaves needs a few kilobytes. Not for several threads.
 */
public final class InclusionPath {

    /** Leaves {@code [from, to)} that become one hash of the path. */
    private record Range(long from, long to, MerkleTree tree) {}

    private final long size;
    private final List<Range> ranges = new ArrayList<>();
    private long added;

    private InclusionPath(long size) {
        this.size = size;
    }

    /** The path of a leaf, counted from 0, in a tree of {@code size} leaves. */
    public static InclusionPath of(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("leaf " + index + " is not one of " + size);
        }
        InclusionPath path = new InclusionPath(size);
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + Long.highestOneBit(to - from - 1);
            if (index < middle) {
                path.ranges.addFirst(new Range(middle, to, new MerkleTree()));
                to = middle;
            } else {
                path.ranges.addFirst(new Range(from, middle, new MerkleTree()));
                from = middle;
            }
        }
        return path;
    }

    /** Takes the next leaf hash. */
    public void add(byte[] leafHash) {
        long at = added++;
        for (Range range : ranges) {
            if (at >= range.from() && at < range.to()) {
                range.tree().add(leafHash);
            }
        }
    }

    /** The path, the leaf's sibling first, once all leaves are there. */
    public List<byte[]> hashes() {
        if (added != size) {
            throw new IllegalStateException(
                    "a path in a tree of " + size + " leaves needs all of them, found " + added);
        }
        return ranges.stream().map(range -> range.tree().root()).toList();
    }
}
