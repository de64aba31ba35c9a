package com.illuvrse.finance.jobs.run;

import org.jspecify.annotations.Nullable;

/** A night cannot be finished now, because somebody outside is away; run it again later. */
public final class NightHeldException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NightHeldException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
