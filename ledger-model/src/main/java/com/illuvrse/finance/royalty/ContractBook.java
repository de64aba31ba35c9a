package com.illuvrse.finance.royalty;

import com.illuvrse.finance.reconciliation.BreakType;
import com.illuvrse.finance.reconciliation.Finding;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All versions of all contracts that have been read. */
public final class ContractBook {

    private final Map<String, List<Contract>> byContract = new TreeMap<>();

    private ContractBook() {}

    public static ContractBook of(Collection<Contract> contracts) {
        ContractBook book = new ContractBook();
        for (Contract contract : contracts) {
            book.byContract
                    .computeIfAbsent(contract.contract(), name -> new ArrayList<>())
                    .add(contract);
        }
        book.byContract
                .values()
                .forEach(list -> list.sort(Comparator.comparingInt(Contract::version).reversed()));
        return book;
    }

    /** The highest version that is valid on the day of the order, sound or not. */
    public Optional<Contract> on(String contract, LocalDate day) {
        return versions(contract).stream().filter(version -> version.isValidOn(day)).findFirst();
    }

    /** One version. */
    public Optional<Contract> version(String contract, int version) {
        return versions(contract).stream().filter(c -> c.version() == version).findFirst();
    }

    /** Whether orders under this contract must be worked out together, in order of time. */
    public boolean couples(String contract) {
        return versions(contract).stream().anyMatch(Contract::couples);
    }

    /** The contracts whose newest version cannot be followed, found anew every night. */
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (List<Contract> versions : byContract.values()) {
            Contract newest = versions.getFirst();
            newest.problem()
                    .ifPresent(
                            problem ->
                                    findings.add(
                                            Finding.of(
                                                    BreakType.CONTRACT_INVALID,
                                                    newest.contract(),
                                                    problem)));
        }
        return findings;
    }

    private List<Contract> versions(String contract) {
        return byContract.getOrDefault(contract, List.of());
    }
}
