package com.illuvrse.finance.sandbox.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowIndexTest {
    /** Rows as somebody would list them who has time: the last shown line of each id, sorted. */
    private static List<RowLine> shown(List<RowLine> lines, long now) {
        Map<String, RowLine> current = new HashMap<>();
        for (RowLine line : lines) {
            if (line.shownFrom() <= now) {
                current.put(line.id(), line);
            }
        }
        return current.values().stream()
                .sorted(
                        Comparator.comparingLong(RowLine::created)
                                .thenComparing(RowLine::id)
                                .reversed())
                .toList();
    }

    private static RowLine line(Random random) {
        long created = random.nextInt(60);
        return new RowLine(
                "txn_" + random.nextInt(150),
                "charge",
                "payments",
                random.nextBoolean() ? "usd" : "eur",
                created,
                created,
                created + random.nextInt(20),
                random.nextInt(1_000),
                null);
    }

    private static List<String> readAllPages(RowIndex index, ListQuery first, long now) {
        List<String> seen = new ArrayList<>();
        ListQuery query = first;
        while (true) {
            ListQuery.Page<Integer> page =
                    index.page(query, now, line -> index.currency(line).equals("usd"));
            for (int line : page.items()) {
                seen.add(index.id(line) + " " + index.net(line));
            }
            if (!page.hasMore()) {
                return seen;
            }
            String last = index.id(page.items().get(page.items().size() - 1));
            query = new ListQuery(query.limit(), query.from(), query.to(), last, null);
        }
    }

    @Test
    void pagesAreWhatSortingAllRowsGives() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            RowIndex index = new RowIndex();
            List<RowLine> lines = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                lines.add(line(random));
                index.load(lines.get(i), i, 0);
            }
            index.sort();
            for (int i = 200; i < 250; i++) {
                lines.add(line(random));
                index.insert(lines.get(i), i);
            }
            long now = random.nextInt(90);
            long from = random.nextInt(40);
            long to = from + random.nextInt(40);

            List<String> pages =
                    readAllPages(
                            index, new ListQuery(1 + random.nextInt(9), from, to, null, null), now);

            assertThat(pages)
                    .as("seed %s", seed)
                    .containsExactlyElementsOf(
                            shown(lines, now).stream()
                                    .filter(each -> each.created() >= from)
                                    .filter(each -> each.created() < to)
                                    .filter(each -> each.currency().equals("usd"))
                                    .map(each -> each.id() + " " + each.net())
                                    .toList());
        }
    }

    @Test
    void findsEachOfManyIds() {
        IdTable ids = new IdTable();
        for (int i = 0; i < 50_000; i++) {
            assertThat(ids.add("txn_o" + i)).isEqualTo(i);
        }

        assertThat(ids.add("txn_o7")).isEqualTo(7);
        assertThat(ids.find("txn_o49999")).isEqualTo(49_999);
        assertThat(ids.find("txn_o50000")).isEqualTo(-1);
        assertThat(ids.id(123)).isEqualTo("txn_o123");
        assertThat(ids.compare(10, 9)).isNegative();
    }
}
