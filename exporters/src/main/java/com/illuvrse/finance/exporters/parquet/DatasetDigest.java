package com.illuvrse.finance.exporters.parquet;

import com.illuvrse.finance.canonical.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * The digest of the file a {@link DatasetWriter} makes of some rows, without the file. A file with
 * this digest holds these rows and nothing false beside them: statistics, indexes, counts.
 *
 * <p>Another version of the writer's libraries may write the same rows in other bytes.
 */
public final class DatasetDigest<R> {

    private final Sha256 digest = Sha256.start();
    private final DatasetWriter<R> writer;

    public DatasetDigest(Dataset<R> dataset, SealedDay day) {
        try {
            writer = new DatasetWriter<>(dataset, new Digesting(), day);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written to a disk here", e);
        }
    }

    /** Adds a row, which must come after the one before it. */
    public void add(R row) {
        try {
            writer.write(row);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written to a disk here", e);
        }
    }

    /** SHA-256 of the file, hex; no row may follow. */
    public String finish() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written to a disk here", e);
        }
        return digest.finishHex();
    }

    private final class Digesting implements OutputFile {

        @Override
        public PositionOutputStream create(long blockSize) {
            return new Stream();
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSize) {
            return new Stream();
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }

    private final class Stream extends PositionOutputStream {
        private long position;

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int value) {
            digest.update((byte) value);
            position++;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            digest.update(bytes, from, length);
            position += length;
        }
    }
}
