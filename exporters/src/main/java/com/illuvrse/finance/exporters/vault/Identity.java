package com.illuvrse.finance.exporters.vault;

import com.illuvrse.finance.canonical.CanonicalFormException;
import com.illuvrse.finance.canonical.CanonicalJson;
import com.illuvrse.finance.canonical.CanonicalReader;
import com.illuvrse.finance.canonical.Json;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who a payee, buyer or payer is, open. It exists in memory between the vault and the file that
 * needs it and prints as its reference only. What is not known is null.
 *
 * @param ref such as {@code vault:p1}; the only part that may stand anywhere else
 * @param tin tax number as it is written in its country
 * @param org name of a company; people have first and last
 */
public record Identity(
        String ref,
        @Nullable String tin,
        @Nullable String tinCountry,
        @Nullable String first,
        @Nullable String last,
        @Nullable String org,
        PostalAddress address,
        @Nullable LocalDate birthDate,
        @Nullable BankAccount bank) {

    private static final Pattern REF = Pattern.compile("vault:[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public Identity {
        if (!REF.matcher(ref).matches()) {
            throw new IllegalArgumentException(
                    "a reference of the vault is vault: and an id, found \"" + ref + "\"");
        }
    }

    /** The name on letters and payments: the company's, else first and last; null without one. */
    public @Nullable String name() {
        if (org != null) {
            return org;
        }
        if (first == null || last == null) {
            return first == null ? last : first;
        }
        return first + " " + last;
    }

    /** The text that is sealed. */
    byte[] canonical() {
        Json.Builder json = Json.object();
        put(json, "ref", ref);
        put(json, "tin", tin);
        put(json, "tinCountry", tinCountry);
        put(json, "first", first);
        put(json, "last", last);
        put(json, "org", org);
        put(json, "street", address.street());
        put(json, "number", address.number());
        put(json, "postCode", address.postCode());
        put(json, "city", address.city());
        put(json, "region", address.region());
        put(json, "country", address.country());
        put(json, "birthDate", birthDate == null ? null : birthDate.toString());
        switch (bank) {
            case BankAccount.WithIban account -> {
                put(json, "iban", account.iban());
                put(json, "bic", account.bic());
            }
            case BankAccount.WithRoutingNumber account -> {
                put(json, "routing", account.routing());
                put(json, "account", account.account());
            }
            case null -> {
                // none is known
            }
        }
        try {
            return CanonicalJson.bytes(json.build());
        } catch (RuntimeException e) {
            // the cause would tell the text
            throw new IllegalArgumentException(
                    ref + " has a text with signs that cannot be kept, such as a line break");
        }
    }

    private static void put(Json.Builder json, String name, @Nullable String text) {
        json.put(name, text == null ? null : Normalizer.normalize(text, Normalizer.Form.NFC));
    }

    static Identity read(byte[] canonical) throws CanonicalFormException {
        Json.Obj json = CanonicalReader.read(canonical);
        String iban = json.optionalText("iban");
        String routing = json.optionalText("routing");
        String birthDate = json.optionalText("birthDate");
        BankAccount bank =
                iban != null
                        ? new BankAccount.WithIban(iban, json.optionalText("bic"))
                        : routing != null
                                ? new BankAccount.WithRoutingNumber(routing, json.text("account"))
                                : null;
        return new Identity(
                json.text("ref"),
                json.optionalText("tin"),
                json.optionalText("tinCountry"),
                json.optionalText("first"),
                json.optionalText("last"),
                json.optionalText("org"),
                new PostalAddress(
                        json.optionalText("street"),
                        json.optionalText("number"),
                        json.optionalText("postCode"),
                        json.optionalText("city"),
                        json.optionalText("region"),
                        json.optionalText("country")),
                birthDate == null ? null : LocalDate.parse(birthDate),
                bank);
    }

    @Override
    public String toString() {
        return "identity " + ref;
    }
}
