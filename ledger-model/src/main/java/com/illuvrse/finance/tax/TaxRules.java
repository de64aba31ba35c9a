package com.illuvrse.finance.tax;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The dated tax rules, found by id and day. A figure that is not there is never guessed. */
public final class TaxRules {

    private final Map<String, List<TaxRule>> byId = new HashMap<>();

    public TaxRules(Collection<TaxRule> rules) {
        for (TaxRule rule : rules) {
            byId.computeIfAbsent(rule.id(), id -> new ArrayList<>()).add(rule);
        }
    }

    /**
     * The one rule without a jurisdiction that is valid on a day.
     *
     * @throws NoFigureException when there is none, or several
     */
    public TaxRule on(String id, LocalDate day) {
        List<TaxRule> valid =
                byId.getOrDefault(id, List.of()).stream()
                        .filter(rule -> rule.jurisdiction() == null && rule.holdsOn(day))
                        .toList();
        if (valid.isEmpty()) {
            throw NoFigureException.missing(id, day);
        }
        if (valid.size() > 1) {
            throw NoFigureException.ambiguous(id, day);
        }
        return valid.getFirst();
    }
}
