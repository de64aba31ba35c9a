package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.journal.JournalEntry;

/** An entry of this source is in the books with other content. Nothing was written. */
public final class EntryDiffersException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EntryDiffersException(JournalEntry there, JournalEntry again) {
        super(
                "entry "
                        + there.source()
                        + " is in the books since "
                        + there.bookedOn()
                        + " as "
                        + there.postings()
                        + " and must never change, found "
                        + again.postings()
                        + "; find out which source changed before the night is run again");
    }
}
