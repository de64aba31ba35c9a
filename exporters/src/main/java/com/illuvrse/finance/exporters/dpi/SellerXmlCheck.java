package com.illuvrse.finance.exporters.dpi;

import com.illuvrse.finance.exporters.report.Check;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Holds a written report of sellers against the OECD's schema, and against what the schema lets
 * through: amounts below 0, a {@code DocRefId} that is there twice, two currencies in one activity,
 * fewer or more than four quarters. Nothing outside the program is read.
 *
 * <p>What is found names the place and never what stands there.
 */
public final class SellerXmlCheck {

    private static final List<String> SCHEMAS =
            List.of("isodpitypes_v1.0.xsd", "oecddpitypes_v1.0.xsd", "DPIXML_v1.0.xsd");
    private static final List<String> QUARTERS = List.of("ConsQ", "NumbQ", "FeesQ", "TaxQ");

    private SellerXmlCheck() {}

    /** Both checks of a file. */
    public static List<Check> of(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        return List.of(
                check("schema", "javax.xml.validation", name, againstSchema(file)),
                check("rules", "exporters.dpi", name, ownRules(file)));
    }

    private static Check check(String check, String tool, String file, List<String> faults) {
        return new Check(
                check,
                tool,
                check.equals("schema") ? "DPIXML 1.0" : "1",
                file,
                faults.isEmpty() ? Check.Result.PASS : Check.Result.FAIL,
                faults.isEmpty() ? "no fault" : String.join("; ", faults));
    }

    /** Where the file breaks the schema; the parser's sentence would show what stands there. */
    static List<String> againstSchema(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Validator validator = schema().newValidator();
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            validator.validate(new StreamSource(in));
            return List.of();
        } catch (SAXParseException e) {
            String code = String.valueOf(e.getMessage()).split(":", 2)[0];
            return List.of(
                    "line %d, column %d breaks %s"
                            .formatted(e.getLineNumber(), e.getColumnNumber(), code));
        } catch (SAXException e) {
            return List.of("it is no XML");
        }
    }

    private static Schema schema() throws SAXException {
        SchemaFactory factory = SchemaFactory.newDefaultInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        Source[] sources = new Source[SCHEMAS.size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] =
                    new StreamSource(
                            SellerXmlCheck.class.getResourceAsStream("schema/" + SCHEMAS.get(i)));
        }
        return factory.newSchema(sources);
    }

    /** What the schema does not ask. */
    static List<String> ownRules(Path file) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream in = Files.newInputStream(file)) {
            Reading reading = new Reading(factory.createXMLStreamReader(in));
            reading.read();
            return reading.faults;
        } catch (XMLStreamException e) {
            return List.of("it is no XML");
        }
    }

    /** One pass over a file. */
    private static final class Reading {
        private final XMLStreamReader xml;
        private final List<String> faults = new ArrayList<>();
        private final Set<String> docRefIds = new HashSet<>();
        private final Set<String> currencies = new HashSet<>();
        private final Map<String, Integer> quarters = new HashMap<>();
        private int sellers;

        private Reading(XMLStreamReader xml) {
            this.xml = xml;
        }

        private void read() throws XMLStreamException {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    begin(xml.getLocalName());
                } else if (event == XMLStreamConstants.END_ELEMENT && isActivity()) {
                    endActivity(xml.getLocalName());
                }
            }
        }

        private void begin(String name) throws XMLStreamException {
            if (name.equals("ReportableSeller")) {
                sellers++;
            } else if (isActivity()) {
                currencies.clear();
                quarters.clear();
            } else if (name.equals("DocRefId")) {
                if (!docRefIds.add(xml.getElementText())) {
                    fault("has a DocRefId that was there before");
                }
            } else {
                for (String each : QUARTERS) {
                    if (name.startsWith(each)) {
                        quarter(each);
                    }
                }
            }
        }

        private void quarter(String name) throws XMLStreamException {
            quarters.merge(name, 1, Integer::sum);
            String currency = xml.getAttributeValue(null, "currCode");
            if (currency != null) {
                currencies.add(currency);
            }
            if (xml.getElementText().strip().startsWith("-")) {
                fault("has a %s below 0".formatted(name));
            }
        }

        private boolean isActivity() {
            return switch (xml.getLocalName()) {
                case "PropertyListing", "PersonalServices", "SaleOfGoods", "TransportationRental" ->
                        true;
                default -> false;
            };
        }

        private void endActivity(String name) {
            if (currencies.size() > 1) {
                fault("has %s in %d currencies".formatted(name, currencies.size()));
            }
            for (String each : QUARTERS) {
                int found = quarters.getOrDefault(each, 0);
                if (found != 4) {
                    fault("has %d of four %s in %s".formatted(found, each, name));
                }
            }
        }

        private void fault(String what) {
            faults.add(sellers == 0 ? "the operator " + what : "seller " + sellers + " " + what);
        }
    }
}
