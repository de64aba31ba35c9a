package com.illuvrse.finance.sandbox.home;

import java.nio.file.Path;

/** A folder of the sandbox is used by another process, or once already by this one. */
public final class HomeInUseException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    HomeInUseException(Path folder, String holder) {
        super(
                "%s is in use by process %s; stop that process first, or use another home"
                        .formatted(folder, holder));
    }
}
