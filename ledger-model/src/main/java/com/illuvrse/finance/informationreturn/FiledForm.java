package com.illuvrse.finance.informationreturn;

/**
 * A form the authority has accepted.
 *
 * @param record what the authority knows it by
 * @param asFiled all forms of the year as they stood when this one was filed
 */
public record FiledForm(TaxForm form, String payee, String record, Forms asFiled) {}
