package com.illuvrse.finance.exporters.statement;

import com.illuvrse.finance.exporters.rendition.Letterhead;

/** The style sheet of statements. */
final class StatementStyle {

    private static final String STYLE =
            """
            h1 { margin-top: 6mm; }
            h2 { font-size: 13pt; }
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
            .day { white-space: nowrap; width: 17mm; }
            .where, .entry { color: #555555; font-size: 7.5pt; }
            .proof { margin-top: 8mm; border-top: 1.2pt solid $color; padding-top: 3mm; font-size: 7.5pt; }
            """;

    private StatementStyle() {}

    static String of(Letterhead letterhead) {
        return letterhead.style(STYLE);
    }
}
