package com.illuvrse.finance.jobs.report;

import java.io.IOException;

/**
 * One set of one kind being made: a class for each kind, which knows its files and nothing of
 * periods, revisions, breaks or delivery. Those are {@link ReportDesk}'s.
 */
interface SetMaker {

    /** Writes all worksheets into the folder of the set. Called in one reading transaction. */
    MadeSet make() throws IOException;
}
