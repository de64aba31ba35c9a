package com.illuvrse.finance.exporters.rendition;

import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A page being written, element by element.
 *
 * <p>It is a tree from the start and nothing is ever parsed: a text goes in as text and stays one,
 * whatever it holds.
 */
public final class Page {

    private final Document document;
    private final Fonts fonts;
    private final Deque<Element> open = new ArrayDeque<>();

    /**
     * @param language of the page's words, such as {@code en}
     * @param style a style sheet of ours; {@code $fonts} in it stands for the families of the fonts
     */
    public Page(Fonts fonts, String language, String title, String subject, String style) {
        this.fonts = fonts;
        this.document = empty();
        Element html = document.createElement("html");
        document.appendChild(html);
        open.push(html);
        html.setAttribute("lang", language);
        open("head").open("title").text(title).close();
        open("meta", "name", "subject", "content", fonts.shown(subject)).close();
        open("style");
        current().appendChild(document.createTextNode(style.replace("$fonts", fonts.families())));
        close().close();
        open("body");
    }

    private static Document empty() {
        try {
            return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("an empty tree can always be made", e);
        }
    }

    private Element current() {
        return open.element();
    }

    /**
     * Begins an element.
     *
     * @param attributes names and values of ours, in turn
     */
    public Page open(String element, String... attributes) {
        Element begun = document.createElement(element);
        for (int i = 0; i < attributes.length; i += 2) {
            begun.setAttribute(attributes[i], attributes[i + 1]);
        }
        current().appendChild(begun);
        open.push(begun);
        return this;
    }

    /** A text from anywhere, as text. */
    public Page text(String anything) {
        if (!anything.isEmpty()) {
            current().appendChild(document.createTextNode(fonts.shown(anything)));
        }
        return this;
    }

    /** Ends the element begun last. */
    public Page close() {
        open.pop();
        return this;
    }

    /** An element of a class that holds nothing but a text. */
    public Page text(String element, String look, String anything) {
        return open(element, "class", look).text(anything).close();
    }

    Document tree() {
        return document;
    }

    Fonts fonts() {
        return fonts;
    }
}
