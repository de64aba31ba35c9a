package com.illuvrse.finance.jobs.postgres;

import com.illuvrse.finance.exporters.payment.AccountFault;
import com.illuvrse.finance.exporters.vault.SealedIdentity;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The vault in the database. The writer can put identities in and never take one out; whoever takes
 * one out, as payouts or tax, is written down by the database itself.
 */
public final class Vault {

    private final Database database;
    private final JdbcClient sql;

    public Vault(Database database) {
        this.database = database;
        this.sql = database.sql();
    }

    /** What is there under a reference. */
    public enum Kept {
        /** Nothing. */
        NONE,
        /** It was put in now. */
        KEPT,
        /** The same content. */
        SAME,
        /** Another content, which stays: a change comes under a new reference. */
        DIFFERS
    }

    /** What is there under a reference, within the running transaction of the writer. */
    public Kept look(String ref, String contentMac) {
        return Kept.valueOf(
                sql.sql("select vault.state(:ref, :mac)")
                        .param("ref", ref)
                        .param("mac", contentMac)
                        .query(String.class)
                        .single());
    }

    /** Why somebody cannot be paid on each rail; null on a rail they can. */
    public record Faults(@Nullable AccountFault sepa, @Nullable AccountFault ach) {}

    /** Puts an identity in, within the running transaction of the writer. */
    public Kept keep(SealedIdentity identity, Faults faults, Instant now) {
        return Kept.valueOf(
                sql.sql(
                                """
                                select vault.keep(:ref, :wrappedKey, :sealed, :contentMac, :tinLookup,
                                    :sepa, :ach, :now)
                                """)
                        .param("ref", identity.ref())
                        .param("wrappedKey", identity.wrappedKey())
                        .param("sealed", identity.sealed())
                        .param("contentMac", identity.contentMac())
                        .param("tinLookup", identity.tinLookup())
                        .param("sepa", name(faults.sepa()))
                        .param("ach", name(faults.ach()))
                        .param("now", PayoutBatches.at(now))
                        .query(String.class)
                        .single());
    }

    private static @Nullable String name(@Nullable AccountFault fault) {
        return fault == null ? null : fault.name();
    }

    /**
     * Why some cannot be paid on a rail, without opening anything; who can has an empty answer, who
     * is not in the vault none. Within the running transaction of the writer.
     */
    public Map<String, Optional<AccountFault>> faults(Collection<String> refs, String rail) {
        Map<String, Optional<AccountFault>> faults = new HashMap<>();
        sql.sql("select ref, fault from vault.faults(:refs::text[], :rail)")
                .param("refs", refs.toArray(String[]::new))
                .param("rail", rail)
                .query(
                        row -> {
                            faults.put(
                                    row.getString(1),
                                    Optional.ofNullable(row.getString(2))
                                            .map(AccountFault::valueOf));
                        });
        return faults;
    }

    /**
     * Why identities are opened.
     *
     * @param taker the process: host and process id
     * @param purpose such as {@code payment-file}
     * @param subject what it is done for, such as the batch
     */
    public record Opening(String taker, String purpose, String subject, Instant at) {}

    /**
     * Takes identities out, sealed, in the order of their references. That it was done is committed
     * before the caller has them.
     *
     * @throws IllegalStateException when the vault does not know one of them
     */
    public List<SealedIdentity> take(
            Collection<String> refs, Opening opening, LedgerRole role, long epoch) {
        List<SealedIdentity> taken = database.write(role, epoch, () -> taken(refs, opening));
        if (taken.size() != refs.stream().distinct().count()) {
            throw new IllegalStateException(
                    "the vault knows %d of %d references that %s %s needs; bring back what is missing"
                            .formatted(
                                    taken.size(),
                                    refs.size(),
                                    opening.purpose(),
                                    opening.subject()));
        }
        return taken;
    }

    /**
     * Takes identities out for a tax form, in the role for it; those the vault does not know are
     * left out. That it was done is committed before the caller has them.
     */
    public List<SealedIdentity> takeForTaxes(Collection<String> refs, Opening opening) {
        return database.openForTaxes(() -> taken(refs, opening));
    }

    private List<SealedIdentity> taken(Collection<String> refs, Opening opening) {
        return sql.sql(
                        """
                        select ref, wrapped_key, sealed, content_mac, tin_lookup
                        from vault.take(:refs::text[], :taker, :purpose, :subject, :at)
                        """)
                .param("refs", refs.toArray(String[]::new))
                .param("taker", opening.taker())
                .param("purpose", opening.purpose())
                .param("subject", opening.subject())
                .param("at", PayoutBatches.at(opening.at()))
                .query(
                        (row, n) ->
                                new SealedIdentity(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4),
                                        row.getString(5)))
                .list();
    }

    /**
     * Whose tax numbers are, by the digest they are looked up by: the payee, else the reference.
     * Nothing is opened. Within the running transaction of a reader.
     */
    public Map<String, String> owners(Collection<String> lookups) {
        Map<String, String> owners = new HashMap<>();
        sql.sql(
                        """
                        select o.tin_lookup, coalesce(
                            (select min(p.payee) from fact.payee p
                                where p.body::json #>> '{tax,tinRef}' = o.ref
                                    or p.body::json ->> 'identityRef' = o.ref), o.ref)
                        from vault.owners(:lookups::text[]) o
                        order by 1, 2 desc
                        """)
                .param("lookups", lookups.toArray(String[]::new))
                .query(
                        row -> {
                            owners.put(row.getString(1), row.getString(2));
                        });
        return owners;
    }

    /** The countries payees' tax numbers are of. Within the running transaction of a reader. */
    public List<String> countriesOfTaxNumbers() {
        return sql.sql(
                        """
                        select distinct p.body::json #>> '{tax,tinCountry}' as country from fact.payee p
                        where p.body::json #>> '{tax,tinCountry}' is not null
                        order by country
                        """)
                .query((row, n) -> row.getString(1))
                .list();
    }
}
