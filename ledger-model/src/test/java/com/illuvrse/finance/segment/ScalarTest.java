package com.illuvrse.finance.segment;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.canonical.JsonFiles;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class ScalarTest {

    private static final Map<String, Scalar> KINDS =
            Map.of(
                    "account", Scalar.ACCOUNT,
                    "id", Scalar.ID,
                    "instant", Scalar.INSTANT,
                    "money", Scalar.MONEY,
                    "signedMoney", Scalar.SIGNED);

    @TestFactory
    Stream<DynamicTest> takesLegalTextsAndNoOthers() {
        JsonNode vectors = JsonFiles.read("proof/scalars.json");
        return KINDS.entrySet().stream()
                .map(
                        kind ->
                                DynamicTest.dynamicTest(
                                        kind.getKey(),
                                        () -> check(kind.getValue(), vectors.get(kind.getKey()))));
    }

    private static void check(Scalar scalar, JsonNode vector) {
        vector.get("accept").forEach(text -> check(scalar, text.stringValue(), true));
        vector.get("reject").forEach(text -> check(scalar, text.stringValue(), false));
    }

    private static void check(Scalar scalar, String text, boolean accepted) {
        assertThat(scalar.accepts(text)).as("%s %s", scalar, text).isEqualTo(accepted);
    }
}
