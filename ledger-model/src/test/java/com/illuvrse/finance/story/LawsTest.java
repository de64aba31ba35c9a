package com.illuvrse.finance.story;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.reconciliation.Break;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Every law is kept by good books and broken by books in which one thing is wrong. */
class LawsTest {

    private static final Story STORY = Story.of(4);
    private static final Books BOOKS = Books.of(STORY);
    private static final List<Line> LINES = Line.of(SeededMarketplacesTest.all(BOOKS));
    private static final List<Break> BREAKS = BOOKS.nights().getLast().breaks();
    private static final LocalDate LAST = STORY.lastDay();

    private static List<Line> without(Predicate<Line> one) {
        List<Line> lines = new ArrayList<>(LINES);
        lines.remove(LINES.stream().filter(one).findFirst().orElseThrow());
        return lines;
    }

    private static List<Line> changed(Predicate<Line> one, UnaryOperator<Line> how) {
        List<Line> lines = new ArrayList<>(LINES);
        int at = lines.indexOf(LINES.stream().filter(one).findFirst().orElseThrow());
        lines.set(at, how.apply(lines.get(at)));
        return lines;
    }

    /** Moves one cent of an entry from one of its accounts to another. */
    private static List<Line> withACentMoved(String entry, String from, String to) {
        List<Line> lines =
                changed(
                        line -> line.source().startsWith(entry) && line.isOf(from),
                        line -> line.amount(line.amount() + 1));
        Line moved = lines.stream().filter(line -> !LINES.contains(line)).findFirst().orElseThrow();
        lines.add(moved.account(to).amount(-1));
        return lines;
    }

    private static void isBroken(String law, Runnable by) {
        assertThatThrownBy(by::run).isInstanceOf(AssertionError.class).hasMessageStartingWith(law);
    }

    @Test
    void goodBooksKeepThem() {
        assertThatCode(
                        () -> {
                            Laws.entriesBalance(LINES);
                            Laws.clearingIsExplained(LINES, BREAKS);
                            Laws.linesAgree(STORY, LINES, LAST, Laws.stripeByItsRows(STORY, LAST));
                            Laws.everyRowIsBookedOnce(STORY, LINES, LAST);
                            Laws.nothingIsOwedTwice(LINES, BREAKS);
                            Laws.ordersAreConserved(STORY.tales().values(), LINES);
                        })
                .doesNotThrowAnyException();
    }

    @Test
    void entryThatIsACentOffIsSeen() {
        isBroken(
                "balance",
                () ->
                        Laws.entriesBalance(
                                changed(line -> true, line -> line.amount(1 + line.amount()))));
    }

    @Test
    void lineThatIsMissingIsSeen() {
        isBroken("balance", () -> Laws.entriesBalance(without(line -> true)));
    }

    @Test
    void breakThatIsMissingIsSeen() {
        List<Break> fewer = new ArrayList<>(BREAKS);
        fewer.remove(
                BREAKS.stream()
                        .filter(row -> row.isOpen() && row.account() != null)
                        .findFirst()
                        .orElseThrow());

        isBroken("clearing", () -> Laws.clearingIsExplained(LINES, fewer));
    }

    @Test
    void centsThatOnlyAddUpOverTwoItemsAreSeen() {
        List<Line> lines =
                changed(
                        line -> line.isOf("assets:clearing:charge"),
                        line -> line.amount(line.amount() + 1));
        Line first = LINES.stream().filter(line -> !lines.contains(line)).findFirst().orElseThrow();
        Line other =
                LINES.stream()
                        .filter(line -> line.isOf("assets:clearing:charge"))
                        .filter(line -> line.currency().equals(first.currency()))
                        .filter(line -> line.bt() != null && !line.bt().equals(first.bt()))
                        .findFirst()
                        .orElseThrow();
        lines.set(lines.indexOf(other), other.amount(other.amount() - 1));

        isBroken("clearing", () -> Laws.clearingIsExplained(lines, BREAKS));
    }

