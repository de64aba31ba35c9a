package com.illuvrse.finance.tax;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        return one(id, valid(id, null, null, day), day);
    }

    /**
     * The one rule about a kind of order line that is valid on a day.
     *
     * @throws NoFigureException when there is none, or several
     */
    public TaxRule ofKind(String id, String kind, LocalDate day) {
        return one(id + " " + kind, valid(id, null, kind, day), day);
    }

    private static TaxRule one(String name, List<TaxRule> valid, LocalDate day) {
        if (valid.isEmpty()) {
            throw NoFigureException.missing(name, day);
        }
        if (valid.size() > 1) {
            throw NoFigureException.ambiguous(name, day);
        }
        return valid.getFirst();
    }

    /**
     * The one rule of a jurisdiction that is valid on a day; empty when it has none of its own.
     *
     * @throws NoFigureException when there are several
     */
    public Optional<TaxRule> in(String id, String jurisdiction, LocalDate day) {
        List<TaxRule> valid = valid(id, jurisdiction, null, day);
        if (valid.size() > 1) {
            throw NoFigureException.ambiguous(id + " " + jurisdiction, day);
        }
        return valid.stream().findFirst();
    }

    private List<TaxRule> valid(
            String id, @Nullable String jurisdiction, @Nullable String kind, LocalDate day) {
        return byId.getOrDefault(id, List.of()).stream()
                .filter(
                        rule ->
                                Objects.equals(rule.jurisdiction(), jurisdiction)
                                        && Objects.equals(rule.kind(), kind)
                                        && rule.holdsOn(day))
                .toList();
    }
}
