package com.illuvrse.finance.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.JsonFiles;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.Quorum.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Votes of the vectors, really signed, and what no vector tries. */
class QuorumTest {

    private static final JsonNode VECTORS = JsonFiles.read("vectors/approval.json");
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOON = Instant.parse("2026-03-03T12:00:00Z");

    private final Approvers approvers = new Approvers();

    @Test
    void votesAreAsTheVectorsSay() {
        ApprovalPolicy policy = policy(null);
        int compared = 0;
        for (JsonNode vector : VECTORS.path("votes")) {
            List<Vote> votes = new ArrayList<>();
            for (JsonNode vote : vector.path("votes")) {
                Instant at = Instant.parse(text(vote, "signedAt"));
                Decision decision =
                        text(vote, "decision").equals("approve")
                                ? Decision.APPROVE
                                : Decision.REJECT;
                votes.add(
                        vote(
                                statement(vector, text(vote, "batch"), policy),
                                text(vote, "person"),
                                text(vote, "role"),
                                text(vote, "key"),
                                decision,
                                at));
            }
            ApprovalStatement released = statement(vector, text(vector, "batch"), policy);
            Instant at = Instant.parse(text(vector, "releaseAt"));

            Optional<String> refusal =
                    new Quorum(policy, policy)
                            .release(released, votes, at)
                            .map(
                                    why ->
                                            why == Refusal.TOO_FEW_ROLES
                                                    ? "two roles are needed"
                                                    : why.sentence());

            assertThat(refusal)
                    .as(text(vector, "name"))
                    .isEqualTo(Optional.ofNullable(vector.path("because").asString(null)));
            assertThat(refusal.isEmpty()).isEqualTo(vector.path("accepted").booleanValue());
            compared++;
        }

        assertThat(compared).isGreaterThanOrEqualTo(18);
    }

    @Test
    void aVoteThatDoesNotCountDoesNotSpoilTheOthers() {
        ApprovalPolicy policy = policy(null);
        ApprovalStatement statement = statement(1_500_000, "A", policy);
        List<Vote> votes =
                List.of(
                        approve(statement, "zoe", "finance", "zoe-1"),
                        approve(statement, "ana", "finance", "ana-1"),
                        approve(statement, "ben", "operations", "ben-1"));

        assertThat(new Quorum(policy, policy).release(statement, votes, NOON)).isEmpty();
    }

    @Test
    void aRaisedBatchNeedsMoreVotesThanItsTotalAsksFor() {
        ApprovalPolicy policy = policy(null);
        ApprovalStatement small = statement(999_999, "A", policy);
        List<Vote> votes =
                List.of(
                        approve(small, "ana", "finance", "ana-1"),
                        approve(small, "ben", "operations", "ben-1"));

        assertThat(new Quorum(policy, policy).release(small, List.of(), NOON)).isEmpty();
        assertThat(new Quorum(policy, policy, 2).release(small, List.of(), NOON))
                .contains(Refusal.TOO_FEW_VOTES);
        assertThat(new Quorum(policy, policy, 2).release(small, votes.subList(0, 1), NOON))
                .contains(Refusal.TOO_FEW_VOTES);
        assertThat(new Quorum(policy, policy, 2).release(small, votes, NOON)).isEmpty();
        assertThat(new Quorum(policy, policy, 3).send(small, votes, NOON, NOON))
                .contains(Refusal.TOO_FEW_VOTES);
        assertThat(new Quorum(policy, policy, 2).needed(statement(25_000_001, "A", policy)))
                .isEqualTo(3);
        assertThatThrownBy(() -> new Quorum(policy, policy, -1))
                .hasMessage("raised votes are 0 or more, found -1");
    }

