package dev.daybook.command;

import dev.daybook.store.StreamId;
import java.time.Duration;
import java.util.UUID;

/**
 * Told what happens on the lanes, for metrics and logs. Called on the threads that do the work: it must be quick, safe for use
 * by many threads, and must not throw. Of what happens to a command nothing is told in a certain order: it may be finished
 * before the thread that took it has said so.
 */
public interface CommandListener {

    /** Hears nothing. */
    CommandListener NONE = new CommandListener() {};

    /** A command was accepted; the lane holds this many in memory now. */
    default void accepted(String lane, int depth) {}

    /** A command was refused since the lane is full. */
    default void rejected(String lane) {}

    /** A command was stored behind a full lane. */
    default void overflowed(String lane) {}

    /** A command has its outcome, after waiting for its turn and being carried out. */
    default void finished(String lane, Outcome outcome, Duration waited, Duration ran) {}

    /** A command was known already and was answered with its first outcome. */
    default void duplicate(String lane, UUID command) {}

    /** Somebody else wrote to a stream while commands for it were decided; they are decided again. */
    default void conflict(String lane, StreamId stream) {}

    /** Commands of a stream could not be carried out for now and wait for this long. */
    default void backedOff(String lane, StreamId stream, int failures, Duration pause) {}

    /** A command was put aside for a person. */
    default void parked(String lane, UUID command, String error) {}

    /**
     * A command in memory was not carried out, or may have been without anybody's knowing, as when the store did not answer or
     * the context stopped. Its sender is told, if it waits; nobody tries it again.
     */
    default void givenBack(String lane, UUID command, String error) {}
}
