package com.illuvrse.finance.jobs.marketplace;

import com.illuvrse.finance.informationreturn.TaxPayee;
import com.illuvrse.finance.payout.Payee;
import com.illuvrse.finance.payout.TaxStatus;
import tools.jackson.databind.JsonNode;

/** Lines of the feed {@code payees}, as far as paying somebody and withholding need them. */
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
                FeedJson.textOrNull(line, "country"),
                FeedJson.textOrNull(line, "region"),
                FeedJson.currency(line, "payoutCurrency"),
                FeedJson.minor(line, "payoutMinimum"),
                FeedJson.text(line, "rail"),
                FeedJson.textOrNull(line, "stripeAccount"),
                FeedJson.textOrNull(line, "bankRef"),
                tax == null ? TaxStatus.NONE : taxStatus(tax),
                FeedJson.textOrNull(line, "hold"));
    }

    /** Reads one line as far as tax forms need it. */
    public static TaxPayee readForForms(String text) {
        JsonNode line = FeedJson.read(text);
        JsonNode tax = FeedJson.objectOrNull(line, "tax");
        Payee payee = read(text);
        String identityRef = FeedJson.textOrNull(line, "identityRef");
        return tax == null
                ? new TaxPayee(payee, null, null, null, null, null, null, null, null, identityRef)
                : new TaxPayee(
                        payee,
                        FeedJson.textOrNull(tax, "tinLast4"),
                        FeedJson.textOrNull(tax, "tinStatus"),
                        FeedJson.textOrNull(tax, "treatyCountry"),
                        FeedJson.textOrNull(tax, "treatyArticle"),
                        FeedJson.textOrNull(tax, "chapter3Status"),
                        FeedJson.textOrNull(tax, "chapter4Status"),
                        FeedJson.textOrNull(tax, "lob"),
                        FeedJson.textOrNull(tax, "ttoc"),
                        identityRef);
    }

    private static TaxStatus taxStatus(JsonNode tax) {
        return new TaxStatus(
                FeedJson.textOrNull(tax, "form"),
                FeedJson.textOrNull(tax, "tinRef"),
                FeedJson.textOrNull(tax, "tinType"),
                FeedJson.textOrNull(tax, "tinCountry"),
                FeedJson.dateOrNull(tax, "certifiedOn"),
                FeedJson.textOrNull(tax, "treatyRate"),
                FeedJson.flag(tax, "backupWithholding"),
                FeedJson.textOrNull(tax, "classification"));
    }
}
