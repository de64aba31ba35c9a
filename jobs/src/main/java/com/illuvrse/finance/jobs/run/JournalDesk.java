package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.jobs.nightly.HandedJournals;
import com.illuvrse.finance.jobs.nightly.HandedJournals.Judgement;
import com.illuvrse.finance.jobs.postgres.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;

/**
 * Where people hand in journals: they can be judged at any time, and taken in between two nights.
 */
public final class JournalDesk {

    private final Database database;
    private final HandedJournals journals;
    private final Clock clock;
    private final String owner;

    /**
     * @param owner names this process to people: host and process id
     */
    public JournalDesk(Database database, HandedJournals journals, Clock clock, String owner) {
        this.database = database;
        this.journals = journals;
        this.clock = clock;
        this.owner = owner;
    }

    /** Judges a file and writes nothing, also while a night runs. */
    public Judgement check(Path file) throws IOException {
        return journals.check(file);
    }

    /**
     * Judges a file and takes it in when no line of it is refused; handing it in again does
     * nothing.
     *
     * @throws AlreadyRunningException when another process settles this ledger
     */
    public Judgement post(Path file) throws IOException, SQLException {
        try (WritingTurn turn = WritingTurn.take(database, owner, clock)) {
            return journals.take(file, turn.epoch());
        }
    }
}
