package com.illuvrse.finance.jobs.nightly;

import com.illuvrse.finance.account.ChartOfAccounts;
import com.illuvrse.finance.calendar.BusinessCalendar;
import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.InstantText;
import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.canonical.Sha256;
import com.illuvrse.finance.jobs.nightly.SettlementSettings.ApprovalPolicy;
import com.illuvrse.finance.jobs.nightly.SettlementSettings.PinnedFile;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.payout.ApprovalTiers;
import com.illuvrse.finance.tax.TaxRule;
import com.illuvrse.finance.tax.TaxRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The dated files beside the settings: chart of accounts, approval policy and whatever else a night
 * is settled by. Every scalar is read as text, so that no number or date is guessed.
 */
public final class ReferenceFiles {

    private static final List<String> PINNED =
            List.of(
                    "application.yml",
                    "approval-policy.yml",
                    "chart-of-accounts.yml",
                    "tax-rules.yml");

    private final Path folder;

    public ReferenceFiles(Path folder) {
        this.folder = folder;
    }

    /** The chart of accounts. */
    public ChartOfAccounts chart() {
        Map<?, ?> file = yaml("chart-of-accounts.yml");
        List<ChartOfAccounts.Line> lines = new ArrayList<>();
        for (Map<?, ?> account : maps(file.get("accounts"))) {
            lines.add(new ChartOfAccounts.Line(text(account, "path"), numbered(account)));
        }
        List<ChartOfAccounts.Numbered> headers =
                maps(file.get("headers")).stream().map(ReferenceFiles::numbered).toList();
        return ChartOfAccounts.of(headers, lines);
    }

    private static ChartOfAccounts.Numbered numbered(Map<?, ?> account) {
        return new ChartOfAccounts.Numbered(
                text(account, "number"),
                text(account, "name"),
                text(account, "type"),
                text(account, "subtype"),
                text(account, "caption"),
                optional(account, "parent"));
    }

    /** The approval policy, with its row as it is sealed. */
    public ApprovalPolicy approvals() {
        return approvals(folder.resolve("approval-policy.yml"));
    }

    /** An approval policy that may come to be in force. */
    public static ApprovalPolicy approvals(Path file) {
        Map<?, ?> policy = yaml(file);
        List<ApprovalTiers.Tier> tiers = new ArrayList<>();
        List<Json.Obj> tierRows = new ArrayList<>();
        for (Map<?, ?> tier : maps(policy.get("tiers"))) {
            long from = Long.parseLong(text(tier, "from"));
            int votes = Integer.parseInt(text(tier, "votes"));
            tiers.add(new ApprovalTiers.Tier(from, votes));
            tierRows.add(Json.object().putMinor("from", from).put("votes", votes).build());
        }
        int version = Integer.parseInt(text(policy, "version"));
        int expiresHours = Integer.parseInt(text(policy, "expiresHours"));
        String base = text(policy, "baseCurrency");
        Json.Obj row =
                Json.object()
                        .put("type", "approval-policy/1")
                        .put("id", text(policy, "id"))
                        .put("version", version)
                        .put("baseCurrency", base)
                        .put("expiresHours", expiresHours)
                        .put("tiers", Json.array(tierRows))
                        .put("approvers", approvers(policy.get("approvers")))
                        .build();
        return new ApprovalPolicy(
                text(policy, "id"),
                version,
                expiresHours,
                new ApprovalTiers(Currency.of(base), tiers),
                new String(CanonicalJson.bytes(row), StandardCharsets.UTF_8));
    }

    /** The dated tax rules that hold between days; due dates of single years are left out. */
    public TaxRules taxRules() {
        List<TaxRule> rules = new ArrayList<>();
        for (Map<?, ?> rule : maps(yaml("tax-rules.yml").get("rules"))) {
            if (rule.containsKey("from")) {
                String count = optional(rule, "count");
                rules.add(
                        new TaxRule(
                                text(rule, "id"),
                                optional(rule, "jurisdiction"),
                                optional(rule, "kind"),
                                date(optional(rule, "from")),
                                date(optional(rule, "to")),
                                optional(rule, "amount"),
                                optional(rule, "amount_op"),
                                Optional.ofNullable(optional(rule, "currency"))
                                        .map(Currency::of)
                                        .orElse(TaxRule.DOLLARS),
                                count == null ? null : Long.valueOf(count),
                                optional(rule, "count_op"),
                                rule.get("value") instanceof Map<?, ?>
                                                || rule.get("value") instanceof List<?>
                                        ? null
                                        : optional(rule, "value"),
                                values(rule),
                                optional(rule, "confidence")));
            }
        }
        return new TaxRules(rules);
    }

    /** Named values; an item of a list is its own name. */
    private static Map<String, String> values(Map<?, ?> rule) {
        Object value = rule.get("value");
        Map<String, String> values = new TreeMap<>();
        if (rule.containsKey("years")) {
            values.put("years", text(rule, "years"));
        }
        if (value instanceof Map<?, ?> named) {
            named.forEach((name, text) -> values.put(name.toString(), text.toString()));
        } else if (value instanceof List<?> list) {
            list.forEach(item -> values.put(item.toString(), item.toString()));
        }
        return values;
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        return text == null ? null : LocalDate.parse(text);
    }

