package com.illuvrse.finance.jobs.marketplace;

import com.illuvrse.finance.payout.Payee;
import tools.jackson.databind.JsonNode;

/** Lines of the feed {@code payees}, as far as paying somebody needs them. */
public final class FeedPayee {

    private FeedPayee() {}

    /** Reads one line; a line that is no payee is refused with a sentence. */
    public static Payee read(String text) {
        JsonNode line = FeedJson.read(text);
        FeedJson.requireType(line, "payee");
        JsonNode tax = FeedJson.objectOrNull(line, "tax");
        int version = FeedJson.whole(line, "version");
        if (version < 1) {
            throw new IllegalArgumentException(
                    "expected a version from 1 on in \"version\", found " + version);
        }
        return new Payee(
                FeedJson.text(line, "payee"),
                version,
                FeedJson.date(line, "validFrom"),
                FeedJson.currency(line, "payoutCurrency"),
                FeedJson.minor(line, "payoutMinimum"),
                FeedJson.text(line, "rail"),
                FeedJson.textOrNull(line, "stripeAccount"),
                FeedJson.textOrNull(line, "bankRef"),
                tax == null ? null : FeedJson.textOrNull(tax, "form"),
                tax != null && FeedJson.flag(tax, "backupWithholding"),
                FeedJson.textOrNull(line, "hold"));
    }
}
