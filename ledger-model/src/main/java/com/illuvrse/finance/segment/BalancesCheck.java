package com.illuvrse.finance.segment;

import static com.illuvrse.finance.segment.VerificationCode.BALANCE_MISMATCH;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.reconciliation.AccountBalance;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code balances.jsonl}: a row for every place that moved or had a balance, with yesterday's
 * closing balance and today's entries, and no other row.
 */
final class BalancesCheck {

    private final Places places;
    private final List<AccountBalance> today = new ArrayList<>();

    BalancesCheck(Places places) {
        this.places = places;
    }

    void check(Day day) throws VerificationException {
        today.clear();
        TreeMap<Currency, Long> sums = new TreeMap<>();
        try (RowReader rows = day.rows("balances.jsonl", "balances/1", RowShapes.BALANCE)) {
            Json.Obj row = next(rows, null);
            for (Place place : places.sorted()) {
                if (!place.hasRow()) {
                    continue;
                }
                if (row == null) {
                    throw rows.file().refuse(BALANCE_MISMATCH, place.toString(), "a row", "none");
                }
                requireRow(rows, row, place);
                sums.merge(place.currency(), place.closing(), Math::addExact);
                today.add(
                        new AccountBalance(
                                AccountId.of(place.account()),
                                place.currency(),
                                place.opening(),
                                place.debit(),
                                place.credit()));
                row = next(rows, row);
            }
            if (row != null) {
                throw rows.refuse(
                        BALANCE_MISMATCH,
                        key(row),
                        "no row, for it neither moved nor had a balance",
                        "one");
            }
            for (Currency currency : sums.keySet()) {
                if (sums.getOrDefault(currency, 0L) != 0) {
                    throw rows.file()
                            .refuse(
                                    BALANCE_MISMATCH,
                                    currency.code(),
                                    "closing balances that add up to 0",
                                    sums.get(currency));
                }
            }
        }
    }

    private static Json.@Nullable Obj next(RowReader rows, Json.@Nullable Obj before)
            throws VerificationException {
        Json.Obj row = rows.next();
        if (row != null && before != null) {
            rows.requireAfter(key(before), key(row));
        }
        return row;
    }

    /** Account and currency with a separator below every character of an account. */
    private static String key(Json.Obj row) {
        return row.text("account") + " " + row.text("currency");
    }

    private static void requireRow(RowReader rows, Json.Obj row, Place place)
            throws VerificationException {
        String name = key(row);
        if (!name.equals(place.toString())) {
            throw rows.refuse(BALANCE_MISMATCH, place.toString(), "a row for it", name);
        }
        requireFigure(rows, row, "opening", place, place.opening());
        requireFigure(rows, row, "debit", place, place.debit());
        requireFigure(rows, row, "credit", place, place.credit());
        requireFigure(rows, row, "closing", place, place.closing());
    }

    private static void requireFigure(
            RowReader rows, Json.Obj row, String member, Place place, long expected)
            throws VerificationException {
        if (row.minor(member) != expected) {
            throw rows.refuse(BALANCE_MISMATCH, place + " " + member, expected, row.text(member));
        }
    }

    /** The balances of the day that was checked. */
    List<AccountBalance> today() {
        return today;
    }

    /** Ends a day: closing balances are the opening ones of the next. */
    void nextDay() {
        places.sorted().forEach(Place::nextDay);
    }
}
