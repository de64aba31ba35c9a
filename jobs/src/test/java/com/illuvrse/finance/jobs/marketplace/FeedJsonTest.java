package com.illuvrse.finance.jobs.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedJsonTest {

    /** Such a text once stopped a night when the order was settled; now its line is refused. */
    @ParameterizedTest
    @CsvSource({
        "'{\"lines\":[{\"sku\":\"a\\u0000b\"}]}', sku, U+0000",
        "'{\"lines\":[{\"sku\":\"a\\ud83d\"}]}', sku, U+D83D",
        "'{\"note\":\"\\ude00\\ud83d\"}', note, U+DE00",
        "'{\"a\\udfffb\":1}', the name of a member, U+DFFF"
    })
    void textNoDatabaseCanKeepIsRefused(String line, String member, String found) {
        assertThatThrownBy(() -> FeedJson.read(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "expected text in \"%s\", found %s in it, which is no character"
                                .formatted(member, found));
    }

    @Test
    void otherTextOfAnyScriptIsTaken() {
        assertThat(
                        FeedJson.read(
                                        "{\"sku\":\"\\ud83d\\ude00 \u05d0 =1+1\",\"n\":[1,\"x\",null]}")
                                .path("sku")
                                .stringValue())
                .isEqualTo("\ud83d\ude00 \u05d0 =1+1");
    }
}
