package com.illuvrse.finance.segment;

import com.illuvrse.finance.money.Currency;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of one entry: place, side and amount of each. Used again for the next entry. */
final class LineAmounts {

    private Place[] places = new Place[8];
    private boolean[] debits = new boolean[8];
    private long[] amounts = new long[8];
    private int size;

    void clear() {
        size = 0;
    }

    void add(Place place, boolean debit, long amount) {
        if (size == places.length) {
            places = Arrays.copyOf(places, 2 * size);
            debits = Arrays.copyOf(debits, 2 * size);
            amounts = Arrays.copyOf(amounts, 2 * size);
        }
        places[size] = place;
        debits[size] = debit;
        amounts[size] = amount;
        size++;
    }

    int size() {
        return size;
    }

    Place place(int index) {
        return places[index];
    }

    boolean isDebit(int index) {
        return debits[index];
    }

    long amount(int index) {
        return amounts[index];
    }

    /** The amount with its sign, debit positive. */
    long signed(int index) {
        return debits[index] ? amounts[index] : -amounts[index];
    }

    /** Index of the first line that does not come after the one before; −1 when all do. */
    int outOfOrder() {
        for (int i = 1; i < size; i++) {
            boolean ascending =
                    debits[i - 1] == debits[i]
                            ? places[i - 1].compareTo(places[i]) < 0
                            : debits[i - 1];
            if (!ascending) {
                return i;
            }
        }
        return -1;
    }

    /** A currency in which debits and credits differ; null when there is none. */
    @Nullable Currency unbalanced() {
        for (int i = 0; i < size; i++) {
            Currency currency = places[i].currency();
            if (isFirstOf(currency, i) && sum(currency, i) != 0) {
                return currency;
            }
        }
        return null;
    }

    private boolean isFirstOf(Currency currency, int index) {
        for (int i = 0; i < index; i++) {
            if (places[i].currency().equals(currency)) {
                return false;
            }
        }
        return true;
    }

    private long sum(Currency currency, int from) {
        long sum = 0;
        for (int i = from; i < size; i++) {
            if (places[i].currency().equals(currency)) {
                sum = Math.addExact(sum, signed(i));
            }
        }
        return sum;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(debits[i] ? "D " : "C ")
                    .append(places[i])
                    .append(' ')
                    .append(amounts[i]);
        }
        return text.append(']').toString();
    }
}
