package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.ContractBook;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Contracts as they were told by a day. */
final class ToldContracts {

    private final ContractFacts facts;
    private final LocalDate known;
    private final Map<String, ContractBook> books = new Remembering<>();

    ToldContracts(ContractFacts facts, LocalDate known) {
        this.facts = facts;
        this.known = known;
    }

    /** All versions of a contract. */
    ContractBook book(String name) {
        return books.computeIfAbsent(
                name, of -> ContractBook.of(facts.versions(known, List.of(of))));
    }

    /** The version that holds on a day. */
    Optional<Contract> on(String name, LocalDate day) {
        return book(name).on(name, day);
    }
}
