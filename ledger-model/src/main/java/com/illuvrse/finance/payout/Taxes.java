package com.illuvrse.finance.payout;

import com.illuvrse.finance.tax.NoFigureException;
import java.util.List;

/** What must be kept back of one creator's payment in a run. */
public interface Taxes {

    /**
     * The taxes of a payment; asked once for each creator and currency that would be paid, in their
     * order.
     *
     * @throws NoFigureException when a figure that is needed is not known; the creator is not paid
     */
    List<Withholding> of(Payee payee, CreatorBalance balance, long gross);
}
