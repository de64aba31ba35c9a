package com.illuvrse.finance.exporters.payment;

import com.illuvrse.finance.exporters.vault.BankAccount;
import com.illuvrse.finance.exporters.vault.Identity;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of ACH credits in the NACHA format (reports, section 4): lines of 94 columns in blocks of
 * ten, one batch for people ({@code PPD}) and one for companies ({@code CCD}), each with its entry
 * hash and totals. The same header and payments give the same bytes.
 */
public final class NachaFile {

    public static final String NAME = "nacha.ach";

    static final int COLUMNS = 94;
    static final int BLOCK = 10;
    static final Currency USD = Currency.of("USD");
    static final long HASH_MODULUS = 10_000_000_000L;

    /** 99,999,999.99: the most one entry has columns for. */
    public static final long MOST = 9_999_999_999L;

    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9-]{1,17}");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("HHmm", Locale.ROOT);

    /** Credits only. */
    private static final String CREDITS = "220";

    /** A credit to a checking account, live money. */
    private static final String CHECKING_CREDIT = "22";

    /**
     * What a file says of itself.
     *
     * @param created when the batch was released, in the ledger's zone, never the clock
     * @param effective the day the money is meant to arrive
     * @param modifier tells files of one day apart: {@code A}–{@code Z}, {@code 0}–{@code 9}
     */
    public record Header(
            AchOriginator originator, LocalDateTime created, LocalDate effective, char modifier) {}

    private final Header header;
    private final List<String> lines = new ArrayList<>();
    private int batches;
    private long entries;
    private long hash;
    private long credits;

    private NachaFile(Header header) {
        this.header = header;
    }

    /** Why somebody cannot be paid by ACH; empty when they can. */
    public static Optional<AccountFault> fault(Identity payee) {
        if (!(payee.bank() instanceof BankAccount.WithRoutingNumber account)) {
            return Optional.of(AccountFault.NO_ACCOUNT_FOR_THE_RAIL);
        }
        String name = payee.name();
        if (name == null || !BankText.isReadable(name)) {
            return Optional.of(AccountFault.NO_NAME);
        }
        if (!RoutingNumber.isValid(account.routing())) {
            return Optional.of(AccountFault.ROUTING_NUMBER_INVALID);
        }
        return ACCOUNT.matcher(account.account()).matches()
                ? Optional.empty()
                : Optional.of(AccountFault.ACCOUNT_NUMBER_INVALID);
    }

    /**
     * Writes the file and returns its control totals. Payments stand in the order given, people
     * before companies; their references are trace numbers, which ascend.
     *
     * @throws PaymentFileException when a payment is not in dollars, too large, or its payee has a
     *     fault; nothing is written then
     */
    public static PaymentTotals write(OutputStream out, Header header, List<PaymentOrder> payments)
            throws IOException {
        payments.forEach(payment -> require(header, payment));
        NachaFile file = new NachaFile(header);
        file.fileHeader();
        file.batch("PPD", payments.stream().filter(payment -> !payment.isCompany()).toList());
        file.batch("CCD", payments.stream().filter(PaymentOrder::isCompany).toList());
        file.fileControl();
        for (String line : file.lines) {
            out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return new PaymentTotals(
                file.entries,
                Money.of(file.credits, USD),
                "%010d".formatted(file.hash % HASH_MODULUS));
    }

    private static void require(Header header, PaymentOrder payment) {
        if (!payment.amount().currency().equals(USD) || payment.amount().minor() > MOST) {
            throw new PaymentFileException(
                    "payout %s: ACH pays dollars up to 99,999,999.99, found %s"
                            .formatted(payment.payout(), payment.amount()));
        }
        if (!payment.reference().matches(header.originator().odfi() + "[0-9]{7}")) {
            throw new PaymentFileException(
                    "payout %s needs a trace number of the originating bank and seven digits"
                            .formatted(payment.payout()));
        }
        fault(payment.payee())
                .ifPresent(
                        fault -> {
                            throw new PaymentFileException(
                                    "payout %s cannot be paid by ACH: %s of %s"
                                            .formatted(
                                                    payment.payout(),
                                                    fault,
                                                    payment.payee().ref()));
                        });
    }

    private void fileHeader() {
        AchOriginator sender = header.originator();
        add(
                "101"
                        + right(sender.destination(), 10)
                        + right(sender.origin(), 10)
                        + header.created().format(DAY)
                        + header.created().format(MINUTE)
                        + header.modifier()
                        + "094"
                        + "10"
                        + "1"
                        + left(sender.destinationName(), 23)
                        + left(sender.originName(), 23)
                        + left("", 8));
    }

    private void batch(String entryClass, List<PaymentOrder> payments) {
        if (payments.isEmpty()) {
            return;
        }
        AchOriginator sender = header.originator();
        batches++;
        add(
                "5"
                        + CREDITS
                        + left(sender.originName(), 16)
                        + left("", 20)
                        + left(sender.companyId(), 10)
                        + entryClass
                        + left(sender.description(), 10)
                        + header.created().format(DAY)
                        + header.effective().format(DAY)
                        + "   "
                        + "1"
                        + sender.odfi()
                        + digits(batches, 7));
        long hashOfBatch = 0;
        long creditsOfBatch = 0;
        for (PaymentOrder payment : payments) {
            hashOfBatch += entry(payment);
            creditsOfBatch = Math.addExact(creditsOfBatch, payment.amount().minor());
        }
        add(
                "8"
                        + CREDITS
                        + digits(payments.size(), 6)
                        + digits(hashOfBatch % HASH_MODULUS, 10)
                        + digits(0, 12)
                        + digits(creditsOfBatch, 12)
                        + left(sender.companyId(), 10)
                        + left("", 19)
                        + left("", 6)
                        + sender.odfi()
                        + digits(batches, 7));
        entries += payments.size();
        hash += hashOfBatch % HASH_MODULUS;
        credits = Math.addExact(credits, creditsOfBatch);
    }

    /** Adds a credit and returns the number of its bank, for the hash. */
    private long entry(PaymentOrder payment) {
        if (!(payment.payee().bank() instanceof BankAccount.WithRoutingNumber account)) {
            throw new PaymentFileException("payout " + payment.payout() + " has no account");
        }
        add(
                "6"
                        + CHECKING_CREDIT
                        + account.routing()
                        + left(account.account(), 17)
                        + digits(payment.amount().minor(), 10)
                        + left(payment.payeeId(), 15)
                        + left(payment.payee().name(), 22)
                        + "  "
                        + "0"
                        + payment.reference());
        return Long.parseLong(account.routing().substring(0, 8));
    }

    private void fileControl() {
        int used = lines.size() + 1;
        int blocks = (used + BLOCK - 1) / BLOCK;
        add(
                "9"
                        + digits(batches, 6)
                        + digits(blocks, 6)
                        + digits(entries, 8)
                        + digits(hash % HASH_MODULUS, 10)
                        + digits(0, 12)
                        + digits(credits, 12)
                        + left("", 39));
        while (lines.size() % BLOCK != 0) {
            add("9".repeat(COLUMNS));
        }
    }

    private void add(String line) {
        if (line.length() != COLUMNS) {
            throw new PaymentFileException(
                    "line %d of %s has %d columns and needs 94"
                            .formatted(lines.size() + 1, NAME, line.length()));
        }
        lines.add(line);
    }

    private static String left(@Nullable String text, int width) {
        String plain = text == null ? "" : BankText.of(text, width);
        return plain + " ".repeat(width - plain.length());
    }

    private static String right(String text, int width) {
        return " ".repeat(width - text.length()) + text;
    }

    private static String digits(long value, int width) {
        String digits = Long.toString(value);
        if (digits.length() > width) {
            throw new PaymentFileException(
                    "%s has %d columns for a total that needs %d"
                            .formatted(NAME, width, digits.length()));
        }
        return "0".repeat(width - digits.length()) + digits;
    }
}
