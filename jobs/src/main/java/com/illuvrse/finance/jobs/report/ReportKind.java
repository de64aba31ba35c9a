package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.books.BookSheets;
import com.illuvrse.finance.exporters.dpi.SellerTable;
import com.illuvrse.finance.exporters.informationreturn.FormTables;
import com.illuvrse.finance.exporters.lineage.Sheet;
import com.illuvrse.finance.exporters.oss.OssTables;
import com.illuvrse.finance.exporters.report.SetDelivery;
import com.illuvrse.finance.exporters.salestax.StateTable;
import com.illuvrse.finance.exporters.statement.StatementFiles;
import com.illuvrse.finance.journal.Period;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Kinds of report sets (reports, section 1.1), those this program makes and those to come. */
public enum ReportKind {
    STATEMENTS("statements", "2026-03", true),
    ACCOUNTING("accounting", "2026-11", true),
    US_INFORMATION_RETURNS("us-information-returns", "2026", true),
    US_SALES_TAX("us-sales-tax", "2026-10", true),
    VAT_OSS("vat-oss", "2026-Q3", true),
    DPI("dpi", "2026", true),
    INVOICES("invoices", "2026-11", true),
    PAYMENT_FILES("payment-files", "a batch", false),
    SAF_T_NO("saf-t-no", "2026", false);

    private static final Pattern DIGITS = Pattern.compile("[0-9]");

    private final String word;
    private final String example;
    private final boolean built;

    ReportKind(String word, String example, boolean built) {
        this.word = word;
        this.example = example;
        this.built = built;
    }

    /** As a command and the manifest name it. */
    public String word() {
        return word;
    }

    /** A period such as it has. */
    String example() {
        return example;
    }

    /**
     * A kind this program makes.
     *
     * @throws UnknownReportException when there is none of that name, or it is not made yet
     */
    public static ReportKind parse(String word) {
        for (ReportKind kind : values()) {
            if (kind.word.equals(word)) {
                if (!kind.built) {
                    throw kind.notBuilt();
                }
                return kind;
            }
        }
        throw new UnknownReportException(
                "there is no report kind \"%s\"; built: %s".formatted(word, built()));
    }

    UnknownReportException notBuilt() {
        return new UnknownReportException(
                "report kind %s is not built yet; built: %s".formatted(word, built()));
    }

    private static String built() {
        return made().stream().map(ReportKind::word).collect(Collectors.joining(", "));
    }

    /** The kinds this program makes. */
    static List<ReportKind> made() {
        return Arrays.stream(values()).filter(kind -> kind.built).toList();
    }

    /**
     * The periods the schedule makes on a day, the earliest first: months from the second day after
     * their end, quarters and years from the third (reports, section 1.1).
     *
     * @param began first day of the ledger
     */
    List<Period> due(LocalDate began, LocalDate today) {
        List<Period> due = new ArrayList<>();
        for (Period period = containing(began);
                !period.lastDay().plusDays(months() == 1 ? 2 : 3).isAfter(today);
                period = containing(period.lastDay().plusDays(1))) {
            due.add(period);
        }
        return due;
    }

    private Period containing(LocalDate day) {
        return Period.parse(
                switch (months()) {
                    case 1 -> YearMonth.from(day).toString();
                    case 3 -> "%d-Q%d".formatted(day.getYear(), (day.getMonthValue() - 1) / 3 + 1);
                    case 12 -> String.valueOf(day.getYear());
                    default -> throw new IllegalStateException(word + " has no periods");
                });
    }

    /** Months of its periods; 0 where it has none. */
    private int months() {
        if (!example.startsWith("2026")) {
            return 0;
        }
        if (example.equals("2026")) {
            return 12;
        }
        return example.contains("Q") ? 3 : 1;
    }

    /** Key of the sets of a period below the bucket, with a slash at the end. */
    String prefix(Period period) {
        if (!isForTaxes()) {
            return "%s/period=%s/".formatted(word, period.name());
        }
        String year = "year=%d/%s/".formatted(period.lastDay().getYear(), word);
        return months() == 12 ? year : year + "period=" + period.name() + "/";
    }

    /** How the cells of its worksheets come about. */
    List<Sheet> sheets() {
        List<Sheet> sheets = new ArrayList<>(SetDelivery.sheets());
        sheets.addAll(
                switch (this) {
                    case US_INFORMATION_RETURNS -> FormTables.sheets();
                    case ACCOUNTING -> BookSheets.all();
                    case STATEMENTS -> List.of(StatementFiles.sheet(MakeStatements.KEY));
                    case US_SALES_TAX -> List.of(StateTable.sheet());
                    case VAT_OSS -> OssTables.sheets();
                    case DPI -> SellerTable.sheets();
                    case INVOICES, PAYMENT_FILES, SAF_T_NO -> List.of();
                });
        return sheets;
    }

    /** Whether it lies in the bucket of tax forms, which fewer people may read. */
    boolean isForTaxes() {
        return this != STATEMENTS && this != ACCOUNTING;
    }

    /** The first day whose late entries may change a set; a quarter corrects all before it. */
    LocalDate changesFrom(Period period) {
        return this == VAT_OSS ? LocalDate.EPOCH : period.firstDay();
    }

    /**
     * A period of the length this kind has.
     *
     * @throws UnknownReportException when it is none
     */
    public Period period(String name) {
        String form = DIGITS.matcher(example).replaceAll("0");
        if (DIGITS.matcher(name).replaceAll("0").equals(form)) {
            try {
                return Period.parse(name);
            } catch (IllegalArgumentException e) {
                throw new UnknownReportException(String.valueOf(e.getMessage()));
            }
        }
        throw new UnknownReportException(
                "report kind %s has a period such as %s, found \"%s\""
                        .formatted(word, example, name));
    }
}
