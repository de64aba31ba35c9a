package com.illuvrse.finance.sandbox.s3;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent-encoding as Signature Version 4 defines it: UTF-8, upper-case hex, only A-Z a-z 0-9 - . _
 * ~ bare.
 */
final class UriText {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private static final String BARE =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private UriText() {}

    /** Encodes everything, the slash too. */
    static String encode(String text) {
        return encode(text, false);
    }

    /** Encodes everything but the slashes. */
    static String encodePath(String text) {
        return encode(text, true);
    }

    private static String encode(String text, boolean keepSlash) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (BARE.indexOf(c) >= 0 || (keepSlash && c == '/')) {
                out.append(c);
            } else {
                out.append('%').append(HEX.toHexDigits(b));
            }
        }
        return out.toString();
    }

    /** Decodes a part of a path, where a plus is a plus. */
    static String decodePath(String text) {
        return decode(text, false);
    }

    /** Decodes a name or value of a query, where a plus is a space. */
    static String decodeQuery(String text) {
        return decode(text, true);
    }

    private static String decode(String text, boolean plusIsSpace) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(hexPair(text, i + 1));
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.write(' ');
            } else if (c < 0x80) {
                bytes.write(c);
            } else {
                throw undecodable(text);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw undecodable(text);
        }
    }

    private static int hexPair(String text, int start) {
        if (start + 2 > text.length()
                || !HexFormat.isHexDigit(text.charAt(start))
                || !HexFormat.isHexDigit(text.charAt(start + 1))) {
            throw undecodable(text);
        }
        return HexFormat.fromHexDigits(text, start, start + 2);
    }

    private static S3Exception undecodable(String text) {
        return S3Error.INVALID_URI.because(
                "the URI part '" + text + "' is not percent-encoded UTF-8");
    }
}
