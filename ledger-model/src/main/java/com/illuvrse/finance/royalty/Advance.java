package com.illuvrse.finance.royalty;

import com.illuvrse.finance.journal.SourceKey;
import java.util.List;

/**
 * Money paid to a creator before it was earned; the creator's share pays it back first.
 *
 * @param recoupFrom the party whose share pays it back
 * @param collateralGroup the contracts whose advances this contract pays back, in this order; empty
 *     for its own only
 */
public record Advance(String recoupFrom, List<String> collateralGroup) {

    public Advance {
        SourceKey.requireId(recoupFrom);
        collateralGroup = List.copyOf(collateralGroup);
        collateralGroup.forEach(SourceKey::requireId);
    }
}
