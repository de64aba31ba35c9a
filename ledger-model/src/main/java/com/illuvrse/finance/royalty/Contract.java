package com.illuvrse.finance.royalty;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of an agreement on how a net is shared. A version never changes once it was read.
 *
 * <p>A contract that can be read but not followed is kept all the same: {@link #problem()} says
 * why, and every order under it waits in escrow.
 *
 * @param validTo last day, inclusive; null for no end
 * @param parties the shares of a contract without tiers, else empty
 * @param tiers ranges of the cumulative net, lowest first, of a contract with tiers, else empty
 * @param incomeType royalty, service or sale: decides the tax form
 */
public record Contract(
        String contract,
        int version,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        List<Party> parties,
        List<Tier> tiers,
        @Nullable Advance advance,
        @Nullable Reserve reserve,
        @Nullable Guarantee guarantee,
        @Nullable String incomeType) {

    public Contract {
        SourceKey.requireId(contract);
        parties = List.copyOf(parties);
        tiers = List.copyOf(tiers);
        if (version < 1) {
            throw new IllegalArgumentException(
                    "contract " + contract + " needs a version from 1 on, found " + version);
        }
    }

    /** A contract that shares every net alike. */
    public static Contract of(
            String contract, int version, LocalDate validFrom, List<Party> parties) {
        return new Contract(
                contract, version, validFrom, null, parties, List.of(), null, null, null, null);
    }

    /** Why nothing can be released under this version; empty when it is sound. */
    public Optional<String> problem() {
        return ContractCheck.problem(this);
    }

    /** The ranges of the cumulative net; one without an end when the contract has no tiers. */
    public List<Tier> ranges() {
        return tiers.isEmpty() ? List.of(new Tier(null, parties)) : tiers;
    }

    /** All parties in the order they first appear over the tiers, the platform last. */
    public List<String> payees() {
        Set<String> payees = new LinkedHashSet<>();
        ranges().forEach(tier -> tier.parties().forEach(party -> payees.add(party.payee())));
        if (payees.remove(Party.PLATFORM)) {
            payees.add(Party.PLATFORM);
        }
        return List.copyOf(payees);
    }

    /**
     * Whether an order's split depends on other orders of the contract: by tiers or by an advance.
     */
    public boolean couples() {
        return !tiers.isEmpty() || advance != null;
    }

    public boolean isValidOn(LocalDate day) {
        return !day.isBefore(validFrom) && (validTo == null || !day.isAfter(validTo));
    }

    /** The contracts whose advances are paid back, in order; none without an advance. */
    public List<String> recoupedContracts() {
        if (advance == null) {
            return List.of();
        }
        return advance.collateralGroup().isEmpty() ? List.of(contract) : advance.collateralGroup();
    }

    /** The contract with the members a sealed segment keeps of it. */
    public Json.Obj toJson() {
        Json.Builder json =
                Json.object()
                        .put("type", "contract")
                        .put("contract", contract)
                        .put("version", version)
                        .put("validFrom", validFrom.toString())
                        .put("validTo", validTo == null ? null : validTo.toString())
                        .put("incomeType", incomeType);
        if (!parties.isEmpty()) {
            json.put("parties", Json.array(parties.stream().map(Party::toJson).toList()));
        }
        if (!tiers.isEmpty()) {
            json.put("tiers", Json.array(tiers.stream().map(Tier::toJson).toList()));
        }
        if (advance != null) {
            Json.Builder terms = Json.object().put("recoupFrom", advance.recoupFrom());
            if (!advance.collateralGroup().isEmpty()) {
                terms.put("collateralGroup", Json.texts(advance.collateralGroup()));
            }
            json.put("advance", terms.build());
        }
        if (reserve != null) {
            json.put(
                    "reserve",
                    Json.object().put("rate", reserve.rate()).put("days", reserve.days()).build());
        }
        if (guarantee != null) {
            json.put(
                    "guarantee",
                    Json.object()
                            .put("payee", guarantee.payee())
                            .putMinor("amount", guarantee.amount().minor())
                            .put("currency", guarantee.amount().currency().code())
                            .put("period", guarantee.period())
                            .build());
        }
        return json.build();
    }

    /** Reads what {@link #toJson()} wrote. */
    public static Contract from(Json.Obj json) {
        String validTo = json.optionalText("validTo");
        Json.Obj advance = json.optionalObject("advance");
        Json.Obj reserve = json.optionalObject("reserve");
        Json.Obj guarantee = json.optionalObject("guarantee");
        return new Contract(
                json.text("contract"),
                Math.toIntExact(json.number("version")),
                LocalDate.parse(json.text("validFrom")),
                validTo == null ? null : LocalDate.parse(validTo),
                json.objects("parties").stream().map(Party::from).toList(),
                json.objects("tiers").stream().map(Tier::from).toList(),
                advance == null
                        ? null
                        : new Advance(advance.text("recoupFrom"), advance.texts("collateralGroup")),
                reserve == null
                        ? null
                        : new Reserve(
                                reserve.text("rate"), Math.toIntExact(reserve.number("days"))),
                guarantee == null
                        ? null
                        : new Guarantee(
                                guarantee.text("payee"),
                                Money.of(
                                        guarantee.minor("amount"),
                                        Currency.of(guarantee.text("currency"))),
                                guarantee.text("period")),
                json.optionalText("incomeType"));
    }
}
