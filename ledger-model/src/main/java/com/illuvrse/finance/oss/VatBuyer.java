package com.illuvrse.finance.oss;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the buyer of an order is, and what says so.
 *
 * @param country ISO code; null when the order does not say
 * @param vatId number of a business; null for a consumer
 * @param vies number of the consultation that found the VAT number valid
 * @param evidence in the order's own order
 */
public record VatBuyer(
        @Nullable String country,
        @Nullable String vatId,
        @Nullable String vies,
        List<Evidence> evidence) {

    /**
     * One item that says where the buyer is.
     *
     * @param type such as {@code billing_address} or {@code ip}
     */
    public record Evidence(String type, @Nullable String country) {

        public Evidence {
            country = country == null ? null : MemberStates.iso(country);
        }
    }

    public VatBuyer {
        country = country == null ? null : MemberStates.iso(country);
        evidence = List.copyOf(evidence);
    }

    public boolean isBusiness() {
        return vatId != null;
    }

    /** Whether two items of different types agree on the buyer's country. */
    public boolean isProven() {
        return agreeing().size() >= 2;
    }

    /** The items to show first: those that agree on the buyer's country, then the others. */
    public List<Evidence> shown() {
        List<Evidence> shown = agreeing();
        for (Evidence item : evidence) {
            if (!shown.contains(item)) {
                shown.add(item);
            }
        }
        return shown;
    }

    private List<Evidence> agreeing() {
        List<Evidence> agreeing = new ArrayList<>();
        for (Evidence item : evidence) {
            boolean isNew = agreeing.stream().noneMatch(one -> one.type().equals(item.type()));
            if (isNew && country != null && country.equals(item.country())) {
                agreeing.add(item);
            }
        }
        return agreeing;
    }
}
