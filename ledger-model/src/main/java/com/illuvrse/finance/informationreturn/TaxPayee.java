package com.illuvrse.finance.informationreturn;

import com.illuvrse.finance.payout.Payee;
import org.jspecify.annotations.Nullable;

/**
 * A payee as a form names it. Of tax numbers the last four digits at most; absent members mean
 * unknown.
 *
 * @param tinStatus matched, unverified, mismatched or missing
 * @param treatyCountry whose treaty is claimed, two capitals
 * @param chapter3Status code of the recipient's kind, chapter 3
 * @param chapter4Status the same, chapter 4
 * @param lob limitation on benefits, a code
 * @param ttoc Treasury Tipped Occupation Code
 * @param identityRef where who the payee is lies in the vault
 */
public record TaxPayee(
        Payee payee,
        @Nullable String tinLast4,
        @Nullable String tinStatus,
        @Nullable String treatyCountry,
        @Nullable String treatyArticle,
        @Nullable String chapter3Status,
        @Nullable String chapter4Status,
        @Nullable String lob,
        @Nullable String ttoc,
        @Nullable String identityRef) {

    private static final String LAST_FOUR = "[0-9A-Za-z]{4}";

    public TaxPayee {
        if (tinLast4 != null && !tinLast4.matches(LAST_FOUR)) {
            throw new IllegalArgumentException(
                    "expected the last four of a tax number in \"tinLast4\" of payee "
                            + payee.payee()
                            + ", found something else (not shown: it may be the number)");
        }
    }

    /** A payee that nothing in the vault is known of. */
    public TaxPayee(
            Payee payee,
            @Nullable String tinLast4,
            @Nullable String tinStatus,
            @Nullable String treatyCountry,
            @Nullable String treatyArticle,
            @Nullable String chapter3Status,
            @Nullable String chapter4Status,
            @Nullable String lob,
            @Nullable String ttoc) {
        this(
                payee,
                tinLast4,
                tinStatus,
                treatyCountry,
                treatyArticle,
                chapter3Status,
                chapter4Status,
                lob,
                ttoc,
                null);
    }

    /** Whether nobody can tell of which country the payee is. */
    public boolean isOfUnknownCountry() {
        return payee.country() == null && payee.tax().form() == null;
    }

    /** Whether no tax number is on file. */
    public boolean lacksNumber() {
        return payee.tax().tinRef() == null || "missing".equals(tinStatus);
    }
}
