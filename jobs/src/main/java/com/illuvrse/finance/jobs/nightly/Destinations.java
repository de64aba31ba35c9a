package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.payment.AccountFault;
import com.illuvrse.finance.jobs.nightly.PaymentRails.Kind;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Vault;
import com.illuvrse.finance.payout.CreatorBalance;
import com.illuvrse.finance.payout.Payee;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whom money can be sent to: on Stripe everybody with an account; on a bank's rail those whose bank
 * account the vault knows without a fault, in the rail's currency, for no more than one payment of
 * it carries.
 *
 * <p>The vault is not opened for it: what an account lacks was noted when it was put in.
 */
final class Destinations {

    private final PaymentRails rails;
    private final Vault vault;

    Destinations(Database database, PaymentRails rails) {
        this.rails = rails;
        this.vault = new Vault(database);
    }

    /** The payees that can be paid, within the running transaction of the writer. */
    Set<String> reachable(Collection<Payee> payees, List<CreatorBalance> owed) {
        Set<String> reachable = new HashSet<>();
        for (Payee payee : payees) {
            if (payee.rail().equals(Payee.STRIPE_RAIL)) {
                reachable.add(payee.payee());
            }
        }
        for (Kind kind : Kind.values()) {
            if (rails.has(kind)) {
                reachable.addAll(byBank(kind, payees, owed));
            }
        }
        return reachable;
    }

    private List<String> byBank(Kind kind, Collection<Payee> payees, List<CreatorBalance> owed) {
        List<Payee> asked =
                payees.stream()
                        .filter(payee -> Kind.of(payee.rail()).equals(Optional.of(kind)))
                        .filter(payee -> payee.payoutCurrency().equals(kind.currency()))
                        .filter(payee -> payee.bankRef() != null)
                        .toList();
        List<String> refs =
                asked.stream().map(Payee::bankRef).filter(Objects::nonNull).distinct().toList();
        if (refs.isEmpty()) {
            return List.of();
        }
        Map<String, Optional<AccountFault>> faults = vault.faults(refs, kind.rail());
        Map<String, Long> amounts = new HashMap<>();
        for (CreatorBalance balance : owed) {
            if (balance.currency().equals(kind.currency())) {
                amounts.put(balance.payee(), balance.payable());
            }
        }
        List<String> reachable = new ArrayList<>();
        for (Payee payee : asked) {
            Optional<AccountFault> fault = faults.get(payee.bankRef());
            boolean fits = amounts.getOrDefault(payee.payee(), 0L) <= kind.most();
            if (fault != null && fault.isEmpty() && fits) {
                reachable.add(payee.payee());
            }
        }
        return reachable;
    }
}
