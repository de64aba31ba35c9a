package com.illuvrse.finance.royalty;

import com.illuvrse.finance.canonical.Json;
import com.illuvrse.finance.money.Currency;

/**
 * How far a contract has come in one currency, in minor units.
 *
 * @param counter cumulative net released under it, less refunds of it: its place in the tiers
 * @param outstanding what of its advance is not paid back yet; the balance of its account
 */
public record ContractState(String contract, Currency currency, long counter, long outstanding) {

    public static ContractState zero(String contract, Currency currency) {
        return new ContractState(contract, currency, 0, 0);
    }

    ContractState counted(long step) {
        return new ContractState(contract, currency, Math.addExact(counter, step), outstanding);
    }

    ContractState advanced(long step) {
        return new ContractState(contract, currency, counter, Math.addExact(outstanding, step));
    }

    public Json.Obj toJson() {
        return Json.object()
                .put("contract", contract)
                .put("currency", currency.code())
                .putMinor("counter", counter)
                .putMinor("outstanding", outstanding)
                .build();
    }

    public static ContractState from(Json.Obj json) {
        return new ContractState(
                json.text("contract"),
                Currency.of(json.text("currency")),
                json.minor("counter"),
                json.minor("outstanding"));
    }
}
