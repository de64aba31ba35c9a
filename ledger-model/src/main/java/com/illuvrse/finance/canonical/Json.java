package com.illuvrse.finance.canonical;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value as far as signed files know it: no null, no fraction, no negative number. Money is a
 * {@link Text}.
 */
public sealed interface Json {

    /**
     * Members ascending by byte; names are ASCII, so the natural order of strings is that order.
     */
    record Obj(SortedMap<String, Json> members) implements Json {
        public Obj {
            members = Members.copyOf(members);
        }

        public @Nullable Json get(String name) {
            return members.get(name);
        }

        /** A text member that must be there. */
        public String text(String name) {
            String value = optionalText(name);
            if (value == null) {
                throw missing(name, "a text");
            }
            return value;
        }

        /** A text member, or null when it is left out. */
        public @Nullable String optionalText(String name) {
            Json value = members.get(name);
            if (value == null) {
                return null;
            }
            if (value instanceof Text text) {
                return text.value();
            }
            throw missing(name, "a text");
        }

        /** A money member in minor units, zero when it is left out. */
        public long minor(String name) {
            String value = optionalText(name);
            return value == null ? 0 : Long.parseLong(value);
        }

        /** A number member that must be there. */
        public long number(String name) {
            if (members.get(name) instanceof Num number) {
                return number.value();
            }
            throw missing(name, "a number");
        }

        /** A true or false member, false when it is left out. */
        public boolean flag(String name) {
            return members.get(name) instanceof Bool flag && flag.value();
        }

        /** An object member, or null when it is left out. */
        public @Nullable Obj optionalObject(String name) {
            Json value = members.get(name);
            if (value == null || value instanceof Obj) {
                return (Obj) value;
            }
            throw missing(name, "an object");
        }

        /** The objects of an array member, none when it is left out. */
        public List<Obj> objects(String name) {
            List<Obj> objects = new ArrayList<>();
            for (Json value : values(name)) {
                if (!(value instanceof Obj object)) {
                    throw missing(name, "an array of objects");
                }
                objects.add(object);
            }
            return objects;
        }

        /** The texts of an array member, none when it is left out. */
        public List<String> texts(String name) {
            List<String> texts = new ArrayList<>();
            for (Json value : values(name)) {
                if (!(value instanceof Text text)) {
                    throw missing(name, "an array of texts");
                }
                texts.add(text.value());
            }
            return texts;
        }

        private List<Json> values(String name) {
            Json value = members.get(name);
            if (value == null) {
                return List.of();
            }
            if (value instanceof Arr array) {
                return array.values();
            }
            throw missing(name, "an array");
        }

        private IllegalArgumentException missing(String name, String expected) {
            Json found = members.get(name);
            return new IllegalArgumentException(
                    "member \"" + name + "\" must be " + expected + ", found " + found);
        }
    }

    /** Values in the order they are written. */
    record Arr(List<Json> values) implements Json {
        public Arr {
            values = List.copyOf(values);
        }
    }

    /** Text in NFC without control characters. */
    record Text(String value) implements Json {}

    /** A whole number from 0 to 2^53 − 1. */
    record Num(long value) implements Json {
        public static final long MAX = 9007199254740991L;

        public Num {
            if (value < 0 || value > MAX) {
                throw new IllegalArgumentException(
                        "a number goes from 0 to " + MAX + ", found " + value);
            }
        }
    }

    /** True or false. */
    record Bool(boolean value) implements Json {}

    static Text text(String value) {
        return new Text(value);
    }

    /** Money or a signed figure: a text of whole minor units. */
    static Text minor(long value) {
        return new Text(Long.toString(value));
    }

    static Num number(long value) {
        return new Num(value);
    }

    static Arr array(List<? extends Json> values) {
        return new Arr(new ArrayList<>(values));
    }

    static Arr texts(List<String> values) {
        return new Arr(values.stream().<Json>map(Text::new).toList());
    }

    /** A pair <em>before, after</em>. */
    static Arr pair(long before, long after) {
        return new Arr(List.of(minor(before), minor(after)));
    }

    static Builder object() {
        return new Builder();
    }

    /**
     * Members of one object, put together in any order; an absent value is left out, a doubled name
     * refused.
     */
    final class Builder {
        private final TreeMap<String, Json> members = new TreeMap<>();

        private Builder() {}

        public Builder put(String name, Json value) {
            if (members.put(name, value) != null) {
                throw new IllegalArgumentException("member \"" + name + "\" is given twice");
            }
            return this;
        }

        public Builder put(String name, @Nullable String value) {
            return value == null ? this : put(name, new Text(value));
        }

        public Builder put(String name, long value) {
            return put(name, new Num(value));
        }

        public Builder putMinor(String name, long value) {
            return put(name, minor(value));
        }

        public Builder putTexts(String name, Map<String, String> values) {
            TreeMap<String, Json> texts = new TreeMap<>();
            values.forEach((key, value) -> texts.put(key, new Text(value)));
            return put(name, new Obj(texts));
        }

        public Obj build() {
            return new Obj(members);
        }
    }
}
