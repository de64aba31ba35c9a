package com.illuvrse.finance.exporters.invoice;

import com.illuvrse.finance.exporters.invoice.InvoicePaper.Charge;
import com.illuvrse.finance.exporters.invoice.InvoicePaper.Credited;
import com.illuvrse.finance.exporters.invoice.InvoicePaper.Group;
import com.illuvrse.finance.exporters.invoice.InvoicePaper.Line;
import com.illuvrse.finance.exporters.rendition.Fonts;
import com.illuvrse.finance.exporters.rendition.Letterhead;
import com.illuvrse.finance.exporters.rendition.Page;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A paper as a person reads it. */
final class InvoicePage {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private static final String STYLE =
            """
            h1 { margin: 6mm 0 2mm 0; }
            h2 { font-size: 9pt; margin-top: 5mm; }
            table { margin-top: 6mm; }
            .note { color: #555555; margin-top: 2mm; }
            """;

    private final Letterhead letterhead;
    private final InvoicePaper paper;
    private final Page page;

    InvoicePage(Letterhead letterhead, Fonts fonts, InvoicePaper paper) {
        this.letterhead = letterhead;
        this.paper = paper;
        this.page =
                new Page(
                        fonts,
                        "en",
                        title(paper),
                        "Order " + paper.order(),
                        letterhead.style(STYLE));
    }

    static String title(InvoicePaper paper) {
        return (paper.isCredit() ? "Credit note " : "Invoice ") + paper.number();
    }

    Page page() {
        String support = letterhead.support();
        page.open("div", "class", "foot")
                .text(paper.number() + (support.isEmpty() ? "" : " \u00b7 " + support))
                .close();
        page.text("p", "name", letterhead.name());
        page.text("h1", "title", title(paper));
        fact("Date", day(paper.issuedOn()));
        fact("Supplied", day(paper.taxPoint()));
        fact("Order", paper.order());
        Credited credited = paper.credited();
        if (credited != null) {
            fact(
                    "Credits",
                    "invoice %s of %s".formatted(credited.number(), day(credited.issuedOn())));
        }
        party("From", paper.seller());
        party("To", paper.buyer());
        lines();
        totals();
        return page;
    }

    private void fact(String name, String text) {
        page.text("p", "fact", name + ": " + text);
    }

    private static String day(LocalDate day) {
        return DAY.format(day);
    }

    private void party(String role, Party party) {
        page.text("h2", "role", role);
        page.text("p", "party", party.name());
        optional(party.street());
        String place = (word(party.postCode()) + word(party.city())).strip();
        optional(place);
        if (!party.country().equals(Party.NOWHERE)) {
            page.text("p", "country", party.country());
        }
        if (party.vatId() != null && paper.namesVatIds()) {
            page.text("p", "number", "VAT " + party.vatId());
        }
        if (party.registration() != null) {
            page.text("p", "number", "Registration " + party.registration());
        }
    }

    private static String word(@Nullable String text) {
        return text == null ? "" : text + " ";
    }

    private void optional(@Nullable String text) {
        if (text != null && !text.isBlank()) {
            page.text("p", "address", text);
        }
    }

    private void lines() {
        page.open("table").open("thead").open("tr");
        page.text("th", "what", "Item");
        page.text("th", "amount", "Quantity");
        page.text("th", "amount", "VAT");
        page.text("th", "amount", "Net " + paper.currency());
        page.close().close().open("tbody");
        for (Line line : paper.lines()) {
            page.open("tr");
            page.text("td", "what", line.name());
            page.text("td", "amount", Long.toString(line.quantity()));
            page.text("td", "amount", vat(line.category(), Amounts.percent(line.rate())));
            page.text("td", "amount", amount(line.net()));
            page.close();
        }
        page.close().close();
    }

    private static String vat(Category category, String percent) {
        return switch (category) {
            case S, Z -> percent + " %";
            case E, AE, O -> "none";
        };
    }

    private void totals() {
        page.open("table").open("tbody");
        row("", "Net", paper.net());
        for (Charge charge : paper.charges()) {
            row("", charge.name(), charge.amount());
        }
        for (Group group : paper.groups()) {
            if (group.category() == Category.S || group.category() == Category.Z) {
                row(
                        "",
                        "VAT %s %% of %s"
                                .formatted(Amounts.percent(group.rate()), amount(group.basis())),
                        group.tax());
            }
        }
        row(
                "total",
                (paper.isCredit() ? "Paid back, " : "Paid, ") + paper.currency(),
                paper.gross());
        page.close().close();
        for (Group group : paper.groups()) {
            String reason = group.category().reason();
            if (reason != null) {
                page.text("p", "note", "%s: %s.".formatted(amount(group.basis()), reason));
            }
        }
    }

    private void row(String look, String what, long minor) {
        page.open("tr", "class", look);
        page.text("td", "what", what);
        page.text("td", "amount", amount(minor));
        page.close();
    }

    private String amount(long minor) {
        return Money.of(minor, paper.currency()).toMajor();
    }
}
