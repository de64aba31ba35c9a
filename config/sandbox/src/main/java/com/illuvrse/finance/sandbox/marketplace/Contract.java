package com.illuvrse.finance.sandbox.marketplace;

import java.util.List;

/**
 * What a creator and the platform agreed: who gets which share of a sale. The platform is the last
 * party.
 *
 * @param id the contract's id, such as {@code ct-c017}
 * @param creator the first party
 * @param parties everybody with a share, which is a percentage or a fraction
 * @param terms what the contract says besides
 * @param incomeType {@code royalty}, {@code service} or {@code sale}: what the income is for the
 *     tax authority
 */
record Contract(String id, Creator creator, List<Party> parties, Terms terms, String incomeType) {

    /** A share of one payee, as the feed writes it. */
    record Party(String payee, String share) {}

    /** What a contract may say besides its shares. */
    enum Terms {
        NONE,
        /** The creator's share grows when the contract has sold for 1,000.00 USD. */
        TIERS,
        /** A tenth of the creator's share is held back for thirty days. */
        RESERVE,
        /** The creator had an advance, which is recouped first. */
        ADVANCE
    }

    Contract {
        parties = List.copyOf(parties);
    }

    /** The same contract with other shares. */
    Contract withParties(List<Party> other) {
        return new Contract(id, creator, other, terms, incomeType);
    }

    /** The same contract under another id. */
    Contract withId(String other) {
        return new Contract(other, creator, parties, terms, incomeType);
    }
}
