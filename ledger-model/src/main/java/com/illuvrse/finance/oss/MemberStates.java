package com.illuvrse.finance.oss;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The member states of a quarter, by ISO code. Greece is {@code GR} there and {@code EL} on a
 * return; an order may use either.
 */
public final class MemberStates {

    private static final String GREECE = "GR";
    private static final String ON_A_RETURN = "EL";

    private final Set<String> codes;

    public MemberStates(Collection<String> codes) {
        this.codes = new TreeSet<>(codes);
    }

    public boolean contains(@Nullable String code) {
        return code != null && codes.contains(code);
    }

    /** All names a tax of a member state may go by. */
    public List<String> jurisdictions() {
        List<String> names = new ArrayList<>(codes);
        if (codes.contains(GREECE)) {
            names.add(ON_A_RETURN);
        }
        return names;
    }

    /** The ISO code of a country or jurisdiction as an order names it. */
    static String iso(String name) {
        return name.equals(ON_A_RETURN) ? GREECE : name;
    }

    /** The code a return has for a member state. */
    public static String onReturn(String code) {
        return code.equals(GREECE) ? ON_A_RETURN : code;
    }
}
