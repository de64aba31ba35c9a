package com.illuvrse.finance.payout;

import com.illuvrse.finance.money.Fraction;
import java.time.LocalDate;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a creator has told of its taxes, as the marketplace passes it on (feeds, {@code payees/}).
 * Numbers stay in the vault. Absent members are null and mean unknown.
 *
 * @param form such as {@code W-9} or {@code W-8BEN}; null when none is on file
 * @param tinRef vault reference of the tax number; payees with the same one are one person
 * @param tinType SSN, EIN, ITIN or FOREIGN
 * @param tinCountry the country that gave the number, two capitals
 * @param certifiedOn the day the form was signed
 * @param treatyRate the rate claimed under a treaty, a percentage such as {@code 15%}
 * @param backupWithholding whether an authority told us to withhold
 * @param classification as the form says, such as {@code individual}
 */
public record TaxStatus(
        @Nullable String form,
        @Nullable String tinRef,
        @Nullable String tinType,
        @Nullable String tinCountry,
        @Nullable LocalDate certifiedOn,
        @Nullable String treatyRate,
        boolean backupWithholding,
        @Nullable String classification) {

    /** No form is on file. */
    public static final TaxStatus NONE =
            new TaxStatus(null, null, null, null, null, null, false, null);

    private static final String US = "US";
    private static final String FOREIGN = "FOREIGN";
    private static final Set<String> TIN_TYPES = Set.of("SSN", "EIN", "ITIN", FOREIGN);
    private static final Set<String> CLASSIFICATIONS =
            Set.of(
                    "individual",
                    "sole_proprietor",
                    "partnership",
                    "llc_p",
                    "llc_c",
                    "llc_s",
                    "c_corporation",
                    "s_corporation",
                    "trust",
                    "government",
                    "tax_exempt");
    private static final Pattern PERCENTAGE = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,12})?%");
    private static final Pattern VAULT = Pattern.compile("vault:.+");

    public TaxStatus {
        requireOneOf("tinType", tinType, TIN_TYPES);
        requireOneOf("classification", classification, CLASSIFICATIONS);
        requireCountry("tinCountry", tinCountry);
        if (tinRef != null && !VAULT.matcher(tinRef).matches()) {
            throw new IllegalArgumentException(
                    "expected a reference such as vault:c1 in \"tinRef\", found something else"
                            + " (not shown: it may be the number); put the number into the vault");
        }
        if (treatyRate != null
                && (!PERCENTAGE.matcher(treatyRate).matches()
                        || Fraction.parse(treatyRate).compareTo(Fraction.ONE) > 0)) {
            throw new IllegalArgumentException(
                    "expected a percentage from 0% to 100% such as 15% in \"treatyRate\", found \""
                            + treatyRate
                            + "\"");
        }
    }

    private static void requireOneOf(String member, @Nullable String value, Set<String> known) {
        if (value != null && !known.contains(value)) {
            throw new IllegalArgumentException(
                    "expected one of %s in \"%s\", found \"%s\""
                            .formatted(
                                    String.join(", ", known.stream().sorted().toList()),
                                    member,
                                    value));
        }
    }

    static void requireCountry(String member, @Nullable String country) {
        if (country != null && !country.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException(
                    "expected a country of two capitals in \"%s\", found \"%s\""
                            .formatted(member, country));
        }
    }

    /** A W-9 certifies that its signer is a US person. */
    boolean isW9() {
        return "W-9".equals(form);
    }

    boolean isW8() {
        return form != null && form.startsWith("W-8");
    }

    /** Whether a tax number is there that is not said to be one of the US. */
    public boolean hasForeignTin() {
        if (tinRef == null || US.equals(tinCountry)) {
            return false;
        }
        return tinType == null || tinType.equals(FOREIGN);
    }
}
