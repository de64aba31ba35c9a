package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.JsonFiles;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.SourceKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class SaltsTest {

    static Stream<JsonNode> identities() {
        return JsonFiles.read("proof/identity.json").path("cases").valueStream();
    }

    @ParameterizedTest
    @MethodSource("identities")
    void sourceKeysGiveTheIdsAndSaltsOfTheVectors(JsonNode vector) {
        EntryId id = new SourceKey(vector.path("source").stringValue()).entryId();

        String salt = SampleDay.salts().ofEntry(id);

        assertThat(id).hasToString(vector.path("entryId").stringValue());
        assertThat(salt).isEqualTo(vector.path("salt").stringValue());
    }

    @Test
    void idsAreComparedAsText() {
        List<String> ids =
                JsonFiles.read("proof/identity.json")
                        .path("order")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .toList();

        List<String> sorted =
                ids.reversed().stream()
                        .map(EntryId::parse)
                        .sorted()
                        .map(EntryId::toString)
                        .toList();

        assertThat(sorted).isEqualTo(ids);
    }

    @Test
    void filesHaveTheSaltsOfTheVectors() {
        Salts salts = SampleDay.salts();

        for (JsonNode segment : JsonFiles.read("proof/hashes.json").path("segments")) {
            int number = segment.path("segment").intValue();
            segment.path("fileSalts")
                    .properties()
                    .forEach(
                            file ->
                                    assertThat(salts.ofFile(number, file.getKey()))
                                            .isEqualTo(file.getValue().stringValue()));
        }
    }

    @Test
    void theMasterKeyIsAskedForOneLedger() {
        assertThat(new String(Salts.ledgerKeyMessage("l.example.com/a"), StandardCharsets.UTF_8))
                .isEqualTo("ledger-segment/1/salt\nl.example.com/a");
    }

    @Test
    void refusesAKeyOfAnotherLength() {
        assertThatThrownBy(() -> Salts.of(new byte[16]))
                .hasMessage("a ledger's salt key has 32 bytes, found 16");
    }
}
