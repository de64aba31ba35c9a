package com.illuvrse.finance.exporters.lineage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows that figures are added up from.
 *
 * @param name the file, beside the one that is explained, or what the ledger's answer is called
 * @param delivered whether it is a file of the set; else the ledger is asked again
 * @param id the column that names a row to people; null where there is none
 * @param entries columns that name ledger entries
 */
public record Facts(String name, boolean delivered, @Nullable String id, List<String> entries) {

    public Facts {
        entries = List.copyOf(entries);
    }

    /** A file of the set. */
    public static Facts file(String name, String id, String... entries) {
        return new Facts(name, true, id, List.of(entries));
    }

    /** What no file of the set holds, asked of the ledger again, by the code that made the set. */
    public static Facts ofLedger(String name, String... entries) {
        return new Facts(name, false, null, List.of(entries));
    }
}
