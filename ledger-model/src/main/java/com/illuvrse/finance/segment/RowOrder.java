package com.illuvrse.finance.segment;

import com.illuvrse.finance.order.OrderEvent;
import com.illuvrse.finance.payout.ApprovalPolicy;
import com.illuvrse.finance.posting.BalanceTransaction;
import com.illuvrse.finance.reconciliation.AccountBalance;
import com.illuvrse.finance.reconciliation.Break;
import com.illuvrse.finance.royalty.Contract;
import java.util.Comparator;

/** In which order the rows of a payload file stand (segment format, section 2). */
final class RowOrder {

    static final Comparator<AccountBalance> BALANCES =
            Comparator.comparing(AccountBalance::account).thenComparing(AccountBalance::currency);

    static final Comparator<Break> BREAKS =
            Comparator.comparing((Break row) -> row.type().name()).thenComparing(Break::ref);

    static final Comparator<BalanceTransaction> ROWS =
            Comparator.comparingLong((BalanceTransaction row) -> row.created().getEpochSecond())
                    .thenComparing(BalanceTransaction::id);

    static final Comparator<OrderEvent> ORDERS =
            Comparator.comparing(OrderEvent::order)
                    .thenComparing(OrderEvent::occurredAt)
                    .thenComparing(OrderEvent::event);

    static final Comparator<Contract> CONTRACTS =
            Comparator.comparing(Contract::contract).thenComparingInt(Contract::version);

    static final Comparator<ApprovalPolicy> POLICIES =
            Comparator.comparing(ApprovalPolicy::id).thenComparingInt(ApprovalPolicy::version);

    private RowOrder() {}
}
