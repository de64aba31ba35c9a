package com.illuvrse.finance.recalculation;

/** Names of accounts as the posting model gives them (section 2). */
final class Accounts {

    static final String ADVANCES = "assets:advances:";

    private Accounts() {}

    static String payable(String party) {
        return "liabilities:creator:" + party + ":payable";
    }

    static String reserve(String party) {
        return "liabilities:creator:" + party + ":reserve";
    }

    static String advance(String contract) {
        return ADVANCES + contract;
    }

    static String tax(String jurisdiction) {
        return "liabilities:tax:" + jurisdiction;
    }
}
