package com.illuvrse.finance.jobs.marketplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.illuvrse.finance.payout.BankLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Statements of banks, as ISO 20022 writes them. */
final class CamtStatementTest {

    @Test
    void readsBookedEntriesAsPlainLines() throws IOException {
        String credit =
                entry(
                        "E1",
                        "9000.00",
                        "CRDT",
                        "BOOK",
                        "<TxDtls><RmtInf><Ustrd>STRIPE po_1</Ustrd></RmtInf></TxDtls>");
        String debit =
                entry(
                        "E/2",
                        "12.50",
                        "DBIT",
                        "BOOK",
                        "<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs></TxDtls>");

        List<BankLine> lines = read(statement(credit + debit));

        assertThat(lines)
                .extracting(
                        each ->
                                each.ref()
                                        + " "
                                        + each.account()
                                        + " "
                                        + each.amount().minor()
                                        + " "
                                        + each.reference())
                .containsExactly(
                        "S-2026-44:E1 operating 900000 STRIPE po_1",
                        "S-2026-44:E-2 operating -1250 null");
    }

    @Test
    void readsEachTransactionOfAnEntryWhenTheyAddUp() throws IOException {
        String two =
                transaction("70.00", "PAYOUT 2026-03-02:c1:USD", "AC04")
                        + transaction("30.00", "PAYOUT 2026-03-02:c2:USD", "AM09");

        List<BankLine> lines = read(statement(entry("E1", "100.00", "CRDT", "BOOK", two)));

        assertThat(lines)
                .extracting(
                        each ->
                                each.line()
                                        + " "
                                        + each.amount().minor()
                                        + " "
                                        + each.reference()
                                        + " "
                                        + each.isReturn())
                .containsExactly(
                        "E1-1 7000 PAYOUT 2026-03-02:c1:USD true",
                        "E1-2 3000 PAYOUT 2026-03-02:c2:USD true");
    }

    @Test
    void readsTheEntryWhenItsTransactionsDoNotAddUp() throws IOException {
        String two = transaction("70.00", "a", "AC04") + transaction("29.99", "b", "AC04");

        List<BankLine> lines = read(statement(entry("E1", "100.00", "CRDT", "BOOK", two)));

        assertThat(lines).extracting(each -> each.amount().minor()).containsExactly(10_000L);
    }

    @Test
    void leavesOutWhatIsOnlyAnnounced() throws IOException {
        assertThat(read(statement(entry("E1", "1.00", "CRDT", "PDNG", "")))).isEmpty();
    }

    @Test
    void refusesAmountsThatAreNoMinorUnits() {
        assertThatThrownBy(() -> read(statement(entry("E1", "1.005", "CRDT", "BOOK", ""))))
                .hasMessageContaining("expected a whole number of minor units");
        assertThatThrownBy(() -> read(statement(entry("E1", "1.00", "SIDE", "BOOK", ""))))
                .hasMessageContaining("expected a whole number of minor units");
    }

    @Test
    void refusesAStatementThatIsCutOrAnotherDocument() {
        String whole = statement(entry("E1", "1.00", "CRDT", "BOOK", ""));

        assertThatThrownBy(() -> read(whole.substring(0, whole.length() - 20)))
                .hasMessageContaining("no complete XML");
        assertThatThrownBy(() -> read(whole.replace("053.001.08", "052.001.08")))
                .hasMessageContaining(
                        "expected a document of urn:iso:std:iso:20022:tech:xsd:camt.053.001.08");
        assertThatThrownBy(
                        () ->
                                read(
                                        "<!DOCTYPE Document [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
                                                + whole.replace("operating", "&x;")))
                .isInstanceOf(IOException.class);
    }

    private static List<BankLine> read(String xml) throws IOException {
        List<BankLine> lines = new ArrayList<>();
        CamtStatement.read(
                new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)),
                line -> lines.add(FeedBankLine.read(line.text())));
        return lines;
    }

    private static String statement(String entries) {
        return """
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
        <GrpHdr><MsgId>M1</MsgId></GrpHdr><Stmt><Id>S/2026-44</Id>
        <Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Nm>operating</Nm></Acct>
        <Bal><Amt Ccy="USD">5.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>
        %s</Stmt></BkToCstmrStmt></Document>"""
                .formatted(entries);
    }

    private static String entry(
            String ref, String amount, String direction, String status, String transactions) {
        return """
        <Ntry><NtryRef>%s</NtryRef><Amt Ccy="USD">%s</Amt><CdtDbtInd>%s</CdtDbtInd><Sts><Cd>%s</Cd></Sts>
        <BookgDt><Dt>2026-03-02</Dt></BookgDt><NtryDtls>%s</NtryDtls></Ntry>"""
                .formatted(ref, amount, direction, status, transactions);
    }

    private static String transaction(String amount, String reference, String reason) {
        return """
        <TxDtls><Amt Ccy="USD">%s</Amt><RmtInf><Ustrd>%s</Ustrd></RmtInf>\
        <RtrInf><Rsn><Cd>%s</Cd></Rsn></RtrInf></TxDtls>"""
                .formatted(amount, reference, reason);
    }
}
