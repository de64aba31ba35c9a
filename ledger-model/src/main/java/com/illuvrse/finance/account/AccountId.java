package com.illuvrse.finance.account;

import java.util.regex.Pattern;

/**
 * The path of an account, such as {@code liabilities:creator:c1:payable}: a lower-case root and one
 * or more ids.
 */
public record AccountId(String path) implements Comparable<AccountId> {

    private static final Pattern PATH =
            Pattern.compile("[a-z]+(:[A-Za-z0-9][A-Za-z0-9._-]{0,63})+");

    public AccountId {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException(
                    "an account is a lower-case root and ids joined by colons, found \""
                            + path
                            + "\"");
        }
    }

    public static AccountId of(String path) {
        return new AccountId(path);
    }

    /** Whether this account is {@code prefix} or lies below it. */
    public boolean isWithin(String prefix) {
        return path.equals(prefix) || path.startsWith(prefix + ":");
    }

    @Override
    public int compareTo(AccountId other) {
        return path.compareTo(other.path);
    }

    @Override
    public String toString() {
        return path;
    }
}
