package dev.daybook.testing;

import dev.daybook.store.Snapshot;
import dev.daybook.store.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** At most one snapshot a stream. Not safe for use by many threads. */
final class InMemorySnapshots {

    private final Map<StreamId, Snapshot> snapshots = new HashMap<>();

    Optional<Snapshot> load(StreamId stream, String shape) {
        return Optional.ofNullable(snapshots.get(stream))
                .filter(snapshot -> snapshot.shape().equals(shape));
    }

    void save(Snapshot snapshot) {
        boolean isLate = load(snapshot.stream(), snapshot.shape())
                .filter(kept -> kept.version().compareTo(snapshot.version()) > 0)
                .isPresent();
        if (!isLate) {
            snapshots.put(snapshot.stream(), snapshot);
        }
    }

    int drop(String category, int limit) {
        List<StreamId> dropped = snapshots.keySet().stream()
                .filter(stream -> stream.category().equals(category))
                .limit(limit)
                .toList();
        dropped.forEach(snapshots::remove);
        return dropped.size();
    }
}
