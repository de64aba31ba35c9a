package com.illuvrse.finance.exporters.statement;

import java.util.Locale;

/** The style sheet of statements. */
final class StatementStyle {

    private static final String STYLE =
            """
            @page {
              size: $paper; margin: 16mm 16mm 20mm 16mm;
              @bottom-left { content: element(foot); width: 80%; }
              @bottom-right {
                content: counter(page) " / " counter(pages);
                font-family: $fonts; font-size: 7.5pt; color: #555555; text-align: right;
              }
            }
            body { font-family: $fonts; font-size: 9pt; color: #1a1a1a; margin: 0; line-height: 1.35; }
            .foot { position: running(foot); font-size: 7.5pt; color: #555555; }
            p, h1, h2, h3 { margin: 0; font-weight: 400; }
            .name { color: $color; font-size: 15pt; font-weight: 700; }
            h1 { font-size: 20pt; margin-top: 6mm; }
            h2 { color: $color; font-size: 13pt; font-weight: 700; }
            h3 { font-size: 10pt; font-weight: 700; margin: 5mm 0 1mm 0; page-break-after: avoid; }
            .of { color: #555555; }
            .block { margin-top: 6mm; border-top: 1.2pt solid $color; padding-top: 3mm; }
            .now { color: #555555; margin-top: 1mm; }
            .payable { font-size: 20pt; font-weight: 700; line-height: 1.2; }
            .chart { position: relative; page-break-inside: avoid; }
            .bar { position: absolute; background-color: $color; }
            .back { background-color: #b3402a; }
            .axis { position: absolute; top: 16mm; left: 0; width: 100%; border-top: 0.5pt solid #999999; }
            .scale, .note { color: #555555; font-size: 7.5pt; }
            table { width: 100%; border-collapse: collapse; -fs-table-paginate: paginate; }
            tr { page-break-inside: avoid; }
            th { color: #555555; font-size: 7.5pt; font-weight: 400; text-align: left; padding: 0.6mm 0; }
            td { border-top: 0.4pt solid #dddddd; padding: 0.9mm 0; vertical-align: top; }
            .amount { text-align: right; white-space: nowrap; padding-left: 5mm; width: 27mm; }
            .day { white-space: nowrap; width: 17mm; }
            .total td { font-weight: 700; border-top: 0.8pt solid #1a1a1a; }
            .where, .entry { color: #555555; font-size: 7.5pt; }
            .proof { margin-top: 8mm; border-top: 1.2pt solid $color; padding-top: 3mm; font-size: 7.5pt; }
            """;

    private StatementStyle() {}

    static String of(Letterhead letterhead) {
        return STYLE.replace("$paper", letterhead.paper().name().toLowerCase(Locale.ROOT))
                .replace("$color", letterhead.color());
    }
}
