package com.illuvrse.finance.payout;

import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.journal.SourceKey;
import com.illuvrse.finance.money.Currency;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may release payouts, with which keys, and how many of them it takes (segment format, section
 * 9). Its digest stands in the key registry, so nobody can add an approver on the way.
 *
 * @param expiresHours how long a batch may be voted on and released
 */
public record ApprovalPolicy(
        String id, int version, ApprovalTiers tiers, int expiresHours, List<Approver> approvers) {

    /** A person, the roles they can vote in and the keys they sign with. */
    public record Approver(String person, List<String> roles, List<Key> keys) {

        public Approver {
            roles = List.copyOf(roles);
            keys = List.copyOf(keys);
        }

        /** The key with this text, when it is one of the person's. */
        public Optional<Key> key(String text) {
            return keys.stream().filter(key -> key.key().equals(text)).findFirst();
        }

        private static Approver from(Json.Obj json) {
            return new Approver(
                    json.text("person"),
                    json.texts("roles"),
                    json.objects("keys").stream().map(Key::from).toList());
        }

        private Json.Obj toJson() {
            return Json.object()
                    .put("person", person)
                    .put("roles", Json.texts(roles))
                    .put("keys", Json.array(keys.stream().map(Key::toJson).toList()))
                    .build();
        }
    }

    /**
     * A public key as in authorized_keys, without comment, and when it counts.
     *
     * @param to null: without an end
     * @param revokedAt null: never
     */
    public record Key(String key, Instant from, @Nullable Instant to, @Nullable Instant revokedAt) {

        /** Whether it may be used at a moment: from its beginning on, before its end. */
        public boolean isValidAt(Instant at) {
            return !at.isBefore(from) && (to == null || at.isBefore(to)) && !isRevokedAt(at);
        }

        public boolean isRevokedAt(Instant at) {
            return revokedAt != null && !at.isBefore(revokedAt);
        }

        private static Key from(Json.Obj json) {
            return new Key(
                    json.text("key"),
                    Instant.parse(json.text("from")),
                    instant(json.optionalText("to")),
                    instant(json.optionalText("revokedAt")));
        }

        private Json.Obj toJson() {
            return Json.object()
                    .put("key", key)
                    .put("from", text(from))
                    .put("to", text(to))
                    .put("revokedAt", text(revokedAt))
                    .build();
        }
    }

    public ApprovalPolicy {
        SourceKey.requireId(id);
        if (version < 1 || expiresHours < 1) {
            throw new IllegalArgumentException(
                    "approval policy %s has a version and hours of at least 1, found %d and %d"
                            .formatted(id, version, expiresHours));
        }
        approvers = List.copyOf(approvers);
    }

    /** The person with this name, when the policy has one. */
    public Optional<Approver> approver(String person) {
        return approvers.stream().filter(each -> each.person().equals(person)).findFirst();
    }

    /** {@code payouts@1}, as statements name it. */
    public String name() {
        return id + "@" + version;
    }

    /** The digest statements and the registry name it by, hex. */
    public String sha256() {
        return Sha256.hexOf(CanonicalJson.bytes(toJson()));
    }

    /** The row of {@code evidence/policies.jsonl}. */
    public Json.Obj toJson() {
        List<Json.Obj> steps =
                tiers.tiers().stream()
                        .map(
                                tier ->
                                        Json.object()
                                                .putMinor("from", tier.from())
                                                .put("votes", tier.votes())
                                                .build())
                        .toList();
        return Json.object()
                .put("type", "approval-policy/1")
                .put("id", id)
                .put("version", version)
                .put("baseCurrency", tiers.base().code())
                .put("expiresHours", expiresHours)
                .put("tiers", Json.array(steps))
                .put("approvers", Json.array(approvers.stream().map(Approver::toJson).toList()))
                .build();
    }

    /** Reads what {@link #toJson()} wrote. */
    public static ApprovalPolicy from(Json.Obj json) {
        List<ApprovalTiers.Tier> steps =
                json.objects("tiers").stream()
                        .map(
                                tier ->
                                        new ApprovalTiers.Tier(
                                                tier.minor("from"),
                                                Math.toIntExact(tier.number("votes"))))
                        .toList();
        return new ApprovalPolicy(
                json.text("id"),
                Math.toIntExact(json.number("version")),
                new ApprovalTiers(Currency.of(json.text("baseCurrency")), steps),
                Math.toIntExact(json.number("expiresHours")),
                json.objects("approvers").stream().map(Approver::from).toList());
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : InstantText.of(instant);
    }
}
