package com.illuvrse.finance.sandbox.s3;

/** What may be made to go wrong with a request. */
public enum Fault {
    /**
     * Nothing: the request is done as if no script were there, so that a later one can be meant.
     */
    NONE,
    /** 500 InternalError, nothing done. */
    INTERNAL_ERROR,
    /** 503 SlowDown, nothing done. */
    SLOW_DOWN,
    /** 409 ConditionalRequestConflict, nothing done. */
    CONFLICT,
    /** 412 PreconditionFailed, nothing done. */
    PRECONDITION_FAILED,
    /** The connection is cut before the body is read; nothing done. */
    CUT_BEFORE,
    /** The request is done, but the connection is cut before the answer. */
    CUT_AFTER,
    /** The request is done, and the connection is cut after half of the answer's body. */
    CUT_ANSWER
}
