package com.illuvrse.finance.oss;

import com.illuvrse.finance.informationreturn.Question;
import com.illuvrse.finance.informationreturn.Tie;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A quarter's return.
 *
 * @param lines by state, supply type, rate descending, currency
 * @param corrections by corrected quarter, state, currency
 * @param vatLines euros of all lines; null while a rate is missing, as are the two after it
 * @param ties where every movement of VAT went, by settlement currency
 */
public record OssFiling(
        List<OssLine> lines,
        List<OssCorrection> corrections,
        @Nullable Money vatLines,
        @Nullable Money vatCorrections,
        @Nullable Money vatDue,
        LocalDate dueOn,
        Map<Currency, Tie> ties,
        List<Question> questions) {

    public OssFiling {
        lines = List.copyOf(lines);
        corrections = List.copyOf(corrections);
        ties = Map.copyOf(ties);
        questions = List.copyOf(questions);
    }
}
