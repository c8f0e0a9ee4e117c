package dev.daybook.subscription;

import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.SubscriptionStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Notes what it has dealt with, in order, once its progress is stored; fails at what it is told to. */
final class NotingHandler implements EventHandler {

    private final SubscriptionStore store;
    private final Set<Long> poison = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final List<StoredEvent> noted = new ArrayList<>();
    private final Map<Long, Integer> failures = new HashMap<>();
    private final List<Integer> calls = new ArrayList<>();

    NotingHandler(SubscriptionStore store) {
        this.store = store;
    }

    /** Fails from now on at the event at this position. */
    void failAt(long position) {
        poison.add(position);
    }

    void mend() {
        poison.clear();
    }

    @Override
    public boolean handle(Progress progress, List<StoredEvent> events) {
        lock.lock();
        try {
            calls.add(events.size());
            for (StoredEvent event : events) {
                if (poison.contains(event.position().value())) {
                    failures.merge(event.position().value(), 1, Integer::sum);
                    throw new IllegalStateException("poison at " + event.position());
                }
            }
            boolean isStored = store.move(progress);
            if (isStored) {
                noted.addAll(events);
            }
            return isStored;
        } finally {
            lock.unlock();
        }
    }

    /** How often it failed at an event. */
    int failuresAt(long position) {
        lock.lock();
        try {
            return failures.getOrDefault(position, 0);
        } finally {
            lock.unlock();
        }
    }

    List<StoredEvent> noted() {
        lock.lock();
        try {
            return List.copyOf(noted);
        } finally {
            lock.unlock();
        }
    }

    /** How many it has dealt with. */
    int count() {
        lock.lock();
        try {
            return noted.size();
        } finally {
            lock.unlock();
        }
    }

    List<Long> positions() {
        return noted().stream().map(StoredEvent::position).map(Position::value).toList();
    }

    /** The positions dealt with of one stream, in the order in which they were. */
    List<Long> positionsOf(String stream) {
        return noted().stream()
                .filter(event -> event.stream().toString().equals(stream))
                .map(event -> event.position().value())
                .toList();
    }

    int calls() {
        lock.lock();
        try {
            return calls.size();
        } finally {
            lock.unlock();
        }
    }
}
