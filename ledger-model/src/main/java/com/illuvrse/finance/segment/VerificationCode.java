package com.illuvrse.finance.segment;

/** Why a ledger is refused: the words of {@code FAIL} lines (segment format, section 13). */
public enum VerificationCode {
    /** A segment, sequence range or date is missing, in the middle or at the end. */
    GAP,
    /** The ledger is shorter than the pinned head. */
    ROLLBACK,
    /** It differs from the pinned head, is another ledger, or has two packages for one segment. */
    FORK,
    /** Segment 0 is not the pinned one. */
    GENESIS_MISMATCH,
    /**
     * Not JSON or UTF-8, unknown or missing member, wrong type or path, extra or missing file,
     * limit exceeded.
     */
    MALFORMED,
    /** Readable, but not the canonical bytes. */
    NOT_CANONICAL,
    /** Size or digest of a file differs from the manifest. */
    FILE_MISMATCH,
    /** Root of the entries, their count or the root of the log does not follow from the bytes. */
    ROOT_MISMATCH,
    /** A line in a receipt, export or database is not the sealed one. */
    LEAF_MISMATCH,
    /** The chain of segments or of registries does not link. */
    CHAIN_MISMATCH,
    /** {@code seals.txt} does not match the earlier signature files. */
    SEAL_MISMATCH,
    /** A signature does not verify. */
    SIGNATURE_INVALID,
    /** A signature that is required is not there. */
    SIGNATURE_MISSING,
    /** A key is not in the registry, or the registry lacks root signatures. */
    UNTRUSTED_KEY,
    /** A registered key, but not for this segment, or revoked. */
    KEY_NOT_VALID_AT,
    /** A time stamp is not over this file, not of a pinned authority, or outside the window. */
    TIMESTAMP_INVALID,
    /** The same source key, row, event, batch or item twice. */
    DUPLICATE_KEY,
    /** An entry's id does not follow from its source. */
    ID_MISMATCH,
    /** Sequence numbers or rows are not in the given order. */
    ORDER_MISMATCH,
    /** Date, zone, day boundary, late flag or instant does not fit. */
    PERIOD_MISMATCH,
    /** An entry does not balance. */
    UNBALANCED,
    /** The trial balance does not roll forward. */
    BALANCE_MISMATCH,
    /** Rows, entries, Stripe's balance, payouts, clearing accounts and breaks do not agree. */
    COMPLETENESS_FAIL,
    /** A calculated amount is not what the sealed evidence gives. */
    CALC_MISMATCH,
    /** The controls have other figures than the files. */
    CONTROL_MISMATCH,
    /** Statement, signature, person, role, quorum, time or lock of an approval is wrong. */
    APPROVAL_INVALID,
    /** A policy is not the registered one. */
    POLICY_HASH_MISMATCH,
    /** A report does not give the sealed root or figures. */
    EXPORT_MISMATCH
}
