package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.lineage.Derivation.Contribution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one cell of a set comes from.
 *
 * @param set where it lies: bucket, key and folder of the revision
 * @param revision such as {@code revision 2} or {@code draft-01}
 * @param listSha256 digest of the manifest, of a draft of its sums
 * @param file below the folder of the set
 * @param row key of its row
 * @param value as the file shows it; may be empty
 * @param words the rule of its column
 * @param rule the tax rule that decided it, with its figures and confidence; null for other cells
 * @param sum null for a cell that is no figure, or empty
 */
public record ExplainedFigure(
        String kind,
        String period,
        String set,
        String revision,
        boolean isFinal,
        String listSha256,
        String file,
        String row,
        String column,
        String value,
        String words,
        @Nullable String rule,
        @Nullable Sum sum) {

    /**
     * The facts behind a figure.
     *
     * @param first as many as were asked for
     * @param facts how many there are
     * @param entries ids of the ledger entries of the first
     * @param worked what all of them come to by the rule
     * @param agrees whether that is the cell
     */
    public record Sum(
            List<Contribution> first,
            long facts,
            List<String> entries,
            String worked,
            boolean agrees) {

        public Sum {
            first = List.copyOf(first);
            entries = List.copyOf(entries);
        }
    }

    /** Whether the facts come to the cell, or it is none that adds up. */
    public boolean isSound() {
        return sum == null || sum.agrees();
    }
}
