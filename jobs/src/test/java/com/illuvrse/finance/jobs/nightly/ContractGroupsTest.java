package com.illuvrse.finance.jobs.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContractGroupsTest {

    @Test
    void contractsNamedTogetherEndInOnePart() {
        ContractGroups groups = new ContractGroups();
        orders(groups, List.of("k-1", "k-2"), 2);
        orders(groups, List.of("k-3"), 2);
        orders(groups, List.of("k-4", "k-5"), 1);
        groups.join(List.of("k-5", "k-2"));

        int parts = groups.pack(2, List.of());

        assertThat(parts).isEqualTo(2);
        assertThat(List.of("k-1", "k-2", "k-4", "k-5")).allMatch(k -> groups.partOf(k) == 0);
        assertThat(groups.partOf("k-3")).isEqualTo(1);
    }

    @Test
    void smallGroupsShareAPartAndALargeOneStaysWhole() {
        ContractGroups groups = new ContractGroups();
        for (int i = 1; i <= 6; i++) {
            orders(groups, List.of("k-" + i), i == 3 ? 10 : 1);
        }

        int parts = groups.pack(3, List.of("k-9"));

        assertThat(parts).isEqualTo(3);
        assertThat(List.of("k-1", "k-2", "k-3", "k-4", "k-5", "k-6", "k-9"))
                .extracting(groups::partOf)
                .containsExactly(0, 0, 0, 1, 1, 1, 2);
    }

    @Test
    void theCutDoesNotDependOnTheOrderOfTelling() {
        ContractGroups one = new ContractGroups();
        ContractGroups other = new ContractGroups();
        for (int i = 0; i < 100; i++) {
            int j = 99 - i;
            orders(one, List.of("k-" + i, "k-" + i * 7 % 40), 1);
            orders(other, List.of("k-" + j * 7 % 40, "k-" + j), 1);
        }

        one.pack(5, List.of());
        other.pack(5, List.of());

        for (int i = 0; i < 100; i++) {
            assertThat(other.partOf("k-" + i)).isEqualTo(one.partOf("k-" + i));
        }
    }

    @Test
    void refusesAContractNobodyTold() {
        ContractGroups groups = new ContractGroups();
        groups.pack(5, List.of());

        assertThatThrownBy(() -> groups.partOf("k-1")).hasMessage("contract k-1 was not packed");
    }

    private static void orders(ContractGroups groups, List<String> contracts, int count) {
        groups.join(contracts);
        for (int i = 0; i < count; i++) {
            groups.count(contracts.getFirst());
        }
    }
}
