package com.illuvrse.finance.sandbox.marketplace;

import com.illuvrse.finance.sandbox.marketplace.Contract.Party;
import com.illuvrse.finance.sandbox.marketplace.Contract.Terms;
import com.illuvrse.finance.sandbox.marketplace.GeneratorSettings.ContractTerms;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who sells, with the contract each has: 24 creators and one more for every 20 orders a
 * day, up to 400.
 */
final class Creators {
    private static final List<String> FIRST =
            List.of(
                    "Amara", "Bruno", "Celia", "Dario", "Edda", "Farid", "Greta", "Hana", "Ivo",
                    "Jun", "Kamil", "Lena", "Mads", "Noor", "Oskar", "Priya", "Quentin", "Ravi",
                    "Selma", "Tomo", "Uma", "Vera", "Wanda", "Yusuf", "Zoe");
    private static final List<String> LAST =
            List.of(
                    "Ashdown",
                    "Birkwell",
                    "Corvane",
                    "Delmorra",
                    "Eastwick",
                    "Farnhollow",
                    "Grauwald",
                    "Hollstein",
                    "Imazawa",
                    "Jorvik",
                    "Kestrelle",
                    "Lindqvale",
                    "Marchetto",
                    "Northmoor",
                    "Oakhurst",
                    "Pellworm",
                    "Quillan",
                    "Rosenthorn",
                    "Sandvale",
                    "Tachikura",
                    "Umberfield",
                    "Vantongeren",
                    "Westerlin",
                    "Yamashiro",
                    "Zellbrook");
    private static final List<String> TRADES =
            List.of("Studio", "Press", "Sounds", "Workshop", "Pictures", "Games", "Letters");
    private static final List<String> STATES = List.of("NY", "CA", "TX", "WA", "IL", "MA");
    private static final List<String> EURO_COUNTRIES = List.of("DE", "FR", "NL", "AT");
    private static final List<Terms> TERMS =
            List.of(Terms.NONE, Terms.NONE, Terms.TIERS, Terms.RESERVE, Terms.ADVANCE);
    private static final List<SettlementCurrency> CURRENCIES = List.of(SettlementCurrency.values());
    private static final int[] CURRENCY_WEIGHTS =
            CURRENCIES.stream().mapToInt(currency -> currency.weight).toArray();

    /** Shares of the creator, of his partners if any, and of the platform, which is last. */
    private static final List<List<String>> SPLITS =
            List.of(
                    List.of("85%", "15%"),
                    List.of("70%", "30%"),
                    List.of("80%", "20%"),
                    List.of("90%", "10%"),
                    List.of("42.5%", "42.5%", "15%"),
                    List.of("1/3", "1/3", "1/3"),
                    List.of("2/3", "1/3"),
                    List.of("45%", "25%", "15%", "15%"));

    private static final int[] SPLIT_WEIGHTS = {45, 20, 10, 5, 8, 5, 4, 3};

    private final List<Creator> creators;
    private final List<Contract> contracts;
    private final Map<SettlementCurrency, List<Contract>> contractsByCurrency;

    private Creators(List<Creator> creators, List<Contract> contracts) {
        this.creators = List.copyOf(creators);
        this.contracts = List.copyOf(contracts);
        this.contractsByCurrency =
                contracts.stream()
                        .collect(
                                Collectors.groupingBy(
                                        contract -> contract.creator().currency(),
                                        () -> new EnumMap<>(SettlementCurrency.class),
                                        Collectors.toList()));
    }

    static Creators of(GeneratorSettings settings) {
        int count = Math.min(400, 24 + settings.ordersPerDay() / 20);
        Dice dice = new Dice(settings.seed(), "creators", 0);
        List<Creator> creators = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            creators.add(creator(i, dice));
        }
        List<Contract> contracts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            contracts.add(contract(i, creators, settings.contracts(), dice));
        }
        return new Creators(creators, contracts);
    }

    List<Creator> creators() {
        return creators;
    }

    List<Contract> contracts() {
        return contracts;
    }

    /** A contract of a creator who is at home in this currency; a few creators sell most. */
    Contract contract(SettlementCurrency currency, Dice dice) {
        List<Contract> home = contractsByCurrency.getOrDefault(currency, contracts);
        int last = home.size() - 1;
        int one = dice.between(0, last);
        int other = dice.between(0, last);
        return home.get(Math.min(one, other));
    }

    /** A currency, as often as creators are at home in it. */
    static SettlementCurrency currency(Dice dice) {
        return CURRENCIES.get(dice.weighted(CURRENCY_WEIGHTS));
    }

    private static Creator creator(int index, Dice dice) {
        // the first five make sure that every currency has a creator
        SettlementCurrency currency =
                index < CURRENCIES.size() ? CURRENCIES.get(index) : currency(dice);
        boolean company = dice.happens(25_000);
        String name =
                company
                        ? dice.pick(LAST) + " " + dice.pick(TRADES)
                        : dice.pick(FIRST) + " " + dice.pick(LAST);
        String country =
                switch (currency) {
                    case USD -> "US";
                    case EUR -> dice.pick(EURO_COUNTRIES);
                    case GBP -> "GB";
                    case JPY -> "JP";
                    case KWD -> "KW";
                };
        @Nullable String region = country.equals("US") ? dice.pick(STATES) : null;
        return new Creator(
                String.format(Locale.ROOT, "c%03d", index + 1),
                name,
                country,
                region,
                currency,
                company);
    }

    private static Contract contract(
            int index, List<Creator> creators, ContractTerms allowed, Dice dice) {
        Creator creator = creators.get(index);
        List<String> split = SPLITS.get(dice.weighted(SPLIT_WEIGHTS));
        List<Creator> partners = partners(creator, index, creators);
        if (partners.size() < split.size() - 2) {
            split = SPLITS.getFirst();
        }
        List<Party> parties = new ArrayList<>();
        parties.add(new Party(creator.id(), split.getFirst()));
        for (int i = 1; i < split.size() - 1; i++) {
            parties.add(new Party(partners.get(i - 1).id(), split.get(i)));
        }
        parties.add(new Party("platform", split.getLast()));
        Terms terms =
                allowed == ContractTerms.SHARES ? Terms.NONE : TERMS.get(index % TERMS.size());
        String incomeType = List.of("royalty", "service", "sale").get(dice.weighted(60, 20, 20));
        return new Contract("ct-" + creator.id(), creator, parties, terms, incomeType);
    }

    /**
     * The creators after this one who are paid in the same currency, beginning again at the first.
     */
    private static List<Creator> partners(Creator creator, int index, List<Creator> creators) {
        List<Creator> partners = new ArrayList<>();
        for (int i = 1; i < creators.size(); i++) {
            Creator other = creators.get((index + i) % creators.size());
            if (other.currency() == creator.currency()) {
                partners.add(other);
            }
        }
        return partners;
    }
}