    @Test
    void eachRuleIsRefusedWithItsOwnReason() {
        ApprovalPolicy policy = policy(null);
        ApprovalStatement statement = statement(1_500_000, "A", policy);
        Vote good = approve(statement, "ana", "finance", "ana-1");

        assertThat(refusal(statement, good)).isNull();
        assertThat(refusal(statement, approve(statement, "pat", "finance", "pat-1")))
                .isEqualTo(Refusal.PROPOSER);
        assertThat(refusal(statement, approve(statement, "ana", "compliance", "ana-1")))
                .isEqualTo(Refusal.NOT_IN_ROLE);
        assertThat(refusal(statement, approve(statement, "ana", "finance", "ana-9")))
                .isEqualTo(Refusal.KEY_NOT_VALID);
        assertThat(refusal(statement, withKey(good, approvers.key("ana-2"))))
                .isEqualTo(Refusal.KEY_OF_ANOTHER);
        assertThat(refusal(statement, withSignature(good, "AAAA"))).isEqualTo(Refusal.UNREADABLE);
        assertThat(refusal(statement, withSignature(good, "§"))).isEqualTo(Refusal.UNREADABLE);
        String elsewhere = approvers.sign("ana-1", "file", statement.bytes(Decision.APPROVE));
        assertThat(refusal(statement, withSignature(good, elsewhere)))
                .isEqualTo(Refusal.WRONG_NAMESPACE);
        String reject = approvers.sign("ana-1", Quorum.NAMESPACE, statement.bytes(Decision.REJECT));
        assertThat(refusal(statement, withSignature(good, reject))).isEqualTo(Refusal.OTHER_BATCH);
    }

    @Test
    void aKeyThatIsRevokedBeforeTheReleaseDoesNotCount() {
        ApprovalPolicy named = policy(null);
        ApprovalStatement statement = statement(1_500_000, "A", named);
        List<Vote> votes =
                List.of(
                        approve(statement, "ana", "finance", "ana-1"),
                        approve(statement, "ben", "operations", "ben-1"));

        assertThat(new Quorum(named, policy(NOON)).release(statement, votes, NOON))
                .contains(Refusal.KEY_REVOKED);
        assertThat(new Quorum(named, policy(NOON)).release(statement, votes, NOON.minusSeconds(1)))
                .isEmpty();
    }

    @Test
    void aKeyThatIsRevokedAfterTheReleaseStopsTheSending() {
        ApprovalPolicy named = policy(null);
        ApprovalStatement statement = statement(1_500_000, "A", named);
        List<Vote> votes =
                List.of(
                        approve(statement, "ana", "finance", "ana-1"),
                        approve(statement, "ben", "operations", "ben-1"));
        Instant releasedAt = NOON.minusSeconds(60);

        assertThat(new Quorum(named, policy(NOON)).send(statement, votes, releasedAt, NOON))
                .contains(Refusal.KEY_REVOKED);
        assertThat(
                        new Quorum(named, policy(NOON))
                                .send(statement, votes, releasedAt, NOON.minusSeconds(1)))
                .isEmpty();
        assertThat(
                        new Quorum(named, named)
                                .send(statement, votes, releasedAt, NOON.plus(Duration.ofDays(9))))
                .as("released in time, sent late")
                .isEmpty();
    }

    @Test
    void aBatchHasItsTimeAndItsPolicy() {
        ApprovalPolicy policy = policy(null);
        ApprovalStatement statement = statement(1_500_000, "A", policy);
        Quorum quorum = new Quorum(policy, policy);
        List<Vote> votes =
                List.of(
                        late(statement, "ana", "finance", "ana-1"),
                        late(statement, "ben", "operations", "ben-1"));

        assertThat(quorum.release(statement, votes, statement.notBefore().minusMillis(1)))
                .contains(Refusal.NOT_YET);
        assertThat(quorum.release(statement, votes, statement.expires().minusMillis(1))).isEmpty();
        assertThat(quorum.release(statement, votes, statement.expires())).contains(Refusal.EXPIRED);
        assertThat(new Quorum(policy(NOON), policy).release(statement, votes, NOON))
                .contains(Refusal.POLICY_CHANGED);
    }

