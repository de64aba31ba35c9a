package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.jobs.nightly.Night;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Nights that do nothing but tell what they were asked to do, or what a test puts in. */
final class RecordedNights implements NightJobs, NightProgress {

    private final List<String> asked = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final Map<LocalDate, Consumer<Night>> instead = new HashMap<>();
    private boolean undecided;

    /** What happens in a night. */
    void on(LocalDate date, Consumer<Night> work) {
        instead.put(date, work);
    }

    /** What was asked since the last time this was called. */
    List<String> asked() {
        List<String> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    /** What a person was shown since the last time this was called. */
    List<String> shown() {
        List<String> all = List.copyOf(shown);
        shown.clear();
        return all;
    }

    @Override
    public void begin(long epoch) {
        asked.add("begin " + epoch);
    }

    @Override
    public void settle(Night night) {
        asked.add("settle " + night.date() + " for " + night.epoch());
        instead.getOrDefault(night.date(), each -> {}).accept(night);
    }

    /** Whether a payout is undecided until somebody finds out. */
    void leaveAPayoutUndecided() {
        undecided = true;
    }

    @Override
    public boolean isAPayoutUndecided() {
        return undecided;
    }

    @Override
    public void findOut(Night last) {
        asked.add("find out after " + last.date());
        undecided = false;
    }

    @Override
    public void check(Night night) {
        asked.add("check " + night.date());
    }

    @Override
    public void begins(LocalDate day) {
        shown.add("begins " + day);
    }

    @Override
    public void stepEnds(String step, Duration took) {
        shown.add("step " + step);
    }

    @Override
    public void ends(NightResult result) {
        shown.add("ends " + result.day());
    }
}
