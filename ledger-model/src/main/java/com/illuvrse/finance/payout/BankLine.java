package com.illuvrse.finance.payout;

import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One movement on a bank account of ours, as the bank's statement tells it.
 *
 * @param statement the bank's statement, unique over all accounts
 * @param line the line's id within its statement
 * @param account the name the settings give the bank account
 * @param amount credit positive, as the bank writes it
 * @param reference the text that came with the money
 * @param reason why money came back, such as {@code AC04}; null for other lines
 */
public record BankLine(
        String statement,
        String line,
        String account,
        LocalDate bookedOn,
        Money amount,
        @Nullable String reference,
        @Nullable String reason) {

    public BankLine {
        SourceKey.requireId(statement);
        SourceKey.requireId(line);
        SourceKey.requireId(account);
        if (amount.isZero()) {
            throw new IllegalArgumentException(
                    "bank line " + statement + ":" + line + " moves no money");
        }
    }

    public SourceKey key() {
        return SourceKey.of("bank", statement, line);
    }

    /** How breaks name the line. */
    public String ref() {
        return statement + ":" + line;
    }

    /** What the bank credits to us for a reason: an item of a payout file that came back. */
    public boolean isReturn() {
        return amount.isPositive() && reason != null && !reason.isBlank();
    }
}
