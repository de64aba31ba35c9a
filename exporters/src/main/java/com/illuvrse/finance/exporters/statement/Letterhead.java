package com.illuvrse.finance.exporters.statement;

import com.illuvrse.finance.exporters.rendition.Paper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How statements look and who they are from.
 *
 * @param name of the platform, as its creators know it
 * @param color of the name, the headings and the bars, such as {@code #1f4e79}
 * @param support whom to ask, one line; empty for none
 * @param fonts TrueType files for scripts the built-in font does not have
 */
public record Letterhead(Paper paper, String name, String color, String support, List<Path> fonts) {

    private static final int LINE = 120;

    public Letterhead {
        require("name", name, !name.isBlank() && name.length() <= LINE, "1 to 120 characters");
        require("color", color, color.matches("#[0-9a-fA-F]{6}"), "a colour such as #1f4e79");
        require("support", support, support.length() <= LINE, "at most 120 characters");
        fonts = List.copyOf(fonts);
        for (Path font : fonts) {
            require("fonts", font.toString(), Files.isRegularFile(font), "TrueType files on disk");
        }
    }

    private static void require(String setting, String value, boolean holds, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "reports.statements.%s is %s, found \"%s\""
                            .formatted(setting, expected, value));
        }
    }
}
