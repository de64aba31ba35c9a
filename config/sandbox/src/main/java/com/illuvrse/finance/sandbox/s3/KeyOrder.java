package com.illuvrse.finance.sandbox.s3;

import java.util.Comparator;

/** The order of keys in listings: that of their UTF-8 bytes, which is that of their code points. */
enum KeyOrder implements Comparator<String> {
    UTF_8;

    @Override
    public int compare(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean oneIsBeyondBasic = Character.isSurrogate(a) != Character.isSurrogate(b);
                return oneIsBeyondBasic
                        ? Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b))
                        : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
