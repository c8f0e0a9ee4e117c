package dev.daybook.testing;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventFilter;
import dev.daybook.store.EventPage;
import dev.daybook.store.EventType;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The events themselves, and the rules by which they join them. Not safe for use by many threads. */
final class InMemoryLog {

    private final List<StoredEvent> events = new ArrayList<>();
    private final Map<StreamId, List<StoredEvent>> streams = new HashMap<>();
    private final Map<UUID, StoredEvent> byId = new HashMap<>();
    private final Set<EventType> types = new LinkedHashSet<>();

    List<StoredEvent> stream(StreamId stream, Version after, int limit) {
        return page(streams.getOrDefault(stream, List.of()), after.value(), limit);
    }

    List<StoredEvent> all(Position after, int limit) {
        return page(events, after.value(), limit);
    }

    EventPage filtered(Position after, int limit, EventFilter filter) {
        List<StoredEvent> accepted = all(after, Integer.MAX_VALUE).stream()
                .filter(filter::accepts)
                .limit(limit)
                .toList();
        Position end = after.compareTo(head()) > 0 ? after : head();
        return new EventPage(
                accepted, accepted.size() == limit ? accepted.getLast().position() : end);
    }

    Version version(StreamId stream) {
        return Version.of(streams.getOrDefault(stream, List.of()).size());
    }

    Position head() {
        return Position.of(events.size());
    }

    Optional<StoredEvent> find(UUID id) {
        return Optional.ofNullable(byId.get(id));
    }

    Set<EventType> types() {
        return Set.copyOf(types);
    }

    /** The answer to a commit of which an event is stored already. */
    Optional<CommitResult> repeat(Commit commit) {
        Optional<StoredEvent> known = commit.appends().stream()
                .flatMap(append -> append.events().stream())
                .flatMap(event -> find(event.id()).stream())
                .findFirst();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Position last = Position.START;
        List<Version> versions = new ArrayList<>();
        for (Append append : commit.appends()) {
            Version version = Version.NONE;
            for (SerializedEvent event : append.events()) {
                StoredEvent stored = byId.get(event.id());
                if (stored == null) {
                    return Optional.of(reused(known.get()));
                }
                boolean follows =
                        version.equals(Version.NONE) || stored.version().equals(version.plus(1));
                if (!follows
                        || !stored.stream().equals(append.stream())
                        || stored.position().compareTo(last) < 0) {
                    return Optional.of(reused(stored));
                }
                version = stored.version();
                last = stored.position();
            }
            versions.add(version);
        }
        for (int i = 0; i < versions.size(); i++) {
            Append append = commit.appends().get(i);
            if (append.events().isEmpty()) {
                versions.set(i, versionAt(append.stream(), last));
            }
        }
        return Optional.of(new CommitResult.Duplicate(last, versions));
    }

    private Version versionAt(StreamId stream, Position position) {
        return Version.of(streams.getOrDefault(stream, List.of()).stream()
                .filter(event -> event.position().compareTo(position) <= 0)
                .count());
    }

    private static CommitResult reused(StoredEvent stored) {
        return new CommitResult.Failed(new InvalidEventException("Event id " + stored.id()
                + " belongs to another event already, " + stored.type().name() + " at version " + stored.version()
                + " of stream " + stored.stream()
                + "; nothing of this commit was stored: give every new event an id of its own"));
    }

    /** The answer to a commit of which a stream is not at its expected version. */
    Optional<CommitResult> conflict(Commit commit) {
        for (Append append : commit.appends()) {
            Version actual = version(append.stream());
            if (!append.expected().accepts(actual)) {
                return Optional.of(new CommitResult.Conflict(append.stream(), append.expected(), actual));
            }
        }
        return Optional.empty();
    }

    /** The answer to a commit of which an event is no JSON. */
    static Optional<CommitResult> invalid(Commit commit) {
        for (Append append : commit.appends()) {
            for (SerializedEvent event : append.events()) {
                Optional<String> fault = JsonText.faultOf(event.data());
                if (fault.isPresent()) {
                    return Optional.of(new CommitResult.Failed(new InvalidEventException("The data of event "
                            + event.id() + ", " + event.type().name()
                            + " for stream " + append.stream() + ", is no JSON text, " + fault.get()
                            + "; nothing of this commit was stored: let a codec write the data")));
                }
            }
        }
        return Optional.empty();
    }

    /** The events of a commit as they will be once they are added. */
    List<StoredEvent> asStored(Commit commit, Instant recordedAt) {
        List<StoredEvent> stored = new ArrayList<>();
        for (Append append : commit.appends()) {
            Version version = version(append.stream());
            for (SerializedEvent event : append.events()) {
                version = version.plus(1);
                stored.add(
                        new StoredEvent(append.stream(), version, head().plus(stored.size() + 1L), recordedAt, event));
            }
        }
        return stored;
    }

    /** Adds the events to the end of their stream, whatever its version; returns its new version. */
    Version add(Append append, Instant recordedAt) {
        for (SerializedEvent event : append.events()) {
            StoredEvent stored = new StoredEvent(
                    append.stream(), version(append.stream()).plus(1), head().plus(1), recordedAt, event);
            events.add(stored);
            streams.computeIfAbsent(append.stream(), stream -> new ArrayList<>())
                    .add(stored);
            byId.put(event.id(), stored);
            types.add(event.type());
        }
        return version(append.stream());
    }

    private static List<StoredEvent> page(List<StoredEvent> events, long after, int limit) {
        InMemorySession.requirePositive(limit);
        int from = (int) Math.min(after, events.size());
        int to = (int) Math.min((long) from + limit, events.size());
        return List.copyOf(events.subList(from, to));
    }
}
