package com.illuvrse.finance.exporters.comparison;

import com.illuvrse.finance.exporters.parquet.Dataset;
import com.illuvrse.finance.exporters.parquet.DatasetCheck;
import com.illuvrse.finance.exporters.parquet.DatasetDigest;
import com.illuvrse.finance.segment.VerificationException;

/** The file of a dataset, held against the rows that are sealed, which are also written again. */
final class ComparedDataset<R> implements AutoCloseable {

    private final ExportedDay day;
    private final Dataset<R> dataset;
    private final DatasetCheck<R> file;
    private final DatasetDigest<R> digest;

    private ComparedDataset(ExportedDay day, Dataset<R> dataset, DatasetCheck<R> file) {
        this.day = day;
        this.dataset = dataset;
        this.file = file;
        this.digest = new DatasetDigest<>(dataset, day.named());
    }

    static <R> ComparedDataset<R> open(ExportedDay day, Dataset<R> dataset)
            throws VerificationException {
        return new ComparedDataset<>(day, dataset, day.open(dataset));
    }

    /**
     * Requires that the file goes on with this row.
     *
     * @param what the row is, for messages
     */
    void requireNext(String what, R row) throws VerificationException {
        requireNext(what, row, row);
    }

    /** Requires that the file goes on with one of two rows that say the same. */
    void requireNext(String what, R row, R inOtherWords) throws VerificationException {
        file.requireNext(what);
        R here = file.holds(inOtherWords) ? inOtherWords : row;
        file.require(what, here);
        digest.add(here);
    }

    /**
     * Requires that no row follows and the manifest counts as many.
     *
     * @return whether the file is the very one that is written for these rows
     */
    boolean requireEnd() throws VerificationException {
        file.requireEnd();
        return day.requireRows(dataset.path(), file.rows()).equals(digest.finish());
    }

    long rows() {
        return file.rows();
    }

    @Override
    public void close() throws VerificationException {
        file.close();
    }
}
