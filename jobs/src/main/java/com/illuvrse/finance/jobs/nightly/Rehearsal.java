package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.s3.Inbox;
import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.marketplace.ProposedContracts;
import com.illuvrse.finance.jobs.postgres.ContractFacts;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.stripe.StripeFeed;
import com.illuvrse.finance.tax.TaxRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.batch.core.step.Step;

/**
 * A night up to its cut: the steps of {@link NightlySettlementJob} that decide what is posted, by
 * the same classes. Nothing is closed, sealed, delivered or sent.
 *
 * @param database takes everything back at the end
 * @param contracts in the place of those that were told, or beside them
 * @param stripe one that only looks
 * @param work a folder that is removed at the end
 */
public record Rehearsal(
        Database database,
        ProposedContracts contracts,
        StripeFeed stripe,
        Inbox inbox,
        Path work,
        TaxRules taxes,
        PaymentRails rails) {

    /** The table of contents, as far as the cut. */
    public List<Step> contents(Steps steps, Night night) {
        ContractFacts known = ContractFacts.with(contracts, database);
        List<Step> contents = new ArrayList<>();
        contents.add(new PullStripe(database, stripe).step(steps, night));
        contents.add(new PullInbox(database, inbox, work).step(steps, night));
        contents.addAll(new Replay(database, known, taxes, rails).contents(steps, night));
        return List.copyOf(contents);
    }
}
