package com.illuvrse.finance.exporters.signing;

import org.jspecify.annotations.Nullable;

/** A data key was wrapped for another person, by another key, or was changed. */
public final class UnwrapRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnwrapRefusedException(String ref, @Nullable Throwable cause) {
        super(
                "the data key of %s cannot be unwrapped: it was wrapped for another person or by another key, or was changed"
                        .formatted(ref),
                cause);
    }
}
