package com.illuvrse.finance.exporters.invoice;

import com.illuvrse.finance.exporters.invoice.InvoicePaper.Charge;
import com.illuvrse.finance.exporters.invoice.InvoicePaper.Credited;
import com.illuvrse.finance.exporters.invoice.InvoicePaper.Group;
import com.illuvrse.finance.exporters.invoice.InvoicePaper.Line;
import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * A paper as Cross Industry Invoice (UN/CEFACT D16B) in the EN 16931 profile, the XML of Factur-X.
 * The same paper gives the same bytes.
 *
 * <p>What the buyer paid is prepaid and nothing is due, so that no one pays it again.
 */
final class CiiXml {

    static final String RSM = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100";
    static final String RAM =
            "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100";
    static final String UDT = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100";

    private static final String PROFILE = "urn:cen.eu:en16931:2017";
    private static final String INVOICE = "380";
    private static final String CREDIT_NOTE = "381";
    private static final String PIECES = "C62";

    private final InvoicePaper paper;
    private final XMLStreamWriter xml;
    private final boolean namesVatIds;

    private CiiXml(InvoicePaper paper, XMLStreamWriter xml) {
        this.paper = paper;
        this.xml = xml;
        this.namesVatIds = paper.namesVatIds();
    }

    /**
     * The XML of a paper.
     *
     * @throws IllegalArgumentException when EN 16931 cannot say it
     */
    static byte[] of(InvoicePaper paper) {
        if (paper.withoutXml() != null) {
            throw new IllegalArgumentException(
                    paper.number() + " has no XML: " + paper.withoutXml());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            new CiiXml(paper, xml).document();
            xml.flush();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(paper.number() + " cannot be written", e);
        }
        return out.toByteArray();
    }

