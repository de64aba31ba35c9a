package com.illuvrse.finance.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.canonical.JsonFiles;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AccountingDayTest {

    private static final JsonNode VECTORS = JsonFiles.read("vectors/zone.json");

    @Test
    void daysBeginAndEndAtMidnightOfTheZone() {
        assertThat(VECTORS.path("days").size()).isEqualTo(5);
        for (JsonNode vector : VECTORS.path("days")) {
            AccountingDay day =
                    AccountingDay.of(
                            LocalDate.parse(vector.path("day").stringValue()), zone(vector));

            assertThat(day.from()).isEqualTo(vector.path("start").stringValue());
            assertThat(day.to()).isEqualTo(vector.path("end").stringValue());
            assertThat(Duration.between(day.from(), day.to()).toHours())
                    .isEqualTo(vector.path("hours").longValue());
            assertThat(day.next().from()).isEqualTo(day.to());
            assertThat(day.next().previous()).isEqualTo(day);
            assertThat(day.contains(day.lastMillisecond())).isTrue();
            assertThat(day.contains(day.to())).isFalse();
        }
    }

    @Test
    void everyInstantIsInOneDay() {
        assertThat(VECTORS.path("instants").size()).isEqualTo(20);
        for (JsonNode vector : VECTORS.path("instants")) {
            Instant instant = Instant.parse(vector.path("instant").stringValue());

            AccountingDay day = AccountingDay.containing(instant, zone(vector));

            assertThat(day.date()).isEqualTo(vector.path("day").stringValue());
            assertThat(day.contains(instant)).isTrue();
            assertThat(day.next().contains(instant)).isFalse();
            assertThat(day.previous().contains(instant)).isFalse();
        }
    }

    private static ZoneId zone(JsonNode vector) {
        return ZoneId.of(vector.path("zone").stringValue());
    }
}
