package com.illuvrse.finance.story;

import com.illuvrse.finance.journal.AccountingDay;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Invents one marketplace: its contracts, its orders, and what happens to Stripe's balance. */
final class Storyteller {

    private static final List<List<String>> SHARES =
            List.of(
                    List.of("85%", "15%"),
                    List.of("1/3", "1/3", "1/3"),
                    List.of("33.3%", "33.3%", "33.4%"),
                    List.of("1/7", "2/7", "3/7", "1/7"),
                    List.of("12.5%", "0.1%", "50%", "30.3%", "7.1%"),
                    List.of("100%", "0%"));
    private static final List<Start> STARTS =
            List.of(
                    new Start("America/New_York", "2026-03-02"),
                    new Start("America/New_York", "2026-03-07"),
                    new Start("Europe/Berlin", "2026-10-24"),
                    new Start("Australia/Lord_Howe", "2026-04-03"),
                    new Start("Asia/Tokyo", "2026-12-30"),
                    new Start("UTC", "2026-02-27"));

    private record Start(String zone, String day) {}

    final Chance chance;
    final boolean gentle;
    final ZoneId zone;
    final LocalDate firstDay;
    final int days;
    final List<String> currencies = new ArrayList<>();
    final List<String> contracts = new ArrayList<>();

    /** Currency of the tiers of a contract that has some; others cannot be shared under it. */
    final Map<String, String> tierCurrency = new TreeMap<>();

    final List<String> unsoundContracts = new ArrayList<>();

    private final long seed;
    private final List<Fact> facts = new ArrayList<>();
    private final Map<String, OrderTale> tales = new LinkedHashMap<>();
    private int rows;

    Storyteller(long seed, boolean gentle) {
        this.seed = seed;
        this.gentle = gentle;
        this.chance = new Chance(seed);
        Start start = chance.of(STARTS);
        this.zone = ZoneId.of(start.zone());
        this.firstDay = LocalDate.parse(start.day());
        this.days = (int) chance.between(2, 5);
        currencies.add(chance.of("USD", "EUR"));
        currencies.add(chance.of("JPY", "KWD"));
        if (chance.oneIn(2)) {
            currencies.add(chance.of("GBP", "ISK", "HUF"));
        }
    }

    Story tell() {
        agreements();
        int orders = (int) chance.between(10, 40);
        for (int i = 1; i <= orders; i++) {
            OrderTale tale = new OrderTeller(this, "o-" + i).tell();
            tales.put(tale.order, tale);
        }
        if (!gentle) {
            new StrayTeller(this).tell();
            repeatLines();
        }
        List<Fact> inOrder = new ArrayList<>(facts);
        inOrder.sort(Comparator.comparing(Fact::day));
        return new Story(seed, zone, firstDay, days, inOrder, tales);
    }

    private void agreements() {
        int number = (int) chance.between(2, 5);
        for (int i = 1; i <= number; i++) {
            String contract = "ct-" + i;
            contracts.add(contract);
            if (!gentle && chance.oneIn(25)) {
                unsoundContracts.add(contract);
                if (chance.oneIn(2)) {
                    ObjectNode wrong = terms(contract, 1, firstDay.minusDays(1));
                    wrong.remove("tiers");
                    parties(wrong.putArray("parties"));
                    ((ArrayNode) wrong.path("parties"))
                            .addObject()
                            .put("payee", "c9")
                            .put("share", "1%");
                    deliver(Fact.Place.CONTRACT, "", firstDay, wrong);
                }
                continue;
            }
            ObjectNode terms = terms(contract, 1, LocalDate.parse("2026-01-01"));
            if (chance.oneIn(4)) {
                advance(contract, terms);
            }
            deliver(Fact.Place.CONTRACT, "", firstDay, terms);
            if (chance.oneIn(5)) {
                LocalDate from = firstDay.plusDays(chance.below(days));
                deliver(Fact.Place.CONTRACT, "", firstDay, terms(contract, 2, from));
            }
        }
    }

