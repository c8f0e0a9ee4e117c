package dev.daybook.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.command.Outcome;
import dev.daybook.context.BoundedContext;
import dev.daybook.guide.AccountCommand.Deposit;
import dev.daybook.guide.AccountCommand.Withdraw;
import dev.daybook.guide.Balances.Balance;
import dev.daybook.projection.Documents;
import dev.daybook.projection.DocumentsQuery;
import dev.daybook.sql.SqlEventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadmeTest {

    private static final Path SOURCES = Path.of("src/test/java/dev/daybook/guide");
    private static final Path README = Path.of("../README.md");

    private final Map<UUID, String> mails = new ConcurrentHashMap<>();
    private final CountDownLatch thanked = new CountDownLatch(1);

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

    @Test
    void the_read_side_of_the_readme_works(@TempDir Path directory) throws InterruptedException {
        try (var store = SqlEventStore.sqlite(directory.resolve("bank.db"));
                var bank = BoundedContext.named("bank")
                        .store(store)
                        .aggregate(Aggregate.named("account")
                                .commands(AccountCommand.class, AccountCommand::account)
                                .events(AccountEvent.class)
                                .decider(new AccountDecider()))
                        .projection(Balances.PROJECTION)
                        .policy(Balances.thanks((key, text) -> {
                            mails.put(key, text);
                            thanked.countDown();
                        }))
                        .start()) {
            // snippet: read
            Outcome outcome = bank.send(new Deposit("anna", 2_000_000));
            if (outcome instanceof Outcome.Accepted accepted) {
                Documents<Balance> balances = bank.documents(Balances.PROJECTION);
                balances.awaitPosition(accepted.position(), Duration.ofSeconds(2)); // read your own writes
                balances.page(DocumentsQuery.all().from("cents", 1_000_000).descendingBy("cents"));
            }
            bank.projection(Balances.PROJECTION)
                    .rebuild(); // beside the one that serves, swapped in when it has caught up
            // end
            assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
            assertThat(bank.documents(Balances.PROJECTION).awaitPosition(store.head(), Duration.ofMinutes(1)))
                    .isTrue();
            assertThat(bank.documents(Balances.PROJECTION).find("anna")).contains(new Balance("anna", 2_000_000));
            assertThat(bank.projection(Balances.PROJECTION).awaitServing(2, Duration.ofMinutes(1)))
                    .isTrue();
            assertThat(thanked.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(mails.values()).containsExactly("Thank you, anna");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AccountDecider.java:decider",
                "ReadmeTest.java:context",
                "Balances.java:read-model",
                "ReadmeTest.java:read"
            })
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
