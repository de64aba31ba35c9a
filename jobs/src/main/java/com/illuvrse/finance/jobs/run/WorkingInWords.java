package com.illuvrse.finance.jobs.run;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.royalty.Contract;
import com.illuvrse.finance.royalty.Tier;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The working of an entry, step by step, as a person reads it (segment format, section 8). */
final class WorkingInWords {

    private static final int DIGITS = 6;

    private final Currency currency;
    private final Map<String, Contract> contracts;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param contracts the versions the working names, by {@code contract:version}
     */
    WorkingInWords(Currency currency, Map<String, Contract> contracts) {
        this.currency = currency;
        this.contracts = contracts;
    }

    static String name(Json.Obj part) {
        return part.text("contract") + ":" + part.number("version");
    }

    List<String> of(Json.Obj trace) {
        switch (trace.text("kind")) {
            case "fulfil" -> {
                say("fulfilment %s, %s of the order", trace.text("event"), trace.text("portion"));
                trace.objects("parts").forEach(this::release);
            }
            case "refund" -> refund(trace);
            case "reserve" ->
                    trace.objects("parts")
                            .forEach(
                                    part ->
                                            say(
                                                    "line %s, contract %s: %s held back of %s becomes payable",
                                                    part.text("line"),
                                                    name(part),
                                                    money(part.minor("amount")),
                                                    part.text("party")));
            default -> guarantee(trace);
        }
        return List.copyOf(lines);
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private void say(String sentence, Object... values) {
        lines.add(sentence.formatted(values));
    }

    private String money(long minor) {
        return Money.of(minor, currency).toString();
    }

    private static long before(Json.Obj object, String pair) {
        return Long.parseLong(object.texts(pair).getFirst());
    }

    private static long after(Json.Obj object, String pair) {
        return Long.parseLong(object.texts(pair).getLast());
    }

    private String step(Json.Obj object, String pair) {
        return money(before(object, pair)) + " → " + money(after(object, pair));
    }

    private void release(Json.Obj part) {
        say(
                "line %s under contract %s, settled net %s",
                part.text("line"), name(part), money(part.minor("net")));
        say(
                "  base %s: released so far %s",
                money(after(part, "released") - before(part, "released")), step(part, "released"));
        say("  contract's counter %s", step(part, "tier"));
        for (Json.Obj slice : part.objects("slices")) {
            int tier = Math.toIntExact(slice.number("tier"));
            say("  %s in tier %d%s", money(slice.minor("amount")), tier, boundary(part, tier));
        }
        for (Json.Obj share : part.objects("shares")) {
            say(
                    "  %s: exactly %s → %s, which is %s more than before",
                    share.text("party"),
                    exact(share.text("exact")),
                    money(after(share, "share")),
                    money(after(share, "share") - before(share, "share")));
        }
        List<String> remainder = part.texts("remainder");
        say(
                remainder.isEmpty()
                        ? "  no remainder"
                        : "  remainder: rounded up for " + String.join(", ", remainder));
        for (Json.Obj reserve : part.objects("reserve")) {
            say("  held back of %s: %s", reserve.text("party"), step(reserve, "reserved"));
        }
        for (Json.Obj recoup : part.objects("recoup")) {
            say(
                    "  advance of contract %s paid down: open %s",
                    recoup.text("contract"), step(recoup, "outstanding"));
        }
    }

    private String boundary(Json.Obj part, int tier) {
        Contract contract = contracts.get(name(part));
        if (contract == null || tier > contract.ranges().size()) {
            return "";
        }
        Tier range = contract.ranges().get(tier - 1);
        String shares =
                String.join(
                        ", ",
                        range.parties().stream()
                                .map(party -> party.payee() + " " + party.share())
                                .toList());
        Money upTo = range.upTo();
        return (upTo == null ? "" : ", up to " + upTo) + ": " + shares;
    }

    /** The exact amount in minor units as a quotient, and in major units as a decimal. */
    private String exact(String quotient) {
        Fraction exact = Fraction.parse(quotient);
        BigDecimal major =
                new BigDecimal(exact.numerator())
                        .divide(new BigDecimal(exact.denominator()), DIGITS, RoundingMode.HALF_UP)
                        .movePointLeft(currency.exponent())
                        .stripTrailingZeros();
        return quotient + " minor units = " + major.toPlainString();
    }

    private void refund(Json.Obj trace) {
        say("refunded of the gross so far: %s", step(trace, "gross"));
        for (Json.Obj tax : trace.objects("taxes")) {
            say("  of it tax of %s: %s", tax.text("jurisdiction"), step(tax, "tax"));
        }
        say("  of it net: %s", step(trace, "net"));
        long fx = trace.minor("fx");
        if (fx != 0) {
            say("  exchange rates cost the platform %s", money(fx));
        }
        for (Json.Obj part : trace.objects("parts")) {
            say("line %s: %s", part.text("line"), step(part, "net"));
            say("  out of escrow: %s", step(part, "escrow"));
            say("  out of what was released: %s", step(part, "released"));
            if (part.get("tier") != null) {
                say("  contract %s's counter goes back %s", name(part), step(part, "tier"));
            }
            part.objects("shares").forEach(this::reversed);
        }
    }

    private void reversed(Json.Obj share) {
        say("  %s gives back: %s", share.text("party"), step(share, "reversed"));
        if (share.get("payable") != null) {
            say(
                    "    payable %s, held back %s",
                    money(share.minor("payable")), money(share.minor("reserve")));
        }
        for (Json.Obj advance : share.objects("advances")) {
            say(
                    "    advance of contract %s is open again by %s",
                    advance.text("contract"), money(advance.minor("amount")));
        }
    }

    private void guarantee(Json.Obj trace) {
        long earned = trace.minor("earned");
        long minimum = trace.minor("minimum");
        say("%s under contract %s in %s", trace.text("payee"), name(trace), trace.text("period"));
        say("  earned, less refunds, before advances: %s", money(earned));
        say("  guaranteed: %s", money(minimum));
        say("  missing: %s", money(Math.subtractExact(minimum, earned)));
    }
}
