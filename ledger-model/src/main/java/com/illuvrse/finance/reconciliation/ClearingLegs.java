package com.illuvrse.finance.reconciliation;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Movements that come in pairs, such as a reserve that leaves one of Stripe's balances and enters
 * another: whether both legs are there.
 *
 * <p>Nobody documents whether Stripe shows one leg or two. So a leg is booked on its day against a
 * clearing account, and the account is explained by the legs whose counterpart has not come.
 */
public final class ClearingLegs {

    /**
     * One leg.
     *
     * @param bt id of the balance transaction
     * @param account the clearing account it is booked against
     * @param pair the object both legs name; null when Stripe names none
     * @param amount as Stripe signs it
     */
    public record Leg(String bt, AccountId account, @Nullable String pair, Money amount) {}

    private record Pair(String account, String pair, Currency currency)
            implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int byAccount = account.compareTo(other.account);
            int byPair = byAccount != 0 ? byAccount : pair.compareTo(other.pair);
            return byPair != 0 ? byPair : currency.compareTo(other.currency);
        }
    }

    private ClearingLegs() {}

    /**
     * The legs of pairs that do not add up to zero, found anew every night.
     *
     * @param legs in order of time: a leg that names nothing is the counterpart of the oldest one
     *     of the opposite amount that names nothing either
     */
    public static List<Finding> missing(Collection<Leg> legs) {
        TreeMap<Pair, List<Leg>> pairs = new TreeMap<>();
        List<Leg> unnamed = new ArrayList<>();
        for (Leg leg : legs) {
            String name = leg.pair();
            if (name == null) {
                oldestOpposite(unnamed, leg)
                        .ifPresentOrElse(unnamed::remove, () -> unnamed.add(leg));
                continue;
            }
            Pair pair = new Pair(leg.account().path(), name, leg.amount().currency());
            pairs.computeIfAbsent(pair, key -> new ArrayList<>()).add(leg);
        }
        List<Finding> findings = new ArrayList<>();
        pairs.forEach(
                (pair, found) -> {
                    Money sum = Money.zero(pair.currency());
                    for (Leg leg : found) {
                        sum = sum.plus(leg.amount());
                    }
                    if (!sum.isZero()) {
                        found.forEach(leg -> findings.add(missing(leg)));
                    }
                });
        unnamed.forEach(leg -> findings.add(missing(leg)));
        return findings;
    }

    private static Optional<Leg> oldestOpposite(List<Leg> waiting, Leg leg) {
        return waiting.stream()
                .filter(
                        other ->
                                other.account().equals(leg.account())
                                        && other.amount().equals(leg.amount().negated()))
                .findFirst();
    }

    private static Finding missing(Leg leg) {
        return Finding.on(
                leg.account(),
                BreakType.RESERVE_LEG_MISSING,
                leg.bt(),
                leg.amount().negated(),
                "row %s moved %s, its other leg is not there".formatted(leg.bt(), leg.amount()));
    }
}
