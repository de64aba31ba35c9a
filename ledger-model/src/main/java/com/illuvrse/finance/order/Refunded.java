package com.illuvrse.finance.order;

import com.illuvrse.finance.canonical.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was refunded of an order so far, in minor units of the settlement currency.
 *
 * @param gross what the refunded part had brought when it was sold, not what refunding it cost
 * @param presented what the buyer got back, in minor units of the currency charged
 * @param taxes the part of {@code gross} that is tax, by jurisdiction
 */
record Refunded(long gross, long presented, SortedMap<String, Long> taxes) {

    static final Refunded NOTHING = new Refunded(0, 0, new TreeMap<>());

    Refunded {
        taxes = Collections.unmodifiableSortedMap(new TreeMap<>(taxes));
    }

    long tax(String jurisdiction) {
        return taxes.getOrDefault(jurisdiction, 0L);
    }

    long net() {
        return taxes.values().stream().reduce(gross, Math::subtractExact);
    }

    Json.Obj toJson() {
        List<Json.Obj> list = new ArrayList<>();
        taxes.forEach(
                (place, tax) ->
                        list.add(
                                Json.object()
                                        .put("jurisdiction", place)
                                        .putMinor("tax", tax)
                                        .build()));
        return Json.object()
                .putMinor("gross", gross)
                .putMinor("presented", presented)
                .put("taxes", Json.array(list))
                .build();
    }

    static Refunded from(Json.Obj json) {
        TreeMap<String, Long> taxes = new TreeMap<>();
        for (Json.Obj tax : json.objects("taxes")) {
            taxes.put(tax.text("jurisdiction"), tax.minor("tax"));
        }
        return new Refunded(json.minor("gross"), json.minor("presented"), taxes);
    }
}
