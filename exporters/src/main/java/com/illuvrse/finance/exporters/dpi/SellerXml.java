package com.illuvrse.finance.exporters.dpi;

import com.illuvrse.finance.dpi.Activity;
import com.illuvrse.finance.dpi.SellerRow;
import com.illuvrse.finance.dpi.SellerRow.Quarter;
import com.illuvrse.finance.exporters.vault.BankAccount;
import com.illuvrse.finance.exporters.vault.Identity;
import com.illuvrse.finance.exporters.vault.PostalAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * The report of a platform's sellers in the OECD's own dialect, {@code urn:oecd:ties:dpi:v1}
 * (reports, section 4). The same message and sellers give the same bytes.
 */
public final class SellerXml {

    static final String DPI = "urn:oecd:ties:dpi:v1";
    static final String STF = "urn:oecd:ties:dpistf:v1";

    private static final String NEW_REPORT = "DPI401";
    private static final String NOTHING_TO_REPORT = "DPI403";
    private static final String NEW_DATA = "OECD1";
    private static final String REGISTERED_OFFICE = "OECD304";
    private static final int LONGEST = 200;

    /** Elements in the order of the schema. */
    private static final Map<Activity, String> ELEMENTS =
            Map.of(
                    Activity.PERSONAL_SERVICE, "PersonalServices",
                    Activity.SALE_OF_GOODS, "SaleOfGoods",
                    Activity.TRANSPORT_RENTAL, "TransportationRental");

    private final XMLStreamWriter xml;

    private SellerXml(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /**
     * Writes the file.
     *
     * @param sellers none of whom has a {@link ReportedSeller#fault}
     */
    public static void write(OutputStream out, SellerMessage message, List<ReportedSeller> sellers)
            throws IOException {
        for (ReportedSeller seller : sellers) {
            seller.fault()
                    .ifPresent(
                            fault -> {
                                throw new IllegalArgumentException(fault);
                            });
        }
        try {
            XMLStreamWriter xml =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            new SellerXml(xml).document(message, sellers);
            xml.flush();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(message + " cannot be written", e);
        }
    }

    private void document(SellerMessage message, List<ReportedSeller> sellers)
            throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        line();
        xml.setPrefix("dpi", DPI);
        xml.setPrefix("stf", STF);
        begin("DPI_OECD");
        xml.writeNamespace("dpi", DPI);
        xml.writeNamespace("stf", STF);
        xml.writeAttribute("version", "1.0");
        line();
        begin("MessageSpec");
        text("TransmittingCountry", message.platform().sending());
        text("ReceivingCountry", message.platform().receiving());
        text("MessageType", "DPI");
        text("MessageRefId", message.messageRefId());
        text("MessageTypeIndic", sellers.isEmpty() ? NOTHING_TO_REPORT : NEW_REPORT);
        text("ReportingPeriod", LocalDate.of(message.year(), 12, 31).toString());
        text("Timestamp", message.sealed().toString());
        end();
        line();
        begin("DPIBody");
        line();
        operator(message);
        for (ReportedSeller seller : sellers) {
            line();
            seller(seller);
        }
        line();
        end();
        line();
        end();
        xml.writeEndDocument();
        line();
    }

    private void operator(SellerMessage message) throws XMLStreamException {
        Identity operator = message.operator();
        begin("PlatformOperator");
        text("ResCountryCode", message.platform().sending());
        tin(operator);
        text("Name", operator.name());
        address(operator.address(), message.platform().sending(), REGISTERED_OFFICE);
        text("Nexus", message.nexus());
        text("AssumedReporting", "false");
        docSpec(message.operatorDocRefId());
        end();
    }

