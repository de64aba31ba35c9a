package com.illuvrse.finance.exporters.parquet;

import com.illuvrse.finance.segment.VerificationCode;
import com.illuvrse.finance.segment.VerificationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file nobody trusts yet, held row by row against what it must hold: the file of one
 * dataset and one sealed day, and nothing else.
 *
 * <p>Whatever is wrong, a file that is no Parquet included, is a {@link VerificationException} with
 * {@code EXPORT_MISMATCH} that names the file, the row and the column. One row group is in memory
 * at a time, and none that is larger than ours can be is read. Not for several threads.
 */
public final class DatasetCheck<R> implements AutoCloseable {

    /** Four times what a writer of ours holds before it ends a row group. */
    private static final long MAX_ROW_GROUP_BYTES = 64L << 20;

    private final Dataset<R> dataset;
    private final String name;
    private final SealedDay day;
    private final MessageType schema;
    private final ParquetFileReader file;
    private final RowValues found;
    private final RowValues expected;
    private @Nullable RecordReader<RowValues> rows;
    private RowGroupFigures figures;
    private int groups;
    private long left;
    private long row;

    private DatasetCheck(Dataset<R> dataset, String name, SealedDay day, ParquetFileReader file) {
        this.dataset = dataset;
        this.name = name;
        this.day = day;
        this.schema = dataset.schema();
        this.file = file;
        this.found = new RowValues(schema);
        this.expected = new RowValues(schema);
        this.figures = new RowGroupFigures(schema);
    }

    /**
     * Opens a file and requires that it says of itself what it must: columns, ledger, day, segment.
     *
     * @param name of the file, for messages
     */
    public static <R> DatasetCheck<R> open(
            Dataset<R> dataset, Path path, String name, SealedDay day)
            throws VerificationException {
        return open(dataset, path, name, day, MAX_ROW_GROUP_BYTES);
    }

    static <R> DatasetCheck<R> open(
            Dataset<R> dataset, Path path, String name, SealedDay day, long maxRowGroup)
            throws VerificationException {
        if (!Files.isRegularFile(path)) {
            throw mismatch(name, "file", "a file", "none");
        }
        ParquetFileReader file;
        try {
            file = ParquetFileReader.open(new NamedFile(path), options());
        } catch (IOException | RuntimeException e) {
            throw unreadable(name, e);
        }
        DatasetCheck<R> check = new DatasetCheck<>(dataset, name, day, file);
        try {
            check.requireHead(Files.size(path), maxRowGroup);
            return check;
        } catch (IOException | RuntimeException e) {
            check.close();
            throw unreadable(name, e);
        } catch (VerificationException e) {
            check.close();
            throw e;
        }
    }

