package dev.daybook.testing.contract;

import dev.daybook.store.CommandState;
import dev.daybook.store.CommandStore;
import dev.daybook.store.Commit;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.QueuedCommand;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The places of commands, which every store numbers as it likes. */
final class Tickets {

    private Tickets() {}

    /** The command in its queue, if it is in one. */
    static Optional<QueuedCommand> queued(CommandStore commands, UUID id) {
        return commands.find(id).flatMap(state -> switch (state) {
            case CommandState.Queued(QueuedCommand command) -> Optional.of(command);
            case CommandState.Parked parked -> Optional.of(parked.parked().command());
            case CommandState.Scheduled scheduled -> Optional.empty();
            case CommandState.Decided decided -> Optional.empty();
        });
    }

    static Optional<QueuedCommand.Ticket> of(CommandStore commands, UUID id) {
        return queued(commands, id).map(QueuedCommand::ticket);
    }

    /** The commit with places as this store has numbered them, where it names places. */
    static Commit translated(Commit commit, CommandStore commands) {
        List<NewOutcome> outcomes = commit.outcomes().stream()
                .map(outcome -> new NewOutcome(
                        outcome.command(),
                        outcome.finding(),
                        outcome.ticket()
                                .flatMap(
                                        ticket -> of(commands, outcome.command().id()))))
                .toList();
        return new Commit(
                commit.appends(), outcomes, commit.enqueued(), commit.leases(), commit.progress(), commit.documents());
    }
}
