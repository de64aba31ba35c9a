package com.illuvrse.finance.exporters.parquet;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Zstandard for pages, straight on zstd-jni: Parquet's own codecs need all of Hadoop's runtime.
 *
 * <p>One thread and a fixed level, so the same page always gives the same bytes. Pages are small
 * enough to be compressed at once.
 */
final class ZstdCodec implements CompressionCodecFactory {

    private static final int LEVEL = 3;

    /** A page of ours holds a megabyte, or a hundred rows of 64 KiB. */
    private static final int MAX_PAGE_BYTES = 32 << 20;

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        requireZstd(name);
        return new Compressor();
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        requireZstd(name);
        return new Decompressor();
    }

    @Override
    public void release() {}

    private static void requireZstd(CompressionCodecName name) {
        if (name != CompressionCodecName.ZSTD) {
            throw new IllegalArgumentException("our files are compressed with ZSTD, not " + name);
        }
    }

    private static final class Compressor implements BytesInputCompressor {
        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
            return BytesInput.from(Zstd.compress(bytes.toInputStream().readAllBytes(), LEVEL));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {}
    }

    private static final class Decompressor implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput bytes, int size) throws IOException {
            return BytesInput.from(page(bytes.toInputStream().readAllBytes(), size));
        }

        private static byte[] page(byte[] compressed, int size) throws IOException {
            if (size < 0 || size > MAX_PAGE_BYTES) {
                throw new IOException(
                        "a page has at most " + MAX_PAGE_BYTES + " bytes, found " + size);
            }
            byte[] page = Zstd.decompress(compressed, size);
            if (page.length != size) {
                throw new IOException(
                        "a page should have " + size + " bytes, found " + page.length);
            }
            return page;
        }

        @Override
        public void decompress(ByteBuffer input, int inputSize, ByteBuffer output, int outputSize)
                throws IOException {
            byte[] compressed = new byte[inputSize];
            input.get(compressed);
            output.put(page(compressed, outputSize));
        }

        @Override
        public void release() {}
    }
}
