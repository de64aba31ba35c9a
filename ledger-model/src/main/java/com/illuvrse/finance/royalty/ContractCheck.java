package com.illuvrse.finance.royalty;

import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules a contract must keep before anything is released under it; the first broken one counts.
 */
final class ContractCheck {

    private static final int MOST_PARTIES = 5;

    private ContractCheck() {}

    static Optional<String> problem(Contract contract) {
        String who = "contract " + contract.contract() + " version " + contract.version() + " ";
        if (contract.parties().isEmpty() == contract.tiers().isEmpty()) {
            return Optional.of(who + "must have either parties or tiers");
        }
        if (contract.validTo() != null && contract.validTo().isBefore(contract.validFrom())) {
            return Optional.of(who + "ends before it begins");
        }
        for (Tier tier : contract.ranges()) {
            Optional<String> problem = shares(tier.parties());
            if (problem.isPresent()) {
                return problem.map(text -> who + text);
            }
        }
        return boundaries(contract.ranges()).or(() -> terms(contract)).map(text -> who + text);
    }

    private static Optional<String> shares(List<Party> parties) {
        if (parties.size() > MOST_PARTIES) {
            return Optional.of("has " + parties.size() + " parties, at most 5 can share");
        }
        Set<String> payees = new HashSet<>();
        Fraction sum = Fraction.ZERO;
        for (Party party : parties) {
            if (!payees.add(party.payee())) {
                return Optional.of("names " + party.payee() + " twice");
            }
            if (party.fraction().signum() < 0) {
                return Optional.of(
                        "gives " + party.payee() + " the negative share " + party.share());
            }
            sum = sum.plus(party.fraction());
        }
        return sum.equals(Fraction.ONE)
                ? Optional.empty()
                : Optional.of("has shares that add up to " + sum + " instead of 1/1");
    }

    private static Optional<String> boundaries(List<Tier> tiers) {
        Money before = null;
        for (int i = 0; i < tiers.size(); i++) {
            Money upTo = tiers.get(i).upTo();
            boolean last = i == tiers.size() - 1;
            if (last != (upTo == null)) {
                return Optional.of("must have an end on every tier but the last");
            }
            if (upTo == null) {
                return Optional.empty();
            }
            if (upTo.minor() <= (before == null ? 0 : before.minor())) {
                return Optional.of("has tiers that do not rise at " + upTo);
            }
            if (before != null && !before.currency().equals(upTo.currency())) {
                return Optional.of("has tiers in " + before.currency() + " and " + upTo.currency());
            }
            before = upTo;
        }
        return Optional.empty();
    }

    private static Optional<String> terms(Contract contract) {
        List<String> payees = contract.payees();
        Advance advance = contract.advance();
        if (advance != null && !isCreator(advance.recoupFrom(), payees)) {
            return Optional.of("recoups from " + advance.recoupFrom() + ", who has no share");
        }
        Guarantee guarantee = contract.guarantee();
        if (guarantee != null && !isCreator(guarantee.payee(), payees)) {
            return Optional.of("guarantees " + guarantee.payee() + ", who has no share");
        }
        Reserve reserve = contract.reserve();
        if (reserve != null
                && (reserve.fraction().signum() < 0
                        || reserve.fraction().compareTo(Fraction.ONE) > 0
                        || reserve.days() < 0)) {
            return Optional.of(
                    "has a reserve of " + reserve.rate() + " for " + reserve.days() + " days");
        }
        return Optional.empty();
    }

    private static boolean isCreator(String payee, List<String> payees) {
        return payees.contains(payee) && !payee.equals(Party.PLATFORM);
    }
}
