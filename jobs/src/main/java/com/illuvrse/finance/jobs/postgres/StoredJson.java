package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.canonical.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Values of the ledger kept as JSON text in a column. Nothing that is signed is written here. */
final class StoredJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private StoredJson() {}

    static Json.Obj object(String text) {
        if (read(MAPPER.readTree(text)) instanceof Json.Obj object) {
            return object;
        }
        throw new IllegalStateException("expected a JSON object in the database, found " + text);
    }

    static String text(Json.Obj value) {
        return node(value).toString();
    }

    private static Json read(JsonNode node) {
        if (node.isObject()) {
            Json.Builder object = Json.object();
            node.properties().forEach(each -> object.put(each.getKey(), read(each.getValue())));
            return object.build();
        }
        if (node.isArray()) {
            List<Json> values = new ArrayList<>();
            node.forEach(value -> values.add(read(value)));
            return Json.array(values);
        }
        if (node.isBoolean()) {
            return new Json.Bool(node.booleanValue());
        }
        return node.isNumber() ? Json.number(node.longValue()) : Json.text(node.stringValue());
    }

    private static JsonNode node(Json value) {
        return switch (value) {
            case Json.Obj object -> {
                ObjectNode node = MAPPER.createObjectNode();
                object.members().forEach((name, member) -> node.set(name, node(member)));
                yield node;
            }
            case Json.Arr array -> {
                ArrayNode node = MAPPER.createArrayNode();
                array.values().forEach(each -> node.add(node(each)));
                yield node;
            }
            case Json.Text text -> MAPPER.getNodeFactory().stringNode(text.value());
            case Json.Num number -> MAPPER.getNodeFactory().numberNode(number.value());
            case Json.Bool flag -> MAPPER.getNodeFactory().booleanNode(flag.value());
        };
    }
}
