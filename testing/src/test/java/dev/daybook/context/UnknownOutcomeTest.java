package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
                .commandBus(bus -> bus.retries(new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)), ATTEMPTS))
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

    @Test
    void what_was_not_stored_is_tried_again_and_then_left_to_the_caller() {
        try (BoundedContext context = context(losingAnswers(9, StoreUnavailableException.Outcome.NOT_STORED))) {
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> context.send(new Add("a", 1)));
            assertThat(commits).hasValue(ATTEMPTS);
        }
    }
}
