package com.illuvrse.finance.jobs.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StripeKeyTest {

    @Test
    void aKeyThatMayDoEverythingIsRefusedAndNotTold() {
        assertThatThrownBy(() -> new StripeKey("sk_test_madeup1"))
                .hasMessageStartingWith(
                        "expected a restricted Stripe key, which begins with rk_, found one that"
                                + " begins with sk_;")
                .hasMessageNotContaining("madeup1");
        assertThatThrownBy(() -> new StripeKey("")).hasMessageContaining("found none;");
    }

    @Test
    void whoReadsHasAnotherKeyThanWhoPays() {
        StripeKey pull = new StripeKey("rk_test_pull_1");

        StripeKey.requireTwo(pull, new StripeKey("rk_test_pay_1"));

        assertThatThrownBy(() -> StripeKey.requireTwo(pull, new StripeKey("rk_test_pull_1")))
                .hasMessageContaining("found the same key in both files");
    }

    @Test
    void neverShowsItself() {
        assertThat(new StripeKey("rk_test_pay_1")).hasToString("StripeKey[hidden]");
    }
}
