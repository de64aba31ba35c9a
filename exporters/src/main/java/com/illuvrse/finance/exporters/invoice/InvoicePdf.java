package com.illuvrse.finance.exporters.invoice;

import com.illuvrse.finance.exporters.rendition.Fonts;
import com.illuvrse.finance.exporters.rendition.Letterhead;
import com.illuvrse.finance.exporters.rendition.PdfFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes papers as PDF/A-3 with their XML inside (Factur-X, profile EN 16931), one file at a time,
 * with fonts that are read once. A paper EN 16931 cannot say is a PDF/A-3 without XML.
 */
public final class InvoicePdf {

    private static final String XML = "factur-x.xml";

    private static final String FACTUR_X =
            """
            <rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#">
            <fx:DocumentType>INVOICE</fx:DocumentType>
            <fx:DocumentFileName>factur-x.xml</fx:DocumentFileName>
            <fx:Version>1.0</fx:Version>
            <fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>
            </rdf:Description>
            <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
             xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
             xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
            <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
            <pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>
            <pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#</pdfaSchema:namespaceURI>
            <pdfaSchema:prefix>fx</pdfaSchema:prefix>
            <pdfaSchema:property><rdf:Seq>
            """
                    + property("DocumentFileName", "name of the embedded XML file")
                    + property("DocumentType", "INVOICE")
                    + property("Version", "version of the XML schema")
                    + property("ConformanceLevel", "profile of the XML")
                    + """
                    </rdf:Seq></pdfaSchema:property>
                    </rdf:li></rdf:Bag></pdfaExtension:schemas>
                    </rdf:Description>
                    """;

    private final Letterhead letterhead;
    private final Fonts fonts;

    /**
     * @param letterhead how the platform looks on paper
     */
    public InvoicePdf(Letterhead letterhead) {
        this.letterhead = letterhead;
        this.fonts = new Fonts(letterhead.fonts());
    }

    private static String property(String name, String description) {
        return """
        <rdf:li rdf:parseType="Resource"><pdfaProperty:name>%s</pdfaProperty:name>\
        <pdfaProperty:valueType>Text</pdfaProperty:valueType>\
        <pdfaProperty:category>external</pdfaProperty:category>\
        <pdfaProperty:description>%s</pdfaProperty:description></rdf:li>
        """
                .formatted(name, description);
    }

    /**
     * Writes the file of a paper.
     *
     * @return the rules of EN 16931 its XML breaks; none when it has none
     */
    public List<String> write(Path file, InvoicePaper paper) throws IOException {
        byte[] xml = paper.withoutXml() == null ? CiiXml.of(paper) : null;
        PdfFile.writeForArchive(
                file,
                new InvoicePage(letterhead, fonts, paper).page(),
                paper.issuedOn(),
                InvoicePage.title(paper),
                xml == null
                        ? null
                        : new PdfFile.Inside(
                                XML,
                                "text/xml",
                                new String(xml, StandardCharsets.UTF_8),
                                FACTUR_X));
        return xml == null ? List.of() : CiiRules.faults(xml);
    }
}
