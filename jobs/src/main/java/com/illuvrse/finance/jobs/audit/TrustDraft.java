package com.illuvrse.finance.jobs.audit;

import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.TrustFile;
import com.illuvrse.finance.segment.VerifiedHead;
import com.illuvrse.finance.segment.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trust file an auditor may begin with: {@code ledger-trust/1} (segment format, section 11). It
 * is a draft, because whoever is audited wrote it: the auditor compares root keys and genesis with
 * the engagement letter.
 *
 * @param require what every segment needs; the members after it count when it is attested only
 * @param roles who must sign every segment
 * @param attestWithinHours how long after the seal they may sign
 * @param timestamps how many authorities must stamp each signature
 * @param tsaRoots certificates of these authorities, PEM
 * @param witnesses keys of witnesses; none when nobody is asked
 * @param witnessThreshold how many of them must sign; 0 for all
 * @param head the head the auditor has seen; null for none
 */
public record TrustDraft(
        TrustFile.Requirement require,
        List<String> roles,
        int attestWithinHours,
        int timestamps,
        List<String> tsaRoots,
        List<VerifierKey> witnesses,
        int witnessThreshold,
        @Nullable VerifiedHead head) {

    /** Asks for the signature of the machine. */
    public static final TrustDraft SEALED =
            new TrustDraft(
                    TrustFile.Requirement.SEALED, List.of(), 36, 0, List.of(), List.of(), 0, null);

    public TrustDraft {
        roles = List.copyOf(roles);
        tsaRoots = List.copyOf(tsaRoots);
        witnesses = List.copyOf(witnesses);
        boolean attested = require == TrustFile.Requirement.ATTESTED;
        if (!attested && (!roles.isEmpty() || timestamps > 0 || !witnesses.isEmpty())) {
            throw new IllegalArgumentException(
                    "roles, time stamps and witnesses are asked of attested segments only; require ATTESTED or leave them out");
        }
        if (attested && roles.isEmpty()) {
            throw new IllegalArgumentException(
                    "an attested segment is signed by accountable persons; name their roles");
        }
        if (timestamps > tsaRoots.size()) {
            throw new IllegalArgumentException(
                    "%d time stamps are asked for, so as many certificates of authorities are needed, found %d"
                            .formatted(timestamps, tsaRoots.size()));
        }
    }

    /**
     * The text of the file, one member a line.
     *
     * @param first version 1 of the key registry
     * @param genesis manifestId of segment 0
     */
    public String text(KeyRegistry first, String genesis) {
        List<String> members = new ArrayList<>();
        member(members, "type", "\"ledger-trust/1\"");
        member(members, "ledger", quoted(first.ledger()));
        member(members, "genesis", quoted(genesis));
        member(members, "root", keys(first.root()));
        member(members, "require", quoted(require.name()));
        if (require == TrustFile.Requirement.ATTESTED) {
            member(members, "roles", list(roles));
            member(members, "attestWithinHours", String.valueOf(attestWithinHours));
            member(members, "timestamps", String.valueOf(timestamps));
            member(members, "tsaRoots", list(tsaRoots));
        }
        if (!witnesses.isEmpty()) {
            int needed = witnessThreshold == 0 ? witnesses.size() : witnessThreshold;
            member(members, "witness", keys(new KeyRegistry.Root(witnesses, needed)));
        }
        if (head != null) {
            member(
                    members,
                    "head",
                    "{\"size\": %d, \"root\": %s}".formatted(head.size(), quoted(head.root())));
        }
        String text = "{\n" + String.join(",\n", members) + "\n}\n";
        TrustFile.parse(text.getBytes(StandardCharsets.UTF_8));
        return text;
    }

    private static void member(List<String> members, String name, String value) {
        members.add("  \"" + name + "\": " + value);
    }

    private static String keys(KeyRegistry.Root root) {
        return "{\"keys\": %s, \"threshold\": %d}"
                .formatted(
                        list(root.keys().stream().map(VerifierKey::toString).toList()),
                        root.threshold());
    }

    private static String list(List<String> texts) {
        return "[" + String.join(", ", texts.stream().map(TrustDraft::quoted).toList()) + "]";
    }

    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\r", "")
                        .replace("\n", "\\n")
                + "\"";
    }
}
