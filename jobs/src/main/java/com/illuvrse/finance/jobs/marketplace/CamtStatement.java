package com.illuvrse.finance.jobs.marketplace;

import com.illuvrse.finance.money.Currency;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bank statement as ISO 20022 writes it (camt.053.001.08), read as the plain lines of the feed
 * {@code bank}, so that both are held to the same rules.
 *
 * <p>A line is a booked entry, or one transaction of it when the entry tells the amounts of all.
 * The ledger's name of the account is the statement's {@code Acct/Nm}, else its number. Entries
 * that are only announced ({@code PDNG}) are left out: the bank sends them again when they are
 * booked.
 */
final class CamtStatement {

    private static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";
    private static final int LONGEST_TEXT = 1000;

    /** The EndToEndId of a payout of ours, which says more than any text beside it. */
    private static final Pattern PAYOUT = Pattern.compile("[0-9a-f]{35}");

    private final Consumer<FeedLine> consumer;
    private final Deque<String> path = new ArrayDeque<>();
    private final Map<String, String> statement = new HashMap<>();
    private final Map<String, String> entry = new HashMap<>();
    private final List<Map<String, String>> details = new ArrayList<>();
    private int lines;
    private int entries;

    private CamtStatement(Consumer<FeedLine> consumer) {
        this.consumer = consumer;
    }

