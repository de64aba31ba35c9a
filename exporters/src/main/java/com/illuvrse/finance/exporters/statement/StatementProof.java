package com.illuvrse.finance.exporters.statement;

/**
 * What a statement can be proven with: the sealed segment of its last day.
 *
 * @param entriesRoot root over the entries of that day, hex
 * @param manifestId of that segment, hex
 */
public record StatementProof(String ledger, int segment, String entriesRoot, String manifestId) {

    /** How to have a line proven, in words for its reader. */
    public static final String RECEIPT =
            "Ask for the receipt of any entry_id: finance receipt --entry ENTRY_ID --out FILE;"
                    + " check it with finance verify-receipt FILE --trust TRUST";

    String inWords() {
        return "segment " + segment + " root " + entriesRoot;
    }
}
