package com.illuvrse.finance.exporters.statement;

import com.illuvrse.finance.exporters.rendition.Fonts;
import com.illuvrse.finance.exporters.rendition.Letterhead;
import com.illuvrse.finance.exporters.rendition.Page;
import com.illuvrse.finance.exporters.report.Html;
import com.illuvrse.finance.exporters.statement.StatementLine.OrderPart;
import com.illuvrse.finance.exporters.statement.StatementLine.Working;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Fraction;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One statement as a page: for each currency what came in and what went out, how it was worked out,
 * the balances, the year to date and every line; then how all of it can be proven.
 *
 * <p>Beyond {@value #LINES} lines the page shows a day's lines of a kind as one, so that it stays
 * readable and small; each of them stands in {@code statement.csv}.
 */
final class StatementPage {

    /** Lines of a statement that are shown one by one. */
    static final int LINES = 1_000;

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DAY =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

    private final Letterhead letterhead;
    private final Statement statement;
    private final boolean lineByLine;
    private final Page page;

    StatementPage(Letterhead letterhead, Fonts fonts, Statement statement) {
        this.letterhead = letterhead;
        this.statement = statement;
        this.lineByLine =
                statement.blocks().stream().mapToInt(block -> block.lines().size()).sum() <= LINES;
        String title = "%s statement %s".formatted(letterhead.name(), statement.id());
        this.page =
                new Page(
                        fonts,
                        "en",
                        title,
                        "Earnings, payouts and balances of " + statement.payee(),
                        StatementStyle.of(letterhead));
    }

    Page page() {
        foot();
        head();
        for (CurrencyBlock block : statement.blocks()) {
            block(block);
        }
        proof();
        return page;
    }

    /** Runs at the foot of every page. */
    private void foot() {
        String support = letterhead.support();
        page.open("div", "class", "foot")
                .text(statement.id() + (support.isEmpty() ? "" : " \u00b7 " + support))
                .close();
    }

    private void head() {
        LocalDate first = statement.period().firstDay();
        page.text("p", "name", letterhead.name());
        page.text("h1", "title", "Statement of " + MONTH.format(first));
        page.text(
                "p",
                "of",
                "For %s \u00b7 %s to %s"
                        .formatted(
                                statement.payee(),
                                DAY.format(first),
                                DAY.format(statement.lastDay())));
    }

    private void block(CurrencyBlock block) {
        page.open("div", "class", "block");
        page.text("h2", "currency", block.currency().code());
        page.text("p", "now", "Payable to you now");
        page.text("p", "payable", amount(block.closing().payable(), block.currency()));
        new EarningsChart(page, statement, block).draw();
        movements(block);
        workings(block);
        balances(block);
        lines(block);
        page.close();
    }

    private void movements(CurrencyBlock block) {
        Currency currency = block.currency();
        Map<StatementKind, Long> sums = new EnumMap<>(StatementKind.class);
        for (StatementLine line : block.lines()) {
            sums.merge(line.kind(), line.change().payable(), Math::addExact);
        }
        table("What changed", "", "Payable");
        row("first", "Opening balance", amount(block.opening().payable(), currency));
        sums.forEach((kind, sum) -> row("", words(kind), amount(sum, currency)));
        row("total", "Closing balance", amount(block.closing().payable(), currency));
        endTable();
    }

    private void workings(CurrencyBlock block) {
        List<Working> workings = new ArrayList<>();
        for (StatementLine line : block.lines()) {
            if (line.working() != null) {
                workings.add(line.working());
            }
        }
        if (workings.isEmpty()) {
            return;
        }
        table("How your earnings were worked out", "Sales less refunds", "Amount");
        sum(block, "Paid by buyers", workings, Working::gross);
        sum(block, "Tax collected", workings, Working::tax);
        sum(block, "Shared among all parties", workings, Working::base);
        sum(block, "Platform fee", workings, Working::platformFee);
        sum(block, "Others' shares", workings, Working::others);
        sum(block, "Your share", workings, Working::earned);
        sum(block, "Put in reserve", block.lines(), line -> line.change().reserve());
        sum(
                block,
                "Paid down advances",
                block.lines(),
                line -> line.recouped() == null ? 0 : line.recouped());
        sum(
                block,
                "Tax withheld",
                block.lines(),
                line -> line.payout() == null ? 0 : line.payout().withheld());
        endTable();
    }

    private <T> void sum(
            CurrencyBlock block, String what, List<T> parts, ToLongFunction<T> amount) {
        long sum = 0;
        for (T part : parts) {
            sum = Math.addExact(sum, amount.applyAsLong(part));
        }
        row("", what, amount(sum, block.currency()));
    }

    private void balances(CurrencyBlock block) {
        Currency currency = block.currency();
        Holdings opening = block.opening();
        Holdings closing = block.closing();
        table("Balances", "", "Opening", "Closing");
        pair("Payable", opening.payable(), closing.payable(), currency);
        pair("Held for open disputes", opening.held(), closing.held(), currency);
        pair("In reserve", opening.reserve(), closing.reserve(), currency);
        pair("Advances to earn back", opening.unrecouped(), closing.unrecouped(), currency);
        endTable();
        table("Since " + DAY.format(statement.lastDay().withDayOfYear(1)), "", "Amount");
        row("", "Paid, before tax withheld", amount(block.yearPaid(), currency));
        row("", "Tax withheld", amount(block.yearWithheld(), currency));
        endTable();
    }

    private void pair(String what, long opening, long closing, Currency currency) {
        row("", what, amount(opening, currency), amount(closing, currency));
    }

    private void lines(CurrencyBlock block) {
        if (block.lines().isEmpty()) {
            return;
        }
        table(lineByLine ? "Every line" : "Day by day", "Day", "What", "Payable", "Balance");
        if (lineByLine) {
            for (StatementRow row : statement.rows(block, 1)) {
                if (row.line() != null) {
                    line(row, row.line());
                }
            }
        } else {
            days(block);
        }
        endTable();
        if (!lineByLine) {
            page.text("p", "note", "Every single line is in " + StatementFiles.CSV + ".");
        }
    }

    private void line(StatementRow row, StatementLine line) {
        Currency currency = row.balance().currency();
        page.open("tr");
        cell("day", SHORT_DAY.format(row.bookedOn()));
        page.open("td", "class", "what").text("p", "kind", kind(line));
        String where = where(line);
        if (!where.isEmpty()) {
            page.text("p", "where", where);
        }
        String figures = figures(line, currency);
        if (!figures.isEmpty()) {
            page.text("p", "where", figures);
        }
        page.text("p", "entry", line.entry().toString()).close();
        cell("amount", amount(line.change().payable(), currency));
        cell("amount", amount(row.balance().minor(), currency));
        page.close();
    }

    /** One row for a day's lines of a kind. */
    private void days(CurrencyBlock block) {
        Map<LocalDate, Map<StatementKind, List<StatementLine>>> days =
                block.lines().stream()
                        .collect(
                                Collectors.groupingBy(
                                        StatementLine::bookedOn,
                                        TreeMap::new,
                                        Collectors.groupingBy(
                                                StatementLine::kind,
                                                TreeMap::new,
                                                Collectors.toList())));
        long balance = block.opening().payable();
        for (Map.Entry<LocalDate, Map<StatementKind, List<StatementLine>>> day : days.entrySet()) {
            for (Map.Entry<StatementKind, List<StatementLine>> kind : day.getValue().entrySet()) {
                long sum = 0;
                for (StatementLine line : kind.getValue()) {
                    sum = Math.addExact(sum, line.change().payable());
                }
                balance = Math.addExact(balance, sum);
                page.open("tr");
                cell("day", SHORT_DAY.format(day.getKey()));
                cell(
                        "what",
                        "%s, %s"
                                .formatted(
                                        words(kind.getKey()),
                                        Html.count(kind.getValue().size(), "line")));
                cell("amount", amount(sum, block.currency()));
                cell("amount", amount(balance, block.currency()));
                page.close();
            }
        }
    }

    private void proof() {
        StatementProof proof = statement.proof();
        page.open("div", "class", "proof");
        page.text("h2", "", "Proof");
        page.text(
                "p",
                "",
                "These figures are computed from the sealed days of the ledger %s up to %s."
                        .formatted(proof.ledger(), DAY.format(statement.lastDay())));
        page.text("p", "", proof.inWords());
        page.text("p", "", "manifest " + proof.manifestId());
        page.text("p", "", StatementProof.RECEIPT + ".");
        page.close();
    }

    private void table(String caption, String... columns) {
        page.text("h3", "", caption);
        page.open("table").open("thead").open("tr");
        for (String column : columns) {
            page.text("th", isAmount(column) ? "amount" : "what", column);
        }
        page.close().close().open("tbody");
    }

    private static boolean isAmount(String column) {
        return switch (column) {
            case "Payable", "Amount", "Balance", "Opening", "Closing" -> true;
            default -> false;
        };
    }

    private void endTable() {
        page.close().close();
    }

    private void row(String look, String what, String... amounts) {
        page.open("tr", "class", look);
        cell("what", what);
        for (String amount : amounts) {
            cell("amount", amount);
        }
        page.close();
    }

    private void cell(String look, String text) {
        page.text("td", look, text);
    }

    private static String amount(long minor, Currency currency) {
        return Html.amount(minor, currency);
    }

    private static String kind(StatementLine line) {
        StatementLine.Payout payout = line.payout();
        String status =
                payout == null || payout.status() == null
                        ? ""
                        : " \u00b7 " + payout.status().name().toLowerCase(Locale.ROOT);
        return words(line.kind()) + status;
    }

    /** What a line belongs to, as far as it belongs to anything. */
    private static String where(StatementLine line) {
        List<String> words = new ArrayList<>();
        OrderPart of = line.of();
        if (of != null) {
            add(words, "order ", of.order());
            add(words, "line ", of.line());
            add(words, "", of.sku());
            add(words, "buyer in ", of.buyerCountry());
            add(words, "contract ", of.contract());
            add(words, "version ", of.version());
        }
        Fraction share = line.working() == null ? null : line.working().share();
        add(words, "your share ", share);
        add(words, "payout ", line.payout() == null ? null : line.payout().id());
        add(words, "", line.reference());
        return String.join(" \u00b7 ", words);
    }

    private static void add(List<String> words, String name, @Nullable Object value) {
        if (value != null) {
            words.add(name + value);
        }
    }

    /** The figures of the columns between, named; those that are empty there are left out. */
    private static String figures(StatementLine line, Currency currency) {
        List<String> figures = new ArrayList<>();
        Working working = line.working();
        if (working != null) {
            figure(figures, "gross", working.gross(), currency);
            figure(figures, "tax", working.tax(), currency);
            figure(figures, "shared", working.base(), currency);
            figure(figures, "platform", working.platformFee(), currency);
            figure(figures, "others", working.others(), currency);
            figure(figures, "earned", working.earned(), currency);
        }
        if (working != null || line.change().reserve() != 0) {
            figure(figures, "reserve", line.change().reserve(), currency);
        }
        if (line.recouped() != null) {
            figure(figures, "recouped", line.recouped(), currency);
        }
        if (line.change().held() != 0) {
            figure(figures, "held", line.change().held(), currency);
        }
        if (line.payout() != null) {
            figure(figures, "withheld", line.payout().withheld(), currency);
        }
        return String.join(" \u00b7 ", figures);
    }

    private static void figure(List<String> figures, String name, long minor, Currency currency) {
        figures.add(name + " " + amount(minor, currency));
    }

    private static String words(StatementKind kind) {
        return switch (kind) {
            case OPENING -> "Opening balance";
            case EARNING -> "Earnings";
            case REFUND -> "Refunds";
            case DISPUTE_HOLD -> "Held for a dispute";
            case DISPUTE_LOST -> "Dispute lost";
            case DISPUTE_WON -> "Dispute won";
            case RESERVE_RELEASE -> "Released from reserve";
            case GUARANTEE -> "Guarantee";
            case ADVANCE -> "Advance";
            case ADJUSTMENT -> "Adjustment";
            case PAYOUT -> "Payout";
            case PAYOUT_RETURN -> "Payout returned";
            case CLOSING -> "Closing balance";
        };
    }
}
