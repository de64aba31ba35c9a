package com.illuvrse.finance.exporters.dpi;

import com.illuvrse.finance.dpi.Activity;
import com.illuvrse.finance.dpi.SellerRow;
import com.illuvrse.finance.exporters.vault.Identity;
import com.illuvrse.finance.exporters.vault.PostalAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A seller as the report to the authority names it, open. Prints as its payee only.
 *
 * @param residence two capitals
 * @param isPerson else a company
 * @param rows what is reported of it, one for each activity
 */
public record ReportedSeller(
        String payee,
        String docRefId,
        String residence,
        boolean isPerson,
        Identity identity,
        List<SellerRow> rows) {

    public ReportedSeller {
        rows = List.copyOf(rows);
    }

    /** Why the seller cannot be written as the schema and our own rules want it; names no datum. */
    public Optional<String> fault() {
        Set<Activity> activities = EnumSet.noneOf(Activity.class);
        for (SellerRow row : rows) {
            Activity activity = row.activity();
            if (activity == Activity.IMMOVABLE_PROPERTY_RENTAL) {
                return fault("rents out property, whose address no feed tells");
            }
            if (activity == null || !activities.add(activity)) {
                return fault("was paid for %s in more than one currency".formatted(activity));
            }
        }
        if (isPerson && isMissing(identity.first())) {
            return fault("has no first name in the vault");
        }
        if (isPerson && isMissing(identity.last())) {
            return fault("has no last name in the vault");
        }
        if (isPerson && identity.birthDate() == null) {
            return fault("has no birth date in the vault");
        }
        if (!isPerson && isMissing(identity.name())) {
            return fault("has no name in the vault");
        }
        return hasAddress(identity) ? Optional.empty() : fault("has no town in the vault");
    }

    private Optional<String> fault(String what) {
        return Optional.of("payee " + payee + " " + what);
    }

    /** Whether the address says a town, which the schema wants. */
    static boolean hasAddress(Identity identity) {
        PostalAddress address = identity.address();
        return !isMissing(address.city());
    }

    static boolean isMissing(@Nullable String text) {
        return text == null || text.isBlank();
    }

    @Override
    public String toString() {
        return "reported seller " + payee;
    }
}
