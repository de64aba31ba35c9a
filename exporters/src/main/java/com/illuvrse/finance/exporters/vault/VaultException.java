package com.illuvrse.finance.exporters.vault;

import org.jspecify.annotations.Nullable;

/** What the vault keeps of somebody cannot be opened; the sentence names the reference only. */
public final class VaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public VaultException(String message) {
        this(message, null);
    }

    VaultException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
