package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.canonical.Json;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/**
 * JSON with any text in it, members in order and a line feed at the end. What is signed or sealed
 * is written by {@code CanonicalJson}, which refuses texts a marketplace may well send.
 */
public final class PlainJson {

    private final StringBuilder out = new StringBuilder();

    private PlainJson() {}

    public static byte[] bytes(Json.Obj object) {
        PlainJson json = new PlainJson();
        json.write(object);
        json.out.append('\n');
        return json.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void write(Json value) {
        switch (value) {
            case Json.Text text -> quoted(text.value());
            case Json.Num number -> out.append(number.value());
            case Json.Bool flag -> out.append(flag.value());
            case Json.Arr array -> {
                String between = "[";
                for (Json each : array.values()) {
                    out.append(between);
                    write(each);
                    between = ",";
                }
                out.append(array.values().isEmpty() ? "[]" : "]");
            }
            case Json.Obj object -> {
                out.append('{');
                Iterator<Map.Entry<String, Json>> members = object.members().entrySet().iterator();
                while (members.hasNext()) {
                    Map.Entry<String, Json> member = members.next();
                    quoted(member.getKey());
                    out.append(':');
                    write(member.getValue());
                    out.append(members.hasNext() ? "," : "");
                }
                out.append('}');
            }
        }
    }

    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f || c == 0xfeff) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
