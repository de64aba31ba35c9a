package com.illuvrse.finance.exporters.rendition;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How statements and invoices look and who they are from.
 *
 * @param name of the platform, as its creators know it
 * @param color of the name, the headings and the bars, such as {@code #1f4e79}
 * @param support whom to ask, one line; empty for none
 * @param fonts TrueType files for scripts the built-in font does not have
 */
public record Letterhead(Paper paper, String name, String color, String support, List<Path> fonts) {

    private static final int LINE = 120;

    /** What all pages share: paper, foot, name, tables. */
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
            h1 { font-size: 20pt; }
            h2 { color: $color; font-weight: 700; }
            table { width: 100%; border-collapse: collapse; -fs-table-paginate: paginate; }
            tr { page-break-inside: avoid; }
            th { color: #555555; font-size: 7.5pt; font-weight: 400; text-align: left; padding: 0.6mm 0; }
            td { border-top: 0.4pt solid #dddddd; padding: 0.9mm 0; vertical-align: top; }
            .amount { text-align: right; white-space: nowrap; padding-left: 5mm; width: 27mm; }
            .total td { font-weight: 700; border-top: 0.8pt solid #1a1a1a; }
            """;

    public Letterhead {
        require("name", name, !name.isBlank() && name.length() <= LINE, "1 to 120 characters");
        require("color", color, color.matches("#[0-9a-fA-F]{6}"), "a colour such as #1f4e79");
        require("support", support, support.length() <= LINE, "at most 120 characters");
        fonts = List.copyOf(fonts);
        for (Path font : fonts) {
            require("fonts", font.toString(), Files.isRegularFile(font), "TrueType files on disk");
        }
    }

    /**
     * The style sheet of a page.
     *
     * @param own what only this page has
     */
    public String style(String own) {
        return (STYLE + own)
                .replace("$paper", paper.name().toLowerCase(Locale.ROOT))
                .replace("$color", color);
    }

    private static void require(String setting, String value, boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "reports.statements.%s is %s, found \"%s\""
                            .formatted(setting, expected, value));
        }
    }
}
