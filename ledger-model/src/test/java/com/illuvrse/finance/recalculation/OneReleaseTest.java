package com.illuvrse.finance.recalculation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.JsonFiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * The second release of the sample ledger, over a boundary, with reserve, advance and remainder.
 */
class OneReleaseTest {

    private static final JsonNode LINE =
            JsonFiles.lines("proof/ledger/segment-000001/ledger.jsonl").stream()
                    .filter(line -> line.path("source").stringValue().equals("fulfil:o-101:2"))
                    .findFirst()
                    .orElseThrow();
    private static final List<Json.Obj> CONTRACTS =
            JsonFiles.lines("proof/ledger/segment-000001/evidence/contracts.jsonl").stream()
                    .skip(1)
                    .map(JsonFiles::object)
                    .toList();

    private static BookedEntry entry(String from, String to) {
        Json.Obj line = JsonFiles.object(JsonFiles.parse(LINE.toString().replace(from, to)));
        List<BookedEntry.Line> lines = new ArrayList<>();
        for (Json.Obj each : line.objects("lines")) {
            lines.add(
                    new BookedEntry.Line(
                            each.text("side").equals("D"),
                            each.text("account"),
                            each.text("currency"),
                            each.minor("amount")));
        }
        return BookedEntry.of(
                line.text("source"),
                Instant.parse(line.text("occurredAt")),
                "o-101",
                lines,
                line.optionalObject("trace"));
    }

    @Test
    void followsFromItsContract() {
        assertThatCode(() -> OneRelease.require(entry("", ""), CONTRACTS))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "\"531\" > \"530\"",
                "7396/5 > 7391/5",
                "[\"platform\"] > [\"c1\"]",
                "[\"70\",\"148\"] > [\"70\",\"147\"]",
                "[\"170\",\"0\"] > [\"170\",\"10\"]",
                "\"799\" > \"798\"",
                "\"version\":1 > \"version\":2"
            })
    void anyOtherFigureDoesNot(String from, String to) {
        assertThatThrownBy(() -> OneRelease.require(entry(from, to), CONTRACTS))
                .isInstanceOf(Mismatch.class)
                .hasMessageContaining("fulfil:o-101:2");
    }
}
