package com.illuvrse.finance.exporters.statement;

import com.illuvrse.finance.exporters.rendition.Fonts;
import com.illuvrse.finance.exporters.rendition.Letterhead;
import com.illuvrse.finance.exporters.rendition.PdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes {@code statement.pdf}, the statement a creator reads on paper: the figures of the CSV and
 * the JSON, one file at a time, with fonts that are read once.
 */
public final class StatementPdf {

    public static final String PDF = "statement.pdf";

    private final Letterhead letterhead;
    private final Fonts fonts;

    public StatementPdf(Letterhead letterhead) {
        this.letterhead = letterhead;
        this.fonts = new Fonts(letterhead.fonts());
    }

    public void write(Path folder, Statement statement) throws IOException {
        Files.createDirectories(folder);
        PdfFile.write(
                folder.resolve(PDF),
                new StatementPage(letterhead, fonts, statement).page(),
                statement.lastDay());
    }
}
