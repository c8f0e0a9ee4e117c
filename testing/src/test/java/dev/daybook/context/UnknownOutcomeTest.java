package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.command.Command;
import dev.daybook.command.Outcome;
import dev.daybook.context.Counting.Add;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import dev.daybook.subscription.Backoff;
import dev.daybook.testing.InMemoryEventStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class UnknownOutcomeTest {

    private final InMemoryEventStore memory = new InMemoryEventStore();
    private final AtomicInteger commits = new AtomicInteger();

    /** A store that carries out its first commits but loses their answers. */
    private EventStore losingAnswers(int lost, StoreUnavailableException.Outcome outcome) {
        return (EventStore) Proxy.newProxyInstance(
                EventStore.class.getClassLoader(), new Class<?>[] {EventStore.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(memory, arguments);
                        if (method.getName().equals("commit") && commits.incrementAndGet() <= lost) {
                            throw new StoreUnavailableException("answer lost", outcome);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static final int ATTEMPTS = 3;

    private static BoundedContext context(EventStore store) {
        return BoundedContext.named("counting")
                .store(store)
                .aggregate(Counting.counter())
                .commandBus(bus -> bus.retries(new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)), ATTEMPTS)
                        .giveBackAfter(Accounts.PLENTY))
                .start();
    }

    @Test
    void a_commit_whose_answer_was_lost_is_asked_for_again_and_stored_once() {
        try (BoundedContext context = context(losingAnswers(1, StoreUnavailableException.Outcome.UNKNOWN))) {
            Outcome outcome = context.send(new Add("a", 1));

            assertThat(outcome)
                    .isEqualTo(new Outcome.Accepted(StreamId.of("counter", "a"), Version.of(1), Position.of(1)));
            assertThat(memory.head()).isEqualTo(Position.of(1));
        }
    }

    @Test
    void an_answer_lost_each_time_is_an_exception_and_stored_once() {
        try (BoundedContext context = context(losingAnswers(ATTEMPTS, StoreUnavailableException.Outcome.UNKNOWN))) {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> context.send(new Add("a", 1)))
                    .matches(e -> e.outcome() == StoreUnavailableException.Outcome.UNKNOWN);
            assertThat(memory.head()).isEqualTo(Position.of(1));
        }
    }

    /** A store whose first attempt at a commit is lost on its way, and which is away from then on. */
    private static EventStore lostOnItsWay() {
        AtomicInteger attempts = new AtomicInteger();
        TappedStore store = new TappedStore(new InMemoryEventStore());
        store.tap((commits, target) -> {
            throw new StoreUnavailableException(
                    "no answer",
                    attempts.incrementAndGet() == 1
                            ? StoreUnavailableException.Outcome.UNKNOWN
                            : StoreUnavailableException.Outcome.NOT_STORED);
        });
        return store;
    }

    @Test
    void a_command_that_one_of_several_attempts_may_have_stored_is_not_said_to_have_had_no_effect() {
        UUID id = new UUID(7, 7);
        try (BoundedContext context = context(lostOnItsWay())) {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> context.send(Command.of(new Add("a", 1)).id(id)))
                    .withMessageContaining("Command " + id + " may have taken effect")
                    .matches(e -> e.outcome() == StoreUnavailableException.Outcome.UNKNOWN);
        }
    }

    @Test
    void a_command_that_is_stored_with_an_unknown_outcome_is_named_even_if_the_bus_made_its_id() {
        EventStore store = losingAnswers(1, StoreUnavailableException.Outcome.UNKNOWN);
        try (BoundedContext context = BoundedContext.named("counting")
                .store(store)
                .aggregate(Counting.counter())
                .ids(() -> new UUID(8, 8))
                .commandBus(bus -> bus.lane("default", lane -> lane.durable()))
                .start()) {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> context.enqueue(new Add("a", 1)))
                    .withMessageContaining(new UUID(8, 8).toString());
        }
    }

    @Test
    void what_was_not_stored_is_tried_again_and_then_left_to_the_caller() {
        try (BoundedContext context = context(losingAnswers(9, StoreUnavailableException.Outcome.NOT_STORED))) {
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> context.send(new Add("a", 1)));
            assertThat(commits).hasValue(ATTEMPTS);
        }
    }
}
