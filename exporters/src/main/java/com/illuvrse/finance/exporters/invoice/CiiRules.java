package com.illuvrse.finance.exporters.invoice;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Holds the XML of a paper, as it was written, against the rules of EN 16931 that no schema has:
 * what adds up to what, how VAT is rounded, which category goes with which tax, and that a credit
 * note names an earlier invoice.
 *
 * <p>What is found names the rule and never what stands there.
 */
final class CiiRules {

    private static final String LINE = "IncludedSupplyChainTradeLineItem";
    private static final String SETTLEMENT = "ApplicableHeaderTradeSettlement";
    private static final String SUM = "SpecifiedTradeSettlementHeaderMonetarySummation";
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int DECIMALS = 2;

    private final List<String> faults = new ArrayList<>();
    private final Map<String, String> header = new HashMap<>();
    private final List<Map<String, String>> lines = new ArrayList<>();
    private final List<Map<String, String>> charges = new ArrayList<>();
    private final List<Map<String, String>> groups = new ArrayList<>();

    private CiiRules() {}

    /** What is wrong with a written paper; nothing when all rules hold. */
    static List<String> faults(byte[] xml) {
        CiiRules rules = new CiiRules();
        try {
            rules.read(xml);
        } catch (XMLStreamException e) {
            return List.of("it is no XML");
        }
        try {
            rules.sums();
            rules.vat();
            rules.credit();
        } catch (NumberFormatException e) {
            rules.faults.add("an amount is missing or no number");
        }
        return rules.faults;
    }

