package dev.daybook.context;

import static dev.daybook.context.Accounts.FAST;
import static dev.daybook.context.Accounts.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.context.Accounts.Balance;
import dev.daybook.context.Accounts.Command.Deposit;
import dev.daybook.context.Accounts.Command.Open;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.Documents;
import dev.daybook.projection.Verification;
import dev.daybook.testing.InMemoryEventStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents in another database than the events. */
@Timeout(60)
final class OtherDatabaseTest {

    private final InMemoryEventStore events = new InMemoryEventStore();
    private final InMemoryEventStore readModels = new InMemoryEventStore();
    private final DocumentProjection<Balance, Accounts.Event> balances = DocumentProjection.named("balances")
            .documents(Balance.class)
            .of(Accounts.Event.class)
            .readModels(readModels.documents())
            .fold((current, recorded) -> Accounts.balance(current, recorded.event()));

    private BoundedContext start() {
        return BoundedContext.named("bank")
                .store(events.reopen())
                .aggregate(Accounts.aggregate())
                .projection(balances)
                .backoff(FAST)
                .start();
    }

    @Test
    void documents_and_checkpoints_lie_there_and_nothing_of_them_beside_the_events() throws InterruptedException {
        try (BoundedContext bank = start()) {
            bank.send(new Open("1", "Zoë"));
            bank.send(new Deposit("1", 5));
            assertThat(bank.documents(balances).awaitPosition(events.head(), PLENTY))
                    .isTrue();
            assertThat(bank.documents(balances).find("1")).contains(new Balance("Zoë", 5, 1));
        }
        assertThat(readModels.subscriptions().find("balances@1")).isPresent();
        assertThat(readModels.head().value()).isZero();
        assertThat(events.subscriptions().find("balances@1")).isEmpty();
        assertThat(events.documents().generations().list("balances")).isEmpty();
    }

    @Test
    void they_go_on_after_a_restart_and_can_be_made_anew_and_verified() throws InterruptedException {
        try (BoundedContext bank = start()) {
            bank.send(new Open("1", "Zoë"));
            assertThat(bank.documents(balances).awaitPosition(events.head(), PLENTY))
                    .isTrue();
        }
        try (BoundedContext bank = start()) {
            Documents<Balance> documents = bank.documents(balances);
            bank.send(new Deposit("1", 5));
            int generation = bank.projection(balances).rebuild();
            assertThat(bank.projection(balances).awaitServing(generation, PLENTY))
                    .isTrue();
            assertThat(documents.awaitPosition(events.head(), PLENTY)).isTrue();
            assertThat(documents.find("1")).contains(new Balance("Zoë", 5, 1));
            assertThat(bank.projection(balances)
                            .verify(Verification.everything())
                            .isRight())
                    .isTrue();
        }
    }
}