    private void seller(ReportedSeller seller) throws XMLStreamException {
        Identity identity = seller.identity();
        begin("ReportableSeller");
        begin("Identity");
        begin(seller.isPerson() ? "IndividualSeller" : "EntitySeller");
        begin("Standard");
        begin(seller.isPerson() ? "IndSellerID" : "EntSellerID");
        text("ResCountryCode", seller.residence());
        tin(identity);
        if (seller.isPerson()) {
            begin("Name");
            text("FirstName", identity.first());
            text("LastName", identity.last());
            end();
        } else {
            text("Name", identity.name());
        }
        address(identity.address(), seller.residence(), null);
        LocalDate birthDate = identity.birthDate();
        if (seller.isPerson() && birthDate != null) {
            begin("BirthInfo");
            text("BirthDate", birthDate.toString());
            end();
        }
        end();
        if (identity.bank() instanceof BankAccount.WithIban account) {
            begin("FinancialIdentifier");
            xml.writeStartElement(DPI, "Identifier");
            xml.writeAttribute("AccountNumberType", "IBAN");
            xml.writeCharacters(account.iban());
            end();
            end();
        }
        end();
        end();
        end();
        begin("RelevantActivities");
        for (Activity activity : Activity.values()) {
            for (SellerRow row : seller.rows()) {
                if (row.activity() == activity) {
                    activity(ELEMENTS.get(activity), row);
                }
            }
        }
        end();
        docSpec(seller.docRefId());
        end();
    }

    private void activity(@Nullable String name, SellerRow row) throws XMLStreamException {
        if (name == null) {
            throw new IllegalArgumentException(row.activity() + " is not reported");
        }
        begin(name);
        amounts("Consideration", "ConsQ", row, Quarter::consideration);
        begin("NumberOfActivities");
        for (int i = 0; i < row.quarters().size(); i++) {
            text("NumbQ" + (i + 1), Long.toString(row.quarters().get(i).count()));
        }
        end();
        amounts("Fees", "FeesQ", row, Quarter::fees);
        amounts("Taxes", "TaxQ", row, Quarter::tax);
        end();
    }

    private void amounts(String name, String quarter, SellerRow row, ToLongFunction<Quarter> amount)
            throws XMLStreamException {
        begin(name);
        for (int i = 0; i < row.quarters().size(); i++) {
            begin(quarter + (i + 1));
            xml.writeAttribute("currCode", row.currency().code());
            xml.writeCharacters(
                    Long.toString(row.whole(amount.applyAsLong(row.quarters().get(i)))));
            end();
        }
        end();
    }

    /** A country that gives none, or a number nobody told us. */
    private void tin(Identity identity) throws XMLStreamException {
        String tin = identity.tin();
        begin("TIN");
        if (tin == null) {
            xml.writeAttribute("unknown", "true");
        } else {
            String country = identity.tinCountry();
            if (country != null) {
                xml.writeAttribute("issuedBy", country);
            }
            xml.writeCharacters(shortened(tin));
        }
        end();
    }

    private void address(PostalAddress address, String residence, @Nullable String type)
            throws XMLStreamException {
        String country = address.country();
        begin("Address");
        if (type != null) {
            xml.writeAttribute("legalAddressType", type);
        }
        text("CountryCode", country == null ? residence : country);
        begin("AddressFix");
        optional("Street", address.street());
        optional("BuildingIdentifier", address.number());
        optional("PostCode", address.postCode());
        text("City", address.city());
        optional("CountrySubentity", address.region());
        end();
        end();
    }

    private void docSpec(String docRefId) throws XMLStreamException {
        begin("DocSpec");
        common("DocTypeIndic", NEW_DATA);
        common("DocRefId", docRefId);
        end();
    }

    private void common(String name, String text) throws XMLStreamException {
        xml.writeStartElement(STF, name);
        xml.writeCharacters(text);
        end();
    }

    private void begin(String name) throws XMLStreamException {
        xml.writeStartElement(DPI, name);
    }

    private void end() throws XMLStreamException {
        xml.writeEndElement();
    }

    private void text(String name, @Nullable String text) throws XMLStreamException {
        begin(name);
        xml.writeCharacters(text == null ? "" : shortened(text));
        end();
    }

    private void optional(String name, @Nullable String text) throws XMLStreamException {
        if (!ReportedSeller.isMissing(text)) {
            text(name, text);
        }
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST));
    }

    private void line() throws XMLStreamException {
        xml.writeCharacters("\n");
    }
}
