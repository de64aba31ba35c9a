package com.illuvrse.finance.exporters.report;

import com.illuvrse.finance.exporters.report.SettledDay.PayoutGroup;
import com.illuvrse.finance.exporters.report.SettledDay.PayoutSums;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import com.illuvrse.finance.payout.PayoutReason;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.reconciliation.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code settlement.html}: one sealed day on one page, with pictures, for somebody who has never
 * seen a ledger.
 *
 * <p>The page is complete in itself: no script, nothing from elsewhere, and its own policy forbids
 * both. It can be printed, and follows the reader's light or dark. Texts of others appear as texts.
 * The same day gives the same bytes.
 */
public final class SettlementPage {

    private static final DateTimeFormatter LONG_DATE =
            DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);

    private final SettledDay day;
    private final Html page = new Html();

    private SettlementPage(SettledDay day) {
        this.day = day;
    }

    /** Writes the page; an earlier file of that name is replaced. */
    public static void write(Path file, SettledDay day) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, of(day), StandardCharsets.UTF_8);
    }

    /** The page as text. */
    static String of(SettledDay day) {
        return new SettlementPage(day).whole();
    }

    private String whole() {
        writeHead();
        writeStatus();
        writeFlows();
        writeBalances();
        writeReconciliation();
        writeBreaks();
        writePayouts();
        HowToVerify.write(page, day);
        page.raw("</main>\n</body>\n</html>\n");
        return page.toString();
    }

    private void writeHead() {
        String date = day.sealed().day().format(LONG_DATE);
        page.raw(
                """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>Settlement of {}</title>
                """,
                day.sealed().day());
        page.raw("<style>\n").raw(styles()).raw("</style>\n</head>\n<body>\n<main>\n");
        page.raw("<header>\n<p class=\"eyebrow\">Daily settlement</p>\n<h1>{}</h1>\n", date);
        page.raw("<p class=\"where\">Ledger <b>").text(day.sealed().ledger()).raw("</b>");
        page.raw(" · segment <b>{}</b>", day.segment());
        page.raw(" · {}", Html.count(day.entries()))
                .raw(day.entries() == 1 ? " entry" : " entries");
        if (day.lateEntries() > 0) {
            page.raw(" ({} for earlier days)", Html.count(day.lateEntries()));
        }
        page.raw(
                "</p>\n<p class=\"seal\"><span>manifestId</span> <code>{}</code></p>\n</header>\n",
                day.sealed().manifestId());
    }

    private static String styles() {
        try (InputStream in = SettlementPage.class.getResourceAsStream("settlement.css")) {
            if (in == null) {
                throw new IllegalStateException("settlement.css is not beside SettlementPage");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("settlement.css cannot be read", e);
        }
    }

    private void writeStatus() {
        List<ReconciliationRow> rows = day.reconciliation();
        long agree = rows.stream().filter(ReconciliationRow::agrees).count();
        page.raw("<section class=\"status\" aria-label=\"Status\">\n");
        if (rows.isEmpty()) {
            writeTile("plain", "Reconciled", "Nothing to compare", "no Stripe balance yet");
        } else {
            writeTile(
                    agree == rows.size() ? "good" : "bad",
                    "Reconciled",
                    agree == rows.size() ? "\u2713 To the cent" : "\u2260 Differs",
                    Html.count(agree)
                            + " of "
                            + Html.count(rows.size(), "balance")
                            + " agree with Stripe");
        }
        writeTile(
                day.openBreaks() == 0 ? "good" : day.openBreaks(Severity.HIGH) > 0 ? "bad" : "warn",
                "Breaks",
                day.openBreaks() == 0 ? "\u2713 None open" : Html.count(day.openBreaks()) + " open",
                Html.count(day.openBreaks(Severity.HIGH))
                        + " of high severity \u00b7 "
                        + Html.count(day.closedBreaks())
                        + " closed or reported today");
        writePayoutTile();
        writeTile(
                "plain",
                "Sealed",
                "Segment " + day.segment(),
                "ledger head " + day.head().substring(0, day.head().indexOf(':') + 13) + "\u2026");
        page.raw("</section>\n");
    }

    private void writePayoutTile() {
        TreeMap<Currency, Long> paid = new TreeMap<>();
        long creators = 0;
        for (Map.Entry<PayoutGroup, PayoutSums> row : day.payouts().entrySet()) {
            if (row.getKey().reason() == PayoutReason.PAID) {
                creators += row.getValue().creators();
                paid.merge(row.getKey().currency(), row.getValue().net(), Math::addExact);
            }
        }
        String sums =
                paid.entrySet().stream()
                        .map(sum -> sum.getKey() + " " + Html.amount(sum.getValue(), sum.getKey()))
                        .collect(Collectors.joining(", "));
        String locked = day.payoutsLocked() ? "locked until a break is closed" : "";
        if (day.payouts().isEmpty()) {
            writeTile(
                    day.payoutsLocked() ? "bad" : "plain",
                    "Payouts",
                    "No run today",
                    day.payoutsLocked() ? locked : "creators are paid on payout days");
        } else {
            writeTile(
                    day.payoutsLocked() ? "bad" : "good",
                    "Payouts",
                    Html.count(creators, "payment"),
                    day.payoutsLocked() ? locked : sums.isEmpty() ? "nobody was due" : sums);
        }
    }

    private void writeTile(String mood, String name, String figure, String line) {
        page.raw(
                "<div class=\"tile {}\"><p>{}</p><strong>{}</strong><span>{}</span></div>\n",
                mood,
                name,
                figure,
                line);
    }

    private void writeFlows() {
        page.raw("<section>\n<h2>How the money moved</h2>\n");
        page.raw(
                "<p class=\"lead\">Buyers pay through Stripe, which keeps its fee. Their money"
                        + " waits in escrow until delivery, then becomes the creator's share and our"
                        + " commission, and leaves as a payout. Each band is the sum of the day's"
                        + " entries from the accounts debited to the accounts credited; point at it for"
                        + " its amount.</p>\n");
        boolean still = true;
        for (Currency currency : day.currencies()) {
            List<MoneyFlows.Flow> flows = day.flows(currency);
            if (!flows.isEmpty()) {
                still = false;
                page.raw("<h3>{}</h3>\n<div class=\"wide\">\n", currency);
                FlowPicture.draw(page, currency, flows);
                page.raw("</div>\n");
                writeFlowTable(currency, flows);
            }
        }
        page.raw(still ? "<p class=\"none\">Nothing moved on this day.</p>\n" : "");
        page.raw("</section>\n");
    }

    private void writeFlowTable(Currency currency, List<MoneyFlows.Flow> flows) {
        page.raw("<details><summary>The same in figures</summary>\n<table>\n");
        page.raw(
                "<thead><tr><th>From</th><th>To</th><th class=\"n\">{}</th></tr></thead>\n",
                currency);
        page.raw("<tbody>\n");
        for (MoneyFlows.Flow flow : flows) {
            page.raw(
                    "<tr><td>{}</td><td>{}</td><td class=\"n\">{}</td></tr>\n",
                    Html.escaped(flow.from().label()),
                    Html.escaped(flow.to().label()),
                    Html.amount(flow.minor(), currency));
        }
        page.raw("</tbody>\n</table>\n</details>\n");
    }

    private void writeBalances() {
        page.raw("<section>\n<h2>Balances before and after</h2>\n");
        page.raw(
                "<p class=\"lead\">The thin bar is the balance before the day, the thick one after"
                        + " it. What is there and what was spent equals what is owed and what was"
                        + " earned.</p>\n");
        for (Currency currency : day.currencies()) {
            Map<SettledDay.Bar, SettledDay.GroupBalance> bars = day.balances(currency);
            if (!bars.isEmpty()) {
                page.raw("<h3>{}</h3>\n<div class=\"wide\">\n", currency);
                BalancePicture.draw(page, currency, bars);
                page.raw("</div>\n");
            }
        }
        page.raw("</section>\n");
    }

    private void writeReconciliation() {
        page.raw("<section>\n<h2>Do we agree with Stripe?</h2>\n");
        if (day.reconciliation().isEmpty()) {
            page.raw("<p class=\"none\">There is no Stripe balance to compare yet.</p>\n");
        } else {
            page.raw(
                    "<p class=\"lead\">Our accounts against Stripe's own balance at the end of the"
                            + " day. A difference stays open as a break; no entry is ever made to hide"
                            + " it.</p>\n"
                            + "<div class=\"wide\">\n");
            ReconciliationPicture.draw(page, day.reconciliation());
            page.raw("</div>\n");
        }
        page.raw("</section>\n");
    }

    private void writeBreaks() {
        page.raw("<section>\n<h2>What is not explained</h2>\n");
        List<Break> rows = day.shownBreaks();
        if (rows.isEmpty()) {
            page.raw("<p class=\"none\">Everything is explained: no break is open.</p>\n");
            page.raw("</section>\n");
            return;
        }
        page.raw(
                "<table class=\"breaks\">\n"
                        + "<thead><tr><th>Severity</th><th>What</th><th class=\"n\">Amount</th><th"
                        + " class=\"n\">Age</th><th>State</th></tr></thead>\n"
                        + "<tbody>\n");
        rows.forEach(this::writeBreak);
        page.raw("</tbody>\n</table>\n");
        if (day.hiddenBreaks() > 0) {
            page.raw(
                    "<p class=\"none\">{} more in <code>breaks.csv</code>.</p>\n",
                    Html.count(day.hiddenBreaks()));
        }
        page.raw("</section>\n");
    }

    private void writeBreak(Break row) {
        String severity = row.severity().name().toLowerCase(Locale.ROOT);
        page.raw(
                "<tr class=\"{}\"><td><span class=\"badge {}\">{}</span></td><td><b>{}</b> ",
                row.isOpen() ? "open" : "closed",
                severity,
                severity,
                row.type());
        page.raw("<code>").text(row.ref()).raw("</code>");
        page.raw("<br><span class=\"why\">{}</span></td>", BreakWords.of(row.type()));
        Money amount = row.amount();
        page.raw(
                "<td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}",
                amount == null
                        ? ""
                        : amount.currency() + " " + Html.amount(amount.minor(), amount.currency()),
                row.ageDays() == 0 ? "new" : Html.count(row.ageDays(), "day"),
                stateInWords(row));
        if (row.resolution() != null) {
            page.raw("<br><span class=\"why\">").text(row.resolution()).raw("</span>");
        }
        page.raw("</td></tr>\n");
    }

    private static String stateInWords(Break row) {
        return switch (row.status()) {
            case OPEN -> "open since " + row.openedOn();
            case AUTO_RESOLVED -> "closed by a rule";
            case RESOLVED -> "closed by a person";
            case INFO -> "reported only";
        };
    }

    private void writePayouts() {
        page.raw("<section>\n<h2>Payouts to creators</h2>\n");
        if (day.payouts().isEmpty()) {
            page.raw("<p class=\"none\">There was no payout run on this day.</p>\n</section>\n");
            return;
        }
        page.raw(
                "<table>\n"
                        + "<thead><tr><th>Run</th><th>Outcome</th><th"
                        + " class=\"n\">Creators</th><th>Currency</th><th class=\"n\">Payable"
                        + " before</th><th class=\"n\">Tax withheld</th><th"
                        + " class=\"n\">Paid</th></tr></thead>\n"
                        + "<tbody>\n");
        day.payouts()
                .forEach(
                        (group, sums) -> {
                            page.raw("<tr><td>").text(group.batch()).raw("</td><td>");
                            page.raw(inWords(group.reason()));
                            if (group.reason() == PayoutReason.PAID) {
                                page.raw(", ").text(group.status().toLowerCase(Locale.ROOT));
                            }
                            Currency currency = group.currency();
                            page.raw(
                                    "</td><td class=\"n\">{}</td><td>{}</td><td"
                                            + " class=\"n\">{}</td><td class=\"n\">{}</td><td"
                                            + " class=\"n\">{}</td></tr>\n",
                                    Html.count(sums.creators()),
                                    currency,
                                    Html.amount(sums.available(), currency),
                                    Html.amount(sums.withheld(), currency),
                                    Html.amount(sums.net(), currency));
                        });
        page.raw("</tbody>\n</table>\n</section>\n");
    }

    private static String inWords(PayoutReason reason) {
        return switch (reason) {
            case NEGATIVE_BALANCE -> "not paid: owes us";
            case ON_HOLD -> "not paid: on hold";
            case DESTINATION_SUSPENDED -> "not paid: an earlier payment came back";
            case DESTINATION_INCOMPLETE -> "not paid: nowhere to send this currency";
            case PAYEE_MISSING -> "not paid: no payee record";
            case TAX_FORM_MISSING -> "not paid: no tax form";
            case RATE_MISSING -> "not paid: no rate to its currency";
            case BELOW_MINIMUM -> "carried forward: below the minimum";
            case GRANULARITY_REST -> "carried forward: too small to send";
            case TAX_UNDECIDED ->
                    "not paid: a tax figure or exchange rate is not known; the log names it";
            case PAID -> "paid";
        };
    }
}
