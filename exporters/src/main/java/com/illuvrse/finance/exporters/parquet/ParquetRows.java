package com.illuvrse.finance.exporters.parquet;

import java.io.IOException;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * How rows become a Parquet file.
 *
 * <p>Every setting that shapes the bytes is written out here. Nothing comes from a clock or a
 * random source, so the same rows always give the same file.
 */
final class ParquetRows<R> extends WriteSupport<R> {

    /** Memory one open file may hold before it writes a row group. */
    private static final long ROW_GROUP_BYTES = 16L << 20;

    private static final int PAGE_BYTES = 1 << 20;
    private static final int PAGE_ROWS = 20_000;

    private final String name;
    private final MessageType schema;
    private final Map<String, String> metadata;
    private final BiConsumer<RecordConsumer, R> row;
    private @Nullable RecordConsumer consumer;

    /**
     * @param name of the rows
     * @param metadata of the file
     * @param row writes the fields of one
     */
    ParquetRows(
            String name,
            MessageType schema,
            Map<String, String> metadata,
            BiConsumer<RecordConsumer, R> row) {
        this.name = name;
        this.schema = schema;
        this.metadata = metadata;
        this.row = row;
    }

    /** Starts a file; it is whole once it is closed, and replaces an earlier one. */
    static <R> ParquetWriter<R> open(OutputFile file, ParquetRows<R> rows) throws IOException {
        return new Builder<>(file, rows).build();
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(schema, metadata);
    }

    /** Hadoop's way in, which the base class still demands. */
    @Override
    @Deprecated
    public WriteContext init(Configuration configuration) {
        return new WriteContext(schema, metadata);
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(R each) {
        RecordConsumer to = consumer;
        if (to == null) {
            throw new IllegalStateException("a row of " + name + " came too early");
        }
        to.startMessage();
        row.accept(to, each);
        to.endMessage();
    }

    private static final class Builder<R> extends ParquetWriter.Builder<R, Builder<R>> {
        private final ParquetRows<R> rows;

        Builder(OutputFile file, ParquetRows<R> rows) {
            super(file);
            this.rows = rows;
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
}
