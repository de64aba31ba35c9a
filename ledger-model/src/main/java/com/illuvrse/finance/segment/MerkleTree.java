package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * A Merkle tree over SHA-256 as in RFC 6962, section 2.1 (segment format, section 4).
 *
 * <p>An instance takes leaf hashes one by one and keeps only the roots of the full subtrees on its
 * right edge, so a tree over millions of lines needs a few hundred bytes. Not for several threads.
 */
public final class MerkleTree {

    private static final byte LEAF = 0;
    private static final byte NODE = 1;
    private static final int HASH_BYTES = 32;

    private final Sha256 digest = Sha256.start();

    /** Roots of full subtrees, the largest first; one for every bit that is set in the size. */
    private final List<byte[]> edge = new ArrayList<>();

    private long size;

    /** H(0x00 || data). */
    public static byte[] leaf(byte[] data) {
        return Sha256.start().update(LEAF).update(data).finish();
    }

    /** H(0x01 || left || right). */
    public static byte[] node(byte[] left, byte[] right) {
        return node(Sha256.start(), left, right);
    }

    private static byte[] node(Sha256 digest, byte[] left, byte[] right) {
        byte[] node = new byte[1 + 2 * HASH_BYTES];
        node[0] = NODE;
        System.arraycopy(left, 0, node, 1, HASH_BYTES);
        System.arraycopy(right, 0, node, 1 + HASH_BYTES, HASH_BYTES);
        return digest.update(node).finish();
    }

    /** Adds a leaf by its data, which is what stands in the buffer, and returns its hash. */
    public byte[] addLine(CanonicalJson line) {
        digest.update(LEAF);
        line.updateTo(digest);
        byte[] hash = digest.finish();
        add(hash);
        return hash;
    }

    /** Adds a leaf by its hash. */
    public MerkleTree add(byte[] leafHash) {
        byte[] hash = requireHash(leafHash);
        for (long full = size; (full & 1) == 1; full >>>= 1) {
            hash = node(digest, edge.removeLast(), hash);
        }
        edge.add(hash);
        size++;
        return this;
    }

    public long size() {
        return size;
    }

    /** The root over all leaves so far; H("") for none. More leaves may follow. */
    public byte[] root() {
        if (edge.isEmpty()) {
            return Sha256.of(new byte[0]);
        }
        byte[] root = edge.getLast();
        for (int i = edge.size() - 2; i >= 0; i--) {
            root = node(edge.get(i), root);
        }
        return root.clone();
    }

    /** The root over leaf hashes. */
    public static byte[] root(List<byte[]> leafHashes) {
        MerkleTree tree = new MerkleTree();
        leafHashes.forEach(tree::add);
        return tree.root();
    }

    /** The hashes that lead from a leaf to the root, the leaf's sibling first (PATH). */
    public static List<byte[]> inclusionPath(int index, List<byte[]> leafHashes) {
        InclusionPath path = InclusionPath.of(index, leafHashes.size());
        leafHashes.forEach(path::add);
        return path.hashes();
    }

    /** The hashes that show that the first {@code size} leaves are still the first ones (PROOF). */
    public static List<byte[]> consistencyPath(int size, List<byte[]> leafHashes) {
        if (size < 1 || size > leafHashes.size()) {
            throw new IllegalArgumentException(
                    "a tree of " + size + " is no beginning of one of " + leafHashes.size());
        }
        List<byte[]> path = new ArrayList<>();
        int from = 0;
        int to = leafHashes.size();
        while (size != to) {
            int middle = from + largestPowerBelow(to - from);
            if (size <= middle) {
                path.addFirst(root(leafHashes.subList(middle, to)));
                to = middle;
            } else {
                path.addFirst(root(leafHashes.subList(from, middle)));
                from = middle;
            }
        }
        if (from != 0) {
            path.addFirst(root(leafHashes.subList(from, to)));
        }
        return path;
    }

    /**
     * The root a leaf and its path lead to in a tree of {@code size} leaves; refuses a path that is
     * not exactly as long as that leaf's.
     */
    public static byte[] rootOfPath(byte[] leafHash, long index, long size, List<byte[]> path) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("leaf " + index + " is not one of " + size);
        }
        byte[] hash = requireHash(leafHash);
        long at = index;
        long last = size - 1;
        for (byte[] sibling : path) {
            if (last == 0) {
                throw wrongLength(index, size, path.size());
            }
            requireHash(sibling);
            if ((at & 1) == 1 || at == last) {
                hash = node(sibling, hash);
                while ((at & 1) == 0 && at != 0) {
                    at >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = node(hash, sibling);
            }
            at >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw wrongLength(index, size, path.size());
        }
        return hash;
    }

    private static IllegalArgumentException wrongLength(long index, long size, int found) {
        return new IllegalArgumentException(
                "the path of leaf %d in a tree of %d does not have %d hashes"
                        .formatted(index, size, found));
    }

    private static int largestPowerBelow(int size) {
        return Integer.highestOneBit(size - 1);
    }

    private static byte[] requireHash(byte[] hash) {
        if (hash.length != HASH_BYTES) {
            throw new IllegalArgumentException(
                    "a hash has " + HASH_BYTES + " bytes, found " + hash.length);
        }
        return hash;
    }
}
