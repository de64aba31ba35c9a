package com.illuvrse.finance.exporters.lineage;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of one file, each a map from column to cell, read one after the other. */
public interface FactRows extends AutoCloseable {

    /** The next row; null after the last. */
    @Nullable Map<String, String> next() throws IOException;

    @Override
    void close() throws IOException;
}
