package com.illuvrse.finance.exporters.parquet;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.jspecify.annotations.Nullable;

/**
 * One Parquet file being written, row after row in the order of its dataset. The file is whole once
 * this is closed; an earlier file of that name is replaced.
 */
public final class DatasetWriter<R> implements AutoCloseable {

    private final Dataset<R> dataset;
    private final ParquetWriter<R> file;
    private @Nullable R previous;
    private long rows;

    DatasetWriter(Dataset<R> dataset, Path path, SealedDay day) throws IOException {
        this(dataset, new LocalOutputFile(path), day);
    }

    DatasetWriter(Dataset<R> dataset, OutputFile file, SealedDay day) throws IOException {
        this.dataset = dataset;
        this.file =
                ParquetRows.open(
                        file,
                        new ParquetRows<>(
                                dataset.name(),
                                dataset.schema(),
                                dataset.metadata(day),
                                (to, row) -> dataset.write(to, day.day(), row)));
    }

    /** Adds a row, which must come after the one before it. */
    public void write(R row) throws IOException {
        R before = previous;
        if (before != null && dataset.order().compare(before, row) >= 0) {
            throw new IllegalArgumentException(
                    "rows of %s must ascend by %s, found %s after %s"
                            .formatted(dataset.name(), dataset.orderedBy(), row, before));
        }
        file.write(row);
        previous = row;
        rows++;
    }

    /** How many rows have been written. */
    public long rows() {
        return rows;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
