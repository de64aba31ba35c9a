package com.illuvrse.finance.exporters.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.exporters.vault.BankAccount;
import com.illuvrse.finance.money.Currency;
import com.illuvrse.finance.money.Money;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of ACH credits, read again by columns by a parser that shares nothing with the writer. */
class NachaFileTest {

    @Test
    void hasTheColumnsOfTheFormat() throws IOException {
        List<String> lines = file().lines().toList();

        assertThat(lines)
                .startsWith(
                        "101 09100001919000000012611280700A094101Bank of Nowhere        Marketplace"
                                + " Inc                ",
                        "5220Marketplace Inc                     1900000001PPDROYALTIES"
                                + " 261128261130   1091000010000001",
                        "6220210000210000123451       0000012345c1             Zoe Grosse c1      "
                                + "     0091000010000001",
                        "6220210000210000123453       0000000700c3             Zoe Grosse c3      "
                                + "     0091000010000003",
                        "822000000200042000040000000000000000000130451900000001                    "
                                + "     091000010000001",
                        "5220Marketplace Inc                     1900000001CCDROYALTIES"
                                + " 261128261130   1091000010000002",
                        "6220210000210000123452       0000000001c2             Beispiel + Sohne   "
                                + "     0091000010000002",
                        "822000000100021000020000000000000000000000011900000001                    "
                                + "     091000010000002",
                        "9000002000001000000030006300006000000000000000000013046" + " ".repeat(39));
        assertThat(lines).hasSize(10).allMatch(line -> line.length() == 94);
        assertThat(lines.getLast()).isEqualTo("9".repeat(94));
        assertThat(file()).isEqualTo(file());
    }

    @Test
    void addsUpForWhoeverCounts() throws IOException {
        Columns.require(file());
        Columns.require(file(many(37)));
        assertThat(file(many(37)).lines().count()).isEqualTo(50);
        NachaReader.requireOurs(bytes(file()), totals());
    }

    @Test
    void tellsItsTotals() throws IOException {
        PaymentTotals totals =
                NachaFile.write(new ByteArrayOutputStream(), header(), Payees.threeByAch());

        assertThat(totals)
                .isEqualTo(
                        new PaymentTotals(3, Money.of(13_046, Currency.of("USD")), "0006300006"));
    }

    /** Each changes columns of one line; both readers refuse it. */
    @ParameterizedTest(name = "line {0} column {1}: {2}")
    @MethodSource("mutations")
    void refusesWhatDoesNotAddUp(int line, int column, String digits, String rule)
            throws IOException {
        String broken = changed(file(), line, column, digits);

        assertThat(broken).isNotEqualTo(file());
        assertThatThrownBy(() -> Columns.require(broken)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> NachaReader.read(bytes(broken)))
                .isInstanceOf(PaymentFileException.class)
                .hasMessageContaining("line " + (line + 1))
                .hasMessageContaining(rule);
    }

    static Stream<Arguments> mutations() {
        return Stream.of(
                Arguments.of(4, 10, "0004200005", "entry hash"),
                Arguments.of(4, 4, "000003", "counts the entries"),
                Arguments.of(4, 32, "000000013046", "sum of the credits"),
                Arguments.of(4, 20, "000000000001", "sum of the debits"),
                Arguments.of(8, 21, "0006300007", "entry hash"),
                Arguments.of(8, 1, "000003", "counts the batches"),
                Arguments.of(8, 7, "000002", "counts the blocks"),
                Arguments.of(8, 13, "00000004", "counts all entries"),
                Arguments.of(8, 43, "000000013047", "sum of the credits"),
                Arguments.of(2, 3, "021000022", "check digit"),
                Arguments.of(9, 5, "8", "only fills the block"));
    }

    @Test
    void refusesAFileThatWasCut() throws IOException {
        String cut = file().lines().limit(8).reduce("", (a, b) -> a + b + "\n");

        assertThatThrownBy(() -> NachaReader.read(bytes(cut)))
                .hasMessageContaining("the file may be cut");
        assertThatThrownBy(() -> Columns.require(cut)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> NachaReader.read(new byte[0])).hasMessageContaining("cut");
        assertThatThrownBy(() -> NachaReader.read(bytes(file().replace("Zoe", "Zo"))))
                .hasMessageContaining("has 94 columns");
    }

