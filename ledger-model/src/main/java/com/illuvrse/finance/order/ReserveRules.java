package com.illuvrse.finance.order;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.royalty.LineRoyalty;
import com.illuvrse.finance.royalty.PartyShare;
import java.util.ArrayList;
import java.util.List;

/**
 * What a contract held back becomes payable some days after the order is complete, once, and not
 * before all its disputes are decided.
 */
final class ReserveRules {

    private ReserveRules() {}

    /** Sets the day the order's reserves are due, once it is complete and holds something back. */
    static void schedule(OrderState state, Night night) {
        long held = state.lines.stream().mapToLong(LineRoyalty::reserve).sum();
        state.reserveDueOn =
                held == 0 || state.reserveReleased || state.completedOn == null
                        ? null
                        : state.completedOn.plusDays(ReleaseRules.reserveDays(state, night));
    }

    /** Releases all that the order still holds. */
    static void release(OrderState state, Night night) {
        if (state.capture == null || !state.disputes.isEmpty()) {
            return;
        }
        Currency currency = state.capture.currency();
        SourceKey key = SourceKey.of("reserve", state.order(), "release");
        JournalEntry.Draft entry = night.entry(key, night.day().from()).ref("order", state.order());
        List<Json> parts = new ArrayList<>();
        for (LineRoyalty line : state.lines) {
            for (PartyShare share : line.parties()) {
                if (share.reserve() == 0) {
                    continue;
                }
                Money held = Money.of(share.reserve(), currency);
                entry.debit(Accounts.reserve(share.party()), held)
                        .credit(Accounts.payable(share.party()), held);
                parts.add(
                        Json.object()
                                .put("contract", line.contract())
                                .put("version", line.version())
                                .put("line", line.line())
                                .put("party", share.party())
                                .putMinor("amount", share.reserve())
                                .build());
            }
        }
        if (parts.isEmpty()) {
            return;
        }
        state.lines = state.lines.stream().map(LineRoyalty::reserveReleased).toList();
        state.reserveReleased = true;
        night.post(
                entry.trace(
                        Json.object()
                                .put("kind", "reserve")
                                .put("parts", Json.array(parts))
                                .build()));
    }
}