    private static ParquetReadOptions options() {
        return ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ZstdCodec())
                .withUseHadoopVectoredIo(false)
                .usePageChecksumVerification(true)
                .build();
    }

    private void requireHead(long bytes, long maxRowGroup) throws VerificationException {
        MessageType columns = file.getFileMetaData().getSchema();
        if (!columns.equals(schema)) {
            throw refuse("columns", shown(schema), shown(columns));
        }
        Map<String, String> metadata = file.getFileMetaData().getKeyValueMetaData();
        for (Map.Entry<String, String> each : dataset.metadata(day).entrySet()) {
            String value = metadata.get(each.getKey());
            if (!each.getValue().equals(value)) {
                throw refuse("metadata " + each.getKey(), each.getValue(), value);
            }
        }
        for (BlockMetaData group : file.getRowGroups()) {
            requireSize(group, bytes, maxRowGroup);
        }
    }

    private void requireSize(BlockMetaData group, long bytes, long most)
            throws VerificationException {
        long total = 0;
        for (ColumnChunkMetaData chunk : group.getColumns()) {
            long from = chunk.getStartingPos();
            long size = chunk.getTotalSize();
            if (from < 0 || size < 0 || from > bytes || size > bytes - from) {
                throw refuse("row groups", "columns that lie in the file", "one that does not");
            }
            total += size;
        }
        if (total > most) {
            throw refuse("row groups", "at most " + most + " bytes", total);
        }
    }

    /** Names and types; Parquet's own words for them depend on the language of the machine. */
    private static String shown(MessageType columns) {
        return columns.getFields().stream()
                .map(column -> column.getName() + " " + shown(column))
                .collect(Collectors.joining(", "));
    }

    private static String shown(Type column) {
        LogicalTypeAnnotation meaning = column.getLogicalTypeAnnotation();
        return column.getRepetition()
                + " "
                + (column.isPrimitive() ? column.asPrimitiveType().getPrimitiveTypeName() : "group")
                + (meaning == null ? "" : " " + meaning);
    }

    /** Moves to the next row; false at the end of the file. */
    public boolean next() throws VerificationException {
        try {
            while (left == 0) {
                requireFigures();
                PageReadStore group = file.readNextRowGroup();
                if (group == null) {
                    return false;
                }
                groups++;
                figures = new RowGroupFigures(schema);
                left = group.getRowCount();
                rows = new ColumnIOFactory().getColumnIO(schema).getRecordReader(group, found);
            }
            left--;
            row++;
            found.clear();
            Objects.requireNonNull(rows, "a row without a row group").read();
            figures.add(found);
            return true;
        } catch (IOException | RuntimeException e) {
            throw unreadable(name, e);
        }
    }

    /** Requires of the row group that ends what its rows give. */
    private void requireFigures() throws VerificationException {
        if (groups == 0) {
            return;
        }
        for (ColumnChunkMetaData chunk : file.getRowGroups().get(groups - 1).getColumns()) {
            String column = chunk.getPath().toDotString();
            String counted = figures.otherThan(chunk.getStatistics(), schema.getFieldIndex(column));
            if (counted != null) {
                throw refuse(
                        "row group %d, statistics of %s".formatted(groups, column),
                        counted,
                        chunk.getStatistics());
            }
        }
    }

    /** Moves to the next row, which must be there. */
    public void requireNext(String what) throws VerificationException {
        if (!next()) {
            row++;
            throw refuseRow(what, "a row", "the end of the file");
        }
    }

    /** Whether the row has these values in all columns. */
    public boolean holds(R expectedRow) {
        return differs(expectedRow) < 0;
    }

    /** The first column that has another value than this row's; -1 when there is none. */
    private int differs(R expectedRow) {
        expected.clear();
        dataset.write(expected.consumer(), day.day(), expectedRow);
        for (int i = 0; i < schema.getFieldCount(); i++) {
            if (!Objects.equals(expected.get(i), found.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Requires that the row has these values in all columns.
     *
     * @param what the row is, for messages
     */
    public void require(String what, R expectedRow) throws VerificationException {
        int i = differs(expectedRow);
        if (i >= 0) {
            throw refuseRow(
                    what + ", " + schema.getFieldName(i), expected.shown(i), found.shown(i));
        }
    }

    /** Requires that no row follows. */
    public void requireEnd() throws VerificationException {
        if (next()) {
            throw refuseRow("a row too many", "the end of the file", found);
        }
    }

    /** A column of INT64 in this row. */
    public long whole(String column) {
        return (Long) Objects.requireNonNull(found.get(schema.getFieldIndex(column)), column);
    }

    /** The bytes of a text column in this row. */
    public byte[] bytes(String column) {
        return ((Binary) Objects.requireNonNull(found.get(schema.getFieldIndex(column)), column))
                .getBytes();
    }

    /** Rows so far. */
    public long rows() {
        return row;
    }

    /** The refusal of this row. */
    public VerificationException refuseRow(
            String item, @Nullable Object expectedValue, @Nullable Object foundValue) {
        return refuse("row " + row + ", " + item, expectedValue, foundValue);
    }

    /** The refusal of this file. */
    public VerificationException refuse(
            String item, @Nullable Object expectedValue, @Nullable Object foundValue) {
        return mismatch(name, item, expectedValue, foundValue);
    }

    private static VerificationException mismatch(
            String name, String item, @Nullable Object expected, @Nullable Object found) {
        return new VerificationException(
                VerificationCode.EXPORT_MISMATCH, name, item, expected, found);
    }

    private static VerificationException unreadable(String name, Exception reason) {
        String words = reason.getMessage();
        return mismatch(
                name,
                "file",
                "a Parquet file that can be read to its end",
                words == null ? reason.getClass().getSimpleName() : words);
    }

    @Override
    public void close() throws VerificationException {
        try {
            file.close();
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** A file that messages call by its name and not by its place in memory. */
    private static final class NamedFile extends LocalInputFile {
        private final Path path;

        NamedFile(Path path) {
            super(path);
            this.path = path;
        }

        @Override
        public String toString() {
            return String.valueOf(path.getFileName());
        }
    }
}
