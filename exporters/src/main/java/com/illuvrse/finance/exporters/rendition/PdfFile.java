package com.illuvrse.finance.exporters.rendition;

import com.openhtmltopdf.bidi.support.ICUBidiReorderer;
import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes a page as a tagged PDF.
 *
 * <p>The same page of the same day is the same bytes: its date is the day's, its identity comes
 * from the day and its title, and no clock or chance takes part. Nothing is loaded from anywhere:
 * neither style sheets, nor pictures, nor entities.
 */
public final class PdfFile {

    private static final String PRODUCER = "ILLUVRSE Finance";
    private static final float VERSION = 1.7f;

    static {
        XRLog.setLoggingEnabled(false);
    }

    private PdfFile() {}

    /**
     * Writes a page into a file.
     *
     * @param day the last day the page tells of
     */
    public static void write(Path file, Page page, LocalDate day) throws IOException {
        try (PDDocument document = new PDDocument()) {
            render(document, page, day, PdfAConformance.NONE);
            document.save(file.toFile());
        }
    }

    /**
     * A text inside a PDF, in UTF-8, that says the same as its pages.
     *
     * @param metadata what XMP says of it: elements {@code rdf:Description} of ours
     */
    public record Inside(String name, String mediaType, String text, String metadata) {

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Writes a page into a file for the archive (PDF/A-3b).
     *
     * @param day the last day the page tells of
     * @param inside what it carries; null without
     */
    public static void writeForArchive(
            Path file, Page page, LocalDate day, String title, @Nullable Inside inside)
            throws IOException {
        try (PDDocument document = new PDDocument()) {
            render(document, page, day, PdfAConformance.PDFA_3_B);
            PDDocumentCatalog catalog = document.getDocumentCatalog();
            if (inside != null) {
                attach(document, catalog, inside, day);
            }
            PDMetadata metadata = new PDMetadata(document);
            metadata.importXMPMetadata(
                    xmp(title, day, inside == null ? "" : inside.metadata())
                            .getBytes(StandardCharsets.UTF_8));
            catalog.setMetadata(metadata);
            document.save(file.toFile());
        }
    }

    private static void render(
            PDDocument document, Page page, LocalDate day, PdfAConformance archive)
            throws IOException {
        PdfRendererBuilder builder =
                new PdfRendererBuilder()
                        .usePDDocument(document)
                        .usePdfVersion(VERSION)
                        .usePdfUaAccessibility(true)
                        .usePdfAConformance(archive)
                        .withProducer(PRODUCER);
        if (archive != PdfAConformance.NONE) {
            builder.useColorProfile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
        }
        builder.withW3cDocument(page.tree(), "");
        builder.useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory());
        builder.useUnicodeBidiReorderer(new ICUBidiReorderer());
        for (ExternalResourceControlPriority priority : ExternalResourceControlPriority.values()) {
            builder.useExternalResourceAccessControl((uri, type) -> false, priority);
        }
        page.fonts().offer(builder, document);
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
            renderer.createPDFWithoutClosing();
        }
        document.getDocumentInformation().setCreationDate(startOf(day));
        document.setDocumentId(day.toEpochDay());
    }

    private static void attach(
            PDDocument document, PDDocumentCatalog catalog, Inside inside, LocalDate day)
            throws IOException {
        byte[] content = inside.text().getBytes(StandardCharsets.UTF_8);
        PDEmbeddedFile embedded = new PDEmbeddedFile(document, new ByteArrayInputStream(content));
        embedded.setSubtype(inside.mediaType());
        embedded.setSize(content.length);
        embedded.setModDate(startOf(day));
        PDComplexFileSpecification file = new PDComplexFileSpecification();
        file.setFile(inside.name());
        file.setFileUnicode(inside.name());
        file.setFileDescription("the same as the pages, for programs");
        file.setEmbeddedFile(embedded);
        file.setEmbeddedFileUnicode(embedded);
        file.getCOSObject().setName("AFRelationship", "Alternative");
        PDEmbeddedFilesNameTreeNode files = new PDEmbeddedFilesNameTreeNode();
        files.setNames(Map.of(inside.name(), file));
        PDDocumentNameDictionary names = new PDDocumentNameDictionary(catalog);
        names.setEmbeddedFiles(files);
        catalog.setNames(names);
        COSArray associated = new COSArray();
        associated.add(file);
        catalog.getCOSObject().setItem("AF", associated);
    }

    private static String xmp(String title, LocalDate day, String more) {
        return """
        <?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/">
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
        <pdfaid:part>3</pdfaid:part>
        <pdfaid:conformance>B</pdfaid:conformance>
        </rdf:Description>
        <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
         xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
        <dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
        <pdf:Producer>%s</pdf:Producer>
        <xmp:CreateDate>%sT00:00:00Z</xmp:CreateDate>
        </rdf:Description>
        %s</rdf:RDF>
        </x:xmpmeta>
        <?xpacket end="w"?>
        """
                .formatted(title.replace("&", "&amp;").replace("<", "&lt;"), PRODUCER, day, more);
    }

    private static Calendar startOf(LocalDate day) {
        Calendar calendar =
                new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC), Locale.ROOT);
        calendar.setTimeInMillis(day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
        return calendar;
    }
}
