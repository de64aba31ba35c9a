package com.illuvrse.finance.story;

import com.illuvrse.finance.account.AccountId;
import com.illuvrse.finance.journal.AccountingDay;
import com.illuvrse.finance.journal.JournalEntry;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.order.LineTax;
import com.illuvrse.finance.order.OrderCancelled;
import com.illuvrse.finance.order.OrderEvent;
import com.illuvrse.finance.order.OrderFulfilled;
import com.illuvrse.finance.order.OrderLine;
import com.illuvrse.finance.order.OrderPlaced;
import com.illuvrse.finance.payout.BankLine;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.posting.Fee;
import com.illuvrse.finance.posting.Links;
import com.illuvrse.finance.royalty.Advance;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.Party;
import com.illuvrse.finance.royalty.Reserve;
import com.illuvrse.finance.royalty.Tier;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The lines of a story as the rules know them. */
final class StoryReader {

    private static final Set<String> PRESENTED = Set.of("charge", "refund", "dispute");

    private StoryReader() {}

    static BalanceTransaction row(JsonNode line) {
        JsonNode source = line.path("source");
        String object = source.path("object").stringValue("");
        Currency currency = Currency.of(text(line, "currency"));
        List<Fee> fees = new ArrayList<>();
        for (JsonNode fee : line.path("fee_details")) {
            fees.add(new Fee(text(fee, "type"), fee.path("amount").longValue(), currency));
        }
        JsonNode rate = line.path("exchange_rate");
        return new BalanceTransaction(
                "acct_platform",
                text(line, "id"),
                text(line, "type"),
                text(line, "reporting_category"),
                text(line, "balance_type"),
                currency,
                Instant.ofEpochSecond(line.path("created").longValue()),
                Instant.ofEpochSecond(line.path("available_on").longValue()),
                line.path("amount").longValue(),
                line.path("fee").longValue(),
                line.path("net").longValue(),
                fees,
                rate.isNumber() ? rate.decimalValue().stripTrailingZeros().toPlainString() : null,
                PRESENTED.contains(object)
                        ? Money.of(
                                source.path("amount").longValue(),
                                Currency.of(text(source, "currency")))
                        : null,
                new Links(
                        optional(source, "id"),
                        charge(object, source),
                        object.equals("charge")
                                ? optional(source.path("metadata"), "order_id")
                                : null,
                        object.equals("dispute") ? text(source, "id") : null,
                        object.equals("payout") ? text(source, "id") : null,
                        object.equals("transfer")
                                ? text(source, "id")
                                : optional(source, "transfer"),
                        optional(source, "destination"),
                        null));
    }

    private static @Nullable String charge(String object, JsonNode source) {
        return switch (object) {
            case "charge" -> text(source, "id");
            case "transfer" -> optional(source, "source_transaction");
            default -> optional(source, "charge");
        };
    }

    static OrderEvent event(JsonNode line) {
        String event = text(line, "event");
        String order = text(line, "order");
        Instant at = Instant.parse(text(line, "occurredAt"));
        return switch (text(line, "type")) {
            case "order.placed" -> placed(line, event, order, at);
            case "order.fulfilled" ->
                    new OrderFulfilled(event, order, at, Fraction.parse(text(line, "portion")));
            default -> new OrderCancelled(event, order, at);
        };
    }

    private static OrderPlaced placed(JsonNode line, String event, String order, Instant at) {
        List<OrderLine> lines = new ArrayList<>();
        for (JsonNode item : line.path("lines")) {
            List<LineTax> taxes = new ArrayList<>();
            for (JsonNode tax : item.path("taxes")) {
                taxes.add(
                        new LineTax(
                                text(tax, "jurisdiction"),
                                optional(tax, "rate"),
                                tax.has("amount") ? tax.path("amount").longValue() : null));
            }
            boolean inclusive = item.path("taxInclusive").booleanValue(false);
            lines.add(
                    new OrderLine(
                            text(item, "line"),
                            text(item, "kind"),
                            text(item, "contract"),
                            item.path(inclusive ? "gross" : "net").longValue(),
                            inclusive,
                            taxes));
        }
        return new OrderPlaced(
                event,
                order,
                line.path("version").intValue(),
                at,
                Currency.of(text(line, "currency")),
                lines,
                line.path("total").longValue(),
                optional(line, "payee"));
    }

    static Contract contract(JsonNode line) {
        List<Tier> tiers = new ArrayList<>();
        for (JsonNode tier : line.path("tiers")) {
            Money upTo =
                    tier.has("upTo")
                            ? Money.of(
                                    tier.path("upTo").longValue(),
                                    Currency.of(text(tier, "currency")))
                            : null;
            tiers.add(new Tier(upTo, parties(tier)));
        }
        JsonNode advance = line.path("advance");
        List<String> group = new ArrayList<>();
        advance.path("collateralGroup").forEach(name -> group.add(name.stringValue()));
        JsonNode reserve = line.path("reserve");
        return new Contract(
                text(line, "contract"),
                line.path("version").intValue(),
                LocalDate.parse(text(line, "validFrom")),
                null,
                parties(line),
                tiers,
                advance.isObject() ? new Advance(text(advance, "recoupFrom"), group) : null,
                reserve.isObject()
                        ? new Reserve(text(reserve, "rate"), reserve.path("days").intValue())
                        : null,
                null,
                optional(line, "incomeType"));
    }

    private static List<Party> parties(JsonNode of) {
        List<Party> parties = new ArrayList<>();
        for (JsonNode party : of.path("parties")) {
            parties.add(new Party(text(party, "payee"), text(party, "share")));
        }
        return parties;
    }

    static JournalEntry journal(JsonNode line, LocalDate bookedOn, ZoneId zone) {
        LocalDate effectiveOn = LocalDate.parse(text(line, "effectiveOn"));
        String id = text(line, "journal");
        JournalEntry.Draft entry =
                JournalEntry.of(
                                SourceKey.of("journal", id),
                                bookedOn,
                                AccountingDay.of(effectiveOn, zone).from())
                        .effectiveOn(effectiveOn)
                        .memo(optional(line, "memo"))
                        .ref("journal", id);
        for (JsonNode item : line.path("lines")) {
            AccountId account = AccountId.of(text(item, "account"));
            Money amount =
                    Money.of(item.path("amount").longValue(), Currency.of(text(item, "currency")));
            entry.debit(account, text(item, "side").equals("debit") ? amount : amount.negated());
        }
        return entry.build();
    }

    static BankLine bankLine(JsonNode line) {
        String account = text(line, "account");
        return new BankLine(
                account + "-" + text(line, "bookedOn"),
                text(line, "line"),
                account,
                LocalDate.parse(text(line, "bookedOn")),
                Money.of(line.path("amount").longValue(), Currency.of(text(line, "currency"))),
                optional(line, "reference"),
                optional(line, "reason"));
    }

    static String text(JsonNode node, String member) {
        return node.path(member).stringValue();
    }

    static @Nullable String optional(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isString() ? value.stringValue() : null;
    }
}
