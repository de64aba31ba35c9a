package com.illuvrse.finance.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.money.Currency;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApprovalPolicyTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    private static ApprovalPolicy policy(int version, int expiresHours, ApprovalPolicy.Key key) {
        return new ApprovalPolicy(
                "payouts",
                version,
                new ApprovalTiers(
                        Currency.of("USD"),
                        List.of(new ApprovalTiers.Tier(100, 2), new ApprovalTiers.Tier(0, 1))),
                expiresHours,
                List.of(new ApprovalPolicy.Approver("p-1", List.of("controller"), List.of(key))));
    }

    @Test
    void readsWhatItWrites() {
        ApprovalPolicy.Key key =
                new ApprovalPolicy.Key(
                        "ssh-ed25519 AAAA", FROM, FROM.plusSeconds(9), FROM.plusSeconds(5));
        ApprovalPolicy policy = policy(3, 24, key);

        ApprovalPolicy read = ApprovalPolicy.from(policy.toJson());

        assertThat(read).isEqualTo(policy);
        assertThat(read.sha256()).isEqualTo(policy.sha256());
        assertThat(CanonicalJson.text(policy.toJson()))
                .isEqualTo(
                        "{\"approvers\":[{\"keys\":[{\"from\":\"2026-01-01T00:00:00.000Z\",\"key\":\"ssh-ed25519 AAAA\","
                                + "\"revokedAt\":\"2026-01-01T00:00:05.000Z\",\"to\":\"2026-01-01T00:00:09.000Z\"}],"
                                + "\"person\":\"p-1\",\"roles\":[\"controller\"]}],\"baseCurrency\":\"USD\",\"expiresHours\":24,"
                                + "\"id\":\"payouts\",\"tiers\":[{\"from\":\"0\",\"votes\":1},{\"from\":\"100\",\"votes\":2}],"
                                + "\"type\":\"approval-policy/1\",\"version\":3}");
    }

    @Test
    void anotherKeyIsAnotherPolicy() {
        ApprovalPolicy.Key key = new ApprovalPolicy.Key("ssh-ed25519 AAAA", FROM, null, null);
        ApprovalPolicy.Key revoked = new ApprovalPolicy.Key("ssh-ed25519 AAAA", FROM, null, FROM);

        assertThat(policy(1, 24, revoked).sha256()).isNotEqualTo(policy(1, 24, key).sha256());
    }

    @Test
    void refusesAPolicyThatNeverCounts() {
        ApprovalPolicy.Key key = new ApprovalPolicy.Key("ssh-ed25519 AAAA", FROM, null, null);

        assertThatThrownBy(() -> policy(1, 0, key))
                .hasMessage(
                        "approval policy payouts has a version and hours of at least 1, found 1 and 0");
        assertThatThrownBy(() -> policy(0, 24, key)).hasMessageEndingWith("found 0 and 24");
    }
}
