package com.illuvrse.finance.segment;

/**
 * A segment whose files are written and whose checkpoint can be signed.
 *
 * @param manifestId SHA-256 of the manifest, hex
 * @param manifest the exact text of {@code manifest.json}
 * @param entriesRoot Merkle root over the entries, hex: what a replay compares
 * @param logRoot log root over all manifestIds including this one, hex
 * @param checkpointBody the text the log key signs, with its last line feed
 */
public record SealedSegment(
        int number,
        String manifestId,
        String manifest,
        String entriesRoot,
        long count,
        long seqAfter,
        String logRoot,
        String checkpointBody) {}
