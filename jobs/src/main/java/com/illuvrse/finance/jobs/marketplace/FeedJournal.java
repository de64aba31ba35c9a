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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An entry made by people: an opening balance, an advance, a correction.
 *
 * <p>A journal that breaks a rule is refused whole, with the first rule that applies in the order
 * of {@link Refusal}.
 *
 * @param reverses the journal this one takes back, by its id
 */
public record FeedJournal(
        String journal,
        LocalDate effectiveOn,
        @Nullable String memo,
        String reason,
        List<Line> lines,
        @Nullable String reverses) {

    /** Why a journal is refused; the first that applies is the answer. */
    public enum Refusal {
        LINES_MUST_BE_TWO_OR_MORE,
        AMOUNT_MUST_BE_POSITIVE,
        CURRENCY_MUST_BE_KNOWN,
        ACCOUNT_MUST_EXIST,
        ENTRY_MUST_BALANCE,
        REVERSED_ENTRY_MUST_EXIST,
        REASON_MUST_BE_GIVEN,
        EXISTS_WITH_DIFFERENT_CONTENT
    }

    /** One line; the amount is above zero once the journal is accepted. */
    public record Line(String account, Side side, long amountMinor, String currency) {}

    /** Reads one line of the feed; what has no shape of a journal is refused with a sentence. */
    public static FeedJournal read(String text) {
        JsonNode line = FeedJson.read(text);
        FeedJson.requireType(line, "journal");
        return from(line);
    }

    /** Digest of all that makes this journal what it is, however its line is written. */
    public String contentSha256() {
        List<Json> each = new ArrayList<>();
        for (Line line : lines) {
            each.add(
                    Json.object()
                            .put("account", line.account())
                            .put("side", line.side().name())
                            .putMinor("amount", line.amountMinor())
                            .put("currency", line.currency())
                            .build());
        }
        Json.Obj content =
                Json.object()
                        .put("journal", journal)
                        .put("effectiveOn", effectiveOn.toString())
                        .put("memo", memo)
                        .put("reason", reason)
                        .put("lines", Json.array(each))
                        .put("reverses", reverses)
                        .build();
        return Sha256.hexOf(CanonicalJson.bytes(content));
    }

    private static FeedJournal from(JsonNode line) {
        List<Line> lines = new ArrayList<>();
        for (JsonNode each : FeedJson.list(line, "lines")) {
            lines.add(
                    new Line(
                            FeedJson.text(each, "account"),
                            side(FeedJson.text(each, "side")),
                            FeedJson.minor(each, "amount"),
                            FeedJson.text(each, "currency")));
        }
        return new FeedJournal(
                SourceKey.requireId(FeedJson.text(line, "journal")),
                FeedJson.date(line, "effectiveOn"),
                FeedJson.textOrNull(line, "memo"),
                FeedJson.optionalText(line, "reason").orElse(""),
                List.copyOf(lines),
                FeedJson.textOrNull(line, "reverses"));
    }

    /**
     * The first rule this journal breaks; {@code isBooked} knows the source keys of all entries.
     */
    public Optional<Refusal> refusal(ChartOfAccounts chart, Predicate<SourceKey> isBooked) {
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
        if (reverses != null
                && !(SourceKey.isId(reverses)
                        && isBooked.test(SourceKey.of("journal", reverses)))) {
            return Optional.of(Refusal.REVERSED_ENTRY_MUST_EXIST);
        }
        return reason.isBlank() ? Optional.of(Refusal.REASON_MUST_BE_GIVEN) : Optional.empty();
    }

    /** The entry of an accepted journal, booked on the day that is settled. */
    public JournalEntry entry(LocalDate bookedOn, ZoneId zone) {
        SourceKey source = SourceKey.of("journal", journal);
        JournalEntry.Draft draft =
                JournalEntry.of(source, bookedOn, AccountingDay.of(effectiveOn, zone).from())
                        .effectiveOn(effectiveOn)
                        .memo(memo)
                        .ref("journal", journal);
        if (reverses != null) {
            draft.reverses(EntryId.of(SourceKey.of("journal", reverses)));
        }
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

    private boolean exists(String path, ChartOfAccounts chart) {
        try {
            AccountId account = AccountId.of(path);
            return chart.contains(account) && (isOpening() || !account.isWithin("assets:stripe"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean balances() {
        Map<String, Long> sums = new TreeMap<>();
        try {
            for (Line line : lines) {
                long signed = line.side() == Side.D ? line.amountMinor() : -line.amountMinor();
                sums.merge(line.currency(), signed, Math::addExact);
            }
        } catch (ArithmeticException e) {
            return false;
        }
        return sums.values().stream().allMatch(sum -> sum == 0);
    }

    private static boolean isKnownCurrency(String code) {
        return code.matches("[A-Z]{3}") && Currency.of(code).isKnown();
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
}
