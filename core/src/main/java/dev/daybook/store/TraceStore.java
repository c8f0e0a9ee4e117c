package dev.daybook.store;

import java.util.List;

/**
 * Finds what belongs to one correlation id. The index is filled after the fact, so that neither appends nor commands pay for it;
 * commands that wait are in no index, so a look-up reads all of them, and takes longer the more there are.
 * Safe for use by many threads; throws {@link StoreUnavailableException} when the database does not answer.
 */
public interface TraceStore {

    /**
     * Brings the index forward.
     *
     * @param limit how many events, and how many outcomes, to look at
     * @return whether it has reached the end of both: nothing that was stored before the call is left
     */
    boolean index(int limit);

    /**
     * All events and outcomes of a correlation id that the index has reached and all commands of it that wait, each list at most
     * {@code limit}. Events come by position. Of the commands, those with an outcome come first, in the order of their outcomes;
     * then those in queues, in the order of their places; then those that wait for their time, the next first.
     */
    Trace find(String correlation, int limit);

    /** What belongs to one correlation id. */
    record Trace(List<CommandState> commands, List<StoredEvent> events) {
        public Trace {
            commands = List.copyOf(commands);
            events = List.copyOf(events);
        }
    }
}
