package com.illuvrse.finance.oss;

/** The special schemes whose return covers a quarter. */
public enum Scheme {
    /** Of a business with a home in the Union: services and goods. */
    UNION,
    /** Of a business without one: services only. */
    NON_UNION;

    boolean covers(String supplyType) {
        return this == UNION || supplyType.equals(OssReturn.SERVICES);
    }
}
