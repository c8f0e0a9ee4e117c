package dev.daybook.testing;

import dev.daybook.store.Snapshot;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Some snapshots of each stream. Not safe for use by many threads. */
final class InMemorySnapshots {

    private final Map<StreamId, NavigableMap<Version, Snapshot>> streams = new HashMap<>();

    Optional<Snapshot> load(StreamId stream, String shape, Version atMost) {
        return latest(stream, shape, kept -> kept.version().compareTo(atMost) <= 0);
    }

    Optional<Snapshot> load(StreamId stream, String shape, Instant atMost) {
        return latest(stream, shape, kept -> !kept.recordedAt().isAfter(atMost));
    }

    private Optional<Snapshot> latest(StreamId stream, String shape, Predicate<Snapshot> isWithin) {
        return streams.getOrDefault(stream, Collections.emptyNavigableMap()).descendingMap().values().stream()
                .filter(kept -> kept.shape().equals(shape))
                .filter(isWithin)
                .findFirst();
    }

    void save(Snapshot snapshot, int keep) {
        NavigableMap<Version, Snapshot> kept = streams.computeIfAbsent(snapshot.stream(), stream -> new TreeMap<>());
        kept.values().removeIf(other -> !other.shape().equals(snapshot.shape()));
        kept.put(snapshot.version(), snapshot);
        while (kept.size() > keep) {
            kept.remove(mostCrowded(kept.keySet()));
        }
    }

    private static Version mostCrowded(Collection<Version> all) {
        List<Version> versions = new ArrayList<>(all);
        Version crowded = versions.getFirst();
        long smallest = Long.MAX_VALUE;
        for (int i = 0; i < versions.size() - 1; i++) {
            long before = i == 0 ? 0 : versions.get(i - 1).value();
            long gap = versions.get(i + 1).value() - before;
            if (gap < smallest) {
                smallest = gap;
                crowded = versions.get(i);
            }
        }
        return crowded;
    }

    int drop(String category, int limit) {
        List<Snapshot> dropped = streams.values().stream()
                .flatMap(kept -> kept.values().stream())
                .filter(snapshot -> snapshot.stream().category().equals(category))
                .limit(limit)
                .toList();
        streams.values().forEach(kept -> kept.values().removeAll(dropped));
        return dropped.size();
    }
}
