package dev.daybook.store;

import java.time.Instant;

/** Where a command is on its way. */
public sealed interface CommandState {

    CommandHeader header();

    /** Waits for its turn in a queue, perhaps behind a parked command of its stream. */
    record Queued(QueuedCommand command) implements CommandState {
        @Override
        public CommandHeader header() {
            return command.command().header();
        }
    }

    /** Waits for its time. */
    record Scheduled(String queue, Instant due, SerializedCommand command) implements CommandState {
        @Override
        public CommandHeader header() {
            return command.header();
        }
    }

    /** Waits for a person. */
    record Parked(ParkedCommand parked) implements CommandState {
        @Override
        public CommandHeader header() {
            return parked.command().command().header();
        }
    }

    /** Has its outcome. */
    record Decided(RecordedOutcome outcome) implements CommandState {
        @Override
        public CommandHeader header() {
            return outcome.command();
        }
    }
}