    private void read(byte[] bytes) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
        Deque<String> path = new ArrayDeque<>();
        StringBuilder text = new StringBuilder();
        Map<String, String> part = header;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    List<Map<String, String>> parts = parts(xml.getLocalName(), path);
                    if (parts != null) {
                        part = new HashMap<>();
                        parts.add(part);
                    }
                    path.addLast(xml.getLocalName());
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS -> text.append(xml.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    path.removeLast();
                    String parent = path.isEmpty() ? "" : path.getLast();
                    part.putIfAbsent(parent + "/" + xml.getLocalName(), text.toString());
                    text.setLength(0);
                    if (parts(xml.getLocalName(), path) != null) {
                        part = header;
                    }
                }
                default -> {
                    // nothing is told by it
                }
            }
        }
    }

    private @Nullable List<Map<String, String>> parts(String element, Deque<String> path) {
        if (element.equals(LINE)) {
            return lines;
        }
        if (!SETTLEMENT.equals(path.peekLast())) {
            return null;
        }
        return switch (element) {
            case "ApplicableTradeTax" -> groups;
            case "SpecifiedTradeAllowanceCharge" -> charges;
            default -> null;
        };
    }

    private void sums() {
        BigDecimal net =
                sum(lines, "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount");
        BigDecimal charged = sum(charges, "SpecifiedTradeAllowanceCharge/ActualAmount");
        BigDecimal vat = sum(groups, "ApplicableTradeTax/CalculatedAmount");
        require("BR-CO-10", total("LineTotalAmount"), net);
        require("BR-CO-12", optional("ChargeTotalAmount"), charged);
        require("BR-CO-13", total("TaxBasisTotalAmount"), total("LineTotalAmount").add(charged));
        require("BR-CO-14", total("TaxTotalAmount"), vat);
        require(
                "BR-CO-15",
                total("GrandTotalAmount"),
                total("TaxBasisTotalAmount").add(total("TaxTotalAmount")));
        require(
                "BR-CO-16",
                total("DuePayableAmount"),
                total("GrandTotalAmount").subtract(total("TotalPrepaidAmount")));
        for (Map<String, String> line : lines) {
            BigDecimal price = number(line, "NetPriceProductTradePrice/ChargeAmount");
            BigDecimal basis = number(line, "NetPriceProductTradePrice/BasisQuantity");
            BigDecimal quantity = number(line, "SpecifiedLineTradeDelivery/BilledQuantity");
            require(
                    "line net",
                    number(line, "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount")
                            .multiply(basis),
                    price.multiply(quantity));
        }
    }

    private void vat() {
        Map<String, BigDecimal> basis = new HashMap<>();
        for (Map<String, String> line : lines) {
            basis.merge(
                    kind(line, "ApplicableTradeTax"),
                    number(line, "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"),
                    BigDecimal::add);
        }
        for (Map<String, String> charge : charges) {
            basis.merge(
                    kind(charge, "CategoryTradeTax"),
                    number(charge, "SpecifiedTradeAllowanceCharge/ActualAmount"),
                    BigDecimal::add);
        }
        for (Map<String, String> group : groups) {
            String category = group.getOrDefault("ApplicableTradeTax/CategoryCode", "");
            BigDecimal tax = number(group, "ApplicableTradeTax/CalculatedAmount");
            BigDecimal on = number(group, "ApplicableTradeTax/BasisAmount");
            BigDecimal told = basis.remove(kind(group, "ApplicableTradeTax"));
            require("BR-%s-08".formatted(category), on, told == null ? BigDecimal.ZERO : told);
            BigDecimal byRate =
                    on.multiply(rate(group, "ApplicableTradeTax"))
                            .divide(HUNDRED, DECIMALS, RoundingMode.HALF_UP);
            if (tax.subtract(byRate).abs().compareTo(BigDecimal.ONE) >= 0) {
                faults.add("BR-CO-17");
            }
            boolean isTaxed = category.equals("S");
            if (isTaxed != rate(group, "ApplicableTradeTax").signum() > 0
                    || (!isTaxed && tax.signum() != 0)) {
                faults.add("BR-%s-09".formatted(category));
            }
            boolean needsReason = !isTaxed && !category.equals("Z");
            if (needsReason != group.containsKey("ApplicableTradeTax/ExemptionReason")) {
                faults.add("BR-%s-10".formatted(category));
            }
            if (category.equals("O") && groups.size() > 1) {
                faults.add("BR-O-11");
            }
        }
        if (!basis.isEmpty()) {
            faults.add("BR-CO-18");
        }
    }

    private void credit() {
        boolean isCredit = "381".equals(header.get("ExchangedDocument/TypeCode"));
        String invoice = header.get("InvoiceReferencedDocument/IssuerAssignedID");
        if (isCredit != (invoice != null)) {
            faults.add("a credit note, and nothing else, names its invoice");
        }
        String on = header.getOrDefault("FormattedIssueDateTime/DateTimeString", "");
        String own = header.getOrDefault("IssueDateTime/DateTimeString", "");
        if (isCredit && on.compareTo(own) > 0) {
            faults.add("a credit note comes after its invoice");
        }
    }

    private static String kind(Map<String, String> part, String element) {
        return part.getOrDefault(element + "/CategoryCode", "")
                + " "
                + rate(part, element).stripTrailingZeros().toPlainString();
    }

    private static BigDecimal rate(Map<String, String> part, String element) {
        return new BigDecimal(part.getOrDefault(element + "/RateApplicablePercent", "0"));
    }

    private static BigDecimal sum(List<Map<String, String>> parts, String name) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map<String, String> part : parts) {
            sum = sum.add(number(part, name));
        }
        return sum;
    }

    private BigDecimal total(String name) {
        return number(header, SUM + "/" + name);
    }

    private BigDecimal optional(String name) {
        return new BigDecimal(header.getOrDefault(SUM + "/" + name, "0"));
    }

    private static BigDecimal number(Map<String, String> part, String name) {
        return new BigDecimal(part.getOrDefault(name, ""));
    }

    private void require(String rule, BigDecimal found, BigDecimal expected) {
        if (found.compareTo(expected) != 0) {
            faults.add(rule);
        }
    }
}
