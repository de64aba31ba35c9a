package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Json;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of {@code breaks.jsonl} as it was read. */
record BreakRow(
        String type,
        String ref,
        LocalDate openedOn,
        long ageDays,
        String severity,
        String status,
        @Nullable String account,
        @Nullable String amount,
        @Nullable String currency,
        @Nullable String resolution,
        @Nullable String resolvedOn) {

    /** What names a break: type and ref. */
    record Key(String type, String ref) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byType = type.compareTo(other.type);
            return byType != 0 ? byType : ref.compareTo(other.ref);
        }

        @Override
        public String toString() {
            return type + " " + ref;
        }
    }

    static BreakRow of(Json.Obj row) {
        return new BreakRow(
                row.text("type"),
                row.text("ref"),
                LocalDate.parse(row.text("openedOn")),
                row.number("ageDays"),
                row.text("severity"),
                row.text("status"),
                row.optionalText("account"),
                row.optionalText("amount"),
                row.optionalText("currency"),
                row.optionalText("resolution"),
                row.optionalText("resolvedOn"));
    }

    Key key() {
        return new Key(type, ref);
    }

    boolean isOpen() {
        return status.equals("OPEN");
    }

    boolean isNotice() {
        return status.equals("INFO");
    }

    boolean isResolved() {
        return status.equals("AUTO_RESOLVED") || status.equals("RESOLVED");
    }

    /** Whether it names the same amount on the same account as another one. */
    boolean hasAmountOf(BreakRow other) {
        return Objects.equals(account, other.account)
                && Objects.equals(amount, other.amount)
                && Objects.equals(currency, other.currency);
    }

    /** What it names, for messages. */
    String shownAmount() {
        return amount == null
                ? "no amount"
                : amount + " " + currency + (account == null ? "" : " on " + account);
    }

    long minor() {
        return amount == null ? 0 : Long.parseLong(amount);
    }
}
