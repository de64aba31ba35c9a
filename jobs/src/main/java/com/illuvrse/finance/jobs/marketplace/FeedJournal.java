package com.illuvrse.finance.jobs.marketplace;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.account.ChartOfAccounts;
import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.EntryId;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.Side;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An entry made by people: an opening balance, an advance, a correction.
 *
 * <p>A journal that breaks a rule is refused whole, with the first rule that applies in the order
 * of {@link Refusal} (feeds, section 2).
 *
 * @param reverses the entry this one takes back, as its sender named it: the id of a journal, a
 *     source key, or an entry id
 * @param enteredBy who wrote it
 * @param approvedBy who said yes; a write-off needs one
 * @param payment money that was paid to a creator outside the pipeline; null for everything else
 */
public record FeedJournal(
        String journal,
        LocalDate effectiveOn,
        @Nullable String memo,
        String reason,
        List<Line> lines,
        @Nullable String reverses,
        @Nullable String enteredBy,
        @Nullable String approvedBy,
        @Nullable Payment payment) {

    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    /**
     * The text of an entry id, which is a UUID of version 8; ids of other versions are journals.
     */
    private static final Pattern ENTRY_ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private static final String JOURNAL = "journal";

    /** Why a journal is refused; the first that applies is the answer. */
    public enum Refusal {
        LINES_MUST_BE_TWO_OR_MORE("give it at least two lines, a debit and a credit"),
        AMOUNT_MUST_BE_POSITIVE(
                "give every line an amount above zero and choose its side by debit or credit"),
        CURRENCY_MUST_BE_KNOWN("use a currency Stripe knows, in three capitals"),
        ACCOUNT_MUST_EXIST(
                "use accounts of the chart; Stripe's balances are moved by the pipeline and by opening"
                        + " entries against equity:opening only"),
        ENTRY_MUST_BALANCE("make debits and credits equal in every currency"),
        REVERSED_ENTRY_MUST_EXIST(
                "name an entry that is in the books and that nobody has taken back yet, by its source"
                        + " key, its entry id, or a journal by its id"),
        REASON_MUST_BE_GIVEN(
                "say why in \"reason\", and for a write-off who agreed in \"approvedBy\""),
        EXISTS_WITH_DIFFERENT_CONTENT(
                "a journal of this id is there and stays as it is; give yours another id, and name the"
                        + " first in \"reverses\" when it takes that back");

        private final String advice;

        Refusal(String advice) {
            this.advice = advice;
        }

        /** The rule as its sender reads it. */
        public String rule() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What to do about it. */
        public String advice() {
            return advice;
        }
    }

    /**
     * One line; the amount is above zero once the journal is accepted.
     *
     * @param contract the contract the money is for
     * @param buyerCountry where the buyer was, for the reports of taxes
     */
    public record Line(
            String account,
            Side side,
            long amountMinor,
            String currency,
            @Nullable String contract,
            @Nullable String buyerCountry) {}

    /**
     * Money paid to a creator outside the pipeline.
     *
     * @param rail how, such as {@code external}
     * @param reference what the bank calls it
     */
    public record Payment(String payee, String rail, @Nullable String reference) {}

    public FeedJournal {
        lines = List.copyOf(lines);
    }

    /** Reads one line of the feed; what has no shape of a journal is refused with a sentence. */
    public static FeedJournal read(String text) {
        JsonNode line = FeedJson.read(text);
        FeedJson.requireType(line, JOURNAL);
        return from(line);
    }

    private static FeedJournal from(JsonNode line) {
        List<Line> lines = new ArrayList<>();
        for (JsonNode each : FeedJson.list(line, "lines")) {
            lines.add(
                    new Line(
                            FeedJson.text(each, "account"),
                            side(FeedJson.text(each, "side")),
                            FeedJson.minor(each, "amount"),
                            FeedJson.text(each, "currency"),
                            idOrNull(each, "contract"),
                            countryOrNull(each)));
        }
        return new FeedJournal(
                SourceKey.requireId(FeedJson.text(line, JOURNAL)),
                FeedJson.date(line, "effectiveOn"),
                FeedJson.textOrNull(line, "memo"),
                FeedJson.optionalText(line, "reason").orElse(""),
                lines,
                FeedJson.textOrNull(line, "reverses"),
                personOrNull(line, "enteredBy"),
                personOrNull(line, "approvedBy"),
                paymentOrNull(line));
    }

    private static Side side(String text) {
        return switch (text) {
            case "debit" -> Side.D;
            case "credit" -> Side.C;
            default ->
                    throw new IllegalArgumentException(
                            "expected \"debit\" or \"credit\" in \"side\", found \"" + text + "\"");
        };
    }

    private static @Nullable String idOrNull(JsonNode object, String member) {
        String id = FeedJson.textOrNull(object, member);
        return id == null ? null : SourceKey.requireId(id);
    }

    private static @Nullable String countryOrNull(JsonNode line) {
        String country = FeedJson.textOrNull(line, "buyerCountry");
        if (country != null && !COUNTRY.matcher(country).matches()) {
            throw new IllegalArgumentException(
                    "expected a country of two capitals in \"buyerCountry\", found \""
                            + country
                            + "\"");
        }
        return country;
    }

    private static @Nullable String personOrNull(JsonNode line, String member) {
        String person = FeedJson.textOrNull(line, member);
        if (person != null && person.isBlank()) {
            throw new IllegalArgumentException(
                    "expected a person in \"" + member + "\" or no such member, found nothing");
        }
        return person;
    }

    private static @Nullable Payment paymentOrNull(JsonNode line) {
        JsonNode payment = FeedJson.objectOrNull(line, "payment");
        return payment == null
                ? null
                : new Payment(
                        SourceKey.requireId(FeedJson.text(payment, "payee")),
                        SourceKey.requireId(FeedJson.text(payment, "rail")),
                        FeedJson.textOrNull(payment, "reference"));
    }

    /**
     * Digest of all that makes this journal what it is, however its line is written; members nobody
     * knows are no part of it.
     */
    public String contentSha256() {
        List<Json> each = new ArrayList<>();
        for (Line line : lines) {
            each.add(
                    Json.object()
                            .put("account", line.account())
                            .put("side", line.side().name())
                            .putMinor("amount", line.amountMinor())
                            .put("currency", line.currency())
                            .put("contract", line.contract())
                            .put("buyerCountry", line.buyerCountry())
                            .build());
        }
        Json.Builder content =
                Json.object()
                        .put(JOURNAL, journal)
                        .put("effectiveOn", effectiveOn.toString())
                        .put("memo", memo)
                        .put("reason", reason)
                        .put("lines", Json.array(each))
                        .put("reverses", reverses)
                        .put("enteredBy", enteredBy)
                        .put("approvedBy", approvedBy);
        if (payment != null) {
            content.put(
                    "payment",
                    Json.object()
                            .put("payee", payment.payee())
                            .put("rail", payment.rail())
                            .put("reference", payment.reference())
                            .build());
        }
        return Sha256.hexOf(CanonicalJson.bytes(content.build()));
    }

    /** What its entry comes from. */
    public SourceKey source() {
        return SourceKey.of(JOURNAL, journal);
    }

    /**
     * The entry this journal takes back; empty when it takes none back or names none. A bare id is
     * a journal, a name with a colon a source key, a UUID of version 8 the id of an entry.
     */
    public Optional<EntryId> reversedEntry() {
        String name = reverses;
        if (name == null) {
            return Optional.empty();
        }
        if (ENTRY_ID.matcher(name).matches()) {
            return Optional.of(EntryId.parse(name));
        }
        try {
            SourceKey source =
                    name.contains(":") ? new SourceKey(name) : SourceKey.of(JOURNAL, name);
            return Optional.of(source.entryId());
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    /**
     * The first rule this journal breaks, but for the last, which only the books know.
     *
     * @param canBeTakenBack knows the entries that are in the books and were not taken back
     */
    public Optional<Refusal> refusal(ChartOfAccounts chart, Predicate<EntryId> canBeTakenBack) {
        if (lines.size() < 2) {
            return Optional.of(Refusal.LINES_MUST_BE_TWO_OR_MORE);
        }
        if (lines.stream().anyMatch(line -> line.amountMinor() <= 0)) {
            return Optional.of(Refusal.AMOUNT_MUST_BE_POSITIVE);
        }
        if (lines.stream().anyMatch(line -> !isKnownCurrency(line.currency()))) {
            return Optional.of(Refusal.CURRENCY_MUST_BE_KNOWN);
        }
        if (lines.stream().anyMatch(line -> !exists(line.account(), chart))) {
            return Optional.of(Refusal.ACCOUNT_MUST_EXIST);
        }
        if (!balances()) {
            return Optional.of(Refusal.ENTRY_MUST_BALANCE);
        }
        if (reverses != null && reversedEntry().filter(canBeTakenBack).isEmpty()) {
            return Optional.of(Refusal.REVERSED_ENTRY_MUST_EXIST);
        }
        if (reason.isBlank() || (isWriteOff() && approvedBy == null)) {
            return Optional.of(Refusal.REASON_MUST_BE_GIVEN);
        }
        return Optional.empty();
    }

    /** The entry of an accepted journal, booked on the day that is settled. */
    public JournalEntry entry(LocalDate bookedOn, ZoneId zone) {
        JournalEntry.Draft draft =
                JournalEntry.of(source(), bookedOn, AccountingDay.of(effectiveOn, zone).from())
                        .effectiveOn(effectiveOn)
                        .memo(memo)
                        .ref(JOURNAL, journal);
        reversedEntry().ifPresent(draft::reverses);
        for (Line line : lines) {
            Money amount = Money.of(line.amountMinor(), Currency.of(line.currency()));
            AccountId account = AccountId.of(line.account());
            if (line.side() == Side.D) {
                draft.debit(account, amount);
            } else {
                draft.credit(account, amount);
            }
        }
        return draft.build();
    }

    /**
     * Opening entries are those that balance against {@code equity:opening}; only they may touch
     * Stripe's balances.
     */
    private boolean isOpening() {
        return lines.stream().anyMatch(line -> line.account().equals(Accounts.OPENING.path()));
    }

    /** A write-off makes a loss of what somebody owed (posting model, section 6). */
    private boolean isWriteOff() {
        return lines.stream()
                .anyMatch(
                        line ->
                                line.side() == Side.D
                                        && line.account().startsWith("expenses:losses:"));
    }

    private boolean exists(String path, ChartOfAccounts chart) {
        try {
            AccountId account = AccountId.of(path);
            return chart.contains(account) && (isOpening() || !account.isWithin("assets:stripe"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Each side is added up by itself: an entry whose side does not fit 63 bits is none. */
    private boolean balances() {
        Map<String, Long> debits = new TreeMap<>();
        Map<String, Long> credits = new TreeMap<>();
        try {
            for (Line line : lines) {
                (line.side() == Side.D ? debits : credits)
                        .merge(line.currency(), line.amountMinor(), Math::addExact);
            }
        } catch (ArithmeticException e) {
            return false;
        }
        return debits.equals(credits);
    }

    private static boolean isKnownCurrency(String code) {
        return code.matches("[A-Z]{3}") && Currency.of(code).isKnown();
    }
}
