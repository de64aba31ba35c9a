package com.illuvrse.finance.royalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.reconciliation.BreakType;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContractTest {

    private static final LocalDate FROM = LocalDate.of(2026, 1, 1);
    private static final List<Party> SOUND =
            List.of(new Party("c1", "85%"), new Party("platform", "15%"));

    private static Contract parties(Party... parties) {
        return Contract.of("ct", 1, FROM, List.of(parties));
    }

    private static Contract tiers(Tier... tiers) {
        return new Contract("ct", 1, FROM, null, List.of(), List.of(tiers), null, null, null, null);
    }

    private static Contract terms(@Nullable Advance advance, @Nullable Reserve reserve) {
        return new Contract(
                "ct", 1, FROM, null, SOUND, List.of(), advance, reserve, null, "royalty");
    }

    private static Tier tier(long upTo, String currency) {
        return new Tier(Money.of(upTo, Currency.of(currency)), SOUND);
    }

    private static final Tier LAST = new Tier(null, SOUND);

    @Test
    void sharesMustAddUpToExactlyOne() {
        assertThat(parties(new Party("c1", "1/3"), new Party("platform", "2/3")).problem())
                .isEmpty();
        assertThat(parties(new Party("c1", "33.3%"), new Party("platform", "66.6%")).problem())
                .hasValue(
                        "contract ct version 1 has shares that add up to 999/1000 instead of 1/1");
        assertThat(parties(new Party("c1", "101%"), new Party("platform", "-1%")).problem())
                .hasValueSatisfying(text -> assertThat(text).contains("negative share -1%"));
    }

    @Test
    void atMostFivePartiesShare() {
        Party[] six = new Party[6];
        for (int i = 0; i < 6; i++) {
            six[i] = new Party("c" + i, "1/6");
        }

        assertThat(parties(six).problem())
                .hasValue("contract ct version 1 has 6 parties, at most 5 can share");
    }

    @Test
    void partyStandsOnceInATier() {
        assertThat(parties(new Party("c1", "50%"), new Party("c1", "50%")).problem())
                .hasValueSatisfying(text -> assertThat(text).endsWith("names c1 twice"));
    }

    @Test
    void hasEitherPartiesOrTiers() {
        assertThat(parties().problem())
                .hasValueSatisfying(text -> assertThat(text).endsWith("either parties or tiers"));
        assertThat(
                        new Contract(
                                        "ct",
                                        1,
                                        FROM,
                                        null,
                                        SOUND,
                                        List.of(LAST),
                                        null,
                                        null,
                                        null,
                                        null)
                                .problem())
                .isPresent();
    }

    @Test
    void tiersRiseAndOnlyTheLastHasNoEnd() {
        assertThat(tiers(tier(100, "USD"), tier(200, "USD"), LAST).problem()).isEmpty();
        assertThat(tiers(tier(100, "USD")).problem()).isPresent();
        assertThat(tiers(LAST, LAST).problem()).isPresent();
        assertThat(tiers(tier(200, "USD"), tier(200, "USD"), LAST).problem())
                .hasValueSatisfying(text -> assertThat(text).contains("do not rise at USD 2.00"));
        assertThat(tiers(tier(100, "USD"), tier(200, "EUR"), LAST).problem())
                .hasValueSatisfying(text -> assertThat(text).contains("tiers in USD and EUR"));
    }

    @Test
    void termsNameCreatorsOfTheContract() {
        assertThat(terms(new Advance("c1", List.of()), null).problem()).isEmpty();
        assertThat(terms(new Advance("c9", List.of()), null).problem()).isPresent();
        assertThat(terms(new Advance("platform", List.of()), null).problem()).isPresent();
        assertThat(terms(null, new Reserve("10%", 90)).problem()).isEmpty();
        assertThat(terms(null, new Reserve("110%", 90)).problem()).isPresent();
        assertThat(terms(null, new Reserve("10%", -1)).problem()).isPresent();
    }

    @Test
    void refusesAShareThatIsNoNumber() {
        assertThatThrownBy(() -> new Party("c1", "most")).hasMessageContaining("found \"most\"");
    }

    @Test
    void platformIsListedLast() {
        Contract contract =
                tiers(
                        new Tier(
                                Money.of(1, Currency.of("USD")),
                                List.of(new Party("platform", "50%"), new Party("c2", "50%"))),
                        new Tier(
                                null,
                                List.of(
                                        new Party("c1", "10%"),
                                        new Party("c2", "10%"),
                                        new Party("platform", "80%"))));

        assertThat(contract.payees()).containsExactly("c2", "c1", "platform");
    }

    @Test
    void couplesOrdersByTiersOrAnAdvanceOnly() {
        assertThat(parties(new Party("platform", "1/1")).couples()).isFalse();
        assertThat(terms(null, new Reserve("10%", 90)).couples()).isFalse();
        assertThat(terms(new Advance("c1", List.of()), null).couples()).isTrue();
        assertThat(tiers(LAST).couples()).isTrue();
    }

    @Test
    void highestVersionValidOnTheDayCountsEvenIfItIsUnsound() {
        Contract first =
                new Contract(
                        "ct",
                        1,
                        FROM,
                        LocalDate.of(2026, 6, 30),
                        SOUND,
                        List.of(),
                        null,
                        null,
                        null,
                        null);
        Contract second = Contract.of("ct", 2, LocalDate.of(2026, 6, 1), List.of());
        ContractBook book = ContractBook.of(List.of(second, first));

        assertThat(book.on("ct", LocalDate.of(2026, 5, 31))).hasValue(first);
        assertThat(book.on("ct", LocalDate.of(2026, 6, 30))).hasValue(second);
        assertThat(book.on("ct", LocalDate.of(2025, 12, 31))).isEmpty();
        assertThat(book.on("other", FROM)).isEmpty();
        assertThat(book.findings())
                .singleElement()
                .satisfies(found -> assertThat(found.type()).isEqualTo(BreakType.CONTRACT_INVALID));
    }

    @Test
    void lastDayOfValidityIsInclusive() {
        Contract contract =
                new Contract("ct", 1, FROM, FROM, SOUND, List.of(), null, null, null, null);

        assertThat(contract.isValidOn(FROM)).isTrue();
        assertThat(contract.isValidOn(FROM.plusDays(1))).isFalse();
        assertThat(contract.isValidOn(FROM.minusDays(1))).isFalse();
    }

    @Test
    void survivesItsOwnJson() {
        Contract contract =
                new Contract(
                        "ct",
                        3,
                        FROM,
                        FROM.plusYears(1),
                        List.of(),
                        List.of(tier(100, "USD"), LAST),
                        new Advance("c1", List.of("K1", "K2")),
                        new Reserve("10%", 90),
                        new Guarantee("c1", Money.of(50000, Currency.of("USD")), "quarter"),
                        "royalty");

        assertThat(Contract.from(contract.toJson())).isEqualTo(contract);
    }
}
