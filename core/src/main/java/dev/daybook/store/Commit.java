package dev.daybook.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Everything that one step changes, carried out as a whole or not at all.
 *
 * @param appends at least one; each stream at most once, each event id at most once
 */
public record Commit(List<Append> appends) {

    public Commit {
        appends = List.copyOf(appends);
        if (appends.isEmpty()) {
            throw new IllegalArgumentException("A commit holds nothing");
        }
        if (appends.size() > 1) {
            requireEachStreamOnce(appends);
        }
        requireEachIdOnce(appends);
    }

    public static Commit of(Append... appends) {
        return new Commit(List.of(appends));
    }

    /** A commit of events to one stream. */
    public static Commit append(StreamId stream, ExpectedVersion expected, List<SerializedEvent> events) {
        return new Commit(List.of(new Append(stream, expected, events)));
    }

    /** A commit of events to one stream. */
    public static Commit append(StreamId stream, ExpectedVersion expected, SerializedEvent... events) {
        return append(stream, expected, List.of(events));
    }

    /** How many events all appends hold together. */
    public int eventCount() {
        int count = 0;
        for (Append append : appends) {
            count += append.events().size();
        }
        return count;
    }

    private static void requireEachStreamOnce(List<Append> appends) {
        Set<StreamId> seen = new HashSet<>();
        for (Append append : appends) {
            if (!seen.add(append.stream())) {
                throw new IllegalArgumentException("A commit appends to stream " + append.stream()
                        + " twice: put the events of one stream into one append");
            }
        }
    }

    private static void requireEachIdOnce(List<Append> appends) {
        if (appends.size() == 1 && appends.getFirst().events().size() == 1) {
            return;
        }
        Set<UUID> seen = new HashSet<>();
        for (Append append : appends) {
            for (SerializedEvent event : append.events()) {
                if (!seen.add(event.id())) {
                    throw new IllegalArgumentException(
                            "A commit holds event id " + event.id() + " twice: every event needs an id of its own");
                }
            }
        }
    }
}
