package com.illuvrse.finance.exporters.parquet;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One Parquet file being written, row after row in the order of its dataset. The file is whole once
 * this is closed; an earlier file of that name is replaced.
 *
 * <p>Every setting that shapes the bytes is written out here. Nothing comes from a clock or a
 * random source, so the same rows always give the same file.
 */
public final class DatasetWriter<R> implements AutoCloseable {

    /** Memory one open file may hold before it writes a row group. */
    private static final long ROW_GROUP_BYTES = 16L << 20;

    private static final int PAGE_BYTES = 1 << 20;
    private static final int PAGE_ROWS = 20_000;

    private final Dataset<R> dataset;
    private final ParquetWriter<R> file;
    private @Nullable R previous;
    private long rows;

    DatasetWriter(Dataset<R> dataset, Path path, SealedDay day) throws IOException {
        this(dataset, new LocalOutputFile(path), day);
    }

    DatasetWriter(Dataset<R> dataset, OutputFile file, SealedDay day) throws IOException {
        this.dataset = dataset;
        this.file = new Builder<>(file, dataset, day).build();
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

    private static final class Builder<R> extends ParquetWriter.Builder<R, Builder<R>> {
        private final Rows<R> rows;

        Builder(OutputFile file, Dataset<R> dataset, SealedDay day) {
            super(file);
            this.rows = new Rows<>(dataset, day);
            withConf(new PlainParquetConfiguration());
            withWriteMode(ParquetFileWriter.Mode.OVERWRITE);
            withWriterVersion(WriterVersion.PARQUET_1_0);
            withCodecFactory(new ZstdCodec());
            withCompressionCodec(CompressionCodecName.ZSTD);
            withRowGroupSize(ROW_GROUP_BYTES);
            withPageSize(PAGE_BYTES);
            withPageRowCountLimit(PAGE_ROWS);
            withDictionaryPageSize(PAGE_BYTES);
            withDictionaryEncoding(true);
            withByteStreamSplitEncoding(false);
            withBloomFilterEnabled(false);
            withStatisticsEnabled(true);
            withPageWriteChecksumEnabled(true);
            withMaxPaddingSize(0);
            withValidation(false);
        }

        @Override
        protected Builder<R> self() {
            return this;
        }

        @Override
        protected WriteSupport<R> getWriteSupport(ParquetConfiguration configuration) {
            return rows;
        }

        /** Hadoop's way in, which the base class still demands. */
        @Override
        @Deprecated
        protected WriteSupport<R> getWriteSupport(Configuration configuration) {
            return rows;
        }
    }

    private static final class Rows<R> extends WriteSupport<R> {
        private final Dataset<R> dataset;
        private final SealedDay day;
        private @Nullable RecordConsumer consumer;

        Rows(Dataset<R> dataset, SealedDay day) {
            this.dataset = dataset;
            this.day = day;
        }

        @Override
        public String getName() {
            return dataset.name();
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            return new WriteContext(dataset.schema(), dataset.metadata(day));
        }

        /** Hadoop's way in, which the base class still demands. */
        @Override
        @Deprecated
        public WriteContext init(Configuration configuration) {
            return new WriteContext(dataset.schema(), dataset.metadata(day));
        }

        @Override
        public void prepareForWrite(RecordConsumer recordConsumer) {
            consumer = recordConsumer;
        }

        @Override
        public void write(R row) {
            RecordConsumer to = consumer;
            if (to == null) {
                throw new IllegalStateException("a row of " + dataset.name() + " came too early");
            }
            to.startMessage();
            dataset.write(to, day.day(), row);
            to.endMessage();
        }
    }
}
