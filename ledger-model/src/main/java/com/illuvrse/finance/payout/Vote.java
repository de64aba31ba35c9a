package com.illuvrse.finance.payout;

import java.time.Instant;

/**
 * A person's signed decision on a payout batch, in one of the person's roles.
 *
 * @param key as in authorized_keys, without comment
 * @param at when the ledger took it
 * @param signature base64 of the SSHSIG blob, over the statement with this decision
 */
public record Vote(
        String person, String role, String key, Decision decision, Instant at, String signature) {}
