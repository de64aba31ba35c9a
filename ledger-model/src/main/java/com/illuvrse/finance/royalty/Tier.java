package com.illuvrse.finance.royalty;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shares that hold for one range of a contract's cumulative net.
 *
 * @param upTo last unit of the range, inclusive; null for the last tier
 */
public record Tier(@Nullable Money upTo, List<Party> parties) {

    public Tier {
        parties = List.copyOf(parties);
    }

    Json.Obj toJson() {
        Json.Builder json =
                Json.object()
                        .put("parties", Json.array(parties.stream().map(Party::toJson).toList()));
        if (upTo != null) {
            json.putMinor("upTo", upTo.minor()).put("currency", upTo.currency().code());
        }
        return json.build();
    }

    static Tier from(Json.Obj json) {
        String currency = json.optionalText("currency");
        return new Tier(
                currency == null ? null : Money.of(json.minor("upTo"), Currency.of(currency)),
                json.objects("parties").stream().map(Party::from).toList());
    }
}
