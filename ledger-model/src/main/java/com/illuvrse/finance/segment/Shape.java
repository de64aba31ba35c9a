package com.illuvrse.finance.segment;

import com.illuvrse.finance.canonical.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The members an object of a segment has, those it may have, and what each holds. A member that is
 * not named is refused: there is no place for anything unchecked in a signed file.
 */
final class Shape implements ShapeRule {

    private record Member(ShapeRule rule, boolean required) {}

    static final ShapeRule NUMBER =
            (value, where) -> {
                if (!(value instanceof Json.Num)) {
                    throw new ShapeException(where, "a whole number", shown(value));
                }
            };

    private final TreeMap<String, Member> members = new TreeMap<>();

    private Shape() {}

    static Shape object() {
        return new Shape();
    }

    /** A member that is always there. */
    Shape must(String name, ShapeRule rule) {
        members.put(name, new Member(rule, true));
        return this;
    }

    /** A member that may be left out. */
    Shape may(String name, ShapeRule rule) {
        members.put(name, new Member(rule, false));
        return this;
    }

    static ShapeRule word(String... words) {
        List<String> allowed = List.of(words);
        return (value, where) -> {
            if (!(value instanceof Json.Text text) || !allowed.contains(text.value())) {
                throw new ShapeException(where, String.join(" or ", allowed), shown(value));
            }
        };
    }

    static ShapeRule list(ShapeRule element) {
        return (value, where) -> {
            if (!(value instanceof Json.Arr array)) {
                throw new ShapeException(where, "an array", shown(value));
            }
            int index = 0;
            for (Json each : array.values()) {
                if (!isSound(element, each)) {
                    element.check(each, where + "[" + index + "]");
                }
                index++;
            }
        };
    }

    /** A pair before, after. */
    static ShapeRule pair(ShapeRule element) {
        ShapeRule list = list(element);
        return (value, where) -> {
            list.check(value, where);
            if (((Json.Arr) value).values().size() != 2) {
                throw new ShapeException(where, "two values, before and after", shown(value));
            }
        };
    }

    /** An object whose members have any name and all hold the same. */
    static ShapeRule map(ShapeRule element) {
        return (value, where) -> {
            if (!(value instanceof Json.Obj object)) {
                throw new ShapeException(where, "an object", shown(value));
            }
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
                element.check(member.getValue(), where + "." + member.getKey());
            }
        };
    }

    /** An object whose member {@code by} says which shape it has. */
    static ShapeRule either(String by, Map<String, Shape> shapes) {
        Map<String, Shape> byWord = new TreeMap<>(shapes);
        return (value, where) -> {
            Shape shape = null;
            if (value instanceof Json.Obj object && object.get(by) instanceof Json.Text text) {
                shape = byWord.get(text.value());
            }
            if (shape == null) {
                throw new ShapeException(
                        where, by + " " + String.join(" or ", byWord.keySet()), shown(value));
            }
            shape.check(value, where);
        };
    }

    /** Whether a rule holds; only one that does not has to be told where, which takes longer. */
    private static boolean isSound(ShapeRule rule, Json value) {
        try {
            rule.check(value, "");
            return true;
        } catch (ShapeException e) {
            return false;
        }
    }

    @Override
    public void check(Json value, String where) throws ShapeException {
        if (!(value instanceof Json.Obj object)) {
            throw new ShapeException(where, "an object", shown(value));
        }
        if (!isSound(object)) {
            explain(object, where);
        }
    }

    /** Both have their members in ascending order, so one walk over both compares them. */
    private boolean isSound(Json.Obj object) {
        Iterator<Map.Entry<String, Member>> known = members.entrySet().iterator();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            Member next = null;
            while (next == null) {
                if (!known.hasNext()) {
                    return false;
                }
                Map.Entry<String, Member> each = known.next();
                if (each.getKey().equals(member.getKey())) {
                    next = each.getValue();
                } else if (each.getValue().required()) {
                    return false;
                }
            }
            if (!isSound(next.rule(), member.getValue())) {
                return false;
            }
        }
        while (known.hasNext()) {
            if (known.next().getValue().required()) {
                return false;
            }
        }
        return true;
    }

    private void explain(Json.Obj object, String where) throws ShapeException {
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            Member known = members.get(member.getKey());
            String inside = where.isEmpty() ? member.getKey() : where + "." + member.getKey();
            if (known == null) {
                throw new ShapeException(inside, "no such member", shown(member.getValue()));
            }
            known.rule().check(member.getValue(), inside);
        }
        List<String> missing = new ArrayList<>();
        members.forEach(
                (name, member) -> {
                    if (member.required() && object.get(name) == null) {
                        missing.add(name);
                    }
                });
        if (!missing.isEmpty()) {
            throw new ShapeException(
                    where.isEmpty() ? "members" : where,
                    "member " + missing.getFirst(),
                    "none of that name");
        }
    }

    /** A value as a message shows it. */
    static String shown(Json value) {
        return switch (value) {
            case Json.Text text -> "\"" + text.value() + "\"";
            case Json.Num number -> Long.toString(number.value());
            case Json.Bool flag -> Boolean.toString(flag.value());
            case Json.Arr array -> "an array of " + array.values().size();
            case Json.Obj object -> "an object with members " + object.members().keySet();
        };
    }
}
