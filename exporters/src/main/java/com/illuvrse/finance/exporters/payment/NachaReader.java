package com.illuvrse.finance.exporters.payment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a NACHA file and believes nothing it says of itself: every hash, count and total is added
 * up again. Sentences name lines and columns, never a person or account.
 */
public final class NachaReader {

    /**
     * One entry with what its batch says.
     *
     * @param line its line in the file
     * @param entryClass {@code PPD}, {@code CCD}, {@code COR}, …
     * @param description what receivers read
     * @param code what is done: {@code 22} credit, {@code 21} a credit that comes back, …
     * @param amount in cents
     */
    public record Entry(
            int line,
            String entryClass,
            String description,
            String code,
            long amount,
            String trace,
            List<String> addenda) {

        public Entry {
            addenda = List.copyOf(addenda);
        }

        /** Its names and numbers are a person's. */
        @Override
        public String toString() {
            return "entry on line " + line;
        }
    }

    private final List<String> lines;
    private final List<Entry> entries = new ArrayList<>();
    private int at;
    private int batches;
    private long records;
    private long hash;
    private long debits;
    private long credits;

    private NachaReader(List<String> lines) {
        this.lines = lines;
    }

    /**
     * All entries of a file.
     *
     * @throws PaymentFileException when it is none, or what it says of itself is wrong
     */
    public static List<Entry> read(byte[] bytes) {
        NachaReader reader = new NachaReader(lines(bytes));
        reader.file();
        return List.copyOf(reader.entries);
    }

    /**
     * Demands that a file of ours is as the rules want it: credits of live money to people or
     * companies, each trace number once and ascending, no description PAYROLL, and these totals.
     *
     * @throws PaymentFileException when it is not
     */
    public static void requireOurs(byte[] bytes, PaymentTotals expected) {
        List<Entry> entries = read(bytes);
        long sum = 0;
        String before = "";
        String entryClass = "";
        Set<String> traces = new HashSet<>();
        for (Entry entry : entries) {
            if (!entry.code().equals("22") || entry.amount() <= 0) {
                throw refuse(entry.line(), "pays more than nothing to a checking account (22)");
            }
            if (!entry.entryClass().equals("PPD") && !entry.entryClass().equals("CCD")) {
                throw refuse(entry.line(), "is of class PPD or CCD");
            }
            if (entry.description().strip().toUpperCase(Locale.ROOT).equals("PAYROLL")) {
                throw refuse(entry.line(), "is not described as PAYROLL");
            }
            boolean follows =
                    !entry.entryClass().equals(entryClass) || entry.trace().compareTo(before) > 0;
            if (!traces.add(entry.trace()) || !follows) {
                throw refuse(entry.line(), "has a trace number of its own, ascending");
            }
            before = entry.trace();
            entryClass = entry.entryClass();
            sum = Math.addExact(sum, entry.amount());
        }
        if (entries.size() != expected.items() || sum != expected.amount().minor()) {
            throw new PaymentFileException(
                    "%s should have %d entries of %s"
                            .formatted(NachaFile.NAME, expected.items(), expected.amount()));
        }
    }

