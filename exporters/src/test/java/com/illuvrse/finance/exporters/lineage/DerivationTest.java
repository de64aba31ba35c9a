package com.illuvrse.finance.exporters.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.lineage.Derivation.Contribution;
import com.illuvrse.finance.exporters.report.CsvTable;
import com.illuvrse.finance.exporters.report.CsvTable.CsvColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DerivationTest {

    private static final Facts FACTS = Facts.file("facts.csv", "no", "entry_id");
    private static final Origin.Sum PAID =
            Origin.sum(
                    FACTS,
                    Amount.of("usd"),
                    Condition.same("payee"),
                    Condition.is("form", "MISC", ""));
    private static final Map<String, String> ROW =
            Map.of("payee", "c1", "rate", "4", "currency", "JPY", "paid", "3.00");

    private final List<Map<String, String>> facts =
            new ArrayList<>(
                    List.of(
                            fact("1", "c1", "MISC", "1.25", "e-1"),
                            fact("2", "c2", "MISC", "9.00", "e-2"),
                            fact("3", "c1", "NEC", "9.00", "e-3"),
                            fact("4", "c1", "", "2.50", "e-1"),
                            fact("5", "c1", "MISC", "-0.75", "e-4")));
    private final List<Contribution> told = new ArrayList<>();

    private static Map<String, String> fact(
            String no, String payee, String form, String usd, String entry) {
        return Map.of("no", no, "payee", payee, "form", form, "usd", usd, "entry_id", entry);
    }

    private String worked(Origin origin) throws IOException {
        return worked(Map.of("payee", Origin.told("its id"), "paid", origin), "paid");
    }

    private String worked(Map<String, Origin> origins, String column) throws IOException {
        told.clear();
        Sheet sheet = new Sheet("form.csv", List.of("payee"), origins);
        return new Derivation(List.of(sheet), each -> rows(facts), told::add)
                .of(sheet, column, ROW)
                .toPlainString();
    }

    private static FactRows rows(List<Map<String, String>> rows) {
        Iterator<Map<String, String>> each = rows.iterator();
        return new FactRows() {
            @Override
            public @Nullable Map<String, String> next() {
                return each.hasNext() ? each.next() : null;
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void aFigureIsTheSumOfTheFactsThatMeetItsConditions() throws IOException {
        assertThat(worked(PAID)).isEqualTo("3.00");
        assertThat(told)
                .extracting(Contribution::name, Contribution::amount, Contribution::entries)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("no 1", "1.25", List.of("e-1")),
                        org.assertj.core.groups.Tuple.tuple("no 4", "2.50", List.of("e-1")),
                        org.assertj.core.groups.Tuple.tuple("no 5", "-0.75", List.of("e-4")));
        assertThat(PAID.words())
                .isEqualTo(
                        "the sum of usd of facts.csv where payee is the row's and form is MISC or"
                                + " empty");
    }

    @Test
    void aFactThatIsGoneIsMissed() throws IOException {
        facts.remove(3);

        assertThat(worked(PAID)).isEqualTo("0.50");
    }

    @Test
    void aSumIsRoundedOnceAsItsFileSays() throws IOException {
        assertThat(worked(PAID.by(Measure.WHOLE))).isEqualTo("3");
        assertThat(worked(PAID.by(Measure.dividedBy("rate")))).isEqualTo("0.75");
        assertThat(worked(PAID.by(Measure.wholeUnits("currency")))).isEqualTo("3");
        assertThat(worked(PAID.by(Measure.majorUnits("currency")))).isEqualTo("3.00");
        assertThat(worked(PAID.by(Measure.timesRate("form", "entry_rate", 2, 2)).and(rate("1/3"))))
                .isEqualTo("1.00");
    }

    /** Gives every fact a rate on the way. */
    private Condition rate(String rate) {
        facts.replaceAll(
                fact -> {
                    Map<String, String> with = new LinkedHashMap<>(fact);
                    with.put("entry_rate", rate);
                    return with;
                });
        return Condition.that("always", (row, fact) -> true);
    }

    @Test
    void aSumByRateIsRoundedForEachOfThem() throws IOException {
        Origin.Sum all = Origin.sum(FACTS, Amount.of("usd"), rate("1/7"));

        assertThat(worked(all.by(Measure.timesRate("form", "entry_rate", 2, 2)))).isEqualTo("3.01");
        assertThat(worked(all.by(Measure.timesRate("entry_rate", "entry_rate", 2, 2))))
                .isEqualTo("3.00");
        rate("");
        assertThat(worked(all.by(Measure.timesRate("form", "entry_rate", 2, 2))))
                .isEqualTo("21.00");
    }

    @Test
    void thingsAreCountedOnceAndThoseThatCancelOutNotAtAll() throws IOException {
        facts.add(fact("6", "c1", "MISC", "0.75", "e-4"));

        assertThat(worked(PAID.by(Measure.countOf("entry_id")))).isEqualTo("2");
        assertThat(worked(PAID.by(Measure.countOfNotZero("entry_id")))).isEqualTo("1");
        assertThat(PAID.by(Measure.countOf("entry_id")).words())
                .startsWith("how many different entry_id in facts.csv where ");
    }

    @Test
    void cellsOfTheRowAreFollowedToTheirOwnFacts() throws IOException {
        Map<String, Origin> origins =
                Map.of(
                        "payee",
                        Origin.told("its id"),
                        "paid",
                        PAID,
                        "nothing",
                        Origin.cells("paid", "-paid"));

        assertThat(worked(origins, "nothing")).isEqualTo("0.00");
        assertThat(told)
                .extracting(Contribution::amount)
                .containsExactly("1.25", "2.50", "-0.75", "-1.25", "-2.50", "0.75");
    }

    @Test
    void rowsOfAnotherWorksheetAreFollowedToTheirOwnFacts() throws IOException {
        Sheet other =
                new Sheet(
                        "facts.csv",
                        List.of("no"),
                        Map.of(
                                "no",
                                Origin.told("counts"),
                                "usd",
                                Origin.itself("as told", "entry_id")));
        Sheet sheet =
                new Sheet(
                        "all.csv",
                        List.of(),
                        Map.of("all", Origin.rows("facts.csv", "usd", Condition.same("payee"))));

        assertThat(
                        new Derivation(List.of(other, sheet), each -> rows(facts), told::add)
                                .of(sheet, "all", ROW))
                .isEqualTo("12.00");
        assertThat(told).hasSize(4);
    }

    @Test
    void whatIsNoFigureDoesNotAddUp() {
        assertThatThrownBy(() -> worked(Origin.payee("country")))
                .hasMessage(
                        "paid of form.csv is no figure: country of the payee, as its record in the"
                                + " feed says");
    }

    @Test
    void whatThereIsNotNamesWhatIsNearest() {
        Sheet sheet =
                new Sheet(
                        "payee=*/form.csv",
                        List.of("payee"),
                        Map.of("payee", Origin.told("its id"), "paid", PAID));

        assertThat(sheet.isOf("payee=c1/form.csv")).isTrue();
        assertThat(sheet.isOf("payee=c1/x/form.csv")).isFalse();
        assertThatThrownBy(() -> sheet.origin("payed"))
                .hasMessage("payee=*/form.csv has no column \"payed\"; known: payee, paid");
        assertThat(Nearest.of("c10", List.of("a", "b", "c", "d", "e", "f", "g", "h", "c1")))
                .isEqualTo("nearest of 9: c1, c, a, b, d, e, f, g");
        assertThatThrownBy(() -> new Sheet("form.csv", List.of("id"), Map.of("paid", PAID)))
                .hasMessage("form.csv has no column id for its key; it has [paid]");
    }

    @Test
    void aFigureThatDoesNotSayWhereItComesFromIsRefused() {
        CsvTable<String> table =
                new CsvTable<>(
                        "form.csv",
                        List.of(CsvColumn.<String>figure("paid", row -> row)),
                        Comparator.<String>naturalOrder(),
                        "paid");

        assertThatThrownBy(() -> table.sheet(List.of("paid")))
                .hasMessage(
                        "column paid of form.csv is a figure that does not say where it comes"
                                + " from");
    }
}
