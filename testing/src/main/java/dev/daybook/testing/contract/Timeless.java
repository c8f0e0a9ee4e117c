package dev.daybook.testing.contract;

import dev.daybook.store.CommandState;
import dev.daybook.store.CommitResult;
import dev.daybook.store.ParkedCommand;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.StoredEvent;
import java.time.Instant;
import java.util.List;

/** What two stores that did the same have in common: all but their times, and numbers that may have gaps. */
final class Timeless {

    private Timeless() {}

    static List<StoredEvent> events(List<StoredEvent> events) {
        return events.stream()
                .map(e -> new StoredEvent(e.stream(), e.version(), e.position(), Instant.EPOCH, e.event()))
                .toList();
    }

    /** Of failures, the kind must be the same, the words may differ. */
    static Object result(CommitResult result) {
        return switch (result) {
            case CommitResult.Failed failed -> failed.error().getClass();
            case CommitResult.AlreadyDecided decided ->
                new CommitResult.AlreadyDecided(
                        decided.outcomes().stream().map(Timeless::outcome).toList());
            case CommitResult.Committed committed -> committed;
            case CommitResult.Duplicate duplicate -> duplicate;
            case CommitResult.Conflict conflict -> conflict;
            case CommitResult.LeaseLost lost -> lost;
            case CommitResult.ProgressLost lost -> lost;
            case CommitResult.QueueFull full -> full;
        };
    }

    static CommandState state(CommandState state) {
        return switch (state) {
            case CommandState.Queued(QueuedCommand command) -> new CommandState.Queued(queued(command));
            case CommandState.Scheduled scheduled -> scheduled;
            case CommandState.Parked(ParkedCommand command) -> new CommandState.Parked(parked(command));
            case CommandState.Decided(RecordedOutcome outcome) -> new CommandState.Decided(outcome(outcome));
        };
    }

    static List<ParkedCommand> parked(List<ParkedCommand> parked) {
        return parked.stream().map(Timeless::parked).toList();
    }

    private static ParkedCommand parked(ParkedCommand parked) {
        return new ParkedCommand(
                queued(parked.command()), parked.attempts(), parked.error(), Instant.EPOCH, parked.successors());
    }

    private static QueuedCommand queued(QueuedCommand queued) {
        return new QueuedCommand(queued.queue(), 0, Instant.EPOCH, queued.command());
    }

    private static RecordedOutcome outcome(RecordedOutcome outcome) {
        return new RecordedOutcome(0, outcome.command(), outcome.verdict(), Instant.EPOCH);
    }
}
