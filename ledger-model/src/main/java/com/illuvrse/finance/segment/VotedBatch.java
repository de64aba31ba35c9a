package com.illuvrse.finance.segment;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.ApprovalPolicy;
import com.illuvrse.finance.payout.ApprovalStatement;
import com.illuvrse.finance.payout.Quorum;
import com.illuvrse.finance.payout.Vote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A payout batch that was drawn and has not ended, with its votes so far. */
final class VotedBatch {

    private final ApprovalStatement statement;
    private final ApprovalPolicy named;
    private final Map<Currency, String> rates;
    private final List<Vote> votes = new ArrayList<>();
    private final List<PaidItem> items = new ArrayList<>();
    private final Map<String, Map<Currency, Long>> creators = new HashMap<>();
    private boolean released;
    private int raised;

    VotedBatch(ApprovalStatement statement, ApprovalPolicy named, Map<Currency, String> rates) {
        this.statement = statement;
        this.named = named;
        this.rates = Map.copyOf(rates);
    }

    void add(PaidItem item) {
        items.add(item);
        creators.computeIfAbsent(item.payee(), payee -> new HashMap<>())
                .merge(item.currency(), item.net(), Math::addExact);
    }

    /** Ends the day it was drawn on: no item comes after it. */
    void drawn() {
        raised = named.tiers().votesOfCreators(creators, rates);
        creators.clear();
    }

    ApprovalStatement statement() {
        return statement;
    }

    ApprovalPolicy named() {
        return named;
    }

    /** The rules for its votes under the policy of a moment. */
    Quorum quorum(ApprovalPolicy inForce) {
        return new Quorum(named, inForce, raised);
    }

    /** Votes in the order they came. */
    List<Vote> votes() {
        return votes;
    }

    /** Items that are paid, in their order. */
    List<PaidItem> items() {
        return items;
    }

    boolean isReleased() {
        return released;
    }

    /** Gives it free: what it booked is never taken back from now on. */
    void release() {
        released = true;
        items.clear();
    }
}
