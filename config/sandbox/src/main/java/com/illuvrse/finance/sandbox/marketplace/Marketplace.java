package com.illuvrse.finance.sandbox.marketplace;

import com.illuvrse.finance.sandbox.marketplace.BankPayouts.BankPayout;
import com.illuvrse.finance.sandbox.marketplace.BankPayouts.Leaving;
import com.illuvrse.finance.sandbox.marketplace.Contract.Party;
import com.illuvrse.finance.sandbox.marketplace.Contract.Terms;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/**
 * A marketplace that never was: writes a data folder with everything its creators, buyers, Stripe
 * and the bank would have produced. Memory does not grow with the number of orders.
 */
public final class Marketplace {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);

    /** Contracts get better shares after this many days, for one creator in eleven. */
    private static final int NEW_TERMS_DELIVERED = 10;

    private static final int NEW_TERMS_VALID = 12;

    private final GeneratorSettings settings;
    private final Creators creators;
    private final DataFolder folder;
    private final ExchangeRates rates;
    private final BankPayouts payouts = new BankPayouts();
    private final OrderLife life;
    private final Anomalies anomalies;

    private Marketplace(GeneratorSettings settings, DataFolder folder) {
        this.settings = settings;
        this.folder = folder;
        this.creators = Creators.of(settings);
        this.rates = new ExchangeRates(settings.seed());
        this.life = new OrderLife(settings, folder, rates, payouts);
        this.anomalies = new Anomalies(settings, creators, folder, life);
    }

    /** Writes the data folder of these settings; the folder should be empty. */
    public static GeneratedMonth generate(GeneratorSettings settings, Path folder)
            throws IOException {
        try (DataFolder open = new DataFolder(settings, folder)) {
            new Marketplace(settings, open).write();
            long orders = (long) settings.days() * settings.ordersPerDay();
            return new GeneratedMonth(folder, orders, open.rowCount(), open.planted());
        }
    }

    private void write() throws IOException {
        folder.write("settings.yml", settingsText());
        writeOpening();
        writeAgreements();
        for (int index = 0; index < settings.days(); index++) {
            writeDay(index);
            folder.finish(settings.day(index));
        }
    }

    private String settingsText() {
        String paydays =
                settings.firstDay()
                        .datesUntil(settings.lastDay().plusDays(1))
                        .filter(day -> day.getDayOfWeek() == DayOfWeek.FRIDAY)
                        .map(LocalDate::toString)
                        .collect(Collectors.joining(", ", "[", "]"));
        return """
        settlement:
          zone: %s
          first-day: %s
          payouts:
            days: %s
        """
                .formatted(settings.zone(), settings.firstDay(), paydays);
    }

    /**
     * The balance Stripe holds when the ledger begins, the journal that opens the books with it,
     * and the rates of the day it takes effect on.
     */
    private void writeOpening() {
        List<StripeRow> floats = new ArrayList<>();
        Instant created = settings.startOf(settings.firstDay()).minus(Duration.ofDays(3));
        for (SettlementCurrency currency : SettlementCurrency.values()) {
            long amount =
                    currency.price(4_000L * settings.ordersPerDay() * 8 * currency.weight / 100);
            amount = Math.max(100_000, amount - amount % 1_000);
            String row = "txn_float" + currency.lower();
            floats.add(
                    new StripeRow(row, "topup", "topup", currency, amount, created)
                            .describedAs("Top-up")
                            .from(
                                    StripeObjects.topup(
                                            "tu_float" + currency.lower(),
                                            row,
                                            amount,
                                            currency.lower(),
                                            created)));
        }
        floats.forEach(folder::listOld);
        LocalDate day = settings.firstDay();
        folder.deliver("journals", day, json -> writeOpeningJournal(json, floats));
        rates.writeTo(folder.open("fx", day), day.minusDays(1));
    }

    private void writeOpeningJournal(JsonGenerator json, List<StripeRow> floats) {
        json.writeStringProperty("type", "journal");
        json.writeStringProperty("journal", "op-1");
        json.writeStringProperty("effectiveOn", settings.firstDay().minusDays(1).toString());
        json.writeStringProperty("memo", "opening balances");
        json.writeStringProperty("reason", "migration");
        json.writeArrayPropertyStart("lines");
        for (StripeRow row : floats) {
            writeOpeningLines(json, "assets:stripe:payments:available", row.net(), row.currency());
        }
        for (Contract contract : creators.contracts()) {
            if (contract.terms() == Terms.ADVANCE) {
                SettlementCurrency currency = contract.creator().currency();
                writeOpeningLines(
                        json, "assets:advances:" + contract.id(), currency.price(50_000), currency);
            }
        }
        json.writeEndArray();
        json.writeStringProperty("enteredBy", "u-17");
        json.writeStringProperty("approvedBy", "u-9");
        json.writeNullProperty("reverses");
    }

    private static void writeOpeningLines(
            JsonGenerator json, String asset, long amount, SettlementCurrency currency) {
        writeJournalLine(json, asset, "debit", amount, currency);
        writeJournalLine(json, "equity:opening", "credit", amount, currency);
    }

    private static void writeJournalLine(
            JsonGenerator json,
            String account,
            String side,
            long amount,
            SettlementCurrency currency) {
        json.writeStartObject();
        json.writeStringProperty("account", account);
        json.writeStringProperty("side", side);
        json.writeNumberProperty("amount", amount);
        json.writeStringProperty("currency", currency.name());
        json.writeEndObject();
    }

    private void writeAgreements() {
        LocalDate first = settings.firstDay();
        LocalDate since = first.minusMonths(2).withDayOfMonth(1);
        for (Creator creator : creators.creators()) {
            folder.deliver("payees", first, Agreements.payee(creator, since));
        }
        List<Contract> contracts = creators.contracts();
        for (int i = 0; i < contracts.size(); i++) {
            Contract contract = contracts.get(i);
            folder.deliver("contracts", first, Agreements.contract(contract, 1, since));
            if (i % 11 == 3) {
                String creator = contract.creator().id();
                Contract better =
                        contract.withParties(
                                List.of(new Party(creator, "88%"), new Party("platform", "12%")));
                folder.deliver(
                        "contracts",
                        settings.day(NEW_TERMS_DELIVERED),
                        Agreements.contract(better, 2, settings.day(NEW_TERMS_VALID)));
            }
        }
    }

    private void writeDay(int index) throws IOException {
        LocalDate day = settings.day(index);
        rates.nextDay(index);
        rates.writeTo(folder.open("fx", day), day);
        Dice dice = new Dice(settings.seed(), "orders", index);
        Checkout checkout = new Checkout(settings, creators, day, dice);
        Optional<Anomaly> anomaly = settings.anomalies() ? Anomaly.of(index) : Optional.empty();
        int odd = anomaly.isPresent() ? settings.ordersPerDay() / 2 : -1;
        for (int i = 0; i < settings.ordersPerDay(); i++) {
            if (i == odd) {
                anomalies.plant(anomaly.orElseThrow(), day, checkout, i);
            } else {
                Order order = checkout.order(i);
                Fate fate = Fate.of(order, dice, settings.ordersPerDay());
                life.write(
                        order, settings.anomalies() || fate.daysLate() == 0 ? fate : fate.late(0));
            }
        }
        writeStripeFee(day);
        Instant end = settings.startOf(day.plusDays(1));
        payouts.leavingBefore(end).forEach(this::writePayout);
    }

    /** Stripe's own invoice line: fraud screening, two cents an order. */
    private void writeStripeFee(LocalDate day) {
        Instant created = settings.startOf(day).plus(Duration.ofHours(21));
        long amount = Math.max(50, 2L * settings.ordersPerDay());
        folder.list(
                new StripeRow(
                                "txn_fee" + DAY.format(day),
                                "stripe_fee",
                                "fee",
                                SettlementCurrency.USD,
                                -amount,
                                created)
                        .describedAs("Radar for Fraud Teams (" + day + ")"));
    }

    private void writePayout(Leaving leaving) {
        BankPayout payout = leaving.payout();
        String currency = payout.currency().lower();
        Instant arrival = payout.arrival();
        var object =
                StripeObjects.payout(
                        payout.id(),
                        payout.row(),
                        leaving.amount(),
                        currency,
                        payout.created(),
                        arrival);
        folder.list(
                new StripeRow(
                                payout.row(),
                                "payout",
                                "payout",
                                payout.currency(),
                                -leaving.amount(),
                                payout.created())
                        .availableOn(arrival)
                        .describedAs("STRIPE PAYOUT")
                        .from(object)
                        .inPayout(payout.id()));
        folder.listPayout(
                payout.created(),
                json -> {
                    object.accept(json);
                    OrderLife.timeline(json, arrival.plus(Duration.ofHours(11)), "paid");
                });
        LocalDate booked = payout.arrivalDay();
        folder.deliver(
                "bank",
                booked,
                Anomalies.bankLine(
                        "bl-" + payout.id(),
                        booked,
                        leaving.amount(),
                        payout.currency().name(),
                        "STRIPE " + payout.id()));
    }
}
