package com.illuvrse.finance.sandbox.s3;

import com.illuvrse.finance.sandbox.s3.Upload.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * What the client says the parts of its multipart upload are, and what they should make together.
 */
record Completion(List<Named> named, @Nullable Long size, Map<String, String> checksums) {
    private static final long SMALLEST_PART = 5 << 20;

    /** A part as the client names it; the checksums by the name of their element. */
    record Named(int number, String etag, Map<String, String> checksums) {}

    static Completion parse(S3Request request, byte[] document) {
        Element root = XmlDocument.parse(document, "CompleteMultipartUpload");
        List<Named> named = new ArrayList<>();
        for (Element part : XmlDocument.children(root, "Part")) {
            String number = XmlDocument.text(part, "PartNumber");
            String etag = XmlDocument.text(part, "ETag");
            if (number == null || !number.matches("[0-9]{1,5}") || etag == null) {
                throw S3Error.MALFORMED_XML.because("a Part has a PartNumber and an ETag");
            }
            Map<String, String> checksums = new TreeMap<>();
            for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
                String value = XmlDocument.text(part, algorithm.element());
                if (value != null) {
                    checksums.put(algorithm.element(), value);
                }
            }
            named.add(new Named(Integer.parseInt(number), etag.replace("\"", ""), checksums));
        }
        if (named.isEmpty()) {
            throw S3Error.MALFORMED_XML.because("a CompleteMultipartUpload has at least one Part");
        }
        String size = request.header("x-amz-mp-object-size");
        Map<String, String> whole = request.headersFrom("x-amz-checksum-");
        whole.remove("x-amz-checksum-type");
        whole.remove("x-amz-checksum-algorithm");
        return new Completion(named, size == null ? null : parseSize(size), whole);
    }

    private static Long parseSize(String size) {
        if (!size.matches("[0-9]{1,18}")) {
            throw S3Error.INVALID_REQUEST.because(
                    "x-amz-mp-object-size is a number of bytes, not '" + size + "'");
        }
        return Long.valueOf(size);
    }

    /**
     * The parts that arrived, in the named order, or the refusal of the first that does not fit.
     */
    List<Part> requireParts(Upload upload, Map<Integer, Part> arrived) {
        List<Part> parts = new ArrayList<>();
        for (Named name : named) {
            if (!parts.isEmpty() && parts.getLast().number() >= name.number()) {
                throw S3Error.INVALID_PART_ORDER.because(
                        "part %d is named after part %d"
                                .formatted(name.number(), parts.getLast().number()));
            }
            Part part = arrived.get(name.number());
            if (part == null || !part.etag().equals(name.etag())) {
                throw S3Error.INVALID_PART.because(
                        "part %d should have arrived with the ETag \"%s\" but %s"
                                .formatted(
                                        name.number(),
                                        name.etag(),
                                        part == null ? "did not" : "has \"" + part.etag() + '"'));
            }
            requireChecksum(upload, name, part);
            parts.add(part);
        }
        for (Part part : parts.subList(0, parts.size() - 1)) {
            if (part.size() < SMALLEST_PART) {
                throw S3Error.ENTITY_TOO_SMALL.because(
                        "every part but the last has at least %,d bytes, part %d has %,d"
                                .formatted(SMALLEST_PART, part.number(), part.size()));
            }
        }
        return parts;
    }

    private static void requireChecksum(Upload upload, Named name, Part part) {
        String element = part.checksum().algorithm().element();
        String said = name.checksums().get(element);
        if (said == null && upload.type() == Checksum.Type.COMPOSITE) {
            throw S3Error.INVALID_REQUEST.because(
                    "the upload was begun with %s checksums, so part %d needs its %s"
                            .formatted(upload.algorithm(), name.number(), element));
        }
        if (said != null && !said.equals(part.checksum().value())) {
            throw S3Error.INVALID_PART.because(
                    "part %d arrived with the %s %s and not %s"
                            .formatted(name.number(), element, part.checksum().value(), said));
        }
    }

    /** Refuses a whole that is not what the client expects. */
    void requireResult(long joinedSize, Checksum checksum) {
        if (size != null && size != joinedSize) {
            throw S3Error.INVALID_REQUEST.because(
                    "the parts should make %,d bytes but make %,d".formatted(size, joinedSize));
        }
        checksums.forEach(
                (header, said) -> {
                    boolean same =
                            said.equals(checksum.value())
                                    || (said + "-" + named.size()).equals(checksum.value());
                    if (!same || !header.equals(checksum.algorithm().header())) {
                        throw S3Error.BAD_DIGEST.because(
                                "%s says %s but the parts make %s of %s"
                                        .formatted(
                                                header,
                                                said,
                                                checksum.algorithm(),
                                                checksum.value()));
                    }
                });
    }
}
