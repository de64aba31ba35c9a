package com.illuvrse.finance.jobs.marketplace;

import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.BankLine;
import java.time.LocalDate;
import tools.jackson.databind.JsonNode;

/**
 * Plain lines of the feed {@code bank}.
 *
 * <p>A line that names no statement belongs to the one of all that its account books on its day:
 * {@code operating-2026-03-05}. The same line delivered in two files is then one line.
 */
public final class FeedBankLine {

    private FeedBankLine() {}

    /** Reads one line; a line that is none of a bank is refused with a sentence. */
    public static BankLine read(String text) {
        JsonNode line = FeedJson.read(text);
        FeedJson.requireType(line, "bank");
        String account = FeedJson.text(line, "account");
        LocalDate bookedOn = FeedJson.date(line, "bookedOn");
        String statement = FeedJson.textOrNull(line, "statement");
        return new BankLine(
                statement == null ? account + "-" + bookedOn : statement,
                FeedJson.text(line, "line"),
                account,
                bookedOn,
                Money.of(FeedJson.minor(line, "amount"), FeedJson.currency(line, "currency")),
                FeedJson.textOrNull(line, "reference"),
                FeedJson.textOrNull(line, "reason"));
    }
}
