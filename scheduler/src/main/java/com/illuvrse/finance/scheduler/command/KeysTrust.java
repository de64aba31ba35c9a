package com.illuvrse.finance.scheduler.command;

import com.illuvrse.finance.jobs.audit.TrustDraft;
import com.illuvrse.finance.scheduler.operations.Installation;
import com.illuvrse.finance.segment.TrustFile.Requirement;
import com.illuvrse.finance.segment.VerifiedHead;
import com.illuvrse.finance.segment.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code finance keys trust}: the trust file an auditor may begin with. */
@Command(
        name = "trust",
        description =
                "Writes the draft of a trust file (ledger-trust/1). The auditor compares it with the engagement"
                        + " letter and keeps it; nobody else can.",
        mixinStandardHelpOptions = true)
final class KeysTrust implements Callable<Integer> {

    private static final Pattern HEAD = Pattern.compile("([1-9][0-9]{0,8}):([0-9a-f]{64})");

    @Mixin HomeOptions where = new HomeOptions();

    @Option(names = "--out", required = true, paramLabel = "F", description = "a file that is new")
    Path out = Path.of("");

    @Option(
            names = "--require",
            paramLabel = "SEALED|ATTESTED",
            description = "what every segment needs (default: ${DEFAULT-VALUE})")
    Requirement require = Requirement.SEALED;

    @Option(names = "--role", paramLabel = "R", description = "a role that must sign every segment")
    List<String> roles = new ArrayList<>();

    @Option(
            names = "--attest-within-hours",
            paramLabel = "H",
            description = "how long after the seal (default: ${DEFAULT-VALUE})")
    int attestWithinHours = 36;

    @Option(
            names = "--timestamps",
            paramLabel = "N",
            description = "how many authorities stamp each signature (default: ${DEFAULT-VALUE})")
    int timestamps;

    @Option(
            names = "--tsa-root",
            paramLabel = "FILE",
            description = "the certificate of a time-stamp authority, PEM")
    List<Path> tsaRoots = new ArrayList<>();

    @Option(names = "--witness", paramLabel = "VKEY", description = "the key of a witness")
    List<String> witnesses = new ArrayList<>();

    @Option(
            names = "--witness-threshold",
            paramLabel = "N",
            description = "how many witnesses must sign (default: all)")
    int witnessThreshold;

    @Option(
            names = "--head",
            paramLabel = "SIZE:ROOT",
            description = "the head the auditor has seen, as a PASS line ends")
    @Nullable String head;

    @Override
    public Integer call() throws Exception {
        TrustDraft draft = draft();
        try (Installation installation = where.open(Installation.QUIET)) {
            String text = installation.keys().trust(draft);
            if (Files.exists(out)) {
                throw new IllegalArgumentException(
                        "%s is there, and an auditor's trust file is never written over; name a new file"
                                .formatted(out));
            }
            Files.writeString(out, text, StandardOpenOption.CREATE_NEW);
            System.out.print(text);
            System.out.printf(
                    """
                    written to %s

                    THIS IS A DRAFT BY WHOEVER IS AUDITED. Before anything is checked with it, the auditor compares
                      - "genesis" with the manifestId of segment 0 in the engagement letter,
                      - every key and the threshold of "root" with the engagement letter, character by character,
                    and keeps the file where the audited cannot change it; see "What to pin" in exporters/AUDITOR.md.
                    """,
                    out);
            return ExitCode.DONE;
        }
    }

    private TrustDraft draft() throws IOException {
        List<String> certificates = new ArrayList<>();
        for (Path file : tsaRoots) {
            certificates.add(Files.readString(file));
        }
        try {
            return new TrustDraft(
                    require,
                    roles,
                    attestWithinHours,
                    timestamps,
                    certificates,
                    witnesses.stream().map(VerifierKey::parse).toList(),
                    witnessThreshold,
                    seen());
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this), String.valueOf(e.getMessage()), e);
        }
    }

    private @Nullable VerifiedHead seen() {
        if (head == null) {
            return null;
        }
        Matcher parts = HEAD.matcher(head);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "a head is a size and a root such as 5:…, found \"" + head + "\"");
        }
        return new VerifiedHead(Long.parseLong(parts.group(1)), parts.group(2));
    }
}
