package com.illuvrse.finance.sandbox.s3;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.TreeMap;

/** What goes back to the client; it must be closed, sent or not. */
record Answer(int status, Map<String, String> headers, Body body) implements Closeable {
    private static final int BUFFER = 1 << 16;

    Answer {
        headers = new TreeMap<>(headers);
    }

    /** The bytes after the headers. */
    sealed interface Body permits Nothing, Document, Slice {}

    /** No bytes; the length is what a HEAD request says there would have been. */
    record Nothing(long length) implements Body {}

    /** A document made for this answer. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, only written
    record Document(byte[] bytes) implements Body {}

    /** A part of a file, which stays readable even if the version is removed meanwhile. */
    record Slice(FileChannel file, long offset, long length) implements Body {}

    static Answer empty(int status) {
        return new Answer(status, Map.of(), new Nothing(0));
    }

    static Answer document(Xml xml) {
        return new Answer(
                200, Map.of("Content-Type", "application/xml"), new Document(xml.bytes()));
    }

    /** An error document. */
    static Answer refusal(S3Error error, String sentence, S3Request request) {
        Xml xml =
                Xml.errorDocument()
                        .text("Code", error.code())
                        .text("Message", sentence)
                        .text("Resource", "/" + request.path())
                        .text("RequestId", request.id());
        return new Answer(
                error.status(),
                Map.of("Content-Type", "application/xml"),
                new Document(xml.bytes()));
    }

    Answer with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    Answer with(Map<String, String> more) {
        headers.putAll(more);
        return this;
    }

    long length() {
        return switch (body) {
            case Nothing nothing -> nothing.length();
            case Document document -> document.bytes().length;
            case Slice slice -> slice.length();
        };
    }

    boolean hasBytes() {
        return switch (body) {
            case Nothing nothing -> false;
            case Document document -> true;
            case Slice slice -> slice.length() > 0;
        };
    }

    /** Writes the first bytes of the body; all of them when the limit is its length. */
    void writeTo(OutputStream out, long limit) throws IOException {
        switch (body) {
            case Nothing nothing -> {}
            case Document document -> out.write(document.bytes(), 0, (int) limit);
            case Slice slice -> copy(slice, out, limit);
        }
    }

    private static void copy(Slice slice, OutputStream out, long limit) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long done = 0;
        while (done < limit) {
            buffer.clear().limit((int) Math.min(BUFFER, limit - done));
            int count = slice.file().read(buffer, slice.offset() + done);
            if (count < 0) {
                throw new IOException("the file of an object is shorter than its description");
            }
            out.write(buffer.array(), 0, count);
            done += count;
        }
    }

    @Override
    public void close() throws IOException {
        if (body instanceof Slice slice) {
            slice.file().close();
        }
    }
}
