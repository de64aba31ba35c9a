package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.exporters.vault.Identity;
import com.illuvrse.finance.exporters.vault.IdentitySeal;
import com.illuvrse.finance.jobs.postgres.Vault;
import com.illuvrse.finance.journal.Period;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Opens identities for a tax form. Each opening is written down, with the form it was for, before
 * anything is handed out (run safety, section 6).
 */
final class OpenedIdentities {

    private static final int AT_ONCE = 1_000;

    private final Vault vault;
    private final SigningKeys keys;
    private final Clock clock;
    private final String process;

    /**
     * @param process names this process to people: host and process id
     */
    OpenedIdentities(Vault vault, SigningKeys keys, Clock clock, String process) {
        this.vault = vault;
        this.keys = keys;
        this.clock = clock;
        this.process = process;
    }

    /** Identities by reference; those the vault does not know are left out. */
    Map<String, Identity> open(Collection<String> refs, ReportKind kind, Period period) {
        List<String> asked = refs.stream().distinct().sorted().toList();
        IdentitySeal seal = new IdentitySeal(keys.vaultKeys());
        Map<String, Identity> opened = new HashMap<>();
        for (int from = 0; from < asked.size(); from += AT_ONCE) {
            vault.takeForTaxes(
                            asked.subList(from, Math.min(asked.size(), from + AT_ONCE)),
                            new Vault.Opening(process, kind.word(), period.name(), clock.instant()))
                    .forEach(kept -> opened.put(kept.ref(), seal.open(kept)));
        }
        return opened;
    }
}
