package com.illuvrse.finance.jobs.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.oss.VatBuyer;
import com.illuvrse.finance.oss.VatBuyer.Evidence;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedSaleTest {

    private static String order(String buyer) {
        return """
        {"type":"order.placed","event":"e1","order":"o-1","version":1,"occurredAt":"2026-07-01T09:00:00Z",
         "currency":"EUR","buyer":%s,"lines":[{"line":"1","sku":"sku-1","kind":"goods","quantity":2,
         "contract":"ct","net":100,"taxes":[]},{"line":"2","kind":"tip","contract":"ct","net":5,"taxes":[]}],
         "total":105}
        """
                .formatted(buyer);
    }

    @Test
    void readsTheBuyerAndWhatProvesWhereHeIs() {
        FeedSale sale =
                FeedSale.read(
                        order(
                                """
                                {"id":"b-1","country":"DE","region":"BE","vatId":"DE999999999","vies":"WAPI-1",
                                 "evidence":[{"type":"ip","country":"DE"},{"type":"card"}]}
                                """));

        assertThat(sale.buyer())
                .isEqualTo(
                        new VatBuyer(
                                "DE",
                                "DE999999999",
                                "WAPI-1",
                                List.of(new Evidence("ip", "DE"), new Evidence("card", null))));
        assertThat(sale.region()).isEqualTo("BE");
        assertThat(sale.skus()).containsOnlyKeys("1").containsValue("sku-1");
        assertThat(sale.quantities()).containsOnlyKeys("1").containsValue(2L);
        assertThat(sale.order().lines()).hasSize(2);
    }

    @Test
    void takesWhatIsNotWrittenAsItShouldBeAsNotTold() {
        VatBuyer nobody = new VatBuyer(null, null, null, List.of());

        assertThat(FeedSale.read(order("null")).buyer()).isEqualTo(nobody);
        assertThat(
                        FeedSale.read(
                                        order(
                                                """
                                                {"country":7,"vatId":"  ","vies":{},"evidence":[3,{"country":"DE"}]}
                                                """))
                                .buyer())
                .isEqualTo(nobody);
    }

    @Test
    void refusesAnEventThatPlacesNothing() {
        assertThatThrownBy(
                        () ->
                                FeedSale.read(
                                        """
                                        {"type":"order.cancelled","event":"e2","order":"o-1","occurredAt":"2026-07-01T09:00:00Z"}
                                        """))
                .hasMessage("expected order.placed, found the type \"order.cancelled\"");
    }
}
