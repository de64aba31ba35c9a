package com.illuvrse.finance.recalculation;

/**
 * Where a contract stands in one currency.
 *
 * <p>A lost dispute moves the counter back without a working. Of an order with several contracts
 * only the sum is in the entry, so until the next working the counter is known from {@code counter
 * − slack} to {@code counter + slack}.
 */
final class Standing {

    long counter;
    long slack;

    /** What of its advance is not paid back: the balance of its account. */
    long outstanding;

    /** Takes the position a working starts from, when it can be right. */
    boolean isAt(long position) {
        long distance = Math.absExact(Math.subtractExact(position, counter));
        if (distance > slack) {
            return false;
        }
        counter = position;
        slack = 0;
        return true;
    }
}
