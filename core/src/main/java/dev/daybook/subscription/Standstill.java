package dev.daybook.subscription;

import dev.daybook.store.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which partitions have stood at one place for too long, though there were events after it. For one thread at a time. */
final class Standstill {

    private final long limitNanos;
    private final Map<Integer, Seen> seen = new HashMap<>();

    Standstill(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    /** Where a partition was first seen at this place. */
    private record Seen(Position at, long nanos) {}

    /**
     * Looks at the partitions; time counts from when one is first seen behind at a place.
     *
     * @param behind those that are not at the end of the log, and where they are
     * @return those that stand still
     */
    Set<Integer> look(Map<Integer, Position> behind, long nanos) {
        seen.keySet().retainAll(behind.keySet());
        Set<Integer> still = new TreeSet<>();
        behind.forEach((partition, position) -> {
            Seen before = seen.get(partition);
            if (before == null || !before.at().equals(position)) {
                seen.put(partition, new Seen(position, nanos));
            } else if (nanos - before.nanos() > limitNanos) {
                still.add(partition);
            }
        });
        return still;
    }
}