    private static List<String> lines(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.indexOf('\n') >= 0) {
            return text.lines().toList();
        }
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < text.length(); from += NachaFile.COLUMNS) {
            lines.add(text.substring(from, Math.min(text.length(), from + NachaFile.COLUMNS)));
        }
        return lines;
    }

    private void file() {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).length() != NachaFile.COLUMNS) {
                throw refuse(i + 1, "has 94 columns");
            }
        }
        if (lines.isEmpty() || lines.size() % NachaFile.BLOCK != 0) {
            throw new PaymentFileException(
                    "expected lines in blocks of ten, found %d lines; the file may be cut"
                            .formatted(lines.size()));
        }
        String first = lines.getFirst();
        require(first.startsWith("101") && first.startsWith("094101", 34), "begins a file (101)");
        at = 1;
        while (at < lines.size() && lines.get(at).startsWith("5")) {
            batch();
        }
        control();
        while (at < lines.size()) {
            require(lines.get(at).equals("9".repeat(NachaFile.COLUMNS)), "only fills the block");
            at++;
        }
    }

    private void batch() {
        String head = lines.get(at);
        String entryClass = head.substring(50, 53);
        String description = head.substring(53, 63);
        batches++;
        require(number(head, 87, 94) == batches, "has the next batch number");
        at++;
        long hashBefore = hash;
        long debitsBefore = debits;
        long creditsBefore = credits;
        long recordsBefore = records;
        hash = 0;
        debits = 0;
        credits = 0;
        records = 0;
        while (at < lines.size() && lines.get(at).startsWith("6")) {
            entry(entryClass, description);
        }
        requireHere('8', "ends a batch (8)");
        String end = lines.get(at);
        require(end.substring(1, 4).equals(head.substring(1, 4)), "has the class of its batch");
        require(number(end, 4, 10) == records, "counts the entries and addenda of its batch");
        requireTotals(end, 10);
        require(number(end, 87, 94) == batches, "has the number of its batch");
        at++;
        hash += hashBefore;
        debits = Math.addExact(debits, debitsBefore);
        credits = Math.addExact(credits, creditsBefore);
        records += recordsBefore;
    }

    private void entry(String entryClass, String description) {
        int line = at + 1;
        String entry = lines.get(at);
        String code = entry.substring(1, 3);
        String routing = entry.substring(3, 12);
        require(RoutingNumber.isValid(routing), "has a bank whose check digit fits");
        long amount = number(entry, 29, 39);
        hash += Long.parseLong(routing.substring(0, 8));
        records++;
        if (code.charAt(1) >= '5') {
            debits = Math.addExact(debits, amount);
        } else {
            credits = Math.addExact(credits, amount);
        }
        boolean hasAddenda = entry.charAt(78) == '1';
        String trace = entry.substring(79);
        require(trace.matches("[0-9]{15}"), "has a trace number of 15 digits");
        at++;
        List<String> addenda = new ArrayList<>();
        while (at < lines.size() && lines.get(at).startsWith("7")) {
            addenda.add(lines.get(at));
            records++;
            at++;
        }
        if (hasAddenda == addenda.isEmpty()) {
            throw refuse(line, "says whether addenda follow (column 79)");
        }
        entries.add(new Entry(line, entryClass, description, code, amount, trace, addenda));
    }

    private void control() {
        requireHere('9', "ends the file (9)");
        String end = lines.get(at);
        require(number(end, 1, 7) == batches, "counts the batches");
        require(number(end, 7, 13) * NachaFile.BLOCK == lines.size(), "counts the blocks of ten");
        require(number(end, 13, 21) == records, "counts all entries and addenda");
        requireTotals(end, 21);
        at++;
    }

    private void requireTotals(String end, int from) {
        require(
                number(end, from, from + 10) == hash % NachaFile.HASH_MODULUS,
                "has the entry hash of the banks above");
        require(number(end, from + 10, from + 22) == debits, "has the sum of the debits");
        require(number(end, from + 22, from + 34) == credits, "has the sum of the credits");
    }

    private void requireHere(char type, String rule) {
        if (at >= lines.size()) {
            throw refuse(lines.size(), "is followed by a line that " + rule);
        }
        require(lines.get(at).charAt(0) == type, rule);
    }

    private long number(String line, int from, int to) {
        String digits = line.substring(from, to);
        require(
                digits.chars().allMatch(c -> c >= '0' && c <= '9'),
                "has digits in columns " + (from + 1) + " to " + to);
        return Long.parseLong(digits);
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw refuse(at + 1, rule);
        }
    }

    private static PaymentFileException refuse(int line, String rule) {
        return new PaymentFileException(
                "expected that line %d %s, which it does not".formatted(line, rule));
    }
}
