package com.illuvrse.finance.sandbox.marketplace;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Which marketplace to invent: the same settings always give the same bytes, and more days never
 * change earlier ones.
 *
 * @param seed picks one marketplace out of 2^64
 * @param firstDay the first accounting day
 * @param days accounting days to write, 1 to 400
 * @param ordersPerDay orders placed on each day, 1 to 2,000,000
 * @param zone the ledger's zone, in which an accounting day begins and ends
 * @param contracts how much of the contract language the creators use
 * @param anomalies whether a few faults a month are planted, see {@link Anomaly}
 */
public record GeneratorSettings(
        long seed,
        LocalDate firstDay,
        int days,
        int ordersPerDay,
        ZoneId zone,
        ContractTerms contracts,
        boolean anomalies) {

    /** How much of the contract language the creators use. */
    public enum ContractTerms {
        /** Shares only: 85/15, thirds, two and three creators. */
        SHARES,
        /**
         * Shares, and for three creators in five also tiers, reserves or an advance to be recouped.
         */
        ALL
    }

    public GeneratorSettings {
        requireBetween("days", days, 1, 400);
        requireBetween("ordersPerDay", ordersPerDay, 1, 2_000_000);
    }

    /** A marketplace with simple percentage contracts and a handful of planted faults. */
    public static GeneratorSettings of(
            long seed, LocalDate firstDay, int days, int ordersPerDay, ZoneId zone) {
        return new GeneratorSettings(
                seed, firstDay, days, ordersPerDay, zone, ContractTerms.SHARES, true);
    }

    /** The same marketplace without planted faults. */
    public GeneratorSettings withoutAnomalies() {
        return new GeneratorSettings(seed, firstDay, days, ordersPerDay, zone, contracts, false);
    }

    /** The same marketplace with other contracts. */
    public GeneratorSettings withContracts(ContractTerms terms) {
        return new GeneratorSettings(seed, firstDay, days, ordersPerDay, zone, terms, anomalies);
    }

    LocalDate day(int index) {
        return firstDay.plusDays(index);
    }

    LocalDate lastDay() {
        return day(days - 1);
    }

    Instant startOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    LocalDate dayOf(Instant instant) {
        return LocalDate.ofInstant(instant, zone);
    }

    /** True when the day is one of those that are written. */
    boolean contains(LocalDate day) {
        return !day.isBefore(firstDay) && !day.isAfter(lastDay());
    }

    boolean contains(Instant instant) {
        return contains(dayOf(instant));
    }

    private static void requireBetween(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(
                    name + " must be between " + low + " and " + high + " but was " + value);
        }
    }
}
