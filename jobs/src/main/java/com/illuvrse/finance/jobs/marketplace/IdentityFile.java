package com.illuvrse.finance.jobs.marketplace;

import com.illuvrse.finance.exporters.vault.BankAccount;
import com.illuvrse.finance.exporters.vault.Identity;
import com.illuvrse.finance.exporters.vault.PostalAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The sandbox's identities, {@code vault/identities.jsonl} of its data folder; elsewhere there is
 * none. Sentences about a line name its number and a member and never what stands in it.
 *
 * @param file null where identities come another way
 */
public record IdentityFile(@Nullable Path file) {

    /** A line that is no identity, and why. */
    public record Refused(int line, String reason) {}

    /** Reads every line that is an identity, and tells the others. */
    public void read(Consumer<Identity> identities, Consumer<Refused> refused) throws IOException {
        if (file == null || Files.notExists(file)) {
            return;
        }
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            Identity identity;
            try {
                identity = identity(lines.get(i));
            } catch (JacksonException e) {
                // its sentence would show the line
                refused.accept(new Refused(i + 1, "it is no JSON"));
                continue;
            } catch (IllegalArgumentException e) {
                refused.accept(new Refused(i + 1, String.valueOf(e.getMessage())));
                continue;
            }
            identities.accept(identity);
        }
    }

    private static Identity identity(String text) {
        JsonNode line = parsed(text);
        JsonNode name = member(line, "name");
        JsonNode address = member(line, "address");
        return new Identity(
                reference(line),
                text(line, "tin"),
                text(line, "tinCountry"),
                text(name, "first"),
                text(name, "last"),
                text(name, "org"),
                new PostalAddress(
                        text(address, "street"),
                        text(address, "number"),
                        text(address, "postCode"),
                        text(address, "city"),
                        text(address, "region"),
                        text(address, "country")),
                birthDate(line),
                bank(member(line, "bank")));
    }

    private static JsonNode parsed(String text) {
        try {
            return FeedJson.read(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected a JSON object");
        }
    }

    private static String reference(JsonNode line) {
        String ref = text(line, "ref");
        if (ref == null || !ref.matches("vault:[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException("expected vault: and an id in \"ref\"");
        }
        return ref;
    }

    private static @Nullable LocalDate birthDate(JsonNode line) {
        String date = text(line, "birthDate");
        try {
            return date == null ? null : LocalDate.parse(date);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("expected a date in \"birthDate\"");
        }
    }

    private static @Nullable BankAccount bank(JsonNode bank) {
        String iban = text(bank, "iban");
        String routing = text(bank, "routing");
        if (iban != null) {
            return new BankAccount.WithIban(iban, text(bank, "bic"));
        }
        if (routing == null) {
            return null;
        }
        String account = text(bank, "account");
        if (account == null) {
            throw new IllegalArgumentException("expected \"account\" beside \"routing\"");
        }
        return new BankAccount.WithRoutingNumber(routing, account);
    }

    private static JsonNode member(JsonNode line, String name) {
        JsonNode member = line.path(name);
        if (!member.isMissingNode() && !member.isNull() && !member.isObject()) {
            throw new IllegalArgumentException("expected an object in \"" + name + "\"");
        }
        return Objects.requireNonNull(member);
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode member = node.path(name);
        if (member.isMissingNode() || member.isNull()) {
            return null;
        }
        if (!member.isString()) {
            throw new IllegalArgumentException("expected a text in \"" + name + "\"");
        }
        String text = member.asString().strip();
        return text.isEmpty() ? null : text;
    }
}
