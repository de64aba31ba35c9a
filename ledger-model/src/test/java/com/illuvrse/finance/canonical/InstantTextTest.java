package com.illuvrse.finance.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class InstantTextTest {

    @Test
    void writesTheInstantsOfTheVectorsAsTheyAre() {
        JsonNode texts = JsonFiles.read("proof/scalars.json").path("instant").path("accept");

        for (JsonNode text : texts) {
            assertThat(InstantText.of(Instant.parse(text.stringValue())))
                    .isEqualTo(text.stringValue());
        }
    }

    @Test
    void alwaysHasThreeDigitsAndCutsOffFinerOnes() {
        assertThat(InstantText.of(Instant.parse("2026-11-01T05:30:00Z")))
                .isEqualTo("2026-11-01T05:30:00.000Z");
        assertThat(InstantText.of(Instant.parse("1969-12-31T23:59:59.999999999Z")))
                .isEqualTo("1969-12-31T23:59:59.999Z");
    }

    @Test
    void remembersADateNoLongerThanItLasts() {
        InstantText texts = new InstantText();
        CanonicalJson line = new CanonicalJson();

        for (String text :
                List.of(
                        "2026-11-01T23:59:59.999Z",
                        "2026-11-02T00:00:00.000Z",
                        "2026-11-01T00:00:00.001Z")) {
            texts.append(Instant.parse(text), line.clear());
            assertThat(line).hasToString("\"" + text + "\"");
        }
    }

    @Test
    void refusesAYearOfFiveDigits() {
        Instant instant = Instant.parse("+10000-01-01T00:00:00Z");

        assertThatThrownBy(() -> InstantText.of(instant))
                .hasMessageEndingWith("found the date +10000-01-01");
    }
}
