package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.payment.NachaFile;
import com.illuvrse.finance.exporters.payment.SepaFile;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.exporters.vault.Identity;
import com.illuvrse.finance.exporters.vault.IdentitySeal;
import com.illuvrse.finance.exporters.vault.SealedIdentity;
import com.illuvrse.finance.jobs.marketplace.IdentityFile;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.LedgerRole;
import com.illuvrse.finance.jobs.postgres.Vault;
import com.illuvrse.finance.jobs.postgres.Vault.Faults;
import com.illuvrse.finance.jobs.postgres.Vault.Kept;
import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts identities that are new into the vault, and notes beside each why it cannot be paid by bank.
 * One that is there with other content stays: a change comes under a new reference.
 */
public final class SealIdentities {

    private static final Logger LOG = LoggerFactory.getLogger(SealIdentities.class);

    private final Database database;
    private final Vault vault;
    private final SigningKeys keys;
    private final IdentityFile file;

    public SealIdentities(Database database, SigningKeys keys, IdentityFile file) {
        this.database = database;
        this.vault = new Vault(database);
        this.keys = keys;
        this.file = file;
    }

    /**
     * Seals what is new, each in a transaction of its own.
     *
     * @throws com.illuvrse.finance.exporters.signing.SigningUnavailableException when the key store
     *     is away
     */
    public void sealNew(long epoch, Instant now) throws IOException {
        IdentitySeal[] seal = {null};
        file.read(
                identity -> {
                    if (seal[0] == null) {
                        seal[0] = new IdentitySeal(keys.vaultKeys());
                    }
                    if (keep(identity, seal[0], epoch, now) == Kept.DIFFERS) {
                        LOG.error(
                                "{} is in the vault with other content, which stays; deliver the change under a new reference",
                                identity.ref());
                    }
                },
                refused ->
                        LOG.error(
                                "line {} of the identities is not used: {}",
                                refused.line(),
                                refused.reason()));
    }

    private Kept keep(Identity identity, IdentitySeal seal, long epoch, Instant now) {
        String mac = seal.contentMac(identity);
        Kept there =
                database.write(LedgerRole.WRITER, epoch, () -> vault.look(identity.ref(), mac));
        if (there != Kept.NONE) {
            return there;
        }
        SealedIdentity sealed = seal.seal(identity);
        Faults faults =
                new Faults(
                        SepaFile.fault(identity).orElse(null),
                        NachaFile.fault(identity).orElse(null));
        return database.write(LedgerRole.WRITER, epoch, () -> vault.keep(sealed, faults, now));
    }
}
