package com.illuvrse.finance.jobs.report;

import com.illuvrse.finance.exporters.report.TaxNumberScan;
import com.illuvrse.finance.exporters.signing.SigningKeys;
import com.illuvrse.finance.exporters.vault.IdentitySeal;
import com.illuvrse.finance.jobs.postgres.Database;
import com.illuvrse.finance.jobs.postgres.Vault;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose a number is, by the digest it is looked up by in the vault: under each country a payee's
 * number is of, and under none. Nothing is opened.
 */
final class KnownTaxNumbers implements TaxNumberScan.Owners {

    private final Database database;
    private final Vault vault;
    private final SigningKeys keys;
    private @Nullable IdentitySeal seal;
    private List<String> countries = List.of();

    KnownTaxNumbers(Database database, SigningKeys keys) {
        this.database = database;
        this.vault = new Vault(database);
        this.keys = keys;
    }

    @Override
    public Map<String, String> of(Collection<String> numbers) {
        IdentitySeal digests = seal;
        if (digests == null) {
            digests = new IdentitySeal(keys.vaultKeys());
            seal = digests;
            countries = database.read(vault::countriesOfTaxNumbers);
        }
        Map<String, String> byDigest = new HashMap<>();
        for (String number : numbers) {
            put(byDigest, digests.tinLookup(null, number), number);
            for (String country : countries) {
                put(byDigest, digests.tinLookup(country, number), number);
            }
        }
        Map<String, String> owners = new HashMap<>();
        database.read(() -> vault.owners(byDigest.keySet()))
                .forEach((digest, owner) -> put(owners, byDigest.get(digest), owner));
        return owners;
    }

    private static void put(Map<String, String> map, @Nullable String key, String value) {
        if (key != null) {
            map.put(key, value);
        }
    }
}
