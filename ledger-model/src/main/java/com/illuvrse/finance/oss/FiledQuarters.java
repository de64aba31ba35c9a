package com.illuvrse.finance.oss;

import com.illuvrse.finance.journal.Period;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the return of a quarter declares when quarters are filed (reports, section 1.2): a filed
 * return is frozen, and what becomes known of its quarter afterwards is declared in the first later
 * return that is not filed yet.
 *
 * <p>A movement is in the return of its quarter when it was booked before the day that return was
 * filed; else in the first one after it of which that is true.
 *
 * @param frozenOn the day the quarter's own return was filed; what is booked on it or later is not
 *     in it. Empty while it is open
 * @param late movements of earlier quarters that this return declares
 */
public record FiledQuarters(Optional<LocalDate> frozenOn, List<Late> late) {

    /**
     * Movements between two days, booked when all returns from theirs to the one before this were
     * filed.
     *
     * @param first day of an earlier quarter
     * @param last day of it
     * @param bookedFrom the first day of booking that counts
     */
    public record Late(LocalDate first, LocalDate last, LocalDate bookedFrom) {}

    public FiledQuarters {
        late = List.copyOf(late);
    }

    /**
     * What the return of a quarter declares.
     *
     * @param filedOn the day a quarter's return was filed that was accepted; empty while there is
     *     none
     */
    public static FiledQuarters of(Period quarter, Function<Period, Optional<LocalDate>> filedOn) {
        List<Late> late = new ArrayList<>();
        LocalDate allFiledOn = LocalDate.MIN;
        Period before = before(quarter);
        Optional<LocalDate> filed = filedOn.apply(before);
        while (filed.isPresent()) {
            allFiledOn = filed.get().isAfter(allFiledOn) ? filed.get() : allFiledOn;
            late.add(new Late(before.firstDay(), before.lastDay(), allFiledOn));
            before = before(before);
            filed = filedOn.apply(before);
        }
        return new FiledQuarters(filedOn.apply(quarter), late.reversed());
    }

    private static Period before(Period quarter) {
        return OssReturn.quarterOf(quarter.firstDay().minusDays(1));
    }
}
