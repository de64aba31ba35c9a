package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.tax.TaxRules;
import java.util.List;
import org.springframework.batch.core.step.Step;

/**
 * The part of a night between its pulls and its cut: the steps of {@link NightlySettlementJob} that
 * make entries of kept facts, by the same classes. They ask nobody outside, so the same facts give
 * the same entries.
 *
 * @param database where the facts lie and the entries are posted
 */
public record Replay(
        Database database, ContractFacts contracts, TaxRules taxes, PaymentRails rails) {

    /** The table of contents. */
    public List<Step> contents(Steps steps, Night night) {
        return List.of(
                new PostFacts(database).step(steps, night),
                new SettleOrders(database, contracts).step(steps, night),
                new AccrueRoyalties(database, contracts).step(steps, night),
                new CheckDisputes(database).step(steps, night),
                new Reconcile(database, new Controls(database)).step(steps, night),
                new DraftPayouts(database, contracts, taxes, rails).step(steps, night));
    }
}
