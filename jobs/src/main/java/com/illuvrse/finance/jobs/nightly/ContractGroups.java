package com.illuvrse.finance.jobs.nightly;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Contracts that must be settled together because some order or collateral group names both, and
 * the parts whole groups are packed into.
 *
 * <p>Memory follows the number of contracts that move tonight, not the number of orders. How groups
 * are cut does not depend on the order they are told in.
 */
final class ContractGroups {

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private int[] parent = new int[64];
    private int[] weight = new int[64];
    private int[] part = new int[0];

    /** Joins contracts into one group. */
    void join(Collection<String> contracts) {
        Integer first = null;
        for (String contract : contracts) {
            int root = root(number(contract));
            if (first == null) {
                first = root;
            } else {
                first = joined(root(first), root);
            }
        }
    }

    /** Counts an order of this contract's group. */
    void count(String contract) {
        weight[root(number(contract))]++;
    }

    /**
     * Packs whole groups into parts of about this many orders, in the order of their first
     * contracts, and returns how many parts there are. A group larger than a part stays whole.
     *
     * @param wanted contracts whose groups get a part even when no order of them moves
     */
    int pack(int ordersAPart, Collection<String> wanted) {
        wanted.forEach(this::number);
        part = new int[names.size()];
        Arrays.fill(part, -1);
        boolean[] moves = new boolean[names.size()];
        wanted.forEach(contract -> moves[root(number(contract))] = true);
        int parts = 0;
        int filled = ordersAPart;
        for (String name : names.stream().sorted().toList()) {
            int root = root(number(name));
            if (part[root] >= 0 || (weight[root] == 0 && !moves[root])) {
                continue;
            }
            if (filled >= ordersAPart) {
                parts++;
                filled = 0;
            }
            part[root] = parts - 1;
            filled += Math.max(1, weight[root]);
        }
        return parts;
    }

    /** The part of a contract's group, after {@link #pack}. */
    int partOf(String contract) {
        Integer number = numbers.get(contract);
        int found = number == null || number >= part.length ? -1 : part[root(number)];
        if (found < 0) {
            throw new IllegalStateException("contract " + contract + " was not packed");
        }
        return found;
    }

    private int number(String contract) {
        Integer known = numbers.get(contract);
        if (known != null) {
            return known;
        }
        int number = names.size();
        names.add(contract);
        numbers.put(contract, number);
        if (number == parent.length) {
            parent = Arrays.copyOf(parent, number * 2);
            weight = Arrays.copyOf(weight, number * 2);
        }
        parent[number] = number;
        return number;
    }

    private int root(int number) {
        int root = number;
        while (parent[root] != root) {
            parent[root] = parent[parent[root]];
            root = parent[root];
        }
        return root;
    }

    private int joined(int one, int other) {
        if (one == other) {
            return one;
        }
        parent[other] = one;
        weight[one] += weight[other];
        return one;
    }
}
