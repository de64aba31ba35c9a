package com.illuvrse.finance.dpi;

import java.util.Arrays;

/** What a seller does on the platform, as the model rules sort it. */
public enum Activity {
    IMMOVABLE_PROPERTY_RENTAL,
    PERSONAL_SERVICE,
    SALE_OF_GOODS,
    TRANSPORT_RENTAL,
    /** Nothing the rules ask for. */
    NONE;

    /** The activity a rule names. */
    static Activity parse(String name) {
        return Arrays.stream(values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "rule dpi.activity: expected one of %s, found \"%s\""
                                                .formatted(Arrays.toString(values()), name)));
    }

    /** Whether the rules ask for it. */
    public boolean isRelevant() {
        return this != NONE;
    }
}