    private ObjectNode terms(String contract, int version, LocalDate from) {
        ObjectNode terms = Lines.object().put("type", "contract").put("contract", contract);
        terms.put("version", version).put("validFrom", from.toString()).putNull("validTo");
        if (version == 1 && chance.oneIn(3)) {
            String currency = chance.of(currencies);
            tierCurrency.put(contract, currency);
            ArrayNode tiers = terms.putArray("tiers");
            long upTo = 0;
            for (int i = (int) chance.between(1, 3); i > 0; i--) {
                upTo += chance.between(1, 30_000);
                ObjectNode tier = tiers.addObject().put("upTo", upTo).put("currency", currency);
                parties(tier.putArray("parties"));
            }
            parties(tiers.addObject().putArray("parties"));
        } else {
            parties(terms.putArray("parties"));
        }
        if (chance.oneIn(3)) {
            terms.putObject("reserve")
                    .put("rate", chance.of("10%", "1/3", "100%", "7.77%"))
                    .put("days", (int) chance.between(0, 3));
        }
        return terms.put("incomeType", "royalty");
    }

    private void parties(ArrayNode parties) {
        List<String> shares = chance.of(SHARES);
        for (int i = 0; i < shares.size(); i++) {
            String payee = i == shares.size() - 1 ? "platform" : "c" + (i + 1);
            parties.addObject().put("payee", payee).put("share", shares.get(i));
        }
    }

    /** Money paid before it is earned, on one of the days. */
    private void advance(String contract, ObjectNode terms) {
        ObjectNode advance = terms.putObject("advance").put("recoupFrom", "c1");
        if (chance.oneIn(2) && contracts.size() > 1) {
            ArrayNode group = advance.putArray("collateralGroup").add(contract);
            group.add(contracts.getFirst().equals(contract) ? "ct-2" : contracts.getFirst());
        }
        String currency = chance.of(currencies);
        long amount = chance.between(1, 20_000);
        LocalDate on = firstDay.plusDays(chance.below(days));
        Map<String, Long> lines = new TreeMap<>();
        lines.put("assets:advances:" + contract, amount);
        lines.put("equity:opening", -amount);
        deliver(Fact.Place.JOURNAL, "", on, Lines.journal("adv-" + contract, on, lines, currency));
    }

    /** Lines that come again, the same or with other content. */
    private void repeatLines() {
        for (Fact fact : List.copyOf(facts)) {
            if (fact.place() == Fact.Place.ORDER && chance.oneIn(12)) {
                ObjectNode again = fact.json().deepCopy();
                if (chance.oneIn(3)) {
                    again.put("occurredAt", start().plusSeconds(chance.below(80_000)).toString());
                }
                deliver(Fact.Place.ORDER, fact.tale(), sameDayOrLater(fact.day()), again);
            }
        }
    }

    // What happened when, and when somebody told of it.

    Instant start() {
        return AccountingDay.of(firstDay, zone).from();
    }

    Instant end() {
        return AccountingDay.of(lastDay(), zone).to();
    }

    LocalDate lastDay() {
        return firstDay.plusDays(days - 1L);
    }

    LocalDate dayOf(Instant at) {
        return AccountingDay.containing(at, zone).date();
    }

    /** Some moment after another, within the story. */
    Instant after(Instant moment) {
        long room = Duration.between(moment, end()).toSeconds() - 1;
        long far = chance.oneIn(2) ? 20_000 : 200_000;
        return room < 1 ? moment : moment.plusSeconds(chance.between(1, Math.min(room, far)));
    }

    LocalDate sameDayOrLater(LocalDate day) {
        LocalDate last = lastDay();
        return day.isBefore(last) && chance.oneIn(2)
                ? day.plusDays(chance.between(1, last.toEpochDay() - day.toEpochDay()))
                : day;
    }

    void deliver(Fact.Place place, String tale, LocalDate day, ObjectNode json) {
        facts.add(new Fact(place, day, tale, json));
    }

