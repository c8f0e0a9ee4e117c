package dev.daybook.sql;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Metadata;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Random commits to streams that several writers share: one stream or several, one to five events, every kind of
 * expectation. Each event carries the id of its commit and how many events that has. Used by one thread.
 */
final class Workload {

    static final String COMMIT = "commit";
    static final String SIZE = "size";

    private static final int SHARED_STREAMS = 12;
    private static final int MOST_EVENTS = 5;

    private final Random random;
    private final Map<StreamId, Version> known;

    /** @param known the versions that some writer has seen last; may be behind, which makes conflicts */
    Workload(Random random, Map<StreamId, Version> known) {
        this.random = random;
        this.known = known;
    }

    static Map<StreamId, Version> nothingKnown() {
        return new ConcurrentHashMap<>();
    }

    static String idOf(Commit commit) {
        return commit.appends().getFirst().events().getFirst().metadata().user().getOrDefault(COMMIT, "");
    }

    /** A commit of one event whose data holds a text, fit for {@link StoreCheck}. */
    static Commit single(StreamId stream, ExpectedVersion expected, String text) {
        UUID id = UUID.randomUUID();
        Metadata metadata = new Metadata(Optional.empty(), Optional.empty(), Map.of(COMMIT, id.toString(), SIZE, "1"));
        return Commit.append(
                stream,
                expected,
                new SerializedEvent(id, new EventType("happened", 1), "{\"text\":\"" + text + "\"}", metadata));
    }

    Commit next() {
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        int size = 1 + random.nextInt(MOST_EVENTS);
        List<StreamId> streams = streams(id, 1 + random.nextInt(Math.min(3, size)));
        Metadata metadata =
                new Metadata(Optional.of(id), Optional.empty(), Map.of(COMMIT, id, SIZE, Integer.toString(size)));
        List<Append> appends = new ArrayList<>();
        int left = size;
        for (StreamId stream : streams) {
            int events = appends.size() == streams.size() - 1 ? left : 1;
            appends.add(new Append(stream, expectation(stream), events(events, metadata)));
            left -= events;
        }
        return new Commit(appends);
    }

    /** Makes later expectations of exact versions come true more often. */
    void learn(Commit commit, CommitResult result) {
        switch (result) {
            case CommitResult.Committed committed -> {
                for (int i = 0; i < commit.appends().size(); i++) {
                    known.merge(
                            commit.appends().get(i).stream(),
                            committed.versions().get(i),
                            (one, other) -> one.compareTo(other) > 0 ? one : other);
                }
            }
            case CommitResult.Conflict conflict -> known.put(conflict.stream(), conflict.actual());
            case CommitResult.Duplicate duplicate -> {}
            case CommitResult.AlreadyDecided decided -> {}
            case CommitResult.LeaseLost lost -> {}
            case CommitResult.ProgressLost lost -> {}
            case CommitResult.QueueFull full -> {}
            case CommitResult.Failed failed -> {}
        }
    }

    private List<StreamId> streams(String id, int count) {
        Set<StreamId> streams = new LinkedHashSet<>();
        while (streams.size() < count) {
            boolean fresh = random.nextInt(4) == 0;
            streams.add(
                    fresh
                            ? StreamId.of("fresh", id + "-" + streams.size())
                            : StreamId.of("shared", Integer.toString(random.nextInt(SHARED_STREAMS))));
        }
        return List.copyOf(streams);
    }

    private ExpectedVersion expectation(StreamId stream) {
        if (stream.category().equals("fresh")) {
            return ExpectedVersion.noneYet();
        }
        return random.nextBoolean()
                ? ExpectedVersion.any()
                : ExpectedVersion.exactly(known.getOrDefault(stream, Version.NONE));
    }

    private List<SerializedEvent> events(int count, Metadata metadata) {
        List<SerializedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new SerializedEvent(
                    new UUID(random.nextLong(), random.nextLong()),
                    new EventType("happened", 1),
                    "{\"padding\":\"" + "x".repeat(random.nextInt(300)) + "\"}",
                    metadata));
        }
        return events;
    }
}
