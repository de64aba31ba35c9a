package com.illuvrse.finance.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.JsonFiles;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CurrencyTest {

    @Test
    void hasStripesDigits() {
        JsonNode digits = JsonFiles.read("vectors/currencies.json");

        digits.path("zero_decimal")
                .forEach(code -> assertThat(Currency.of(code.stringValue()).exponent()).isZero());
        digits.path("three_decimal")
                .forEach(
                        code ->
                                assertThat(Currency.of(code.stringValue()).exponent())
                                        .isEqualTo(3));
        digits.path("charges_multiple_of_100")
                .forEach(
                        code -> {
                            assertThat(Currency.of(code.stringValue()).exponent()).isEqualTo(2);
                            assertThat(Currency.of(code.stringValue()).chargeStep()).isEqualTo(100);
                        });
        digits.path("payouts_multiple_of_100")
                .forEach(
                        code -> {
                            assertThat(Currency.of(code.stringValue()).payoutStep()).isEqualTo(100);
                            assertThat(Currency.of(code.stringValue()).chargeStep()).isOne();
                        });
        digits.path("multiple_of_10")
                .forEach(
                        code ->
                                assertThat(Currency.of(code.stringValue()).payoutStep())
                                        .isEqualTo(10));
    }

    @ParameterizedTest
    @CsvSource({"usd, USD", "INR, INR", "inr, INR", "twd, TWD"})
    void readsEitherCaseWhateverTheLocale(String text, String code) {
        assertThat(Locale.getDefault().getLanguage()).isEqualTo("tr");

        assertThat(Currency.of(text).code()).isEqualTo(code);
        assertThat(Currency.of(text)).isEqualTo(Currency.of(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "US", "USDX", "U S", "US1", "ÜSD", "$$$"})
    void refusesWhatIsNoCode(String text) {
        assertThatThrownBy(() -> Currency.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a currency is three capital letters");
    }

    @Test
    void tellsCodesStripeDoesNotList() {
        assertThat(Currency.of("EUR").isKnown()).isTrue();
        assertThat(Currency.of("XXX").isKnown()).isFalse();
        assertThat(Currency.of("XXX").exponent()).isEqualTo(2);
    }
}
