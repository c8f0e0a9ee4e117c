package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.command.Command;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.CommandStatus;
import dev.daybook.command.Outcome;
import dev.daybook.command.WhenFull;
import dev.daybook.context.Tally.Add;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.Verdict;
import dev.daybook.testing.InMemoryEventStore;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream that cannot be replayed holds up no other of an overflowing lane. */
@Timeout(60)
final class OverflowFaultTest {

    private static final int CAPACITY = 3;
    private static final UUID LAST = new UUID(0, 1);

    private final Tally tally = new Tally();
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    /** A version of the application that cannot replay what another has stored. */
    private final class Brittle implements Decider<Tally.Entry, Tally.Sum, Tally.Change> {

        @Override
        public Tally.Sum initial() {
            return tally.initial();
        }

        @Override
        public Decision<Tally.Change> decide(Tally.Entry entry, Tally.Sum sum) {
            return tally.decide(entry, sum);
        }

        @Override
        public Tally.Sum evolve(Tally.Sum sum, Tally.Change change) {
            if (change.equals(new Tally.Added(666))) {
                throw new IllegalStateException("666");
            }
            return tally.evolve(sum, change);
        }
    }

    private static Consumer<CommandBusSetup> overflowing() {
        Consumer<CommandBusSetup> lane =
                Tally.inMemory(setup -> setup.capacity(CAPACITY).whenFull(WhenFull.overflow(1_000)));
        return lane.andThen(bus -> bus.retries(Accounts.FAST, 3));
    }

    private BoundedContext startBrittle() {
        return BoundedContext.named("tallies")
                .store(store)
                .aggregate(Aggregate.named("tally")
                        .commands(Tally.Entry.class, Tally.Entry::key)
                        .events(Tally.Change.class)
                        .decider(new Brittle()))
                .commandBus(overflowing())
                .start();
    }

    @Test
    void what_waits_for_it_is_kept_in_order_for_a_version_that_can_replay_it() {
        try (BoundedContext sound = tally.start(store, overflowing())) {
            sound.send(new Add("bad", 666));
        }
        tally.before(entry -> {
            if (entry.key().equals("first")) {
                gate.pass();
            }
        });
        try (BoundedContext brittle = startBrittle()) {
            brittle.enqueue(new Add("first", 1));
            gate.awaitArrival();
            brittle.enqueue(new Add("first", 2));
            brittle.enqueue(new Add("first", 3));
            for (int i = 1; i <= 2 * CAPACITY; i++) {
                brittle.enqueue(new Add("bad", i));
            }
            UUID behind = brittle.enqueue(new Add("good", 1)).command();
            gate.open();
            Conditions.untilDone(brittle, behind);

            brittle.enqueue(Command.of(new Add("bad", 7)).id(LAST));
            assertThat(brittle.status(LAST)).contains(new CommandStatus.Pending());
        }
        try (BoundedContext sound = tally.start(store, overflowing())) {
            Conditions.untilDone(sound, LAST);
        }
        assertThat(Tally.added(store, "bad")).containsExactly(666, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void one_that_failed_and_whose_failure_was_stored_without_an_answer_holds_up_nothing() {
        AtomicBoolean lost = new AtomicBoolean();
        EventStore losing = new ForwardingStore(store) {
            @Override
            public List<CommitResult> commit(List<Commit> commits) {
                List<CommitResult> results = super.commit(commits);
                if (commits.stream().anyMatch(OverflowFaultTest::discards) && lost.compareAndSet(false, true)) {
                    throw new StoreUnavailableException(
                            "The answer is lost", StoreUnavailableException.Outcome.UNKNOWN);
                }
                return results;
            }
        };
        tally.before(entry -> {
            if (entry.key().equals("first")) {
                gate.pass();
            } else if (entry.equals(new Add("faulty", 13))) {
                throw new IllegalStateException("13");
            }
        });
        try (BoundedContext context = tally.start(losing, overflowing())) {
            context.enqueue(new Add("first", 1));
            gate.awaitArrival();
            context.enqueue(new Add("first", 2));
            context.enqueue(new Add("first", 3));
            UUID failed = context.enqueue(new Add("faulty", 13)).command();
            gate.open();
            Conditions.untilDone(context, failed);

            assertThat(context.send(new Add("faulty", 14))).isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(lost).isTrue();
        assertThat(Tally.added(store, "faulty")).containsExactly(14);
    }

    private static boolean discards(Commit commit) {
        return commit.outcomes().stream()
                .anyMatch(outcome -> outcome.finding() instanceof NewOutcome.Finding.Known(Verdict verdict)
                        && verdict instanceof Verdict.Discarded);
    }
}
