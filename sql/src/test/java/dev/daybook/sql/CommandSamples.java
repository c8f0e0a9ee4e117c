package dev.daybook.sql;

import dev.daybook.store.CommandHeader;
import dev.daybook.store.Commit;
import dev.daybook.store.Enqueue;
import dev.daybook.store.Metadata;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.NewOutcome.Finding;
import dev.daybook.store.PayloadHash;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.StreamId;
import dev.daybook.store.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Commands, and commits that put them into queues or take them out. */
final class CommandSamples {

    static final String QUEUE = "orders";
    static final String TYPE = "place-order";

    private CommandSamples() {}

    /** A new command. */
    static SerializedCommand command(StreamId stream, String payload) {
        Metadata metadata = Metadata.of("request-1", "command-0", Map.of("user", "anna"));
        CommandHeader header =
                new CommandHeader(UUID.randomUUID(), PayloadHash.of(TYPE, payload), TYPE, stream, metadata);
        return new SerializedCommand(header, payload);
    }

    static Commit enqueue(SerializedCommand command) {
        return Commit.enqueue(new Enqueue(QUEUE, Enqueue.UNBOUNDED, command, Optional.empty()));
    }

    /** The outcome of a command that a rule refused, and nothing else. */
    static Commit refuse(SerializedCommand command, String reason) {
        Finding finding = new Finding.Known(new Verdict.Refused("too-late", reason));
        NewOutcome outcome = new NewOutcome(command.header(), finding, Optional.empty());
        return new Commit(List.of(), List.of(outcome), List.of(), List.of());
    }
}
