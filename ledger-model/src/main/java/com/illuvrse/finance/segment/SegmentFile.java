package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.CanonicalFormException;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file of a ledger that is being verified, for messages.
 *
 * @param path inside the ledger's folder, such as {@code segment-000001/ledger.jsonl}
 */
record SegmentFile(String path) {

    VerificationException refuse(
            VerificationCode code, String item, @Nullable Object expected, @Nullable Object found) {
        return new VerificationException(code, path, item, expected, found);
    }

    VerificationException malformed(
            String item, @Nullable Object expected, @Nullable Object found) {
        return refuse(VerificationCode.MALFORMED, item, expected, found);
    }

    /** The refusal of bytes that are not canonical JSON; {@code item} is empty for a whole file. */
    VerificationException refuse(String item, CanonicalFormException reason) {
        VerificationCode code =
                reason.isReadable() ? VerificationCode.NOT_CANONICAL : VerificationCode.MALFORMED;
        String where = item.isEmpty() ? "" : item + ", ";
        return refuse(code, where + "byte " + reason.offset(), reason.expected(), reason.found());
    }

    VerificationException refuse(String item, ShapeException reason) {
        String where = item.isEmpty() ? reason.where() : item + ", " + reason.where();
        return malformed(where, reason.expected(), reason.found());
    }
}
