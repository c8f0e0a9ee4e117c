package dev.daybook.testing.contract;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.EventStore;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Makes lists of commits of every kind: good and conflicting ones, repeats, reused ids, data that is no JSON, commands. */
final class RandomCommits {

    private static final int STREAMS = 6;
    private static final int REMEMBERED = 50;

    private final Random random;
    private final EventStore model;
    private final RandomCommands commands;
    private final List<Commit> earlier = new ArrayList<>();

    /** @param model tells what is stored already */
    RandomCommits(Random random, EventStore model, RandomCommands commands) {
        this.random = random;
        this.model = model;
        this.commands = commands;
    }

    /** One of few streams. */
    static StreamId stream(Random random) {
        return StreamId.of("random", "" + random.nextInt(STREAMS));
    }

    static Metadata metadata(Random random) {
        return Metadata.of("request-" + random.nextInt(), null, Map.of("user", "" + random.nextInt(5)));
    }

    List<Commit> next() {
        List<Commit> list = new ArrayList<>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            list.add(random.nextInt(3) == 0 ? commit() : commands.addedTo(commit()));
        }
        if (random.nextInt(10) == 0) {
            list.add(list.getLast());
        }
        earlier.addAll(list);
        if (earlier.size() > REMEMBERED) {
            earlier.subList(0, earlier.size() - REMEMBERED).clear();
        }
        return list;
    }

    private Commit commit() {
        int kind = random.nextInt(100);
        if (kind < 15 && !earlier.isEmpty()) {
            return earlier.get(random.nextInt(earlier.size()));
        }
        if (kind < 25 && !model.head().equals(Position.START)) {
            return withReusedId();
        }
        if (kind < 30) {
            SerializedEvent broken = new SerializedEvent(id(), type(), "{no JSON", Metadata.none());
            return Commit.append(stream(random), ExpectedVersion.any(), List.of(event(), broken));
        }
        return fresh();
    }

    private Commit fresh() {
        List<StreamId> streams = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            streams.add(StreamId.of("random", "" + i));
        }
        Collections.shuffle(streams, random);
        List<Append> appends = new ArrayList<>();
        for (StreamId stream : streams.subList(0, 1 + random.nextInt(3))) {
            appends.add(new Append(stream, expectation(stream), random.nextInt(8) == 0 ? List.of() : events()));
        }
        return new Commit(appends);
    }

    /** An id that is stored already, alone or among new ones, in its own stream or another. */
    private Commit withReusedId() {
        StoredEvent stored = model.readAll(
                        Position.of(random.nextLong(model.head().value())), 1)
                .getFirst();
        List<SerializedEvent> events = new ArrayList<>(random.nextBoolean() ? events() : List.of());
        events.add(random.nextInt(events.size() + 1), stored.event());
        StreamId stream = random.nextBoolean() ? stored.stream() : stream(random);
        return Commit.append(stream, expectation(stream), events);
    }

    private ExpectedVersion expectation(StreamId stream) {
        long actual = model.version(stream).value();
        return switch (random.nextInt(8)) {
            case 0 -> ExpectedVersion.noneYet();
            case 1 -> ExpectedVersion.exists();
            case 2 -> ExpectedVersion.exactly(random.nextLong(actual + 3));
            case 3, 4, 5 -> ExpectedVersion.exactly(actual);
            default -> ExpectedVersion.any();
        };
    }

    private List<SerializedEvent> events() {
        List<SerializedEvent> events = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            events.add(event());
        }
        return events;
    }

    private SerializedEvent event() {
        Metadata metadata = random.nextBoolean() ? Metadata.none() : metadata(random);
        return new SerializedEvent(id(), type(), "{\"number\":" + random.nextInt() + "}", metadata);
    }

    private EventType type() {
        return new EventType("random-" + random.nextInt(4), 1 + random.nextInt(2));
    }

    private UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }
}
