package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.command.Outcome;
import dev.daybook.context.Accounts.Command.Deposit;
import dev.daybook.context.Accounts.Command.Open;
import dev.daybook.event.RecordedEvent;
import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import dev.daybook.testing.InMemoryEventStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ConflictTest {

    private static final StreamId ACCOUNT = StreamId.of("account", "1");

    private final InMemoryEventStore store = new InMemoryEventStore();

    /** Lets the first commits fail and counts all of them. */
    private static final class Conflicting extends ForwardingStore {
        final AtomicInteger commits = new AtomicInteger();
        private final int conflicts;

        Conflicting(InMemoryEventStore store, int conflicts) {
            super(store);
            this.conflicts = conflicts;
        }

        @Override
        public List<CommitResult> commit(List<Commit> asked) {
            if (commits.incrementAndGet() > conflicts) {
                return super.commit(asked);
            }
            Append append = asked.getFirst().appends().getFirst();
            return List.of(new CommitResult.Conflict(append.stream(), append.expected(), Version.of(99)));
        }
    }

    /** Holds back the first commit of every thread until all threads have read the same version. */
    private static final class AllAtOnce extends ForwardingStore {
        private final CyclicBarrier barrier;
        private final AtomicInteger arrived = new AtomicInteger();
        final AtomicInteger conflicts = new AtomicInteger();

        AllAtOnce(InMemoryEventStore store, int threads) {
            super(store);
            this.barrier = new CyclicBarrier(threads);
        }

        @Override
        public List<CommitResult> commit(List<Commit> commits) {
            if (arrived.incrementAndGet() <= barrier.getParties()) {
                try {
                    barrier.await();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
            List<CommitResult> results = super.commit(commits);
            if (results.getFirst() instanceof CommitResult.Conflict) {
                conflicts.incrementAndGet();
            }
            return results;
        }
    }

    @Test
    void commands_of_many_nodes_for_one_stream_are_all_carried_out() throws Exception {
        int threads = 12;
        int each = 50;
        AllAtOnce racing = new AllAtOnce(store, threads);
        List<Future<List<Outcome>>> results = new ArrayList<>();
        try (BoundedContext setup = context(store, 1)) {
            setup.send(new Open("1", "Zoë"));
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                int cents = thread + 1;
                results.add(executor.submit(() -> deposits(racing, cents, each)));
            }
        }

        Set<Version> versions = new HashSet<>();
        for (Future<List<Outcome>> result : results) {
            for (Outcome outcome : result.get()) {
                assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
                versions.add(((Outcome.Accepted) outcome).version());
            }
        }
        assertThat(racing.conflicts.get())
                .as("all but one of the first commits")
                .isGreaterThanOrEqualTo(threads - 1);
        assertThat(versions).as("no version given twice").hasSize(threads * each);
        assertStored(threads, each);
    }

    /** By a node of its own. */
    private static List<Outcome> deposits(EventStore store, int cents, int times) {
        List<Outcome> outcomes = new ArrayList<>();
        try (BoundedContext bank = context(store, 10_000)) {
            for (int i = 0; i < times; i++) {
                outcomes.add(bank.send(new Deposit("1", cents)));
            }
        }
        return outcomes;
    }

    private void assertStored(int threads, int each) {
        try (BoundedContext bank = context(store, 1)) {
            List<RecordedEvent<?>> history = bank.history(ACCOUNT, Version.of(1), 10_000);
            assertThat(history).hasSize(threads * each);
            for (int i = 0; i < history.size(); i++) {
                assertThat(history.get(i).version()).isEqualTo(Version.of(i + 2L));
            }
            for (int thread = 0; thread < threads; thread++) {
                Accounts.Event event = new Accounts.Event.Deposited(thread + 1);
                assertThat(history)
                        .filteredOn(recorded -> recorded.event().equals(event))
                        .hasSize(each);
            }
        }
    }

    @Test
    void a_conflict_is_decided_again_on_the_new_state() {
        Conflicting conflicting = new Conflicting(store, 2);
        try (BoundedContext bank = context(conflicting, 3)) {
            assertThat(bank.send(new Open("1", "Zoë")))
                    .isEqualTo(new Outcome.Accepted(ACCOUNT, Version.of(1), Position.of(1)));
            assertThat(conflicting.commits).hasValue(3);
        }
    }

    @Test
    void a_command_fails_when_its_attempts_are_used_up() {
        Conflicting conflicting = new Conflicting(store, Integer.MAX_VALUE);
        try (BoundedContext bank = context(conflicting, 3)) {
            Outcome outcome = bank.send(new Open("1", "Zoë"));

            assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.kind()).isEqualTo(Outcome.Failed.Kind.CONFLICT);
                assertThat(failed.reason())
                        .isEqualTo("Others wrote to stream account-1 before each of 3 attempts; nothing changed: try"
                                + " again");
                assertThat(failed.cause()).isEmpty();
            });
            assertThat(conflicting.commits).hasValue(3);
            assertThat(store.head()).isEqualTo(Position.START);
        }
    }

    private static BoundedContext context(EventStore store, int attempts) {
        return BoundedContext.named("bank")
                .store(store)
                .aggregate(Accounts.aggregate())
                .commandBus(bus -> bus.conflictsAtMost(attempts))
                .start();
    }
}
