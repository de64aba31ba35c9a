package com.illuvrse.finance.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FractionTest {

    @ParameterizedTest
    @CsvSource({
        "1/3, 1/3",
        "2/6, 1/3",
        "12.5%, 1/8",
        "0.08, 2/25",
        "85%, 17/20",
        "7, 7/1",
        "0, 0/1"
    })
    void isWrittenInLowestTerms(String text, String lowest) {
        assertThat(Fraction.parse(text)).hasToString(lowest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " 1", "1/", "/3", "1/3/5", "1e5", "0,08", "%", "1.%", "½", "NaN", "+1"})
    void refusesWhatIsNoNumber(String text) {
        assertThatThrownBy(() -> Fraction.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void refusesADenominatorOfZero() {
        assertThatThrownBy(() -> Fraction.parse("1/0")).hasMessageContaining("found 1/0");
    }

    @Test
    void keepsTheSignAbove() {
        assertThat(Fraction.of(1, -2)).isEqualTo(Fraction.of(-1, 2)).hasToString("-1/2");
    }

    @ParameterizedTest
    @CsvSource({"333/2, 167", "-333/2, -167", "1/2, 1", "-1/2, -1", "499/1000, 0", "5/1, 5"})
    void roundsHalvesAwayFromZero(String text, long rounded) {
        assertThat(Fraction.parse(text).roundHalfUp()).isEqualTo(rounded);
    }

    @ParameterizedTest
    @CsvSource({"7/2, 3", "-7/2, -4", "-4/1, -4", "0/1, 0"})
    void floorsDownwards(String text, long floor) {
        assertThat(Fraction.parse(text).floor()).isEqualTo(BigInteger.valueOf(floor));
    }

    @Test
    void calculatesExactly() {
        Fraction third = Fraction.of(1, 3);

        assertThat(third.plus(third).plus(third)).isEqualTo(Fraction.ONE);
        assertThat(third.minus(Fraction.ONE)).isEqualTo(Fraction.of(-2, 3));
        assertThat(third.times(Fraction.of(3, 4))).isEqualTo(Fraction.of(1, 4));
        assertThat(third.dividedBy(Fraction.of(2, 3))).isEqualTo(Fraction.of(1, 2));
        assertThat(third.compareTo(Fraction.of(333, 1000))).isPositive();
    }

    @Test
    void refusesToRoundBeyondALong() {
        Fraction tooLarge = Fraction.of(Long.MAX_VALUE).times(2);

        assertThatThrownBy(tooLarge::roundHalfUp).isInstanceOf(ArithmeticException.class);
    }
}
