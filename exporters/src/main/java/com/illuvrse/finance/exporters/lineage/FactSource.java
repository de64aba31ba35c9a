package com.illuvrse.finance.exporters.lineage;

import java.io.IOException;

/** Where the facts of one set are read. */
public interface FactSource {

    /**
     * The rows of a file of the set, or of what the ledger tells beside it.
     *
     * @throws IOException also when the set has no such file
     */
    FactRows open(Facts facts) throws IOException;
}
