package com.illuvrse.finance.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The check that every other test relies on does find what is wrong. */
class StripeSchemasTest {
    private static ObjectNode row() {
        return StripeData.rowJson("txn_1", "2026-03-01T10:00:00Z", 100);
    }

    private static String listOf(ObjectNode row) {
        return Json.text(Json.list(Json.array().add(row), false, "/v1/balance_transactions"));
    }

    @Test
    void acceptsARowAloneAndInAList() {
        assertThat(StripeSchemas.faultsOf(Json.text(row()))).isEmpty();
        assertThat(StripeSchemas.faultsOf(listOf(row()))).isEmpty();
    }

    @Test
    void findsAMemberThatStripeDoesNotHave() {
        ObjectNode row = row();

        row.putObject("_sandbox");

        assertThat(StripeSchemas.faultsOf(Json.text(row))).isNotEmpty();
        assertThat(StripeSchemas.faultsOf(listOf(row))).isNotEmpty();
    }

    @Test
    void findsAMemberThatIsMissing() {
        ObjectNode row = row();

        row.remove("exchange_rate");

        assertThat(StripeSchemas.faultsOf(listOf(row))).isNotEmpty();
    }

    @Test
    void findsATypeThatStripeDoesNotHave() {
        ObjectNode row = row();

        row.put("type", "quantum_fee");

        assertThat(StripeSchemas.faultsOf(listOf(row))).isNotEmpty();
    }
}
