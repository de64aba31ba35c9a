package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.lineage.FactRows;
import com.illuvrse.finance.exporters.lineage.FactSource;
import com.illuvrse.finance.exporters.lineage.Facts;
import com.illuvrse.finance.exporters.report.CsvRows;
import com.illuvrse.finance.exporters.report.DeliveredSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A delivered set whose worksheets are read: each file copied once, with the digest that is listed;
 * and what the ledger has to tell beside them, asked once, when it is needed.
 */
final class OpenSet implements AutoCloseable {

    private final DeliveredSet set;
    private final Path folder;
    private final Supplier<SetMaker> maker;
    private @Nullable ToldFacts told;

    /**
     * @param folder empty, and removed at the end
     * @param maker makes the maker of the set, as of the days it was made from
     */
    OpenSet(DeliveredSet set, Path folder, Supplier<SetMaker> maker) {
        this.set = set;
        this.folder = folder;
        this.maker = maker;
    }

    DeliveredSet set() {
        return set;
    }

    /** The rows of a file of the set. */
    CsvRows rows(String path) throws IOException {
        Path file = folder.resolve("set").resolve(path);
        if (!Files.exists(file)) {
            set.get(path, file);
        }
        return CsvRows.open(file);
    }

    /** Facts beside a file of the set. */
    FactSource beside(String path) {
        String below = path.substring(0, path.lastIndexOf('/') + 1);
        return facts -> facts.delivered() ? rows(below + facts.name()) : told(facts);
    }

    private FactRows told(Facts facts) throws IOException {
        ToldFacts known = told;
        if (known == null) {
            known = new ToldFacts(Files.createDirectories(folder.resolve("told")));
            maker.get().tell(known);
            told = known;
        }
        return known.rows(facts);
    }

    @Override
    public void close() throws IOException {
        if (told != null) {
            told.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
