package com.illuvrse.finance.jobs.marketplace;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import java.time.LocalDate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A reference rate of the feed {@code fx}: units of {@code quote} for one of {@code base}.
 *
 * @param rate decimal text as its source wrote it, never rounded by us
 */
public record FeedRate(LocalDate day, Currency base, Currency quote, String rate, String source) {

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");

    public FeedRate {
        if (!DECIMAL.matcher(rate).matches() || Fraction.parse(rate).signum() <= 0) {
            throw new IllegalArgumentException(
                    "expected a positive decimal such as 1.0823 in \"rate\", found \""
                            + rate
                            + "\"");
        }
    }

    /** Reads one line; a line that is no rate is refused with a sentence. */
    public static FeedRate read(String text) {
        JsonNode line = FeedJson.read(text);
        FeedJson.requireType(line, "rate");
        return new FeedRate(
                FeedJson.date(line, "date"),
                FeedJson.currency(line, "base"),
                FeedJson.currency(line, "quote"),
                FeedJson.text(line, "rate"),
                FeedJson.text(line, "source"));
    }
}
