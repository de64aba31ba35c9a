package com.illuvrse.finance.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CanonicalJsonTest {

    static Stream<JsonNode> accepted() {
        return JsonFiles.read("proof/canonical.json").path("accept").valueStream();
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void writesExactlyTheBytesOfTheVectors(JsonNode vector) {
        byte[] expected = Base64.getDecoder().decode(vector.path("bytes").stringValue());

        byte[] written = CanonicalJson.bytes(JsonFiles.object(vector.path("value")));

        assertThat(written).isEqualTo(expected);
        assertThat(Sha256.hexOf(written)).isEqualTo(vector.path("sha256").stringValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000",
                "a\nb",
                "\u001f",
                "\u007f",
                "\ufeff",
                "e\u0301",
                "\u212b",
                "\ud83d",
                "\ude00",
                "\ude00\ud83d",
                "a\ud83d"
            })
    void refusesTextNoSignedFileMayHold(String text) {
        Json.Obj object = Json.object().put("t", text).build();

        assertThatThrownBy(() -> CanonicalJson.bytes(object))
                .isInstanceOf(NotCanonicalException.class)
                .hasMessageStartingWith("a text ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a-b", "1a", "_a", "é", "a b", "ı"})
    void refusesOtherNamesOfMembers(String name) {
        Json.Obj object = Json.object().put(name, 1).build();

        assertThatThrownBy(() -> CanonicalJson.bytes(object))
                .isInstanceOf(NotCanonicalException.class)
                .hasMessageContaining("found \"" + name + "\"");
    }

    @Test
    void refusesANameOfSixtyFiveCharacters() {
        Json.Obj object = Json.object().put("a".repeat(65), 1).build();

        assertThatThrownBy(() -> CanonicalJson.bytes(object))
                .isInstanceOf(NotCanonicalException.class);
    }

    @Test
    void refusesTheNinthLevel() {
        Json deep = Json.array(List.of());
        for (int level = 2; level <= 7; level++) {
            deep = Json.array(List.of(deep));
        }
        Json.Obj eight = Json.object().put("a", deep).build();
        Json.Obj nine = Json.object().put("a", Json.array(List.of(deep))).build();

        assertThat(CanonicalJson.text(eight)).isEqualTo("{\"a\":[[[[[[[]]]]]]]}");
        assertThatThrownBy(() -> CanonicalJson.bytes(nine))
                .isInstanceOf(NotCanonicalException.class)
                .hasMessageStartingWith("at most 8");
    }

    @Test
    void countsTheLevelsAroundAPart() {
        Json part = Json.array(List.of(Json.array(List.of())));

        assertThat(new CanonicalJson().append(part, 6)).hasToString("[[]]");
        assertThatThrownBy(() -> new CanonicalJson().append(part, 7))
                .isInstanceOf(NotCanonicalException.class);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 9, 10, 99, 100, 9007199254740991L, Long.MAX_VALUE, -1, -10, Long.MIN_VALUE})
    void writesWholeNumbers(long value) {
        assertThat(new CanonicalJson().digits(value)).hasToString(Long.toString(value));
    }

    @Test
    void growsAndStartsAnew() {
        String text = "\"é\\".repeat(10_000);
        CanonicalJson buffer = new CanonicalJson();

        String first = buffer.quoted(text).toString();
        String again = buffer.clear().quoted("a").toString();

        assertThat(first).isEqualTo("\"" + "\\\"é\\\\".repeat(10_000) + "\"");
        assertThat(again).isEqualTo("\"a\"");
        assertThat(buffer.toByteArray()).isEqualTo("\"a\"".getBytes(StandardCharsets.UTF_8));
    }
}
