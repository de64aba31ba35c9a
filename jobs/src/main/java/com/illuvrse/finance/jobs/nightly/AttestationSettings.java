package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.exporters.attestation.TimeStampAuthority;
import com.illuvrse.finance.segment.SegmentPlan.Promise;
import com.illuvrse.finance.segment.VerifierKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a ledger promises to add to each sealed day, and where it comes from: {@code attestation.*}
 * of the settings. What an auditor requires is in the trust file, and nothing here can lower it.
 *
 * @param roles whose persons sign every manifest
 * @param within how long after the seal; what comes later no auditor takes
 * @param authorities who stamps checkpoints and signatures, two at most
 * @param certificates files by role; a role that has none signs its own certificate
 * @param witnesses keys whose cosignatures are taken; none when nobody cosigns
 * @param witnessesNeeded how many of them have to
 */
public record AttestationSettings(
        List<String> roles,
        Duration within,
        List<TimeStampAuthority> authorities,
        Map<String, Path> certificates,
        List<VerifierKey> witnesses,
        int witnessesNeeded) {

    /** Of a ledger that promises nothing. */
    public static final AttestationSettings NONE =
            new AttestationSettings(
                    List.of(), Duration.ofHours(36), List.of(), Map.of(), List.of(), 0);

    static final String CHECKPOINT = "checkpoint";

    /** The checkpoint with the cosignatures of witnesses. */
    public static final String COSIGNED = "wit/checkpoint";

    public AttestationSettings {
        roles = List.copyOf(roles);
        authorities = List.copyOf(authorities);
        certificates = Map.copyOf(certificates);
        witnesses = List.copyOf(witnesses);
        if (!witnesses.isEmpty() && (witnessesNeeded < 1 || witnessesNeeded > witnesses.size())) {
            throw new IllegalArgumentException(
                    "between 1 and all of the %d witnesses have to cosign, found %d in attestation.witness"
                            .formatted(witnesses.size(), witnessesNeeded));
        }
        if (authorities.size() > 2) {
            throw new IllegalArgumentException(
                    "a segment has room for the stamps of two authorities, found %d in attestation.authorities"
                            .formatted(authorities.size()));
        }
    }

    /** What stands in the manifest. */
    Promise promise() {
        return new Promise(roles, authorities.size());
    }

    /** Where the signature of a role lies in a package. */
    public static String signature(String role) {
        return "sig/" + role + ".p7s";
    }

    /** Where the stamps of a file lie, one for each authority. */
    List<String> stamps(String file) {
        String name = file.substring(file.indexOf('/') + 1);
        List<String> paths = new ArrayList<>();
        for (int n = 1; n <= authorities.size(); n++) {
            paths.add("tst/" + name + (n == 1 ? "" : "." + n) + ".tsr");
        }
        return paths;
    }

    /** Every file that is promised for a day, in the order it is made. */
    public List<String> promised() {
        List<String> paths = new ArrayList<>(stamps(CHECKPOINT));
        for (String role : roles) {
            paths.add(signature(role));
            paths.addAll(stamps(signature(role)));
        }
        if (!witnesses.isEmpty()) {
            paths.add(COSIGNED);
        }
        return paths;
    }
}
