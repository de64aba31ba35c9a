package com.illuvrse.finance.posting;

import static org.assertj.core.api.Assertions.assertThat;

import com.illuvrse.finance.account.Accounts;
import com.illuvrse.finance.posting.ContraAccounts.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The table of the README is the table of the program. {@code mvn -pl ledger-model test
 * -Dtest=CoverageTableTest -Dfinance.write-tables=true} writes it anew.
 */
class CoverageTableTest {

    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- coverage: begin -->\n";
    private static final String END = "<!-- coverage: end -->\n";

    @Test
    void readmeHasTheTableOfTheProgram() throws IOException {
        String text = Files.readString(README);
        String expected = with(text, table(ContraAccounts.rows()));
        if (Boolean.getBoolean("finance.write-tables")) {
            Files.writeString(README, expected);
        }

        assertThat(text).isEqualTo(expected);
    }

    @Test
    void aRowThatIsNotInTheReadmeIsSeen() throws IOException {
        String text = Files.readString(README);
        Row other = new Row("quantum_fee", "*", Accounts.FEES_STRIPE);

        assertThat(with(text, table(List.of(other)))).isNotEqualTo(text);
    }

    private static String table(List<Row> rows) {
        StringBuilder table =
                new StringBuilder("| type | reporting category | account |\n|---|---|---|\n");
        for (Row row : rows) {
            table.append(
                    "| %s | %s | `%s` |%n"
                            .formatted(word(row.type()), word(row.category()), row.account())
                            .replace(System.lineSeparator(), "\n"));
        }
        return table.toString();
    }

    private static String word(String name) {
        return name.equals("*") ? "any" : "`" + name + "`";
    }

    private static String with(String text, String table) {
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        return text.substring(0, begin) + table + text.substring(end);
    }
}
