package com.illuvrse.finance.tax;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.canonical.JsonFiles;
import com.illuvrse.finance.money.Fraction;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SalesTaxTest {

    @Test
    void taxesAsTheVectorsSay() {
        JsonNode cases = JsonFiles.read("vectors/tax.json").path("cases");

        assertThat(cases.size()).isEqualTo(5);
        for (JsonNode vector : cases) {
            long base = vector.path("base").longValue();
            Fraction rate = Fraction.parse(vector.path("rate").stringValue());
            boolean inclusive = vector.path("direction").stringValue().equals("inclusive");
            long tax = inclusive ? SalesTax.inclusive(base, rate) : SalesTax.exclusive(base, rate);

            assertThat(tax).as(vector.toString()).isEqualTo(vector.path("tax").longValue());
        }
    }

    @Test
    void severalTaxesInsideOneGrossShareItsNet() {
        Fraction state = Fraction.parse("0.05");
        Fraction city = Fraction.parse("0.10");
        Fraction both = state.plus(city);

        assertThat(SalesTax.inclusive(1150, state, both)).isEqualTo(50);
        assertThat(SalesTax.inclusive(1150, city, both)).isEqualTo(100);
    }
}
