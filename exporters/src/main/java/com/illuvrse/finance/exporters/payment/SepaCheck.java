package com.illuvrse.finance.exporters.payment;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a SEPA file as a bank would and holds it to what its schema lets pass: shared charges, town
 * and country on every address, two lines of 70 at most, right sums and counts on both levels, no
 * payment twice, euro only, right check digits.
 */
public final class SepaCheck {

    private static final Set<String> PARTIES = Set.of("Dbtr", "Cdtr");

    private final Deque<String> path = new ArrayDeque<>();
    private final List<String> faults = new ArrayList<>();
    private final Map<String, String> group = new HashMap<>();
    private final Map<String, String> information = new HashMap<>();
    private final Map<String, String> address = new HashMap<>();
    private final Set<String> references = new HashSet<>();
    private final StringBuilder text = new StringBuilder();
    private int addressLines;
    private long payments;
    private BigDecimal sum = BigDecimal.ZERO;
    private long paymentsOfAll;
    private BigDecimal sumOfAll = BigDecimal.ZERO;

    private SepaCheck() {}

    /**
     * What is wrong with a file, in sentences without a person or account; empty when nothing is.
     */
    public static List<String> faults(InputStream in) throws IOException {
        SepaCheck check = new SepaCheck();
        return check.isRead(in) ? List.copyOf(check.faults) : List.of("it is no complete XML");
    }

    /**
     * Demands that a file has no fault and these totals.
     *
     * @throws PaymentFileException when it has not
     */
    public static void require(InputStream in, PaymentTotals expected) throws IOException {
        SepaCheck check = new SepaCheck();
        if (!check.isRead(in)) {
            check.faults.add("it is no complete XML");
        }
        BigDecimal sum = new BigDecimal(expected.amount().toMajor());
        if (check.paymentsOfAll != expected.items() || check.sumOfAll.compareTo(sum) != 0) {
            check.faults.add("it should have %d payments of %s".formatted(expected.items(), sum));
        }
        if (!check.faults.isEmpty()) {
            throw new PaymentFileException(
                    SepaFile.NAME + " is not put: " + String.join("; ", check.faults));
        }
    }

    private boolean isRead(InputStream in) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                take(xml);
            }
        } catch (XMLStreamException e) {
            return false;
        }
        whole();
        return true;
    }

    private void take(XMLStreamReader xml) throws XMLStreamException {
        switch (xml.next()) {
            case XMLStreamConstants.START_ELEMENT -> begin(xml);
            case XMLStreamConstants.CHARACTERS -> text.append(xml.getText());
            case XMLStreamConstants.END_ELEMENT -> {
                end(text.toString().strip());
                text.setLength(0);
                path.removeLast();
            }
            default -> {
                // nothing else says anything
            }
        }
    }

    private void begin(XMLStreamReader xml) {
        if (path.isEmpty() && !SepaFile.NAMESPACE.equals(xml.getNamespaceURI())) {
            faults.add("expected a document of " + SepaFile.NAMESPACE);
        }
        text.setLength(0);
        path.addLast(xml.getLocalName());
        switch (xml.getLocalName()) {
            case "PmtInf" -> {
                information.clear();
                payments = 0;
                sum = BigDecimal.ZERO;
            }
            case "PstlAdr" -> {
                address.clear();
                addressLines = 0;
            }
            case "InstdAmt" -> {
                if (!"EUR".equals(xml.getAttributeValue(null, "Ccy"))) {
                    faults.add(here("SEPA pays euro only"));
                }
            }
            default -> {
                // counted at its end
            }
        }
    }

    private String here(String fault) {
        return "payment " + (payments + 1) + ": " + fault;
    }

    private void end(String value) {
        String name = path.getLast();
        String parent = parent();
        switch (name) {
            case "NbOfTxs", "CtrlSum" ->
                    (parent.equals("GrpHdr") ? group : information).put(name, value);
            case "ChrgBr" -> {
                information.put(name, value);
                if (!value.equals("SLEV")) {
                    faults.add(here("charges are shared (SLEV), found another bearer"));
                }
            }
            case "TwnNm", "Ctry" -> address.put(name, value);
            case "AdrLine" -> {
                addressLines++;
                if (value.length() > SepaFile.LINE || addressLines > SepaFile.LINES) {
                    faults.add(here("an address has at most two lines of 70 signs"));
                }
            }
            case "EndToEndId" -> {
                if (value.length() != SepaFile.END_TO_END_ID || !references.add(value)) {
                    faults.add(here("an EndToEndId has 35 signs and comes once"));
                }
            }
            case "IBAN" -> {
                if (!Iban.isValid(value)) {
                    faults.add(here("the check digits of an IBAN are wrong"));
                }
            }
            case "InstdAmt" -> sum = sum.add(amount(value));
            case "CdtTrfTxInf" -> payments++;
            case "PmtInf" -> information();
            default -> {
                if (PARTIES.contains(name)) {
                    party();
                }
            }
        }
    }

    private String parent() {
        String last = path.removeLast();
        String parent = path.isEmpty() ? "" : path.getLast();
        path.addLast(last);
        return parent;
    }

    private BigDecimal amount(String value) {
        if (!value.matches("[0-9]{1,9}\\.[0-9]{2}") || new BigDecimal(value).signum() <= 0) {
            faults.add(here("an amount is more than nothing with two digits of cents"));
            return BigDecimal.ZERO;
        }
        return new BigDecimal(value);
    }

    private void party() {
        if (!address.containsKey("TwnNm") || !address.containsKey("Ctry")) {
            faults.add(here("an address needs its town and its country"));
        }
        address.clear();
    }

    private void information() {
        if (!"SLEV".equals(information.get("ChrgBr"))) {
            faults.add("the payment information does not say that charges are shared (SLEV)");
        }
        compare("payment information", information, payments, sum);
        paymentsOfAll += payments;
        sumOfAll = sumOfAll.add(sum);
    }

    private void whole() {
        compare("group header", group, paymentsOfAll, sumOfAll);
    }

    private void compare(String level, Map<String, String> told, long count, BigDecimal total) {
        if (!Long.toString(count).equals(told.get("NbOfTxs"))) {
            faults.add(
                    "the %s counts other payments than the %d there are".formatted(level, count));
        }
        if (!total.setScale(2).toPlainString().equals(told.get("CtrlSum"))) {
            faults.add("the %s has another sum than %s".formatted(level, total.setScale(2)));
        }
    }
}
