package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.Json;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A contract version as its sealed row says it.
 *
 * @param parties in the order they first appear over the tiers, the platform last
 * @param recouped contracts whose advances are paid back, in order
 */
record Terms(
        String contract,
        long version,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        List<Range> ranges,
        List<String> parties,
        @Nullable String recoupFrom,
        List<String> recouped,
        @Nullable Ratio reserveRate,
        long reserveDays,
        @Nullable Minimum guarantee) {

    static final String PLATFORM = "platform";

    /**
     * The shares of one range of the cumulative net.
     *
     * @param upTo its last unit; null for the last range
     */
    record Range(@Nullable Long upTo, @Nullable String currency, Map<String, Ratio> shares) {}

    /** What a creator earns at least in a month, quarter or year. */
    record Minimum(String payee, long amount, String currency, String period) {}

    static Terms read(Json.Obj row) {
        List<Range> ranges = new ArrayList<>();
        for (Json.Obj tier : row.objects("tiers")) {
            String upTo = tier.optionalText("upTo");
            ranges.add(
                    new Range(
                            upTo == null ? null : Long.valueOf(upTo),
                            tier.optionalText("currency"),
                            shares(tier)));
        }
        if (ranges.isEmpty()) {
            ranges.add(new Range(null, null, shares(row)));
        }
        if (ranges.getLast().upTo() != null) {
            throw new IllegalArgumentException("the last tier of a contract has an end");
        }
        Json.Obj advance = row.optionalObject("advance");
        Json.Obj reserve = row.optionalObject("reserve");
        String contract = row.text("contract");
        String validTo = row.optionalText("validTo");
        return new Terms(
                contract,
                row.number("version"),
                LocalDate.parse(row.text("validFrom")),
                validTo == null ? null : LocalDate.parse(validTo),
                List.copyOf(ranges),
                parties(ranges),
                advance == null ? null : advance.text("recoupFrom"),
                recouped(advance, contract),
                reserve == null ? null : Ratio.read(reserve.text("rate")),
                reserve == null ? 0 : reserve.number("days"),
                minimum(row.optionalObject("guarantee")));
    }

    private static Map<String, Ratio> shares(Json.Obj json) {
        Map<String, Ratio> shares = new LinkedHashMap<>();
        Ratio sum = Ratio.ZERO;
        for (Json.Obj party : json.objects("parties")) {
            Ratio share = Ratio.read(party.text("share"));
            if (share.n().signum() < 0 || shares.put(party.text("payee"), share) != null) {
                throw new IllegalArgumentException(
                        "party " + party.text("payee") + " twice or below zero");
            }
            sum = sum.plus(share);
        }
        if (!sum.equals(Ratio.ONE)) {
            throw new IllegalArgumentException("shares that add up to " + sum);
        }
        return shares;
    }

    private static List<String> parties(List<Range> ranges) {
        List<String> parties = new ArrayList<>();
        for (Range range : ranges) {
            for (String party : range.shares().keySet()) {
                if (!parties.contains(party)) {
                    parties.add(party);
                }
            }
        }
        if (parties.remove(PLATFORM)) {
            parties.add(PLATFORM);
        }
        return List.copyOf(parties);
    }

    private static List<String> recouped(Json.@Nullable Obj advance, String contract) {
        if (advance == null) {
            return List.of();
        }
        List<String> group = advance.texts("collateralGroup");
        return group.isEmpty() ? List.of(contract) : List.copyOf(group);
    }

    private static @Nullable Minimum minimum(Json.@Nullable Obj guarantee) {
        return guarantee == null
                ? null
                : new Minimum(
                        guarantee.text("payee"),
                        guarantee.minor("amount"),
                        guarantee.text("currency"),
                        guarantee.text("period"));
    }

    boolean isValidOn(LocalDate day) {
        return !day.isBefore(validFrom) && (validTo == null || !day.isAfter(validTo));
    }
}
