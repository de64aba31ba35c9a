package com.illuvrse.finance.sandbox.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Reads the small XML documents of requests; a document type, and with it any entity, is refused.
 */
final class XmlDocument {
    private static final DocumentBuilderFactory FACTORY = factory();

    private XmlDocument() {}

    private static DocumentBuilderFactory factory() {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setExpandEntityReferences(false);
            factory.setXIncludeAware(false);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's XML parser lost a safety feature", e);
        }
        return factory;
    }

    /** The root element, which must have this name. */
    static Element parse(byte[] document, String root) {
        Element element;
        try {
            DocumentBuilder builder;
            synchronized (FACTORY) {
                builder = FACTORY.newDocumentBuilder();
            }
            builder.setErrorHandler(null);
            element = builder.parse(new ByteArrayInputStream(document)).getDocumentElement();
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw S3Error.MALFORMED_XML.because("the document is not XML: " + e.getMessage());
        }
        if (!root.equals(element.getLocalName())) {
            throw S3Error.MALFORMED_XML.because(
                    "the document should be a %s but is a %s"
                            .formatted(root, element.getLocalName()));
        }
        return element;
    }

    static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && name.equals(element.getLocalName())) {
                found.add(element);
            }
        }
        return found;
    }

    static @Nullable Element child(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** The text of a child, or null when there is no such child. */
    static @Nullable String text(Element parent, String name) {
        Element child = child(parent, name);
        return child == null ? null : child.getTextContent();
    }
}
