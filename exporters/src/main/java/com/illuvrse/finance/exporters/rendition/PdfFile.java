package com.illuvrse.finance.exporters.rendition;

import com.openhtmltopdf.bidi.support.ICUBidiReorderer;
import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;

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
            PdfRendererBuilder builder =
                    new PdfRendererBuilder()
                            .usePDDocument(document)
                            .usePdfVersion(VERSION)
                            .usePdfUaAccessibility(true)
                            .withProducer(PRODUCER);
            builder.withW3cDocument(page.tree(), "");
            builder.useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory());
            builder.useUnicodeBidiReorderer(new ICUBidiReorderer());
            for (ExternalResourceControlPriority priority :
                    ExternalResourceControlPriority.values()) {
                builder.useExternalResourceAccessControl((uri, type) -> false, priority);
            }
            page.fonts().offer(builder, document);
            try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
                renderer.createPDFWithoutClosing();
                document.getDocumentInformation().setCreationDate(startOf(day));
                document.setDocumentId(day.toEpochDay());
                document.save(file.toFile());
            }
        }
    }

    private static Calendar startOf(LocalDate day) {
        Calendar calendar =
                new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC), Locale.ROOT);
        calendar.setTimeInMillis(day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli());
        return calendar;
    }
}
