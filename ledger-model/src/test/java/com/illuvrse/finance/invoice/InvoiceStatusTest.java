package com.illuvrse.finance.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lifecycle of an invoice as a table, and everything beside it refused. */
class InvoiceStatusTest {

    private static final String LIFECYCLE =
            """
            from      | DRAFTED ISSUED PAID FULFILLED CLOSED REFUNDED VOIDED
            DRAFTED   | -       yes    -    -         -      -        yes
            ISSUED    | -       -      yes  -         -      -        -
            PAID      | -       -      -    yes       yes    yes      yes
            FULFILLED | -       -      -    -         yes    yes      yes
            CLOSED    | -       -      -    -         -      yes      yes
            REFUNDED  | -       -      -    -         -      -        -
            VOIDED    | -       -      -    -         -      -        -
            """;

    @Test
    void takesTheStepsOfTheTableAndNoOther() {
        String table =
                Stream.concat(
                                Stream.of(heading()),
                                Stream.of(InvoiceStatus.values()).map(this::row))
                        .collect(Collectors.joining());

        assertThat(table).isEqualTo(LIFECYCLE);
    }

    private static String heading() {
        return "from      | " + names() + "\n";
    }

    private static String names() {
        return Stream.of(InvoiceStatus.values())
                .map(InvoiceStatus::name)
                .collect(Collectors.joining(" "));
    }

    private String row(InvoiceStatus from) {
        StringBuilder row = new StringBuilder(padded(from.name(), 9) + " | ");
        for (InvoiceStatus to : InvoiceStatus.values()) {
            String cell = from.mayBecome(to) ? "yes" : "-";
            row.append(padded(cell, to.name().length() + 1));
        }
        return row.toString().stripTrailing() + "\n";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    @Test
    void refusesAStepThatCannotFollow() {
        assertThatThrownBy(
                        () ->
                                new InvoiceSteps(
                                        "o-1",
                                        1,
                                        InvoiceStatus.REFUNDED,
                                        List.of(step(InvoiceStatus.PAID))))
                .isInstanceOf(ImpossibleTransitionException.class)
                .hasMessage("the invoice of order o-1 is REFUNDED and cannot become PAID");
        assertThatThrownBy(
                        () -> new InvoiceSteps("o-1", 1, null, List.of(step(InvoiceStatus.ISSUED))))
                .hasMessageContaining("begins DRAFTED, found ISSUED");
    }

    @Test
    void isOverWhereNothingFollows() {
        assertThat(Stream.of(InvoiceStatus.values()).filter(InvoiceStatus::isOver))
                .containsExactly(InvoiceStatus.REFUNDED, InvoiceStatus.VOIDED);
    }

    private static InvoiceSteps.Step step(InvoiceStatus status) {
        return new InvoiceSteps.Step(status, null);
    }
}
