package dev.daybook.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.command.Outcome;
import dev.daybook.context.BoundedContext;
import dev.daybook.guide.AccountCommand.Deposit;
import dev.daybook.guide.AccountCommand.Withdraw;
import dev.daybook.sql.SqlEventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadmeTest {

    private static final Path SOURCES = Path.of("src/test/java/dev/daybook/guide");
    private static final Path README = Path.of("../README.md");

    @Test
    void the_account_of_the_readme_works(@TempDir Path directory) {
        Path file = directory.resolve("bank.db");
        // snippet: context
        try (var store = SqlEventStore.sqlite(file);
                var bank = BoundedContext.named("bank")
                        .store(store)
                        .aggregate(Aggregate.named("account")
                                .commands(AccountCommand.class, AccountCommand::account)
                                .events(AccountEvent.class)
                                .decider(new AccountDecider()))
                        .start()) {
            Outcome deposited = bank.send(new Deposit("anna", 100)); // accepted: version 1 of account-anna
            Outcome withdrawn = bank.send(new Withdraw("anna", 500)); // refused: insufficient-funds
            // end
            assertThat(deposited).hasToString("Accepted[stream=account-anna, version=1, position=1]");
            assertThat(withdrawn).hasToString("Refused[code=insufficient-funds, reason=The balance is 100]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AccountDecider.java:decider", "ReadmeTest.java:context"})
    void the_readme_shows_the_code_that_runs_here(String snippet) throws IOException {
        String[] fileAndName = snippet.split(":", 2);
        List<String> lines = Files.readAllLines(SOURCES.resolve(fileAndName[0]));
        int start = indexOfLine(lines, "// snippet: " + fileAndName[1]) + 1;
        int length = indexOfLine(lines.subList(start, lines.size()), "// end");
        String code = String.join("\n", lines.subList(start, start + length)).stripIndent();

        assertThat(Files.readString(README)).contains(code);
    }

    private static int indexOfLine(List<String> lines, String text) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(text)) {
                return i;
            }
        }
        throw new AssertionError("No line '" + text + "'");
    }
}
