package com.illuvrse.finance.informationreturn;

/** The forms of the year. */
public enum TaxForm {
    SALES("1099-K"),
    SERVICES("1099-NEC"),
    ROYALTIES("1099-MISC"),
    FOREIGN("1042-S");

    private final String number;

    TaxForm(String number) {
        this.number = number;
    }

    /** As the authority calls it. */
    public String number() {
        return number;
    }

    /** The form the authority calls so. */
    public static TaxForm of(String number) {
        for (TaxForm form : values()) {
            if (form.number.equals(number)) {
                return form;
            }
        }
        throw new IllegalArgumentException("expected the number of a form, found " + number);
    }

    /** Names the layout of a year; which box is which stands in the filer's template, not here. */
    public String layout(int year) {
        return number + "/" + year;
    }
}
