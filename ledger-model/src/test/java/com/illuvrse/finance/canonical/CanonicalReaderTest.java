package com.illuvrse.finance.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class CanonicalReaderTest {

    private static final JsonNode VECTORS = JsonFiles.read("proof/canonical.json");

    @TestFactory
    Stream<DynamicTest> readsWhatTheFormatAccepts() {
        return VECTORS.get("accept")
                .valueStream()
                .map(
                        vector ->
                                DynamicTest.dynamicTest(
                                        vector.get("name").stringValue(), () -> accept(vector)));
    }

    private static void accept(JsonNode vector) throws CanonicalFormException {
        byte[] bytes = bytes(vector);

        Json.Obj value = CanonicalReader.read(bytes);

        assertThat(value).isEqualTo(JsonFiles.ours(vector.get("value")));
        assertThat(CanonicalJson.bytes(value)).isEqualTo(bytes);
    }

    @TestFactory
    Stream<DynamicTest> refusesEverythingElseAndSaysWhetherItWasJson() {
        return VECTORS.get("reject")
                .valueStream()
                .map(
                        vector ->
                                DynamicTest.dynamicTest(
                                        vector.get("name").stringValue(), () -> reject(vector)));
    }

    private static void reject(JsonNode vector) {
        CanonicalFormException refusal =
                catchThrowableOfType(
                        CanonicalFormException.class, () -> CanonicalReader.read(bytes(vector)));

        String code = refusal.isReadable() ? "NOT_CANONICAL" : "MALFORMED";
        assertThat(code).as(refusal.getMessage()).isEqualTo(vector.get("code").stringValue());
    }

    @Test
    void takesOnlyPlainBytesAsTheyAreWhereverTheyStandInAText() {
        for (int before = 0; before < 18; before++) {
            for (int value = 0; value < 256; value++) {
                byte[] bytes =
                        ("{\"a\":\"" + "x".repeat(18) + "\"}").getBytes(StandardCharsets.UTF_8);
                bytes[6 + before] = (byte) value;

                boolean plain = value >= 0x20 && value < 0x7f && value != '"' && value != '\\';
                assertThat(CanonicalReader.reason(bytes, 0, bytes.length) == null)
                        .as("byte %s after %s others", value, before)
                        .isEqualTo(plain);
            }
        }
    }

    @Test
    void readsAnObjectInTheMiddleOfABuffer() throws CanonicalFormException {
        byte[] buffer = "xx{\"a\":1}\nyy".getBytes(StandardCharsets.UTF_8);

        Json.Obj value = CanonicalReader.read(buffer, 2, 9);

        assertThat(value).isEqualTo(Json.object().put("a", 1).build());
    }

    @Test
    void refusesDepthThatWouldEndInAStackOverflow() {
        byte[] deep = ("{\"a\":" + "[".repeat(500_000)).getBytes(StandardCharsets.UTF_8);

        CanonicalFormException refusal =
                catchThrowableOfType(
                        CanonicalFormException.class, () -> CanonicalReader.read(deep));

        assertThat(refusal.isReadable()).isFalse();
    }

    @Test
    void saysWhereTheFirstDeviationIs() {
        byte[] spaced = "{\"a\":1, \"b\":2}".getBytes(StandardCharsets.UTF_8);

        CanonicalFormException refusal =
                catchThrowableOfType(
                        CanonicalFormException.class, () -> CanonicalReader.read(spaced));

        assertThat(refusal.isReadable()).isTrue();
        assertThat(refusal).hasMessage("at byte 7: expected '\"', found  \"b\":2}");
    }

    @Test
    void theLooseReaderTakesWhatAPersonWrites() throws CanonicalFormException {
        byte[] text = "{ \"b\" : [1, 2],\n \"a\": \"x\\u0041\" }".getBytes(StandardCharsets.UTF_8);

        Json.Obj value = JsonText.read(text);

        assertThat(CanonicalJson.text(value)).isEqualTo("{\"a\":\"xA\",\"b\":[1,2]}");
    }

    @Test
    void theLooseReaderRefusesAMemberGivenTwice() {
        byte[] text = "{\"a\":1,\"a\":1}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> JsonText.read(text)).hasMessageContaining("each member once");
    }

    private static byte[] bytes(JsonNode vector) {
        return Base64.getDecoder().decode(vector.get("bytes").stringValue());
    }
}
