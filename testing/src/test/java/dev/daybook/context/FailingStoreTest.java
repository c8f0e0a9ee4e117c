package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.daybook.command.Command;
import dev.daybook.command.CommandStatus;
import dev.daybook.command.Outcome;
import dev.daybook.context.Tally.Add;
import dev.daybook.context.Tally.Look;
import dev.daybook.store.CommandStore;
import dev.daybook.store.EventStore;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.testing.InMemoryEventStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a store does, the lanes go on, and nobody waits for ever. */
@Timeout(60)
final class FailingStoreTest {

    private static final UUID ID = new UUID(7, 7);

    private final Tally tally = new Tally();
    private final InMemoryEventStore memory = new InMemoryEventStore();

    /** A store whose queues and outcomes cannot be reached while it is away. */
    private static final class AwayStore extends ForwardingStore {
        final AtomicInteger refused = new AtomicInteger();
        private volatile boolean away;
        private volatile boolean hidesCommands;
        private volatile @Nullable Error nextRead;

        AwayStore(EventStore store) {
            super(store);
        }

        @Override
        public CommandStore commands() {
            CommandStore commands = super.commands();
            return (CommandStore) Proxy.newProxyInstance(
                    CommandStore.class.getClassLoader(),
                    new Class<?>[] {CommandStore.class},
                    (proxy, method, arguments) -> {
                        if (away && !method.getName().equals("changes")) {
                            refused.incrementAndGet();
                            throw TappedStore.unavailable();
                        }
                        if (hidesCommands && method.getName().equals("find")) {
                            throw TappedStore.unavailable();
                        }
                        Error error = nextRead;
                        if (error != null && method.getName().equals("read")) {
                            nextRead = null;
                            throw error;
                        }
                        try {
                            return method.invoke(commands, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    @Test
    void a_queue_that_could_not_be_read_for_a_time_is_read_on() {
        AwayStore store = new AwayStore(memory);
        try (BoundedContext context = tally.start(store, Tally.durable())) {
            context.send(new Add("a", 1));
            store.away = true;
            Conditions.until("it was refused several times", () -> store.refused.get() > 10);
            store.away = false;

            assertThat(context.send(new Add("a", 2))).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void an_error_while_a_queue_is_read_does_not_end_its_reading() {
        AwayStore store = new AwayStore(memory);
        try (BoundedContext context = tally.start(store, Tally.durable())) {
            context.send(new Add("a", 1));
            store.nextRead = new OutOfMemoryError("a test");

            assertThat(context.send(new Add("a", 2))).isInstanceOf(Outcome.Accepted.class);
            Conditions.until("the error was met", () -> store.nextRead == null);
            assertThat(context.send(new Add("a", 3))).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void who_waits_for_a_stored_command_goes_on_waiting_while_the_store_is_away() {
        AwayStore store = new AwayStore(memory);
        Gate gate = new Gate();
        tally.before(entry -> gate.pass());
        try (BoundedContext context = tally.start(store, Tally.durable())) {
            CompletableFuture<Outcome> sent = Senders.send(context, new Add("a", 1));
            gate.awaitArrival();
            store.away = true;
            long late = System.nanoTime() + Duration.ofMillis(1_500).toNanos();
            Conditions.until("it was looked up, or given up", () -> System.nanoTime() - late > 0 || sent.isDone());
            store.away = false;
            gate.open();

            assertThat(Senders.of(sent)).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void a_repeated_command_that_cannot_be_compared_with_the_stored_one_is_not_said_to_have_had_no_effect() {
        AwayStore store = new AwayStore(memory);
        Gate gate = new Gate();
        tally.before(entry -> gate.pass());
        try (BoundedContext context = tally.start(store, Tally.durable())) {
            Command<Add> command = Command.of(new Add("a", 1)).id(ID);
            context.enqueue(command);
            store.hidesCommands = true;

            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> context.enqueue(command))
                    .withMessageContaining(ID.toString())
                    .matches(error -> error.outcome() == StoreUnavailableException.Outcome.UNKNOWN);
            gate.open();
        }
    }

    @Test
    void what_fails_in_the_schedule_does_not_keep_traces_from_being_indexed() {
        EventStore store = CommandCalls.of(memory, (method, call) -> {
            if (method.equals("releaseDue")) {
                throw new IllegalStateException("a defect");
            }
            return call.make();
        });
        try (BoundedContext context = tally.start(store, Tally.inMemory(lane -> {}))) {
            context.send(Command.of(new Add("a", 1)).correlatedBy("c"));

            Conditions.until(
                    "it is indexed",
                    () -> !memory.traces().find("c", 10).events().isEmpty());
        }
    }

    private static TappedStore breakingFor(EventStore store, String key) {
        TappedStore breaking = new TappedStore(store);
        breaking.tap((commits, target) -> {
            if (commits.stream().anyMatch(commit -> TappedStore.isDecisionFor(Tally.stream(key), commit))) {
                throw new IllegalStateException("a defect");
            }
            return target.apply(commits);
        });
        return breaking;
    }

    @Test
    void a_defect_in_carrying_out_one_command_fails_no_other() {
        Gate gate = new Gate();
        tally.before(entry -> {
            if (entry instanceof Look) {
                gate.pass();
            }
        });
        try (BoundedContext context = tally.start(breakingFor(memory, "a"), Tally.inMemory(lane -> {}))) {
            CompletableFuture<Outcome> busy = Senders.send(context, new Look("busy"));
            gate.awaitArrival();
            CompletableFuture<Outcome> broken = Senders.send(context, new Add("a", 1));
            CompletableFuture<Outcome> beside = Senders.send(context, new Add("b", 1));
            gate.open();

            assertThat(Senders.of(busy)).isInstanceOf(Outcome.Accepted.class);
            assertThat(Senders.of(beside)).isInstanceOf(Outcome.Accepted.class);
            assertThatIllegalStateException()
                    .isThrownBy(() -> Senders.of(broken))
                    .withMessage("a defect");
        }
    }

    @Test
    void a_stored_command_that_meets_a_defect_is_parked() {
        try (BoundedContext context = tally.start(breakingFor(memory, "a"), Tally.durable())) {
            context.enqueue(Command.of(new Add("a", 1)).id(ID));
            context.enqueue(new Add("a", 2));
            Conditions.untilParked(context, ID);

            assertThat(context.status(ID))
                    .containsInstanceOf(CommandStatus.Parked.class)
                    .hasValueSatisfying(status ->
                            assertThat(((CommandStatus.Parked) status).error()).contains("a defect"));
            assertThat(context.send(new Add("b", 1))).isInstanceOf(Outcome.Accepted.class);
        }
    }
}
