package com.illuvrse.finance.jobs.payout;

import com.illuvrse.finance.jobs.batch.Steps;
import com.illuvrse.finance.jobs.nightly.Night;
import java.util.List;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.step.Step;

/**
 * The payout run, after the day is sealed: sends the batches that are released, and nothing else.
 */
public record PayoutRunJob(
        Steps steps,
        TakeReleasedBatches takeReleasedBatches,
        SendTransfers sendTransfers,
        SendPaymentFiles sendPaymentFiles,
        CloseBatches closeBatches) {

    /** Stored in the run history; renaming it is a migration. */
    public static final String NAME = "payout-run";

    /** The job of one night. */
    public Job of(Night night) {
        List<Step> contents = contents(night);
        SimpleJobBuilder job = new JobBuilder(NAME, steps.repository()).start(contents.getFirst());
        contents.stream().skip(1).forEach(job::next);
        return job.build();
    }

    /** The table of contents. */
    List<Step> contents(Night night) {
        return List.of(
                takeReleasedBatches.step(steps, night),
                sendTransfers.step(steps, night),
                sendPaymentFiles.step(steps, night),
                closeBatches.step(steps, night));
    }
}
