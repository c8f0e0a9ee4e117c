package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.command.Command;
import dev.daybook.command.Outcome;
import dev.daybook.context.Tally.Add;
import dev.daybook.context.Tally.Look;
import dev.daybook.context.Tally.Take;
import dev.daybook.store.CommitResult;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import dev.daybook.store.StoreLimits;
import dev.daybook.store.Version;
import dev.daybook.testing.InMemoryEventStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands that wait for one stream are decided one after another and stored together. */
@Timeout(60)
final class BatchTest {

    private final Tally tally = new Tally();
    private final InMemoryEventStore memory =
            new InMemoryEventStore(StoreLimits.defaults().withEventsPerCommit(4), InstantSource.system());
    private final TappedStore store = new TappedStore(memory);
    private final BoundedContext context = tally.start(store, Tally.inMemory(lane -> {}));
    private final Gate gate = new Gate();

    @AfterEach
    void close() {
        context.close();
    }

    /** Keeps the worker busy with another stream until the gate is opened. */
    private CompletableFuture<Outcome> holdTheWorker() {
        tally.before(entry -> {
            if (entry.key().equals("busy")) {
                gate.pass();
            }
        });
        CompletableFuture<Outcome> busy = Senders.send(context, new Look("busy"));
        gate.awaitArrival();
        store.decisions.clear();
        return busy;
    }

    @Test
    void a_stream_that_others_write_to_all_the_time_does_not_hold_up_another() {
        AtomicInteger conflicts = new AtomicInteger();
        store.tap((commits, target) -> commits.stream()
                .map(commit -> {
                    if (TappedStore.isDecisionFor(Tally.stream("a"), commit)) {
                        conflicts.incrementAndGet();
                        return new CommitResult.Conflict(Tally.stream("a"), ExpectedVersion.noneYet(), Version.of(99));
                    }
                    return target.apply(List.of(commit)).getFirst();
                })
                .toList());
        try (BoundedContext patient =
                tally.start(store, Tally.inMemory(lane -> {}).andThen(bus -> bus.conflictsAtMost(Integer.MAX_VALUE)))) {
            CompletableFuture<Outcome> conflicting = Senders.send(patient, new Add("a", 1));
            Conditions.until("it has met conflicts", () -> conflicts.get() > 10);

            assertThat(Senders.of(Senders.send(patient, new Add("b", 1)))).isInstanceOf(Outcome.Accepted.class);
            store.untap();
            assertThat(Senders.of(conflicting)).isInstanceOf(Outcome.Accepted.class);
        } finally {
            store.untap();
        }
    }

    private List<Outcome> sendTogether(Tally.Entry... entries) {
        CompletableFuture<Outcome> busy = holdTheWorker();
        List<CompletableFuture<Outcome>> sent = new ArrayList<>();
        for (Tally.Entry entry : entries) {
            sent.add(Senders.send(context, entry));
        }
        gate.open();
        Senders.of(busy);
        return sent.stream().map(Senders::of).toList();
    }

    private int decisionsFor(String key) {
        return (int) store.decisions.stream()
                .filter(commit -> TappedStore.isDecisionFor(Tally.stream(key), commit))
                .count();
    }

    private static Outcome accepted(String key, long version, long position) {
        return new Outcome.Accepted(Tally.stream(key), Version.of(version), Position.of(position));
    }

    @Test
    void they_are_stored_in_one_commit_in_the_order_in_which_they_came() {
        List<Outcome> outcomes = sendTogether(new Add("a", 1), new Add("a", 2), new Take("a", 3));

        assertThat(outcomes).containsExactly(accepted("a", 1, 1), accepted("a", 2, 2), accepted("a", 3, 3));
        assertThat(decisionsFor("a")).isEqualTo(1);
    }

    @Test
    void each_is_decided_on_what_those_before_it_made() {
        List<Outcome> outcomes =
                sendTogether(new Take("a", 1), new Add("a", 2), new Look("a"), new Take("a", 2), new Take("a", 1));

        assertThat(outcomes)
                .containsExactly(
                        new Outcome.Refused("too-little", "There is only 0"),
                        accepted("a", 1, 1),
                        accepted("a", 1, 1),
                        accepted("a", 2, 2),
                        new Outcome.Refused("too-little", "There is only 0"));
        assertThat(decisionsFor("a")).isEqualTo(1);
    }

    @Test
    void one_whose_decider_throws_fails_alone() {
        CompletableFuture<Outcome> busy = holdTheWorker();
        CompletableFuture<Outcome> first = Senders.send(context, new Add("a", 1));
        CompletableFuture<Outcome> failing = Senders.send(context, new Add("a", 666));
        CompletableFuture<Outcome> last = Senders.send(context, new Add("a", 2));
        tally.before(entry -> {
            if (entry instanceof Add add && add.amount() == 666) {
                throw new IllegalStateException("boom");
            }
        });
        gate.open();
        Senders.of(busy);

        assertThat(Senders.of(failing))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.kind()).isEqualTo(Outcome.Failed.Kind.DECIDER_FAILED));
        assertThat(Senders.of(first)).isEqualTo(accepted("a", 1, 1));
        assertThat(Senders.of(last)).isEqualTo(accepted("a", 2, 2));
        assertThat(decisionsFor("a")).isEqualTo(1);
    }

    @Test
    void an_error_in_a_decider_fails_its_command_and_no_other_stream() {
        CompletableFuture<Outcome> busy = holdTheWorker();
        CompletableFuture<Outcome> failing = Senders.send(context, new Add("a", 666));
        CompletableFuture<Outcome> other = Senders.send(context, new Add("b", 1));
        tally.before(entry -> {
            if (entry instanceof Add add && add.amount() == 666) {
                throw new StackOverflowError("too deep");
            }
        });
        gate.open();
        Senders.of(busy);

        assertThat(Senders.of(failing)).isInstanceOf(Outcome.Failed.class);
        assertThat(Senders.of(other)).isEqualTo(accepted("b", 1, 1));
    }

    @Test
    void more_events_than_a_commit_holds_go_into_the_next() {
        Tally.Entry[] entries =
                IntStream.rangeClosed(1, 6).mapToObj(i -> new Add("a", i)).toArray(Tally.Entry[]::new);

        List<Outcome> outcomes = sendTogether(entries);

        assertThat(outcomes.getLast()).isEqualTo(accepted("a", 6, 6));
        assertThat(Tally.added(memory, "a")).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(decisionsFor("a")).isEqualTo(2);
    }

    @Test
    void a_repetition_that_waits_beside_the_first_is_answered_with_it() {
        CompletableFuture<Outcome> busy = holdTheWorker();
        Command<Add> command = Command.of(new Add("a", 1)).idempotencyKey("key");
        CompletableFuture<Outcome> first = Senders.send(context, command);
        CompletableFuture<Outcome> again = Senders.send(context, command);
        gate.open();
        Senders.of(busy);

        assertThat(Senders.of(first)).isEqualTo(accepted("a", 1, 1));
        assertThat(Senders.of(again)).isEqualTo(accepted("a", 1, 1));
    }
}
