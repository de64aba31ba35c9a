package com.illuvrse.finance.sandbox.s3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * An XML document in the making. Characters that XML 1.0 cannot carry are written as references, as
 * S3 does; clients ask for {@code encoding-type=url} where keys may have them.
 */
final class Xml {
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final StringBuilder text =
            new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private final Deque<String> open = new ArrayDeque<>();

    private Xml() {}

    /** A document in S3's namespace. */
    static Xml document(String root) {
        Xml xml = new Xml();
        xml.text.append('<').append(root).append(" xmlns=\"" + NAMESPACE + "\">");
        xml.open.push(root);
        return xml;
    }

    /** An error document, which has no namespace. */
    static Xml errorDocument() {
        Xml xml = new Xml();
        return xml.open("Error");
    }

    Xml open(String name) {
        text.append('<').append(name).append('>');
        open.push(name);
        return this;
    }

    Xml close() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    Xml text(String name, Object value) {
        open(name);
        value.toString().codePoints().forEach(this::escape);
        return close();
    }

    /** Writes nothing when there is no value. */
    Xml optional(String name, @Nullable Object value) {
        return value == null ? this : text(name, value);
    }

    byte[] bytes() {
        while (!open.isEmpty()) {
            close();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void escape(int c) {
        switch (c) {
            case '&' -> text.append("&amp;");
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '"' -> text.append("&quot;");
            default -> {
                if (c < ' ' || c == 0x7f) {
                    text.append("&#").append(c).append(';');
                } else {
                    text.appendCodePoint(c);
                }
            }
        }
    }
}
