package com.illuvrse.finance.recalculation;

import com.illuvrse.finance.canonical.Json;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares a sealed working with the one worked out again. */
final class Workings {

    private Workings() {}

    static void require(BookedEntry entry, Json.Obj expected) throws Mismatch {
        if (!expected.equals(entry.trace())) {
            requireSame(entry.name() + " trace", expected, entry.trace());
        }
    }

    /** Names the first member that differs. */
    private static void requireSame(String where, @Nullable Json expected, @Nullable Json found)
            throws Mismatch {
        if (expected instanceof Json.Obj wanted && found instanceof Json.Obj object) {
            TreeSet<String> names = new TreeSet<>(wanted.members().keySet());
            names.addAll(object.members().keySet());
            for (String name : names) {
                requireSame(where + "." + name, wanted.get(name), object.get(name));
            }
        } else if (expected instanceof Json.Arr wanted && found instanceof Json.Arr array) {
            for (int i = 0; i < Math.max(wanted.values().size(), array.values().size()); i++) {
                requireSame(where + "[" + i + "]", at(wanted, i), at(array, i));
            }
        } else if (expected == null ? found != null : !expected.equals(found)) {
            throw Mismatch.of(where, shown(expected), shown(found));
        }
    }

    private static @Nullable Json at(Json.Arr array, int index) {
        return index < array.values().size() ? array.values().get(index) : null;
    }

    private static String shown(@Nullable Json value) {
        return switch (value) {
            case null -> "nothing";
            case Json.Text text -> text.value();
            case Json.Num number -> Long.toString(number.value());
            case Json.Bool flag -> Boolean.toString(flag.value());
            case Json.Arr array -> "a list of " + array.values().size();
            case Json.Obj object -> "members " + object.members().keySet();
        };
    }
}