    /** The days banks are closed on, by the name of a payment system such as {@code fed}. */
    public BusinessCalendar calendar(String name) {
        Map<?, ?> file = yaml(calendarFile(name));
        if (!name.equals(text(file, "name"))) {
            throw new IllegalArgumentException(
                    "expected the calendar \"%s\" in %s, found \"%s\""
                            .formatted(name, calendarFile(name), text(file, "name")));
        }
        Set<Integer> years = new TreeSet<>();
        Set<LocalDate> closed = new TreeSet<>();
        for (Map<?, ?> list : maps(file.get("years"))) {
            int year = Integer.parseInt(text(list, "year"));
            if (!years.add(year)) {
                throw new IllegalArgumentException(
                        "%s lists the year %d twice".formatted(calendarFile(name), year));
            }
            for (Map<?, ?> day : maps(list.get("closed"))) {
                LocalDate date = LocalDate.parse(text(day, "date"));
                if (date.getYear() != year) {
                    throw new IllegalArgumentException(
                            "%s lists %s under the year %d"
                                    .formatted(calendarFile(name), date, year));
                }
                closed.add(date);
            }
        }
        if (years.isEmpty()) {
            throw new IllegalArgumentException(
                    calendarFile(name) + " should list a year or more, found none");
        }
        return new BusinessCalendar(name, years, closed);
    }

    /** The file of a calendar, to be pinned by whoever settles by it. */
    public Path calendarPath(String name) {
        return folder.resolve(calendarFile(name));
    }

    private static String calendarFile(String name) {
        return "calendars/" + name + ".yml";
    }

    private static Json.Arr approvers(@Nullable Object list) {
        List<Json.Obj> rows = new ArrayList<>();
        for (Map<?, ?> approver : maps(list)) {
            List<Json.Obj> keys = new ArrayList<>();
            for (Map<?, ?> key : maps(approver.get("keys"))) {
                keys.add(
                        Json.object()
                                .put("key", text(key, "key"))
                                .put("from", instant(text(key, "from")))
                                .put("to", instant(optional(key, "to")))
                                .put("revokedAt", instant(optional(key, "revokedAt")))
                                .build());
            }
            List<String> roles = new ArrayList<>();
            if (approver.get("roles") instanceof List<?> names) {
                names.forEach(name -> roles.add(String.valueOf(name)));
            }
            rows.add(
                    Json.object()
                            .put("person", text(approver, "person"))
                            .put("roles", Json.texts(roles))
                            .put("keys", Json.array(keys))
                            .build());
        }
        return Json.array(rows);
    }

    /** As sealed rows write it; a day counts from its first instant in UTC. */
    private static @Nullable String instant(@Nullable String text) {
        return text == null
                ? null
                : InstantText.of(Instant.parse(text.contains("T") ? text : text + "T00:00:00Z"));
    }

    /**
     * Digests of the files a night pins, by name.
     *
     * @param more files outside the folder that are settings too
     */
    public List<PinnedFile> pinned(List<Path> more) {
        List<PinnedFile> files = new ArrayList<>();
        for (String name : PINNED) {
            files.add(new PinnedFile(name, Sha256.hexOf(read(folder.resolve(name)))));
        }
        for (Path file : more) {
            Path name = file.getFileName();
            if (name != null) {
                files.add(new PinnedFile(name.toString(), Sha256.hexOf(read(file))));
            }
        }
        files.sort(Comparator.comparing(PinnedFile::name));
        return files;
    }

    private Map<?, ?> yaml(String name) {
        return yaml(folder.resolve(name));
    }

    private static Map<?, ?> yaml(Path file) {
        LoaderOptions loading = new LoaderOptions();
        loading.setAllowDuplicateKeys(false);
        org.yaml.snakeyaml.DumperOptions dumping = new org.yaml.snakeyaml.DumperOptions();
        Yaml yaml =
                new Yaml(
                        new SafeConstructor(loading),
                        new Representer(dumping),
                        dumping,
                        loading,
                        new TextsOnly());
        Object document = yaml.load(new String(read(file), StandardCharsets.UTF_8));
        if (document instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(file + " should be a YAML mapping, found " + document);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the settings file " + file + " cannot be read", e);
        }
    }

    private static List<Map<?, ?>> maps(@Nullable Object value) {
        List<Map<?, ?>> maps = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> map) {
                    maps.add(map);
                }
            }
        }
        return maps;
    }

    private static String text(Map<?, ?> map, String name) {
        String value = optional(map, name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "expected the member \"" + name + "\" in " + map + ", found none");
        }
        return value;
    }

    private static @Nullable String optional(Map<?, ?> map, String name) {
        Object value = map.get(name);
        return value == null || value.equals("null") || value.equals("") ? null : value.toString();
    }

    /** Reads no number, date or truth into a scalar. */
    private static final class TextsOnly extends Resolver {
        @Override
        protected void addImplicitResolvers() {}
    }
}
