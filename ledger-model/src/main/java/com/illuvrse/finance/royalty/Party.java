package com.illuvrse.finance.royalty;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Fraction;

/**
 * One who shares in a net, with the share as the contract writes it: {@code 85%} or {@code 1/3}.
 *
 * @param payee a creator, or {@link #PLATFORM}
 */
public record Party(String payee, String share) {

    /** The name contracts give the platform itself; its share is commission. */
    public static final String PLATFORM = "platform";

    public Party {
        SourceKey.requireId(payee);
        Fraction.parse(share);
    }

    public boolean isPlatform() {
        return payee.equals(PLATFORM);
    }

    /** The exact share. */
    public Fraction fraction() {
        return Fraction.parse(share);
    }

    Json.Obj toJson() {
        return Json.object().put("payee", payee).put("share", share).build();
    }

    static Party from(Json.Obj json) {
        return new Party(json.text("payee"), json.text("share"));
    }
}
