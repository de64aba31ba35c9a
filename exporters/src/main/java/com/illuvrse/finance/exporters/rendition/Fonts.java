package com.illuvrse.finance.exporters.rendition;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jspecify.annotations.Nullable;

/**
 * The fonts pages are set in, read once for any number of files.
 *
 * <p>DejaVu Sans has Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic letters; other
 * scripts come from TrueType files of the reader's choice. A character no font has is shown as its
 * code point, and so is one that steers a text instead of being part of it. Not for several threads
 * at a time.
 */
public final class Fonts {

    private static final String DEJAVU = "/net/sf/jasperreports/fonts/dejavu/DejaVuSansCondensed";
    private static final int REGULAR = 400;
    private static final int BOLD = 700;
    private static final int NON_JOINER = 0x200c;
    private static final int JOINER = 0x200d;

    private final List<Face> faces = new ArrayList<>();

    /** A font as a style sheet names it. */
    private record Face(String family, int weight, TrueTypeFont font, CmapLookup glyphs) {}

    /**
     * @param others TrueType files for characters DejaVu Sans does not have, tried in this order
     */
    public Fonts(List<Path> others) {
        add("Dejavu", REGULAR, DEJAVU + ".ttf", null);
        add("Dejavu", BOLD, DEJAVU + "-Bold.ttf", null);
        for (Path other : others) {
            add("Other" + faces.size(), REGULAR, other.toString(), other);
        }
    }

    private void add(String family, int weight, String name, @Nullable Path file) {
        try (InputStream in =
                file == null ? Fonts.class.getResourceAsStream(name) : Files.newInputStream(file)) {
            if (in == null) {
                throw new IOException(name + " is not among the program's resources");
            }
            TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(in));
            if (font.getTableMap().get("glyf") == null) {
                throw new IOException(
                        "a PDF can embed TrueType outlines only, found a font with others");
            }
            faces.add(new Face(family, weight, font, font.getUnicodeCmapLookup()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "font " + name + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** The families, in the order they are asked for a character, as a style sheet lists them. */
    String families() {
        return faces.stream().map(Face::family).distinct().collect(Collectors.joining(", "));
    }

    /** A text as a page can show it: in one line, whole, and reading in its own direction. */
    String shown(String anything) {
        StringBuilder shown = new StringBuilder(anything.length());
        anything.codePoints()
                .forEach(
                        c -> {
                            if (Character.isWhitespace(c)) {
                                shown.append(' ');
                            } else if (isShown(c)) {
                                shown.appendCodePoint(c);
                            } else {
                                shown.append(String.format(Locale.ROOT, "[U+%04X]", c));
                            }
                        });
        return shown.toString();
    }

    private boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT -> c == NON_JOINER || c == JOINER;
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> false;
            default -> faces.stream().anyMatch(face -> face.glyphs().getGlyphId(c) != 0);
        };
    }

    /** Offers the fonts to a file being made; it holds the characters it needs of them. */
    void offer(PdfRendererBuilder builder, PDDocument document) {
        for (Face face : faces) {
            builder.useFont(
                    new InDocument(face.font(), document),
                    face.family(),
                    face.weight(),
                    FontStyle.NORMAL,
                    true);
        }
    }

    /** A font of ours in one document, put there when it is first needed. */
    private static final class InDocument extends PDFontSupplier {
        private final TrueTypeFont font;
        private final PDDocument document;

        @SuppressWarnings("NullAway") // the other way to give a font is to make it now
        private InDocument(TrueTypeFont font, PDDocument document) {
            super(null);
            this.font = font;
            this.document = document;
        }

        @Override
        public PDFont supply() {
            try {
                return PDType0Font.load(document, font, true);
            } catch (IOException e) {
                throw new UncheckedIOException("a font cannot be embedded: " + e.getMessage(), e);
            }
        }
    }
}
