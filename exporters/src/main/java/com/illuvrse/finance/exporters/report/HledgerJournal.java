package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Posting;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A day's entries as plain-text accounting, which hledger and its relatives read.
 *
 * <p>An entry is one transaction on the day it is booked, so the files of all days, one behind the
 * other from the first, give the books and their balances. The day of the fact, where it is an
 * earlier one, follows as secondary date:
 *
 * <pre>
 * 2026-03-02=2026-03-01 (17) sale:o-1:txn_1 | a bookkeeper's words
 *     ; entry:0b9c1a52-…
 *     assets:clearing:charge    USD 21.59
 *     liabilities:escrow    USD -21.59
 * </pre>
 */
public final class HledgerJournal implements AutoCloseable {

    private final BufferedWriter file;
    private final LocalDate day;
    private final Set<Currency> known = new TreeSet<>();
    private long lastSeq;

    private HledgerJournal(BufferedWriter file, LocalDate day) {
        this.file = file;
        this.day = day;
    }

    /**
     * Writes a day's entries as text that is read on the spot, without places: they are given when
     * the day is closed.
     *
     * @param writer stays open; what was written is there when this is closed
     */
    public static HledgerJournal unplaced(Writer writer, LocalDate day) {
        return new HledgerJournal(staysOpen(writer), day);
    }

    private static BufferedWriter staysOpen(Writer writer) {
        return new BufferedWriter(writer) {
            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /**
     * Writes the bytes of a day's file behind what is there.
     *
     * @param writer stays open; what was written is there when this is closed
     */
    public static HledgerJournal append(Writer writer, String ledger, LocalDate day)
            throws IOException {
        HledgerJournal journal = new HledgerJournal(staysOpen(writer), day);
        journal.begin(ledger);
        return journal;
    }

    /**
     * Writes one entry with the balances of all accounts at the end of a day, for files that begin
     * later than the books. They add up to zero in every currency.
     *
     * @param currencies of the balances
     * @param balances debit positive, none zero; looked at once
     */
    public static void opening(
            Writer writer,
            LocalDate day,
            Collection<Currency> currencies,
            Iterator<Map.Entry<AccountId, Money>> balances)
            throws IOException {
        try (HledgerJournal journal = new HledgerJournal(staysOpen(writer), day)) {
            journal.file.write("decimal-mark .\n\n");
            for (Currency currency : currencies) {
                journal.declare(currency);
            }
            journal.file.write(day + " opening balances\n");
            while (balances.hasNext()) {
                Map.Entry<AccountId, Money> balance = balances.next();
                journal.line(balance.getKey(), balance.getValue());
            }
            journal.file.write('\n');
        }
    }

    /** Starts a file; it is whole once this is closed. */
    public static HledgerJournal create(Path path, String ledger, LocalDate day)
            throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        HledgerJournal journal =
                new HledgerJournal(Files.newBufferedWriter(path, StandardCharsets.UTF_8), day);
        journal.begin(ledger);
        return journal;
    }

    private void begin(String ledger) throws IOException {
        file.write("; %s, %s\n\ndecimal-mark .\n\n".formatted(inOneLine(ledger), day));
    }

    /**
     * Adds an entry; entries come in the order of their places.
     *
     * @param seq its place in the whole ledger
     */
    public void write(long seq, JournalEntry entry) throws IOException {
        if (seq <= lastSeq) {
            throw new IllegalArgumentException(
                    "entries come in the order of their places, found %d (%s) after %d"
                            .formatted(seq, entry.source(), lastSeq));
        }
        lastSeq = seq;
        write("(" + seq + ") ", entry);
    }

    /** Adds an entry that has no place yet. */
    public void write(JournalEntry entry) throws IOException {
        write("", entry);
    }

    /** Adds words for people, which no reader of the format looks at. */
    public void comment(String words) throws IOException {
        file.write("; " + inOneLine(words) + "\n\n");
    }

    private void write(String place, JournalEntry entry) throws IOException {
        if (!entry.bookedOn().equals(day)) {
            throw new IllegalArgumentException(
                    "entry %s is booked on %s, but this is the journal of %s"
                            .formatted(entry.source(), entry.bookedOn(), day));
        }
        declareCurrencies(entry);
        writeHead(place, entry);
        for (Posting posting : entry.postings()) {
            line(posting.account(), Money.of(posting.signedMinor(), posting.amount().currency()));
        }
        file.write('\n');
    }

    private void line(AccountId account, Money amount) throws IOException {
        file.write("    %s    %s %s\n".formatted(account, amount.currency(), amount.toMajor()));
    }

    private void writeHead(String place, JournalEntry entry) throws IOException {
        file.write(day.toString());
        if (entry.late()) {
            file.write("=" + entry.effectiveOn());
        }
        file.write(" " + place + entry.source());
        String memo = entry.memo();
        if (memo != null) {
            file.write(" | " + inOneLine(memo));
        }
        file.write("\n    ; entry:" + entry.id());
        EntryId reversed = entry.reverses();
        if (reversed != null) {
            file.write(", reverses:" + reversed);
        }
        file.write('\n');
    }

    /** A currency's digits are said before its first amount. */
    private void declareCurrencies(JournalEntry entry) throws IOException {
        for (Posting posting : entry.postings()) {
            declare(posting.amount().currency());
        }
    }

    private void declare(Currency currency) throws IOException {
        if (known.add(currency)) {
            file.write(
                    "commodity %s 1000.%s\n\n"
                            .formatted(currency, "0".repeat(currency.exponent())));
        }
    }

    /** A semicolon would begin a comment, and a comment can hold dates and tags that count. */
    private static String inOneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints()
                .map(
                        c ->
                                c == ';'
                                        ? ','
                                        : Character.isISOControl(c) || c == 0x2028 || c == 0x2029
                                                ? ' '
                                                : c)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
