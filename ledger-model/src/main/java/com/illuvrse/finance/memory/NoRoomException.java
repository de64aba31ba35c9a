package com.illuvrse.finance.memory;

import java.io.IOException;
import java.io.UncheckedIOException;

/** There is no room on the disk for what a check remembers; nothing is said of what it checks. */
public final class NoRoomException extends UncheckedIOException {

    private static final long serialVersionUID = 1L;

    public NoRoomException(String folder, long bytes, IOException cause) {
        super(
                "expected room for "
                        + bytes
                        + " bytes in "
                        + folder
                        + ", where this check remembers what it has seen, found: "
                        + cause.getMessage()
                        + "; make room, or name another folder with -Djava.io.tmpdir",
                cause);
    }
}
