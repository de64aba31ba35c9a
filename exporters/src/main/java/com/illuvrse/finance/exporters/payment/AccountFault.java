package com.illuvrse.finance.exporters.payment;

/** Why money cannot be sent to somebody on a rail; tells nothing of the person. */
public enum AccountFault {
    NO_ACCOUNT_FOR_THE_RAIL,
    NO_NAME,
    NO_TOWN,
    NO_COUNTRY,
    ADDRESS_TOO_LONG,
    IBAN_INVALID,
    BIC_INVALID,
    ROUTING_NUMBER_INVALID,
    ACCOUNT_NUMBER_INVALID
}
