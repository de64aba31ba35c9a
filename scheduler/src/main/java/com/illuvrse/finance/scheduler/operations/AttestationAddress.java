package com.illuvrse.finance.scheduler.operations;

import com.illuvrse.finance.exporters.attestation.TimeStampAuthority;
import com.illuvrse.finance.jobs.nightly.AttestationSettings;
import com.illuvrse.finance.segment.VerifierKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code attestation.*} of the settings: what is promised for every sealed day.
 *
 * @param roles whose persons sign
 * @param within how long after the seal
 * @param timeout for one answer of a time-stamp authority
 * @param certificates files in PEM, by role; a role without one signs its own
 */
@ConfigurationProperties(prefix = "attestation", ignoreUnknownFields = false)
public record AttestationAddress(
        @DefaultValue List<String> roles,
        Duration within,
        @DefaultValue List<Authority> authorities,
        Duration timeout,
        @DefaultValue Map<String, Path> certificates,
        Witness witness) {

    /** A time-stamp authority: where it is asked, and the certificates its tokens lead to. */
    public record Authority(URI url, Path roots) {}

    /**
     * {@code attestation.witness.*}: whose cosignatures are taken.
     *
     * @param keys verifier keys of type 4; none when nobody cosigns
     * @param threshold how many of them are needed
     */
    public record Witness(@DefaultValue List<String> keys, int threshold) {}

    /** The authorities that are configured; nothing is asked of them yet. */
    List<TimeStampAuthority> timeStamps() {
        return authorities.stream()
                .map(each -> new TimeStampAuthority(each.url(), each.roots(), timeout))
                .toList();
    }

    /** What is promised, with the authorities of the world outside. */
    AttestationSettings settings(List<TimeStampAuthority> timeStamps) {
        return new AttestationSettings(
                roles,
                within,
                timeStamps,
                certificates,
                witness.keys().stream().map(VerifierKey::parse).toList(),
                witness.threshold());
    }
}
