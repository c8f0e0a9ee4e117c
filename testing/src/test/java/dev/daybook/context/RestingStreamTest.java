package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.command.Command;
import dev.daybook.command.CommandStatus;
import dev.daybook.context.Tally.Add;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import dev.daybook.testing.InMemoryEventStore;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream of a durable lane that rests keeps neither other streams from the lane's memory nor itself for ever. */
@Timeout(60)
final class RestingStreamTest {

    private static final int MORE_THAN_IN_MEMORY = 1_100;
    private static final int CONFLICTS = 4;
    private static final int ATTEMPTS = 3;
    private static final StreamId TROUBLED = Tally.stream("a");
    private static final UUID ID = new UUID(7, 7);

    private final Tally tally = new Tally();
    private final InMemoryEventStore memory = new InMemoryEventStore();
    private final TappedStore store = new TappedStore(memory);

    private BoundedContext start(int attempts) {
        return tally.start(
                store,
                Tally.durable(lane -> lane.capacity(2 * MORE_THAN_IN_MEMORY))
                        .andThen(bus -> bus.conflictsAtMost(CONFLICTS).retries(Accounts.FAST, attempts)));
    }

    private void answer(Function<Integer, CommitResult> answer) {
        AtomicInteger attempts = new AtomicInteger();
        store.tap((commits, through) -> commits.stream()
                .map(commit -> TappedStore.isDecisionFor(TROUBLED, commit)
                        ? answer.apply(attempts.incrementAndGet())
                        : through.apply(List.of(commit)).getFirst())
                .toList());
    }

    private static CommitResult conflict() {
        return new CommitResult.Conflict(TROUBLED, ExpectedVersion.exactly(Version.NONE), Version.of(99));
    }

    @Test
    void other_streams_go_on_behind_more_of_its_commands_than_memory_holds() {
        store.failFor(TROUBLED);
        try (BoundedContext context = start(Integer.MAX_VALUE)) {
            for (int i = 1; i <= MORE_THAN_IN_MEMORY; i++) {
                context.enqueue(new Add("a", i));
            }
            context.enqueue(Command.of(new Add("b", 1)).id(ID));

            Conditions.untilDone(context, ID);
            store.untap();
            Conditions.until("all is carried out", () -> memory.head().value() == MORE_THAN_IN_MEMORY + 1);
        }
        assertThat(Tally.added(memory, "a"))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, MORE_THAN_IN_MEMORY).boxed().toList());
    }

    @Test
    void conflicts_without_end_park_it() {
        answer(attempt -> conflict());
        try (BoundedContext context = start(ATTEMPTS)) {
            context.enqueue(Command.of(new Add("a", 1)).id(ID));

            Conditions.untilParked(context, ID);
            assertThat(context.status(ID)).get().isInstanceOfSatisfying(CommandStatus.Parked.class, parked -> {
                assertThat(parked.attempts()).isEqualTo(CONFLICTS * ATTEMPTS);
                assertThat(parked.error()).contains("Others wrote to stream tally-a");
            });
        }
    }

    @Test
    void conflicts_are_no_failures() {
        AtomicInteger failures = new AtomicInteger();
        store.tap((commits, through) -> commits.stream()
                .map(commit -> answer(commit, failures, through))
                .toList());
        try (BoundedContext context = start(ATTEMPTS)) {
            context.enqueue(Command.of(new Add("a", 1)).id(ID));

            Conditions.until(
                    "it has its outcome or is parked",
                    () -> !context.status(ID).equals(Optional.of(new CommandStatus.Pending())));
            assertThat(context.status(ID)).get().isInstanceOf(CommandStatus.Done.class);
        }
    }

    /** Conflicts until just before the limit, then a blip. */
    private static CommitResult answer(
            Commit commit, AtomicInteger decisions, Function<List<Commit>, List<CommitResult>> through) {
        int before = TappedStore.isDecisionFor(TROUBLED, commit) ? decisions.getAndIncrement() : Integer.MAX_VALUE;
        if (before < CONFLICTS * (ATTEMPTS - 1)) {
            return conflict();
        }
        return before == CONFLICTS * (ATTEMPTS - 1)
                ? new CommitResult.Failed(TappedStore.unavailable())
                : through.apply(List.of(commit)).getFirst();
    }
}