    @Test
    void refusesWhatIsNoStatement() {
        String statement = statement(1, "A", policy(null)).text();

        assertThatThrownBy(() -> ApprovalStatement.parse(statement + " "))
                .hasMessageStartingWith("the statement is not canonical");
        assertThatThrownBy(
                        () -> ApprovalStatement.parse(statement.replace("payout-app", "other-app")))
                .hasMessageStartingWith("expected a statement of type settlement/payout-approval");
    }

    private @Nullable Refusal refusal(ApprovalStatement statement, Vote vote) {
        ApprovalPolicy policy = policy(null);
        return new Quorum(policy, policy).refusal(statement, vote, NOON);
    }

    private Vote approve(ApprovalStatement statement, String person, String role, String key) {
        return vote(
                statement, person, role, key, Decision.APPROVE, NOON.minus(Duration.ofHours(1)));
    }

    private Vote late(ApprovalStatement statement, String person, String role, String key) {
        return vote(statement, person, role, key, Decision.APPROVE, NOON.plus(Duration.ofHours(1)));
    }

    private Vote vote(
            ApprovalStatement statement,
            String person,
            String role,
            String key,
            Decision decision,
            Instant at) {
        String signature = approvers.sign(key, Quorum.NAMESPACE, statement.bytes(decision));
        return new Vote(person, role, approvers.key(key), decision, at, signature);
    }

    private static Vote withKey(Vote vote, String key) {
        return new Vote(
                vote.person(), vote.role(), key, vote.decision(), vote.at(), vote.signature());
    }

    private static Vote withSignature(Vote vote, String signature) {
        return new Vote(
                vote.person(), vote.role(), vote.key(), vote.decision(), vote.at(), signature);
    }

    /** The policy of the vectors; two keys a person. */
    private ApprovalPolicy policy(@Nullable Instant revokedAt) {
        JsonNode given = VECTORS.path("policy");
        List<ApprovalTiers.Tier> tiers = new ArrayList<>();
        for (JsonNode tier : given.path("tiers")) {
            tiers.add(
                    new ApprovalTiers.Tier(
                            tier.path("from").longValue(), tier.path("votes").intValue()));
        }
        List<ApprovalPolicy.Approver> persons = new ArrayList<>();
        for (Map.Entry<String, JsonNode> person : given.path("persons").properties()) {
            List<String> roles = new ArrayList<>();
            person.getValue().forEach(role -> roles.add(role.asString()));
            List<ApprovalPolicy.Key> keys = new ArrayList<>();
            for (String key : List.of("-1", "-2")) {
                keys.add(
                        new ApprovalPolicy.Key(
                                approvers.key(person.getKey() + key), LONG_AGO, null, revokedAt));
            }
            persons.add(new ApprovalPolicy.Approver(person.getKey(), roles, keys));
        }
        return new ApprovalPolicy(
                "payouts",
                1,
                new ApprovalTiers(Currency.of(text(given, "baseCurrency")), tiers),
                Math.toIntExact(given.path("expiresAfterSeconds").longValue() / 3600),
                persons);
    }

    private static ApprovalStatement statement(
            JsonNode vector, String batch, ApprovalPolicy policy) {
        return statement(vector.path("total").longValue(), batch, policy);
    }

    /** As the pipeline writes it, as far as votes look at it; open from the day before on. */
    private static ApprovalStatement statement(long total, String batch, ApprovalPolicy policy) {
        Json.Obj base =
                Json.object()
                        .put("currency", "USD")
                        .putTexts("rates", new TreeMap<>())
                        .putMinor("total", total)
                        .build();
        return ApprovalStatement.parse(
                CanonicalJson.text(
                        Json.object()
                                .put("type", "settlement/payout-approval/v1")
                                .put("batch", batch)
                                .put("attempt", 1)
                                .put("decision", "APPROVE")
                                .put("base", base)
                                .put("proposer", "pat")
                                .put("not_before", "2026-03-03T07:00:00.000Z")
                                .put("expires", "2026-03-04T12:00:00.000Z")
                                .put("policy_sha256", policy.sha256())
                                .build()));
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).stringValue();
    }
}