    /** These agree with themselves and are still no file of ours. */
    @Test
    void refusesWhatNoBatchOfOursSends() throws IOException {
        String payroll = file().replace("ROYALTIES ", "PAYROLL   ");
        String again = file().replace("091000010000003", "091000010000001");
        String web = file().replace("PPDROYALTIES", "WEBROYALTIES");
        String savings = file().replace("622021000021", "632021000021");

        assertThatThrownBy(() -> NachaReader.requireOurs(bytes(payroll), totals()))
                .hasMessageContaining("PAYROLL");
        assertThatThrownBy(() -> NachaReader.requireOurs(bytes(again), totals()))
                .hasMessageContaining("trace number of its own");
        assertThatThrownBy(() -> NachaReader.requireOurs(bytes(web), totals()))
                .hasMessageContaining("PPD or CCD");
        assertThatThrownBy(() -> NachaReader.requireOurs(bytes(savings), totals()))
                .hasMessageContaining("checking account (22)");
        assertThatThrownBy(() -> NachaReader.requireOurs(bytes(file(many(2))), totals()))
                .hasMessageContaining("should have 3 entries of USD 130.46");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ppd-credit.ach", "ccd-debit.ach"})
    void readsFilesOfOthers(String name) throws IOException {
        byte[] sample;
        try (var in = NachaFileTest.class.getResourceAsStream("/ach/" + name)) {
            assertThat(in).isNotNull();
            sample = in.readAllBytes();
        }

        assertThat(NachaReader.read(sample)).isNotEmpty();
        Columns.require(new String(sample, StandardCharsets.US_ASCII));
    }

    @Test
    void refusesWhoCannotBePaid() {
        assertThat(NachaFile.fault(Payees.ach("c1", 1, 1, false).payee())).isEmpty();
        assertThat(fault(new BankAccount.WithIban(Payees.IBAN, null)))
                .contains(AccountFault.NO_ACCOUNT_FOR_THE_RAIL);
        assertThat(fault(new BankAccount.WithRoutingNumber("021000022", "1")))
                .contains(AccountFault.ROUTING_NUMBER_INVALID);
        assertThat(fault(new BankAccount.WithRoutingNumber("000000000", "1")))
                .contains(AccountFault.ROUTING_NUMBER_INVALID);
        assertThat(fault(new BankAccount.WithRoutingNumber("021000021", "1 2")))
                .contains(AccountFault.ACCOUNT_NUMBER_INVALID);
        assertThatThrownBy(() -> file(List.of(Payees.ach("c1", 1, NachaFile.MOST + 1, false))))
                .hasMessageContaining("99,999,999.99");
        assertThatThrownBy(() -> file(List.of(Payees.sepa("c1", 1))))
                .hasMessageContaining("ACH pays dollars");
    }

    private static Optional<AccountFault> fault(BankAccount bank) {
        return NachaFile.fault(Payees.person("c1", Payees.berlin(), bank));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAYROLL", "payroll", "", "TWELVE SIGNS"})
    void neverDescribesPayoutsAsWages(String description) {
        AchOriginator right = Payees.originator();

        assertThatThrownBy(
                        () ->
                                new AchOriginator(
                                        right.destination(),
                                        right.destinationName(),
                                        right.origin(),
                                        right.originName(),
                                        right.companyId(),
                                        right.odfi(),
                                        description))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("settlement.rails.ach.description");
    }

    private static List<PaymentOrder> many(int count) {
        List<PaymentOrder> payments = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            payments.add(Payees.ach("c" + i, i, 100L + i, i % 3 == 0));
        }
        return payments;
    }

    private static PaymentTotals totals() {
        return new PaymentTotals(3, Money.of(13_046, Currency.of("USD")), "0006300006");
    }

    private static String file() throws IOException {
        return file(Payees.threeByAch());
    }

    private static String file(List<PaymentOrder> payments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        NachaFile.write(out, header(), payments);
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static NachaFile.Header header() {
        return new NachaFile.Header(
                Payees.originator(),
                LocalDateTime.of(2026, 11, 28, 7, 0),
                LocalDate.of(2026, 11, 30),
                'A');
    }

    private static byte[] bytes(String file) {
        return file.getBytes(StandardCharsets.US_ASCII);
    }

    private static String changed(String file, int line, int column, String text) {
        List<String> lines = new ArrayList<>(file.lines().toList());
        String old = lines.get(line);
        lines.set(line, old.substring(0, column) + text + old.substring(column + text.length()));
        return String.join("\n", lines) + "\n";
    }

    /** Counts a file by its columns alone, as the book of rules gives them. */
    private static final class Columns {

        private Columns() {}

        static void require(String file) {
            List<String> lines = file.lines().toList();
            assertThat(lines).allMatch(line -> line.length() == 94);
            assertThat(lines.size() % 10).isZero();
            List<String> used = lines.stream().filter(line -> !line.matches("9{94}")).toList();
            assertThat(lines.subList(used.size(), lines.size())).allMatch(l -> l.matches("9{94}"));
            String end = used.getLast();
            List<String> all = used.stream().filter(line -> line.matches("[67].*")).toList();
            List<String> heads = used.stream().filter(line -> line.startsWith("5")).toList();
            assertThat(end.charAt(0)).isEqualTo('9');
            assertThat(number(end, 2, 7)).isEqualTo(heads.size());
            assertThat(number(end, 8, 13)).isEqualTo(lines.size() / 10);
            totals(end, 14, 21, all);
            for (String head : heads) {
                int from = used.indexOf(head);
                int to = from + 1;
                while (!used.get(to).startsWith("8")) {
                    to++;
                }
                assertThat(used.get(to).substring(87)).isEqualTo(head.substring(87));
                totals(used.get(to), 5, 10, used.subList(from + 1, to));
            }
        }

        private static void totals(String end, int from, int to, List<String> records) {
            List<String> entries = records.stream().filter(r -> r.startsWith("6")).toList();
            long hash = 0;
            long debits = 0;
            long credits = 0;
            for (String entry : entries) {
                hash += number(entry, 4, 11);
                int weighted = 0;
                for (int i = 0; i < 9; i++) {
                    weighted += (entry.charAt(3 + i) - '0') * ("371371371".charAt(i) - '0');
                }
                assertThat(weighted % 10).isZero();
                if (entry.charAt(2) >= '5') {
                    debits += number(entry, 30, 39);
                } else {
                    credits += number(entry, 30, 39);
                }
            }
            assertThat(number(end, from, to)).isEqualTo(records.size());
            assertThat(number(end, to + 1, to + 10)).isEqualTo(hash % 10_000_000_000L);
            assertThat(number(end, to + 11, to + 22)).isEqualTo(debits);
            assertThat(number(end, to + 23, to + 34)).isEqualTo(credits);
        }

        /** Columns from 1 on, both included. */
        private static long number(String line, int from, int to) {
            return Long.parseLong(line.substring(from - 1, to));
        }
    }
}
