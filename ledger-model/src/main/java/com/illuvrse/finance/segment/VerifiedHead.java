package com.illuvrse.finance.segment;

/**
 * How far a ledger goes: the number of its segments and the root of its log over them. An auditor
 * who keeps it sees at the next visit whether anything before it was changed or taken away.
 *
 * @param root hexadecimal
 */
public record VerifiedHead(long size, String root) {

    /** As it stands at the end of a {@code PASS} line. */
    @Override
    public String toString() {
        return size + ":" + root;
    }
}
