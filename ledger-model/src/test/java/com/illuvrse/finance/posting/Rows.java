package com.illuvrse.finance.posting;

import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Balance transactions for tests, said in as few words as the test needs. */
public final class Rows {

    private final String id;
    private final String type;
    private final String category;
    private final long amount;
    private Currency currency = Currency.of("USD");
    private String balanceType = "payments";
    private Instant created = Instant.parse("2026-03-02T14:00:00Z");
    private Duration availableAfter = Duration.ofDays(2);
    private final List<Fee> fees = new ArrayList<>();
    private @Nullable Long fee;
    private @Nullable Long net;
    private @Nullable String rate;
    private @Nullable Money presentment;
    private Links links = Links.NONE;

    private Rows(String id, String type, String category, long amount) {
        this.id = id;
        this.type = type;
        this.category = category;
        this.amount = amount;
    }

    public static Rows row(String id, String type, String category, long amount) {
        return new Rows(id, type, category, amount);
    }

    /** A charge of an order; the charge is {@code ch_<id>}. */
    public static Rows charge(String id, String order, long amount) {
        return row(id, "charge", "charge", amount).links(Links.of("ch_" + id, "ch_" + id, order));
    }

    /** A refund of a charge of an order. */
    public static Rows refund(String id, String charge, String order, long amount) {
        return row(id, "refund", "refund", -amount).links(Links.of("re_" + id, charge, order));
    }

    public Rows in(String code) {
        currency = Currency.of(code);
        return this;
    }

    public Rows balance(String type) {
        balanceType = type;
        return this;
    }

    public Rows at(String instant) {
        created = Instant.parse(instant);
        return this;
    }

    public Rows availableAtOnce() {
        availableAfter = Duration.ZERO;
        return this;
    }

    public Rows availableAfterDays(int days) {
        availableAfter = Duration.ofDays(days);
        return this;
    }

    public Rows fee(String type, long minor) {
        fees.add(new Fee(type, minor, currency));
        return this;
    }

    /** States a fee that the details need not add up to. */
    public Rows feeSays(long minor) {
        fee = minor;
        return this;
    }

    /** States a net that need not be amount less fee. */
    public Rows netSays(long minor) {
        net = minor;
        return this;
    }

    public Rows presented(long minor, String code, @Nullable String exchangeRate) {
        presentment = Money.of(minor, Currency.of(code));
        rate = exchangeRate;
        return this;
    }

    public Rows links(Links to) {
        links = to;
        return this;
    }

    public BalanceTransaction build() {
        long sum = fees.stream().mapToLong(Fee::amount).sum();
        long stated = fee == null ? sum : fee;
        return new BalanceTransaction(
                "acct_1",
                id,
                type,
                category,
                balanceType,
                currency,
                created,
                created.plus(availableAfter),
                amount,
                stated,
                net == null ? amount - stated : net,
                fees,
                rate,
                presentment,
                links);
    }
}