    /** Delivers an event on its day, or sometimes days later. */
    void tellEvent(String tale, Instant at, ObjectNode json) {
        LocalDate day = dayOf(at);
        deliver(Fact.Place.ORDER, tale, chance.oneIn(7) ? sameDayOrLater(day) : day, json);
    }

    // Rows of Stripe.

    String nextRow() {
        rows++;
        return "txn_" + rows;
    }

    Instant availableAfter(Instant created) {
        return chance.oneIn(6) ? created : created.plusSeconds(chance.between(1, 3 * 86_400));
    }

    /** Adds a row with fees that are as odd as fees can be; returns from when on it is seen. */
    Instant show(String tale, ObjectNode row, @Nullable Instant notBefore) {
        fees(row);
        Instant created = Instant.ofEpochSecond(row.path("created").longValue());
        Instant from = notBefore != null && notBefore.isAfter(created) ? notBefore : created;
        if (chance.oneIn(9)) {
            Instant later = sameDayOrLater(dayOf(created)).atTime(12, 0).atZone(zone).toInstant();
            from = later.isAfter(from) ? later : from;
        }
        ObjectNode first = row.deepCopy();
        if (from.isAfter(created)) {
            Lines.visibleFrom(first, from);
        }
        deliver(Fact.Place.ROW, tale, dayOf(created), first);
        if (!gentle && chance.oneIn(40)) {
            changeLater(tale, row, from);
        }
        return from;
    }

    /** The same row shown again with other content. */
    private void changeLater(String tale, ObjectNode row, Instant from) {
        LocalDate seenOn = dayOf(from).plusDays(1);
        Instant booked = seenOn.atTime(3, 0).atZone(zone).toInstant();
        Instant again = booked.plusSeconds(chance.between(1, 100_000));
        if (again.isBefore(end())) {
            ObjectNode changed = row.deepCopy();
            if (chance.oneIn(2)) {
                Lines.fee(changed, "stripe_fee", chance.between(1, 9));
            } else {
                changed.put("amount", row.path("amount").longValue() + 1);
            }
            Lines.visibleFrom(changed, again);
            LocalDate day = dayOf(Instant.ofEpochSecond(row.path("created").longValue()));
            deliver(Fact.Place.ROW, tale, day, changed);
        }
    }

    private void fees(ObjectNode row) {
        if (chance.oneIn(2)) {
            Lines.fee(row, "stripe_fee", chance.between(1, 500));
        }
        if (chance.oneIn(8)) {
            Lines.fee(row, "tax", chance.between(1, 90));
        }
        if (chance.oneIn(12)) {
            Lines.fee(row, "payment_method_passthrough_fee", chance.between(-9, 40));
        }
        if (gentle) {
            return;
        }
        if (chance.oneIn(30)) {
            Lines.fee(row, chance.of("withheld_tax", "application_fee"), chance.between(1, 50));
        }
        if (chance.oneIn(40)) {
            Lines.fee(row, chance.of("moon_fee", "tide_fee"), chance.between(-20, 50));
        }
        if (chance.oneIn(40)) {
            row.put("fee", row.path("fee").longValue() + chance.between(-3, 3));
        }
        if (chance.oneIn(60)) {
            row.put("net", row.path("net").longValue() + chance.between(-3, 3));
        }
    }

    // Money.

    /** Minor units Stripe charges in steps of. */
    static long step(String currency) {
        return switch (currency) {
            case "KWD" -> 10;
            case "ISK" -> 100;
            default -> 1;
        };
    }

    BigDecimal oddRate() {
        return switch (chance.below(4)) {
            case 0 -> new BigDecimal("0.00" + chance.between(60_001, 99_999));
            case 1 -> new BigDecimal("13" + chance.below(10) + "." + chance.between(100, 999));
            default -> new BigDecimal(chance.below(3) + "." + chance.between(20_001, 99_999));
        };
    }

    static long exchanged(long presented, BigDecimal rate) {
        return rate.multiply(BigDecimal.valueOf(presented))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
