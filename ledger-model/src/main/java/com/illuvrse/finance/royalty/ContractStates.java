package com.illuvrse.finance.royalty;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where all contracts stand while a night is worked out. It changes with every release, refund and
 * advance, so these must come in calculation order.
 */
public final class ContractStates {

    private record Key(String contract, Currency currency) {}

    private final Map<Key, ContractState> states = new LinkedHashMap<>();
    private final Map<Key, ContractState> changed = new LinkedHashMap<>();

    /** Where the contracts stood when the last day was over. */
    public static ContractStates of(Collection<ContractState> yesterday) {
        ContractStates book = new ContractStates();
        for (ContractState state : yesterday) {
            book.states.put(new Key(state.contract(), state.currency()), state);
        }
        return book;
    }

    public ContractState get(String contract, Currency currency) {
        ContractState state = states.get(new Key(contract, currency));
        return state == null ? ContractState.zero(contract, currency) : state;
    }

    /** Moves the counter; refunds move it back. */
    void count(String contract, Currency currency, long step) {
        put(get(contract, currency).counted(step));
    }

    /** An advance was paid (positive) or paid back (negative). */
    public void advance(String contract, Money step) {
        put(get(contract, step.currency()).advanced(step.minor()));
    }

    private void put(ContractState state) {
        Key key = new Key(state.contract(), state.currency());
        states.put(key, state);
        changed.put(key, state);
    }

    /** The states that are not what they were, by contract and currency. */
    public List<ContractState> changed() {
        TreeMap<String, ContractState> ordered = new TreeMap<>();
        changed.forEach((key, state) -> ordered.put(key.contract() + " " + key.currency(), state));
        return List.copyOf(ordered.values());
    }
}
