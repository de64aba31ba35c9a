package com.illuvrse.finance.sandbox.marketplace;

import com.illuvrse.finance.sandbox.marketplace.Contract.Party;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Writes the feeds of contracts and payees. */
final class Agreements {
    private Agreements() {}

    static Consumer<JsonGenerator> contract(Contract contract, int version, LocalDate validFrom) {
        return json -> {
            json.writeStringProperty("type", "contract");
            json.writeStringProperty("contract", contract.id());
            json.writeNumberProperty("version", version);
            json.writeStringProperty("validFrom", validFrom.toString());
            json.writeNullProperty("validTo");
            if (contract.terms() == Contract.Terms.TIERS) {
                writeTiers(json, contract);
            } else {
                writeParties(json, contract.parties());
            }
            if (contract.terms() == Contract.Terms.RESERVE) {
                json.writeObjectPropertyStart("reserve");
                json.writeStringProperty("rate", "10%");
                json.writeNumberProperty("days", 30);
                json.writeEndObject();
            }
            if (contract.terms() == Contract.Terms.ADVANCE) {
                json.writeObjectPropertyStart("advance");
                json.writeStringProperty("recoupFrom", contract.creator().id());
                json.writeEndObject();
            }
            json.writeStringProperty("incomeType", contract.incomeType());
        };
    }

    private static void writeTiers(JsonGenerator json, Contract contract) {
        json.writeArrayPropertyStart("tiers");
        json.writeStartObject();
        json.writeNumberProperty("upTo", 100_000);
        json.writeStringProperty("currency", "USD");
        writeParties(json, contract.parties());
        json.writeEndObject();
        json.writeStartObject();
        writeParties(
                json,
                List.of(new Party(contract.creator().id(), "90%"), new Party("platform", "10%")));
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void writeParties(JsonGenerator json, List<Party> parties) {
        json.writeArrayPropertyStart("parties");
        for (Party party : parties) {
            json.writeStartObject();
            json.writeStringProperty("payee", party.payee());
            json.writeStringProperty("share", party.share());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static Consumer<JsonGenerator> payee(Creator creator, LocalDate validFrom) {
        return json -> {
            json.writeStringProperty("type", "payee");
            json.writeStringProperty("payee", creator.id());
            json.writeNumberProperty("version", 1);
            json.writeStringProperty("validFrom", validFrom.toString());
            json.writeStringProperty("name", creator.name());
            json.writeStringProperty("country", creator.country());
            OrderFeed.writeOptional(json, "region", creator.region());
            json.writeStringProperty("stripeAccount", "acct_" + creator.id());
            json.writeStringProperty("payoutCurrency", creator.currency().name());
            json.writeNumberProperty("payoutMinimum", creator.currency().payoutMinimum);
            json.writeStringProperty("rail", "stripe");
            writeTax(json, creator, validFrom);
            json.writeStringProperty("identityRef", "vault:" + creator.id());
            json.writeStringProperty("bankRef", "vault:" + creator.id() + "-bank");
            json.writeNullProperty("hold");
        };
    }

    private static void writeTax(JsonGenerator json, Creator creator, LocalDate validFrom) {
        boolean american = creator.country().equals("US");
        json.writeObjectPropertyStart("tax");
        json.writeStringProperty(
                "form", american ? "W-9" : creator.company() ? "W-8BEN-E" : "W-8BEN");
        json.writeStringProperty("tinRef", "vault:" + creator.id());
        json.writeStringProperty("certifiedOn", validFrom.minusMonths(1).toString());
        json.writeNullProperty("treatyRate");
        json.writeBooleanProperty("backupWithholding", false);
        json.writeStringProperty(
                "classification", creator.company() ? "c_corporation" : "individual");
        json.writeStringProperty(
                "tinType", american ? creator.company() ? "EIN" : "SSN" : "FOREIGN");
        json.writeStringProperty("tinLast4", "0" + creator.id().substring(1));
        json.writeStringProperty("tinCountry", creator.country());
        json.writeStringProperty("tinStatus", american ? "matched" : "unverified");
        for (String absent :
                List.of(
                        "treatyCountry",
                        "treatyArticle",
                        "chapter3Status",
                        "chapter4Status",
                        "lob",
                        "ttoc")) {
            json.writeNullProperty(absent);
        }
        json.writeEndObject();
    }
}
