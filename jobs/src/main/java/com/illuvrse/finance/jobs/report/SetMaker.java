package com.illuvrse.finance.jobs.report;

import java.io.IOException;

/**
 * One set of one kind being made: a class for each kind, which knows its files and nothing of
 * periods, revisions, breaks or delivery. Those are {@link ReportDesk}'s.
 */
interface SetMaker {

    /** Writes all worksheets into the folder of the set. Called in one reading transaction. */
    MadeSet make() throws IOException;

    /**
     * Tells the facts that figures of the set add up and none of its files holds. Called instead of
     * {@link #make}, in one reading transaction.
     */
    default void tell(ToldFacts told) throws IOException {}
}
