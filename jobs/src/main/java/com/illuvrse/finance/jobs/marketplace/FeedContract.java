package com.illuvrse.finance.jobs.marketplace;

import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.royalty.Advance;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.Guarantee;
import com.illuvrse.finance.royalty.Party;
import com.illuvrse.finance.royalty.Reserve;
import com.illuvrse.finance.royalty.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Lines of the feed {@code contracts}. A contract that can be read but not followed is read all the
 * same: {@link Contract#problem()} says why its orders wait.
 */
public final class FeedContract {

    private static final Set<String> INCOME_TYPES = Set.of("royalty", "service", "sale");

    private FeedContract() {}

    /** Reads one line; a line that is no contract is refused with a sentence. */
    public static Contract read(String text) {
        JsonNode line = FeedJson.read(text);
        FeedJson.requireType(line, "contract");
        List<Tier> tiers = new ArrayList<>();
        for (JsonNode tier : FeedJson.list(line, "tiers")) {
            Long upTo = FeedJson.minorOrNull(tier, "upTo");
            tiers.add(
                    new Tier(
                            upTo == null
                                    ? null
                                    : Money.of(upTo, FeedJson.currency(tier, "currency")),
                            parties(tier)));
        }
        String incomeType = FeedJson.textOrNull(line, "incomeType");
        if (incomeType != null && !INCOME_TYPES.contains(incomeType)) {
            throw new IllegalArgumentException(
                    "expected royalty, service or sale in \"incomeType\", found \""
                            + incomeType
                            + "\"");
        }
        return new Contract(
                FeedJson.text(line, "contract"),
                FeedJson.whole(line, "version"),
                FeedJson.date(line, "validFrom"),
                FeedJson.dateOrNull(line, "validTo"),
                parties(line),
                tiers,
                advance(FeedJson.objectOrNull(line, "advance")),
                reserve(FeedJson.objectOrNull(line, "reserve")),
                guarantee(FeedJson.objectOrNull(line, "guarantee")),
                incomeType);
    }

    private static List<Party> parties(JsonNode object) {
        List<Party> parties = new ArrayList<>();
        for (JsonNode party : FeedJson.list(object, "parties")) {
            parties.add(new Party(FeedJson.text(party, "payee"), FeedJson.text(party, "share")));
        }
        return parties;
    }

    private static @Nullable Advance advance(@Nullable JsonNode advance) {
        if (advance == null) {
            return null;
        }
        return new Advance(
                FeedJson.text(advance, "recoupFrom"), FeedJson.texts(advance, "collateralGroup"));
    }

    private static @Nullable Reserve reserve(@Nullable JsonNode reserve) {
        return reserve == null
                ? null
                : new Reserve(FeedJson.text(reserve, "rate"), FeedJson.whole(reserve, "days"));
    }

    private static @Nullable Guarantee guarantee(@Nullable JsonNode guarantee) {
        return guarantee == null
                ? null
                : new Guarantee(
                        FeedJson.text(guarantee, "payee"),
                        Money.of(
                                FeedJson.minor(guarantee, "amount"),
                                FeedJson.currency(guarantee, "currency")),
                        FeedJson.text(guarantee, "period"));
    }
}
