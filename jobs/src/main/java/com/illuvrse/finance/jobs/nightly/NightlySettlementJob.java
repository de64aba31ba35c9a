package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.postgres.Runs;
import java.util.List;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.step.Step;

/**
 * The night, read from top to bottom. Money leaves in a job of its own, after this one.
 *
 * <p>Up to {@code close-day} facts come in and entries are added; from there on the day is what it
 * is, and a night that is run again begins at that step: what was seen before the cut is what is
 * sealed.
 */
public record NightlySettlementJob(
        Steps steps,
        Runs runs,
        PullStripe pullStripe,
        PullInbox pullInbox,
        PostFacts postFacts,
        SettleOrders settleOrders,
        AccrueRoyalties accrueRoyalties,
        CheckDisputes checkDisputes,
        Reconcile reconcile,
        DraftPayouts draftPayouts,
        CloseDay closeDay,
        SealSegment sealSegment,
        ExportDatasets exportDatasets,
        ExportReports exportReports,
        DeliverSegment deliverSegment,
        VerifyDelivered verifyDelivered) {

    public static final String NAME = "nightly-settlement";

    /** The job of one night. */
    public Job of(Night night) {
        List<Step> contents =
                runs.isOpen(night.date()) ? contents(night) : afterTheCut(contents(night));
        SimpleJobBuilder job = new JobBuilder(NAME, steps.repository()).start(contents.getFirst());
        contents.stream().skip(1).forEach(job::next);
        return job.build();
    }

    /** The table of contents. */
    List<Step> contents(Night night) {
        return List.of(
                pullStripe.step(steps, night),
                pullInbox.step(steps, night),
                postFacts.step(steps, night),
                settleOrders.step(steps, night),
                accrueRoyalties.step(steps, night),
                checkDisputes.step(steps, night),
                reconcile.step(steps, night),
                draftPayouts.step(steps, night),
                closeDay.step(steps, night),
                sealSegment.step(steps, night),
                exportDatasets.step(steps, night),
                exportReports.step(steps, night),
                deliverSegment.step(steps, night),
                verifyDelivered.step(steps, night));
    }

    private static List<Step> afterTheCut(List<Step> contents) {
        return contents.stream().dropWhile(step -> !step.getName().equals("close-day")).toList();
    }
}
