package com.illuvrse.finance.exporters.comparison;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.exporters.parquet.EntryRow;
import com.illuvrse.finance.exporters.parquet.PostingRow;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sealed line and the rows it must have in the datasets, worked out from its bytes and not from a
 * journal entry, as the writers do.
 */
record SealedEntry(String canonical, Json.Obj line) {

    /**
     * @param bytes of a line that is known to be sealed
     */
    static SealedEntry of(byte[] bytes) {
        try {
            return new SealedEntry(
                    new String(bytes, StandardCharsets.UTF_8), CanonicalReader.read(bytes));
        } catch (CanonicalFormException e) {
            throw new IllegalArgumentException("a sealed line is canonical: " + e.getMessage(), e);
        }
    }

    String id() {
        return line.text("entryId");
    }

    EntryRow entry() {
        String reverses = line.optionalText("reverses");
        return new EntryRow(
                EntryId.parse(id()),
                line.number("seq"),
                line.text("source"),
                line.optionalText("memo"),
                line.flag("late"),
                reverses == null ? null : EntryId.parse(reverses),
                canonical);
    }

    /** In the order of the lines. */
    List<PostingRow> postings() {
        EntryId id = EntryId.parse(id());
        LocalDate effectiveOn = LocalDate.parse(line.text("effectiveOn"));
        Instant occurredAt = Instant.parse(line.text("occurredAt"));
        List<PostingRow> rows = new ArrayList<>();
        for (Json.Obj posting : line.objects("lines")) {
            rows.add(
                    new PostingRow(
                            id,
                            rows.size() + 1,
                            effectiveOn,
                            occurredAt,
                            AccountId.of(posting.text("account")),
                            debitPositive(posting),
                            line.text("source"),
                            ref("order"),
                            ref("payee"),
                            ref("contract"),
                            ref("stripe")));
        }
        return rows;
    }

    private static Money debitPositive(Json.Obj posting) {
        long amount = posting.minor("amount");
        return Money.of(
                switch (posting.text("side")) {
                    case "D" -> amount;
                    case "C" -> -amount;
                    default ->
                            throw new IllegalArgumentException(
                                    "a side is D or C, found " + posting.text("side"));
                },
                Currency.of(posting.text("currency")));
    }

    private @Nullable String ref(String name) {
        Json.Obj refs = line.optionalObject("ref");
        return refs == null ? null : refs.optionalText(name);
    }
}
