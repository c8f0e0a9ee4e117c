package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.command.Outcome;
import dev.daybook.context.Accounts.Balance;
import dev.daybook.context.Accounts.Command.Close;
import dev.daybook.context.Accounts.Command.Deposit;
import dev.daybook.context.Accounts.Command.Open;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.Documents;
import dev.daybook.projection.ProjectionFailedException;
import dev.daybook.testing.InMemoryEventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands of a context with a projection that changes in the transaction of their events. */
@Timeout(60)
final class InlineSendTest {

    private final InMemoryEventStore store = new InMemoryEventStore();

    /** Refuses to see an account closed. */
    private final DocumentProjection<Balance, Accounts.Event> balances = DocumentProjection.named("balances")
            .documents(Balance.class)
            .of(Accounts.Event.class)
            .inline()
            .fold((current, recorded) -> {
                if (recorded.event() instanceof Accounts.Event.Closed) {
                    throw new IllegalStateException("No account is ever closed");
                }
                return Accounts.balance(current, recorded.event());
            });

    private BoundedContext start() {
        return BoundedContext.named("bank")
                .store(store)
                .aggregate(Accounts.aggregate())
                .projection(balances)
                .start();
    }

    @Test
    void documents_are_never_older_than_the_outcome_of_a_command() throws Exception {
        try (BoundedContext bank = start();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Documents<Balance> documents = bank.documents(balances);
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String account = "account " + i;
                all.add(threads.submit(() -> isNeverStale(bank, documents, account)));
            }
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
        }
    }

    private static boolean isNeverStale(BoundedContext bank, Documents<Balance> documents, String account) {
        bank.send(new Open(account, "Zoë"));
        for (int i = 1; i <= 30; i++) {
            assertThat(bank.send(new Deposit(account, 2))).isInstanceOf(Outcome.Accepted.class);
            if (documents.find(account).orElseThrow().cents() != 2 * i) {
                return false;
            }
        }
        return true;
    }

    @Test
    void a_command_whose_events_cannot_be_folded_fails_and_says_where() {
        try (BoundedContext bank = start()) {
            bank.send(new Open("a", "Zoë"));
            assertThatThrownBy(() -> bank.send(new Close("a")))
                    .isInstanceOf(ProjectionFailedException.class)
                    .hasMessageContaining("Projection balances failed to fold event closed")
                    .hasMessageContaining("document a")
                    .hasMessageContaining("No account is ever closed");
            assertThat(bank.send(new Deposit("a", 5))).isInstanceOf(Outcome.Accepted.class);
            assertThat(bank.documents(balances).find("a")).contains(new Balance("Zoë", 5, 1));
            assertThat(store.head().value()).isEqualTo(2);
        }
    }
}
