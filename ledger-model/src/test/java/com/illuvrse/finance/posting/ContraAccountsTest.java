package com.illuvrse.finance.posting;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.canonical.JsonFiles;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every type Stripe documents has been decided on, and the table says what was decided. */
class ContraAccountsTest {

    private static final JsonNode TYPES = JsonFiles.read("vectors/balance-transaction-types.json");

    @Test
    void everyTypeAndCategoryOfStripeIsDecided() {
        int compared = 0;
        for (JsonNode type : TYPES.path("types")) {
            for (JsonNode category : type.path("reporting_category")) {
                assertThat(
                                ContraAccounts.of(
                                        type.path("type").stringValue(), category.stringValue()))
                        .as("%s %s", type.path("type"), category)
                        .hasValueSatisfying(
                                account ->
                                        assertThat(account.path())
                                                .isEqualTo(type.path("contra").stringValue()));
                compared++;
            }
        }

        assertThat(compared).isEqualTo(64);
    }

    @Test
    void everyCategoryWithoutATypeIsDecided() {
        for (var category : TYPES.path("categories_without_a_type").properties()) {
            assertThat(ContraAccounts.of("unheard_of", category.getKey()))
                    .as(category.getKey())
                    .hasValueSatisfying(
                            account ->
                                    assertThat(account.path())
                                            .isEqualTo(category.getValue().stringValue()));
        }
    }

    @Test
    void typesOutsideStripesListAreNotDecided() {
        for (JsonNode type : TYPES.path("seen_in_documentation_but_not_in_the_enum")) {
            assertThat(ContraAccounts.of(type.stringValue(), "other_adjustment"))
                    .as(type.stringValue())
                    .isEmpty();
        }
        assertThat(ContraAccounts.of("quantum_fee", "fee")).isEmpty();
        assertThat(ContraAccounts.of("adjustment", "unheard_of")).isEmpty();
    }

    @Test
    void categoryDecidesWhereOneTypeMeansTwoThings() {
        assertThat(ContraAccounts.of("refund", "refund")).hasValue(Accounts.CLEARING_REFUND);
        assertThat(ContraAccounts.of("refund", "partial_capture_reversal"))
                .hasValue(Accounts.CLEARING_CHARGE);
        assertThat(ContraAccounts.of("stripe_fee", "network_cost"))
                .hasValue(Accounts.FEES_PASSTHROUGH);
        assertThat(ContraAccounts.of("charge", "a_new_category"))
                .hasValue(Accounts.CLEARING_CHARGE);
    }
}