    @Test
    void centThatStripeDoesNotHaveIsSeen() {
        isBroken(
                "tie-out",
                () ->
                        Laws.linesAgree(
                                STORY,
                                changed(
                                        line -> line.isOf("assets:stripe:payments"),
                                        line -> line.amount(line.amount() + 1)),
                                LAST,
                                Laws.stripeByItsRows(STORY, LAST)));
    }

    @Test
    void rowThatIsNotBookedIsSeen() {
        List<Line> lines = new ArrayList<>(LINES);
        String row =
                LINES.stream().map(Line::row).filter(id -> id != null).findFirst().orElseThrow();
        lines.removeIf(line -> row.equals(line.row()));

        isBroken("rows", () -> Laws.everyRowIsBookedOnce(STORY, lines, LAST));
    }

    @Test
    void rowThatIsBookedTwiceIsSeen() {
        List<Line> lines = new ArrayList<>(LINES);
        lines.add(
                LINES.stream()
                        .filter(line -> line.row() != null && line.isOf("assets:stripe:payments"))
                        .findFirst()
                        .orElseThrow());

        isBroken("rows", () -> Laws.everyRowIsBookedOnce(STORY, lines, LAST));
    }

    @Test
    void rowNobodyShowedIsSeen() {
        List<Line> lines = new ArrayList<>(LINES);
        lines.add(LINES.getFirst().amount(0));
        Line strange =
                new Line(
                        "stripe:acct_platform:bt:txn_never",
                        null,
                        "txn_never",
                        null,
                        "assets:stripe:payments:pending",
                        "USD",
                        1);
        lines.add(strange);

        isBroken("rows", () -> Laws.everyRowIsBookedOnce(STORY, lines, LAST));
    }

    @Test
    void centThatLeavesTheOrderIsSeen() {
        Collection<OrderTale> tales = STORY.tales().values();

        isBroken(
                "conservation",
                () ->
                        Laws.ordersAreConserved(
                                tales,
                                withACentMoved("sale:", "liabilities:escrow", "revenue:fx-gain")));
        isBroken(
                "conservation",
                () ->
                        Laws.ordersAreConserved(
                                tales,
                                withACentMoved("sale:", "liabilities:tax", "liabilities:escrow")));
        isBroken(
                "conservation",
                () ->
                        Laws.ordersAreConserved(
                                tales,
                                withACentMoved(
                                        "fulfil:",
                                        "liabilities:creator",
                                        "expenses:losses:chargeback")));
    }

    @Test
    void escrowThatIsGivenTwiceIsSeen() {
        List<Line> lines = new ArrayList<>(LINES);
        LINES.stream()
                .filter(line -> line.source().startsWith("fulfil:"))
                .filter(line -> line.isOf("liabilities:escrow"))
                .forEach(line -> lines.add(line.amount(2 * line.amount())));

        isBroken("below zero", () -> Laws.nothingIsOwedTwice(lines, BREAKS));
    }

    @Test
    void centThatStaysWhenAllIsRefundedIsSeen() {
        Story story = Story.ofRefunds(4);
        List<Line> lines = new ArrayList<>(Line.of(SeededMarketplacesTest.all(Books.of(story))));
        Line refund =
                lines.stream()
                        .filter(line -> line.source().startsWith("refund:"))
                        .filter(line -> line.isOf("liabilities"))
                        .findFirst()
                        .orElseThrow();
        lines.set(lines.indexOf(refund), refund.amount(refund.amount() - 1));

        isBroken("refund everything", () -> Laws.nothingIsLeft(lines));
    }

    @Test
    void nightThatMakesADifferenceIsSeen() {
        isBroken(
                "nights",
                () ->
                        Laws.nightsDoNotMatter(
                                STORY,
                                LINES,
                                without(
                                        line ->
                                                line.source().startsWith("sale:")
                                                        && line.isOf("liabilities:escrow"))));
    }
}
