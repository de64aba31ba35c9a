package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.parquet.PayoutRow;
import com.illuvrse.finance.jobs.postgres.PayoutEvents.ItemAtCut;

/** How an item of a payout batch becomes a row of the files people read. */
final class PayoutRows {

    private PayoutRows() {}

    static PayoutRow of(ItemAtCut item) {
        return new PayoutRow(
                item.batch(),
                item.payee(),
                item.currency(),
                item.available(),
                item.gross(),
                item.withheld(),
                item.net(),
                item.payCurrency(),
                item.pay(),
                item.status(),
                item.reason(),
                item.reference());
    }
}
