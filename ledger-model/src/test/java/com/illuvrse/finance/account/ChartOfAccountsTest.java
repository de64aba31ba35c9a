package com.illuvrse.finance.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.account.ChartOfAccounts.Line;
import com.illuvrse.finance.account.ChartOfAccounts.Numbered;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChartOfAccountsTest {

    private static final Numbered CREATORS = account("2105", "Creators", null);

    @Test
    void coversCreatorsByOneLine() {
        ChartOfAccounts chart =
                ChartOfAccounts.of(
                        List.of(
                                new Line(
                                        "liabilities:creator:<id>:payable",
                                        account("2110", "Payable", null))));

        assertThat(chart.contains(Accounts.payable("c1"))).isTrue();
        assertThat(chart.contains(Accounts.held("c1"))).isFalse();
        assertThat(chart.lineOf(Accounts.payable("c2")).orElseThrow().account().number())
                .isEqualTo("2110");
    }

    @Test
    void listsHeadersAndPathsThatShareANumberOnceEach() {
        Numbered payable = account("2110", "Payable", "2105");
        ChartOfAccounts chart =
                ChartOfAccounts.of(
                        List.of(CREATORS),
                        List.of(new Line("a:b", payable), new Line("a:c", payable)));

        assertThat(chart.entries())
                .containsExactly(
                        new ChartOfAccounts.Entry(CREATORS, List.of()),
                        new ChartOfAccounts.Entry(payable, List.of("a:b", "a:c")));
    }

    @Test
    void refusesOneNumberWithTwoMeanings() {
        assertThatThrownBy(
                        () ->
                                ChartOfAccounts.of(
                                        List.of(
                                                new Line("a:b", account("1", "One", null)),
                                                new Line("a:c", account("1", "Two", null)))))
                .hasMessageContaining("paths that share a number say the same of it");
    }

    @Test
    void refusesOneNameForTwoNumbers() {
        assertThatThrownBy(
                        () ->
                                ChartOfAccounts.of(
                                        List.of(
                                                new Line("a:b", account("1", "One", null)),
                                                new Line("a:c", account("2", "One", null)))))
                .hasMessage("accounts 1 and 2 have the same name \"One\"; give each its own");
    }

    @Test
    void refusesAPartOfNothing() {
        assertThatThrownBy(
                        () ->
                                ChartOfAccounts.of(
                                        List.of(new Line("a:b", account("1", "One", "9")))))
                .hasMessageContaining("account 1 is a part of 9, which is not in the chart");
    }

    @Test
    void refusesNumbersAndTypesNoPackageTakes() {
        assertThatThrownBy(() -> account("=1", "One", null)).hasMessageContaining("found \"=1\"");
        assertThatThrownBy(() -> new Numbered("1", "One", "asset", "", "", null))
                .hasMessageContaining("found \"asset\"");
    }

    private static Numbered account(String number, String name, @Nullable String parent) {
        return new Numbered(number, name, "Liability", "Current liabilities", "Owed", parent);
    }
}
