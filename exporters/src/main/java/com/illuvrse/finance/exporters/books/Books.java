package com.illuvrse.finance.exporters.books;

import com.illuvrse.finance.journal.Period;
import com.illuvrse.finance.money.Currency;
import java.time.LocalDate;

/**
 * Whose books a set shows, of which month, and in which currency they are reported.
 *
 * @param entity the Business_Unit_Code, at most 25 characters
 * @param lastDay the last sealed day of the month
 */
public record Books(
        String entity,
        Period period,
        LocalDate lastDay,
        FiscalYear fiscalYear,
        Currency reporting) {}
