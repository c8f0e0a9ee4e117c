package dev.daybook.command;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * On a durable lane, what fails is parked. What overflowed from a lane in memory is treated as if it had been in memory: it
 * fails alone, and its failure is its outcome, since its sender may be gone.
 */
final class StoredCommandParking implements Parking {

    private static final String BY = "daybook";

    private final EventStore store;
    private final boolean durableLane;

    StoredCommandParking(EventStore store, boolean durableLane) {
        this.store = store;
        this.durableLane = durableLane;
    }

    @Override
    public boolean keepsPlace() {
        return durableLane;
    }

    @Override
    public Result park(Pending command, int attempts, String error) {
        Pending.Origin origin = Objects.requireNonNull(command.origin());
        if (durableLane) {
            boolean parked = store.commands().park(origin.queued(), attempts, error, origin.lease());
            return parked ? Aside.PARKED : Aside.GONE;
        }
        NewOutcome outcome = new NewOutcome(
                command.header(),
                new NewOutcome.Finding.Known(new Verdict.Discarded(BY, error)),
                Optional.of(origin.queued().ticket()));
        Commit discard = new Commit(List.of(), List.of(outcome), List.of(), List.of(origin.lease()));
        return switch (store.commit(discard)) {
            case CommitResult.Committed committed -> Aside.DISCARDED;
            case CommitResult.AlreadyDecided(List<RecordedOutcome> outcomes) -> new Decided(outcomes.getFirst());
            default -> Aside.GONE;
        };
    }
}
