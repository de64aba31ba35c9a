package com.illuvrse.finance.segment;

import com.illuvrse.finance.money.Currency;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All accounts of a ledger, found by the bytes a line names them with, so that no text is made for
 * lines that name known ones.
 */
final class Places {

    private static final int FIRST_SLOTS = 1024;

    private @Nullable Slot[] slots = new @Nullable Slot[FIRST_SLOTS];
    private final List<Place> places = new ArrayList<>();

    /** A place with the bytes it is found by. */
    private static final class Slot {
        private final int hash;
        private final byte[] account;
        private final byte[] currency;
        private final Place place;

        private Slot(int hash, byte[] account, byte[] currency, Place place) {
            this.hash = hash;
            this.account = account;
            this.currency = currency;
            this.place = place;
        }
    }

    /**
     * The place of an account and a currency that lie in the bytes; null when these texts are none.
     */
    @Nullable Place at(
            byte[] bytes, int accountFrom, int accountTo, int currencyFrom, int currencyTo) {
        int hash =
                mixed(
                        hash(
                                hash(17, bytes, accountFrom, accountTo),
                                bytes,
                                currencyFrom,
                                currencyTo));
        int index = hash & (slots.length - 1);
        Slot slot = slots[index];
        while (slot != null) {
            if (slot.hash == hash
                    && Arrays.equals(bytes, currencyFrom, currencyTo, slot.currency, 0, 3)
                    && Arrays.equals(
                            bytes, accountFrom, accountTo, slot.account, 0, slot.account.length)) {
                return slot.place;
            }
            index = (index + 1) & (slots.length - 1);
            slot = slots[index];
        }
        return add(
                hash,
                Arrays.copyOfRange(bytes, accountFrom, accountTo),
                Arrays.copyOfRange(bytes, currencyFrom, currencyTo));
    }

    private @Nullable Place add(int hash, byte[] account, byte[] currency) {
        String path = new String(account, StandardCharsets.UTF_8);
        String code = new String(currency, StandardCharsets.UTF_8);
        if (!Scalar.ACCOUNT.accepts(path) || !Scalar.CURRENCY.accepts(code)) {
            return null;
        }
        if (2 * places.size() >= slots.length) {
            grow();
        }
        Place place = new Place(path, Currency.of(code));
        places.add(place);
        insert(slots, new Slot(hash, account, currency, place));
        return place;
    }

    private void grow() {
        @Nullable Slot[] larger = new @Nullable Slot[2 * slots.length];
        for (Slot slot : slots) {
            if (slot != null) {
                insert(larger, slot);
            }
        }
        slots = larger;
    }

    private static void insert(@Nullable Slot[] slots, Slot slot) {
        int index = slot.hash & (slots.length - 1);
        while (slots[index] != null) {
            index = (index + 1) & (slots.length - 1);
        }
        slots[index] = slot;
    }

    private static int hash(int start, byte[] bytes, int from, int to) {
        int hash = start;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    private static int mixed(int hash) {
        int product = hash * 0x9E3779B9;
        return product ^ (product >>> 15);
    }

    /** All places by account and currency. */
    List<Place> sorted() {
        places.sort(null);
        return places;
    }
}
