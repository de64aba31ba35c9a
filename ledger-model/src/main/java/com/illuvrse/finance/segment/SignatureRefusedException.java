package com.illuvrse.finance.segment;

/** A signature is not one of the given key over the given text. */
public final class SignatureRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    public SignatureRefusedException(String sentence) {
        super(sentence);
    }

    public SignatureRefusedException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
