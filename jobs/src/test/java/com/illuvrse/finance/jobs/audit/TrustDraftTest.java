package com.illuvrse.finance.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.jobs.audit.RegistryChange.NewLogKey;
import com.illuvrse.finance.jobs.audit.RegistryChange.NewPolicy;
import com.illuvrse.finance.segment.KeyRegistry;
import com.illuvrse.finance.segment.TrustFile;
import com.illuvrse.finance.segment.TrustFile.Requirement;
import com.illuvrse.finance.segment.VerifiedHead;
import com.illuvrse.finance.segment.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustDraftTest {

    private static final String GENESIS = "ab".repeat(32);
    private static final String CERTIFICATE =
            "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

    @TempDir Path folder;
    private KeyRegistry first;
    private VerifierKey witness;

    @BeforeEach
    void draw() {
        DrawnKeys keys = new DrawnKeys(folder);
        witness = keys.key("root-w", "witness.example.com").asWitness();
        first =
                RegistryDraft.first(
                        DrawnKeys.LEDGER,
                        new KeyRegistry.Root(List.of(keys.root("root-a"), keys.root("root-b")), 2),
                        List.of(
                                new NewLogKey(keys.log("log"), 0),
                                new NewPolicy("cd".repeat(32), 0)));
    }

    private TrustFile read(TrustDraft draft) {
        return TrustFile.parse(draft.text(first, GENESIS).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void namesGenesisAndRootKeysOfTheFirstVersion() {
        TrustFile trust = read(TrustDraft.SEALED);

        assertThat(trust.ledger()).isEqualTo(DrawnKeys.LEDGER);
        assertThat(trust.genesis()).isEqualTo(GENESIS);
        assertThat(trust.root()).isEqualTo(first.root());
        assertThat(trust.require()).isEqualTo(Requirement.SEALED);
    }

    @Test
    void asksForPersonsTimeStampsWitnessesAndAHead() {
        VerifiedHead head = new VerifiedHead(5, "ef".repeat(32));

        TrustFile trust =
                read(
                        new TrustDraft(
                                Requirement.ATTESTED,
                                List.of("finance-lead", "security-engineer"),
                                48,
                                1,
                                List.of(CERTIFICATE),
                                List.of(witness),
                                0,
                                head));

        assertThat(trust.require()).isEqualTo(Requirement.ATTESTED);
        assertThat(trust.roles()).containsExactly("finance-lead", "security-engineer");
        assertThat(trust.attestWithinHours()).isEqualTo(48);
        assertThat(trust.timestamps()).isEqualTo(1);
        assertThat(trust.tsaRoots()).containsExactly(CERTIFICATE);
        assertThat(trust.witness()).isEqualTo(new KeyRegistry.Root(List.of(witness), 1));
        assertThat(trust.head()).isEqualTo(head);
    }

    @Test
    void refusesDemandsThatWouldDemandNothing() {
        assertThatThrownBy(() -> draft(Requirement.SEALED, List.of("finance-lead"), 0))
                .hasMessageContaining("are asked of attested segments only; require ATTESTED");
        assertThatThrownBy(() -> draft(Requirement.ATTESTED, List.of(), 0))
                .hasMessageContaining("is signed by accountable persons; name their roles");
        assertThatThrownBy(() -> draft(Requirement.ATTESTED, List.of("finance-lead"), 2))
                .hasMessageContaining("2 time stamps are asked for")
                .hasMessageContaining("found 1");
    }

    private static TrustDraft draft(Requirement require, List<String> roles, int timestamps) {
        return new TrustDraft(
                require, roles, 36, timestamps, List.of(CERTIFICATE), List.of(), 0, null);
    }
}
