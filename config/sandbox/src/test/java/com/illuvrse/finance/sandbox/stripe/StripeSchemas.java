package com.illuvrse.finance.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The shapes of Stripe's answers, which forbid members Stripe does not have. */
final class StripeSchemas {
    private static final String FILE = "stripe-2026-07-29.dahlia.strict.schema.json";
    private static final Pattern LISTED = Pattern.compile("/v1/(?:.*/)?([a-z_]+)s");
    private static final String DEFINITIONS = definitions();
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private StripeSchemas() {}

    /** What is wrong with an answer; nothing when it has the shape of its kind. */
    static Set<ValidationMessage> faultsOf(String body) {
        return SCHEMAS.computeIfAbsent(kind(Json.parse(body)), StripeSchemas::schema)
                .validate(body, InputFormat.JSON);
    }

    static void verify(String body) {
        assertThat(faultsOf(body)).as(body).isEmpty();
    }

    private static String kind(JsonNode body) {
        if (body.path("error").isObject()) {
            return "error";
        }
        String object = body.path("object").stringValue();
        if (!object.equals("list")) {
            return object;
        }
        Matcher listed = LISTED.matcher(body.path("url").stringValue());
        assertThat(listed.matches()).as(body.path("url").stringValue()).isTrue();
        String name = listed.group(1);
        return "list."
                + switch (name) {
                    case "reversal" -> "transfer_reversal";
                    case "report_type" -> "reporting.report_type";
                    default -> name;
                };
    }

    private static JsonSchema schema(String kind) {
        String text =
                """
                {"$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"#/$defs/%s","$defs":%s}"""
                        .formatted(kind, DEFINITIONS);
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(text);
    }

    private static String definitions() {
        try (InputStream in = StripeSchemas.class.getResourceAsStream(FILE)) {
            String text =
                    new String(
                            Objects.requireNonNull(in, FILE).readAllBytes(),
                            StandardCharsets.UTF_8);
            return Json.text(Json.parse(text).path("$defs"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
