package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.lineage.Nearest;
import com.illuvrse.finance.exporters.lineage.Sheet;
import com.illuvrse.finance.journal.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One cell of one set, as a person names it: {@code <file>#<key values joined by |>/<column>}, the
 * file alone or with the way to it, such as {@code
 * tax/year=2026/us-information-returns/r02/form-1099-misc.csv}.
 *
 * @param place folder of a revision or draft that was asked for; null for the newest
 * @param file below the folder of the set
 */
record FigureName(
        ReportKind kind,
        Period period,
        @Nullable String place,
        String file,
        Sheet sheet,
        String key,
        String column) {

    private static final Pattern PLACE =
            Pattern.compile(
                    "(?:tax/year=([0-9]{4})/([a-z-]+)|reports/([a-z-]+))/(?:period=([^/]+)/)?((?:r|draft-)[0-9]{2,}/)?(.+)");

    /**
     * Reads a name.
     *
     * @param kind of the set; null when the file says it
     * @param period of the set; null when the way to the file says it
     * @throws UnknownReportException when there is no such kind, period, file or column
     */
    static FigureName parse(String asked, @Nullable String kind, @Nullable String period) {
        int hash = asked.indexOf('#');
        int slash = asked.lastIndexOf('/');
        if (hash < 1 || slash < hash) {
            throw new UnknownReportException(
                    "a cell is named <file>#<key values joined by |>/<column>, such as form-1099-misc.csv#c1/royalties, found \"%s\""
                            .formatted(asked));
        }
        String file = asked.substring(0, hash);
        String place = null;
        String ofKind = kind;
        String ofPeriod = period;
        Matcher way = PLACE.matcher(file);
        if (way.matches()) {
            ofKind = way.group(2) == null ? way.group(3) : way.group(2);
            ofPeriod = way.group(4) == null ? way.group(1) : way.group(4);
            place = way.group(5) == null ? "" : way.group(5);
            file = way.group(6);
            requireSame("--kind", kind, ofKind);
            requireSame("--period", period, ofPeriod);
        }
        ReportKind known = ofKind == null ? kindOf(file) : ReportKind.parse(ofKind);
        if (ofPeriod == null) {
            throw new UnknownReportException(
                    "say of which period %s of %s is (--period %s)"
                            .formatted(file, known.word(), known.example()));
        }
        Period of = known.period(ofPeriod);
        Sheet sheet = sheet(known, file);
        String column = asked.substring(slash + 1);
        try {
            sheet.origin(column);
        } catch (IllegalArgumentException e) {
            throw new UnknownReportException(String.valueOf(e.getMessage()));
        }
        return new FigureName(
                known, of, place, file, sheet, asked.substring(hash + 1, slash), column);
    }

    private static void requireSame(String option, @Nullable String told, @Nullable String found) {
        if (told != null && !told.equals(found)) {
            throw new UnknownReportException(
                    "%s says %s, the way to the file %s; leave one of them out"
                            .formatted(option, told, found));
        }
    }

    private static ReportKind kindOf(String file) {
        List<ReportKind> having =
                ReportKind.made().stream()
                        .filter(kind -> kind.sheets().stream().anyMatch(each -> each.isOf(file)))
                        .toList();
        if (having.size() == 1) {
            return having.getFirst();
        }
        if (having.isEmpty()) {
            List<String> all = new ArrayList<>();
            ReportKind.made()
                    .forEach(kind -> kind.sheets().forEach(sheet -> all.add(sheet.file())));
            throw new UnknownReportException(
                    "no set has a worksheet \"%s\"; %s".formatted(file, Nearest.of(file, all)));
        }
        throw new UnknownReportException(
                "%s is in several sets; say which (--kind %s)"
                        .formatted(
                                file,
                                having.stream()
                                        .map(ReportKind::word)
                                        .collect(Collectors.joining(" or "))));
    }

    private static Sheet sheet(ReportKind kind, String file) {
        return kind.sheets().stream()
                .filter(each -> each.isOf(file))
                .findFirst()
                .orElseThrow(
                        () ->
                                new UnknownReportException(
                                        "%s has no worksheet \"%s\"; %s"
                                                .formatted(
                                                        kind.word(),
                                                        file,
                                                        Nearest.of(
                                                                file,
                                                                kind.sheets().stream()
                                                                        .map(Sheet::file)
                                                                        .toList()))));
    }
}
