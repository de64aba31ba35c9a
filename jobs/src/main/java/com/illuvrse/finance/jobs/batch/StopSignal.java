package com.illuvrse.finance.jobs.batch;

import java.util.function.BooleanSupplier;

/** Whether the running night should end between two chunks. One for each process. */
public final class StopSignal {

    private volatile boolean asked;
    private volatile BooleanSupplier otherReason = () -> false;

    /** Asks for the end, as an operator or the end of the process does. */
    public void ask() {
        asked = true;
    }

    /** Adds a reason that is looked at before every chunk, such as a lock that was lost. */
    public void alsoWhen(BooleanSupplier reason) {
        otherReason = reason;
    }

    public boolean isAsked() {
        return asked || otherReason.getAsBoolean();
    }
}
