package com.illuvrse.finance.sandbox.s3;

/** A request that S3 would refuse; the message is the sentence in the error document. */
final class S3Exception extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final S3Error error;

    S3Exception(S3Error error, String sentence) {
        super(sentence);
        this.error = error;
    }

    S3Error error() {
        return error;
    }

    /** The sentence the client reads. */
    String sentence() {
        return String.valueOf(getMessage());
    }
}
