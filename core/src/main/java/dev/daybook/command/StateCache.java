package dev.daybook.command;

import dev.daybook.aggregate.Folded;
import dev.daybook.store.StreamId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The latest known states of streams, those used last. What it holds may be out of date: every commit names the version that
 * it was decided on. Bounded by the number of states and by their weight. Safe for use by many threads.
 */
final class StateCache {

    private record Entry(Folded<?> folded, long weight) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<StreamId, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final int most;
    private final long heaviest;
    private final StateWeight weights;
    private long weight;

    /**
     * @param most states
     * @param heaviest all states together, in bytes as JSON
     */
    StateCache(int most, long heaviest, StateWeight weights) {
        this.most = most;
        this.heaviest = heaviest;
        this.weights = weights;
    }

    @SuppressWarnings("unchecked") // a stream's states are all of its aggregate
    <S> Optional<Folded<S>> get(StreamId stream) {
        lock.lock();
        try {
            Entry entry = entries.get(stream);
            return entry == null ? Optional.empty() : Optional.of((Folded<S>) entry.folded());
        } finally {
            lock.unlock();
        }
    }

    /** Keeps a state, unless a later one is known. */
    void put(StreamId stream, Folded<?> folded) {
        Entry known = peek(stream);
        if (known != null && known.folded().version().compareTo(folded.version()) > 0) {
            return;
        }
        long of = weights.of(folded, known == null ? null : known.folded(), known == null ? 0 : known.weight());
        lock.lock();
        try {
            Entry before = entries.put(stream, new Entry(folded, of));
            weight += of - (before == null ? 0 : before.weight());
            evict(stream, of);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Entry peek(StreamId stream) {
        lock.lock();
        try {
            return entries.get(stream);
        } finally {
            lock.unlock();
        }
    }

    private void evict(StreamId added, long addedWeight) {
        if (addedWeight > heaviest) {
            remove(added); // would leave no room for any other
        }
        Iterator<Map.Entry<StreamId, Entry>> oldest = entries.entrySet().iterator();
        while (entries.size() > most || weight > heaviest) {
            weight -= oldest.next().getValue().weight();
            oldest.remove();
        }
    }

    void remove(StreamId stream) {
        lock.lock();
        try {
            Entry before = entries.remove(stream);
            weight -= before == null ? 0 : before.weight();
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    long weight() {
        lock.lock();
        try {
            return weight;
        } finally {
            lock.unlock();
        }
    }
}