    private void document() throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.setPrefix("rsm", RSM);
        xml.setPrefix("ram", RAM);
        xml.setPrefix("udt", UDT);
        xml.writeStartElement(RSM, "CrossIndustryInvoice");
        xml.writeNamespace("rsm", RSM);
        xml.writeNamespace("ram", RAM);
        xml.writeNamespace("udt", UDT);
        xml.writeStartElement(RSM, "ExchangedDocumentContext");
        begin("GuidelineSpecifiedDocumentContextParameter");
        text("ID", PROFILE);
        end();
        end();
        xml.writeStartElement(RSM, "ExchangedDocument");
        text("ID", paper.number().toString());
        text("TypeCode", paper.isCredit() ? CREDIT_NOTE : INVOICE);
        begin("IssueDateTime");
        date("DateTimeString", UDT, paper.issuedOn());
        end();
        end();
        xml.writeStartElement(RSM, "SupplyChainTradeTransaction");
        for (Line line : paper.lines()) {
            line(line);
        }
        agreement();
        begin("ApplicableHeaderTradeDelivery");
        begin("ActualDeliverySupplyChainEvent");
        begin("OccurrenceDateTime");
        date("DateTimeString", UDT, paper.taxPoint());
        end();
        end();
        end();
        settlement();
        end();
        end();
        xml.writeEndDocument();
    }

    /** A price is never negative; a line that is has a negative quantity. */
    private void line(Line line) throws XMLStreamException {
        long quantity = line.net() < 0 ? Math.negateExact(line.quantity()) : line.quantity();
        begin("IncludedSupplyChainTradeLineItem");
        begin("AssociatedDocumentLineDocument");
        text("LineID", line.line());
        end();
        begin("SpecifiedTradeProduct");
        text("Name", line.name());
        end();
        begin("SpecifiedLineTradeAgreement");
        begin("NetPriceProductTradePrice");
        amount("ChargeAmount", Math.abs(line.net()));
        quantity("BasisQuantity", line.quantity());
        end();
        end();
        begin("SpecifiedLineTradeDelivery");
        quantity("BilledQuantity", quantity);
        end();
        begin("SpecifiedLineTradeSettlement");
        begin("ApplicableTradeTax");
        text("TypeCode", "VAT");
        text("CategoryCode", line.category().name());
        if (line.category() != Category.O) {
            text("RateApplicablePercent", Amounts.percent(line.rate()));
        }
        end();
        begin("SpecifiedTradeSettlementLineMonetarySummation");
        amount("LineTotalAmount", line.net());
        end();
        end();
        end();
    }

    private void agreement() throws XMLStreamException {
        begin("ApplicableHeaderTradeAgreement");
        party("SellerTradeParty", paper.seller());
        party("BuyerTradeParty", paper.buyer());
        begin("SellerOrderReferencedDocument");
        text("IssuerAssignedID", paper.order());
        end();
        end();
    }

    private void party(String element, Party party) throws XMLStreamException {
        begin(element);
        text("Name", party.name());
        if (party.registration() != null) {
            begin("SpecifiedLegalOrganization");
            text("ID", party.registration());
            end();
        }
        begin("PostalTradeAddress");
        optional("PostcodeCode", party.postCode());
        optional("LineOne", party.street());
        optional("CityName", party.city());
        text("CountryID", party.country());
        end();
        if (party.vatId() != null && namesVatIds) {
            begin("SpecifiedTaxRegistration");
            xml.writeStartElement(RAM, "ID");
            xml.writeAttribute("schemeID", "VA");
            xml.writeCharacters(clean(party.vatId()));
            end();
            end();
        }
        end();
    }

    private void settlement() throws XMLStreamException {
        begin("ApplicableHeaderTradeSettlement");
        text("InvoiceCurrencyCode", paper.currency().code());
        for (Group group : paper.groups()) {
            group(group);
        }
        for (Charge charge : paper.charges()) {
            begin("SpecifiedTradeAllowanceCharge");
            begin("ChargeIndicator");
            xml.writeStartElement(UDT, "Indicator");
            xml.writeCharacters("true");
            end();
            end();
            amount("ActualAmount", charge.amount());
            text("Reason", charge.name());
            begin("CategoryTradeTax");
            text("TypeCode", "VAT");
            text("CategoryCode", Category.O.name());
            end();
            end();
        }
        begin("SpecifiedTradePaymentTerms");
        text("Description", paper.isCredit() ? "Paid back" : "Paid");
        end();
        summation();
        Credited credited = paper.credited();
        if (credited != null) {
            begin("InvoiceReferencedDocument");
            text("IssuerAssignedID", credited.number());
            begin("FormattedIssueDateTime");
            date(
                    "DateTimeString",
                    "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
                    credited.issuedOn());
            end();
            end();
        }
        end();
    }

    private void group(Group group) throws XMLStreamException {
        begin("ApplicableTradeTax");
        amount("CalculatedAmount", group.tax());
        text("TypeCode", "VAT");
        optional("ExemptionReason", group.category().reason());
        amount("BasisAmount", group.basis());
        text("CategoryCode", group.category().name());
        if (group.category() != Category.O) {
            text("RateApplicablePercent", Amounts.percent(group.rate()));
        }
        end();
    }

    private void summation() throws XMLStreamException {
        begin("SpecifiedTradeSettlementHeaderMonetarySummation");
        amount("LineTotalAmount", paper.net());
        if (!paper.charges().isEmpty()) {
            amount("ChargeTotalAmount", paper.charged());
        }
        amount("TaxBasisTotalAmount", Math.addExact(paper.net(), paper.charged()));
        xml.writeStartElement(RAM, "TaxTotalAmount");
        xml.writeAttribute("currencyID", paper.currency().code());
        xml.writeCharacters(Amounts.of(paper.vat(), paper.currency()));
        end();
        amount("GrandTotalAmount", paper.gross());
        amount("TotalPrepaidAmount", paper.gross());
        amount("DuePayableAmount", 0);
        end();
    }

    private void begin(String element) throws XMLStreamException {
        xml.writeStartElement(RAM, element);
    }

    private void end() throws XMLStreamException {
        xml.writeEndElement();
    }

    private void text(String element, String text) throws XMLStreamException {
        begin(element);
        xml.writeCharacters(clean(text));
        end();
    }

    private void optional(String element, @Nullable String text) throws XMLStreamException {
        if (text != null && !text.isBlank()) {
            text(element, text);
        }
    }

    private void amount(String element, long minor) throws XMLStreamException {
        text(element, Amounts.of(minor, paper.currency()));
    }

    private void quantity(String element, long quantity) throws XMLStreamException {
        begin(element);
        xml.writeAttribute("unitCode", PIECES);
        xml.writeCharacters(Long.toString(quantity));
        end();
    }

    private void date(String element, String namespace, LocalDate day) throws XMLStreamException {
        if (namespace.equals(UDT)) {
            xml.writeStartElement(UDT, element);
        } else {
            xml.writeStartElement("qdt", element, namespace);
            xml.writeNamespace("qdt", namespace);
        }
        xml.writeAttribute("format", "102");
        xml.writeCharacters(day.format(DateTimeFormatter.BASIC_ISO_DATE));
        end();
    }

    /** XML has no way to write some characters at all. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c -> {
                            boolean isWritten =
                                    (c >= ' ' && c < 0xd800)
                                            || (c > 0xdfff && c < 0xfffe)
                                            || c > 0xffff
                                            || c == '\t';
                            clean.appendCodePoint(isWritten ? c : '\ufffd');
                        });
        return clean.toString().strip();
    }
}
