package com.illuvrse.finance.sandbox.stripe;

/** What may be made to go wrong with a request. */
public enum Fault {
    /**
     * Nothing: the request is done as if no script were there, so that a later one can be meant.
     */
    NONE,
    /** 429 with the header {@code Stripe-Rate-Limited-Reason}, nothing done. */
    RATE_LIMITED,
    /** 429 with the code {@code lock_timeout}, nothing done. */
    LOCK_TIMEOUT,
    /** 409, nothing done. */
    CONFLICT,
    /** 500, nothing done and nothing kept: the same key may try again. */
    INTERNAL_ERROR,
    /** 500, nothing done, but kept: the same key gets this 500 again. Only for writes. */
    INTERNAL_ERROR_KEPT,
    /** The request is done, but the answer is a 500, which is kept. Only for writes. */
    INTERNAL_ERROR_AFTER,
    /** 400: the destination cannot receive transfers. Only for writes. */
    DESTINATION_REFUSED,
    /** The connection is cut before anything is done. */
    CUT_BEFORE,
    /** The request is done, but the connection is cut before the answer. */
    CUT_AFTER,
    /** The request is done, and the connection is cut after half of the answer's body. */
    CUT_ANSWER,
    /** The request waits for {@link StripeFaults#release}, its key in use, and is then done. */
    HELD,
    /** The middle one of a page, or of the rows of a report, is left out. */
    MISSING,
    /** The middle one of a page comes twice. Only for lists. */
    TWICE,
    /** The middle one of a page, or of a report, has another amount, and a net that fits it. */
    CHANGED,
    /** After the middle row of a report comes one that is nowhere else. Only for reports. */
    EXTRA,
    /** The report run that is made now ends as failed, without a file. */
    REPORT_FAILS,
    /** A report run is still pending when it is asked for. */
    REPORT_PENDING,
    /** Half of a file comes, as if that were all of it. */
    TRUNCATED
}