    /**
     * Reads all statements of a message and returns how many lines they have.
     *
     * @throws IOException when it is no such message or ends too early
     */
    static int read(InputStream in, Consumer<FeedLine> consumer) throws IOException {
        CamtStatement reading = new CamtStatement(consumer);
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                reading.take(xml);
            }
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("it is no complete XML: " + e.getMessage(), e);
        }
        return reading.lines;
    }

    private void take(XMLStreamReader xml) throws XMLStreamException, IOException {
        switch (xml.next()) {
            case XMLStreamConstants.START_ELEMENT -> begin(xml);
            case XMLStreamConstants.CHARACTERS -> text(xml.getText());
            case XMLStreamConstants.END_ELEMENT -> {
                end();
                path.removeLast();
            }
            case XMLStreamConstants.DTD ->
                    throw new IOException("a statement has no document type declaration");
            default -> {
                // comments and white space say nothing
            }
        }
    }

    private void begin(XMLStreamReader xml) throws IOException {
        if (path.isEmpty() && !NAMESPACE.equals(xml.getNamespaceURI())) {
            throw new IOException(
                    "expected a document of " + NAMESPACE + ", found " + xml.getNamespaceURI());
        }
        path.addLast(xml.getLocalName());
        String place = String.join("/", path);
        if (place.endsWith("BkToCstmrStmt/Stmt")) {
            statement.clear();
            entries = 0;
        } else if (place.endsWith("/Stmt/Ntry")) {
            entry.clear();
            details.clear();
        } else if (place.endsWith("/NtryDtls/TxDtls")) {
            details.add(new HashMap<>());
        }
        String currency = xml.getAttributeValue(null, "Ccy");
        if (place.endsWith("/Amt") && currency != null) {
            put("Ccy", currency);
        }
    }

    private void text(String text) {
        if (!text.isBlank()) {
            put(path.getLast(), text.strip());
        }
    }

    /** Keeps a text under its place within the statement, the entry or the transaction. */
    private void put(String name, String text) {
        List<String> names = new ArrayList<>(path);
        int transaction = names.lastIndexOf("TxDtls");
        int ntry = names.indexOf("Ntry");
        int stmt = names.indexOf("Stmt");
        Map<String, String> target = statement;
        int from = stmt;
        if (transaction >= 0 && !details.isEmpty()) {
            target = details.getLast();
            from = transaction;
        } else if (ntry >= 0) {
            target = entry;
            from = ntry;
        }
        List<String> within = new ArrayList<>(names.subList(from + 1, names.size()));
        if (!within.isEmpty() && !within.getLast().equals(name)) {
            within.set(within.size() - 1, name);
        }
        target.merge(String.join("/", within), text, CamtStatement::joined);
    }

    private static String joined(String first, String second) {
        String both = first + " " + second;
        return both.length() <= LONGEST_TEXT ? both : first;
    }

    private void end() {
        if (path.getLast().equals("Ntry") && String.join("/", path).endsWith("/Stmt/Ntry")) {
            entries++;
            if ("BOOK".equals(entry.get("Sts/Cd"))) {
                emit();
            }
        }
    }

    private void emit() {
        String id = firstOf(entry, "NtryRef", "AcctSvcrRef");
        String line = plain(id == null ? "n" + entries : id);
        if (details.size() > 1 && detailsAddUp()) {
            for (int i = 0; i < details.size(); i++) {
                line(line + "-" + (i + 1), details.get(i), details.get(i));
            }
        } else {
            line(line, entry, details.size() == 1 ? details.getFirst() : entry);
        }
    }

    private boolean detailsAddUp() {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map<String, String> detail : details) {
            BigDecimal amount = signed(detail);
            if (amount == null || !entry.getOrDefault("Ccy", "").equals(detail.get("Ccy"))) {
                return false;
            }
            sum = sum.add(amount);
        }
        BigDecimal whole = signed(entry);
        return whole != null && whole.compareTo(sum) == 0;
    }

    private @Nullable BigDecimal signed(Map<String, String> part) {
        String amount = part.get("Amt");
        if (amount == null || !amount.matches("[0-9]{1,18}(\\.[0-9]{1,5})?")) {
            return null;
        }
        String direction = part.getOrDefault("CdtDbtInd", entry.getOrDefault("CdtDbtInd", ""));
        BigDecimal value = new BigDecimal(amount);
        return switch (direction) {
            case "CRDT" -> value;
            case "DBIT" -> value.negate();
            default -> null;
        };
    }

    /** Writes what the statement says as a plain line; what it does not say is left out. */
    private void line(String id, Map<String, String> money, Map<String, String> story) {
        ObjectNode line = FeedJson.newObject();
        line.put("type", "bank");
        put(line, "statement", plainOrNull(statement.get("Id")));
        put(
                line,
                "account",
                plainOrNull(firstOf(statement, "Acct/Nm", "Acct/Id/Othr/Id", "Acct/Id/IBAN")));
        line.put("line", id);
        String day = firstOf(entry, "BookgDt/Dt", "BookgDt/DtTm");
        put(line, "bookedOn", day == null || day.length() < 10 ? day : day.substring(0, 10));
        amount(line, money);
        put(line, "currency", money.get("Ccy"));
        put(line, "reference", reference(story));
        put(line, "reason", firstOf(story, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry"));
        consumer.accept(new FeedLine(++lines, line.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** An amount that is no whole number of minor units stays text, which no rule accepts. */
    private void amount(ObjectNode line, Map<String, String> money) {
        BigDecimal value = signed(money);
        String currency = money.getOrDefault("Ccy", "");
        if (value != null && currency.matches("[A-Z]{3}")) {
            BigDecimal minor =
                    value.movePointRight(Currency.of(currency).exponent()).stripTrailingZeros();
            if (minor.scale() <= 0) {
                line.put("amount", minor.toBigIntegerExact());
                return;
            }
        }
        put(line, "amount", money.get("Amt"));
    }

    private static @Nullable String reference(Map<String, String> story) {
        String ours = story.get("Refs/EndToEndId");
        if (ours != null && PAYOUT.matcher(ours).matches()) {
            return ours;
        }
        String file = firstOf(story, "Refs/PmtInfId", "Btch/PmtInfId", "NtryDtls/Btch/PmtInfId");
        if (file != null && file.startsWith("PAYOUT ")) {
            return file;
        }
        String text = firstOf(story, "RmtInf/Ustrd", "Refs/EndToEndId", "AddtlNtryInf");
        return "NOTPROVIDED".equals(text) ? null : text;
    }

    private static void put(ObjectNode line, String member, @Nullable String text) {
        if (text != null) {
            line.put(member, text);
        }
    }

    private static @Nullable String firstOf(Map<String, String> texts, String... names) {
        for (String name : names) {
            String text = texts.get(name);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static @Nullable String plainOrNull(@Nullable String id) {
        return id == null ? null : plain(id);
    }

    /** Banks use signs in their ids that a key cannot hold. */
    private static String plain(String id) {
        return id.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    }
}
