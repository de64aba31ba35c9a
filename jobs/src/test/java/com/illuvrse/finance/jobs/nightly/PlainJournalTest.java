package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of our own nights tells every difference, and only differences. */
class PlainJournalTest {

    private static final String BY_HAND =
            """
            ; 2026-03-02 to 2026-03-03

            decimal-mark .

            2026-03-03=2026-03-02 sale:o-1:txn_1
                assets:clearing:charge  USD 21.59
                liabilities:escrow  USD -21.59
            """;

    @Test
    void placesWordsAndTheOrderOfLinesDoNotMatter() {
        assertThat(
                        differences(
                                """
                                2026-03-03=2026-03-02 (17) sale:o-1:txn_1 | words
                                    ; entry:0b9c1a52
                                    liabilities:escrow    USD -21.59
                                    assets:clearing:charge    USD 20.00
                                    assets:clearing:charge    USD 1.59
                                """))
                .isEmpty();
    }

    @Test
    void anotherAmountAccountCurrencyOrNumberOfDigitsIsADifference() {
        for (String other :
                new String[] {
                    BY_HAND.replace("21.59", "21.58"),
                    BY_HAND.replace("escrow", "financing"),
                    BY_HAND.replace("USD", "EUR"),
                    BY_HAND.replace("21.59", "21.590")
                }) {
            assertThat(differences(other)).hasSize(1).first().asString().startsWith("DIFFERENT");
        }
    }

    @Test
    void anEntryOfAnotherDayOrKeyIsMissingAndTooMuch() {
        for (String other :
                new String[] {
                    BY_HAND.replace("=2026-03-02", ""), BY_HAND.replace("sale:o-1", "sale:o-2")
                }) {
            assertThat(differences(other))
                    .hasSize(2)
                    .anyMatch(each -> each.startsWith("MISSING"))
                    .anyMatch(each -> each.startsWith("TOO MUCH"));
        }
    }

    @Test
    void aLineNobodyCanReadIsNotPassedOver() {
        String misspelt = BY_HAND.replace("  USD -21.59", " USD -21.59");

        assertThatThrownBy(() -> new PlainJournal().add(misspelt))
                .hasMessageContaining("no line of a journal");
    }

    private static List<String> differences(String found) {
        return new PlainJournal().add(BY_HAND).differencesOf(new PlainJournal().add(found));
    }
}
