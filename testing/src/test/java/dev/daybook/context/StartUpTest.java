package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.daybook.ConfigurationException;
import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.store.Commit;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Metadata;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import dev.daybook.testing.InMemoryEventStore;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class StartUpTest {

    sealed interface Extra {
        record Unhandled(String id) implements Extra {}
    }

    /** Comes back with another value than it was written with. */
    record Growing(String text) {
        Growing {
            text = text + "!";
        }
    }

    private static final class Ignore<C, E> implements Decider<C, String, E> {
        @Override
        public String initial() {
            return "";
        }

        @Override
        public Decision<E> decide(C command, String state) {
            return Decision.nothing();
        }

        @Override
        public String evolve(String state, E event) {
            return state;
        }
    }

    private final InMemoryEventStore store = new InMemoryEventStore();

    @Test
    void a_context_without_a_store_says_what_to_call() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> BoundedContext.named("bank")
                        .aggregate(Accounts.aggregate())
                        .start())
                .withMessage("Context bank has no store: call store(…)");
    }

    @Test
    void a_stored_event_type_that_nobody_declares_is_named_with_what_to_do() {
        storeEventOf(new EventType("renamed", 2));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> BoundedContext.named("bank")
                        .store(store)
                        .aggregate(Accounts.aggregate())
                        .start())
                .withMessageStartingWith("Context bank cannot start:\n- ")
                .withMessageContainingAll("renamed revision 2", "no aggregate declares", "types.name(");
    }

    @Test
    void everything_that_is_wrong_is_named_at_once() {
        storeEventOf(new EventType("renamed", 2));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> BoundedContext.named("bank")
                        .store(store)
                        .aggregate(Accounts.aggregate())
                        .aggregate(Aggregate.named("second")
                                .commands(Accounts.Command.Close.class, Accounts.Command.Close::account)
                                .events(Growing.class)
                                .decider(new Ignore<Accounts.Command.Close, Growing>()))
                        .commands(Extra.class)
                        .projection(Accounts.balances())
                        .projection(Accounts.balances())
                        .start())
                .withMessageStartingWith("Context bank cannot start:\n- ")
                .withMessageContainingAll(
                        Accounts.Command.Close.class.getName() + " is handled by both aggregate account and aggregate"
                                + " second",
                        Extra.Unhandled.class.getName(),
                        "Two projections are named balances",
                        Growing.class.getName(),
                        "renamed revision 2");
    }

    @Test
    void two_aggregates_of_one_name_are_refused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> BoundedContext.named("bank")
                        .store(store)
                        .aggregate(Accounts.aggregate())
                        .aggregate(Aggregate.named("account")
                                .commands(Extra.class, extra -> "1")
                                .events(Accounts.Event.class)
                                .decider(new Ignore<Extra, Accounts.Event>()))
                        .start())
                .withMessageContaining("Two aggregates are named account: rename one of them");
    }

    @Test
    void nothing_runs_when_something_is_wrong() {
        storeEventOf(new EventType("renamed", 1));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> BoundedContext.named("bank")
                        .store(store)
                        .aggregate(Accounts.aggregate())
                        .projection(Accounts.balances())
                        .start());

        assertThat(store.documents().generations().list("balances")).isEmpty();
    }

    @Test
    void at_least_one_attempt_is_needed() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> BoundedContext.named("bank").commandBus(bus -> bus.conflictsAtMost(0)))
                .withMessage("The number of conflicts must be positive, found 0");
    }

    @Test
    void documents_of_a_projection_of_another_context_are_refused() {
        DocumentProjection<Accounts.Balance, Accounts.Event> other = Accounts.balances();
        try (BoundedContext bank = BoundedContext.named("bank")
                .store(store)
                .aggregate(Accounts.aggregate())
                .start()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> bank.documents(other))
                    .withMessage("Projection balances is not one of context bank, it has []");
        }
    }

    private void storeEventOf(EventType type) {
        store.commit(Commit.append(
                StreamId.of("account", "1"),
                ExpectedVersion.any(),
                new SerializedEvent(new UUID(1, 1), type, "{}", Metadata.none())));
    }
}
