package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Reads a whole store that a {@link Workload} was written to, and counts on its own what must be in it. */
final class StoreCheck {

    private static final int PAGE = 1_000;

    private final Map<StreamId, Long> versions = new HashMap<>();
    private final Map<String, StoredCommit> commits = new HashMap<>();
    private final Set<UUID> ids = new HashSet<>();
    private long position;
    private Instant recordedAt = Instant.MIN;

    /** What the store holds of one commit. */
    private static final class StoredCommit {
        private final long first;
        private final int size;
        private final Map<String, Long> versions = new TreeMap<>();
        private long last;
        private int events;

        StoredCommit(long first, int size) {
            this.first = first;
            this.size = size;
        }
    }

    private StoreCheck() {}

    /**
     * Positions 1 to n and versions without gaps, no half commit, and everything acknowledged there, once, where it was
     * said to be.
     */
    static void assertIntact(EventStore store, Collection<Acknowledged> acknowledged) {
        StoreCheck check = new StoreCheck();
        check.read(store);
        check.commits.forEach((id, commit) -> {
            assertThat(commit.events).as("events of commit %s", id).isEqualTo(commit.size);
            assertThat(commit.last - commit.first + 1)
                    .as("positions that commit %s spans", id)
                    .isEqualTo(commit.size);
        });
        for (Acknowledged one : acknowledged) {
            StoredCommit stored = check.commits.get(one.commit());
            if (stored == null) {
                throw new AssertionError("Acknowledged but not stored: " + one);
            }
            assertThat(stored.last).as("position of %s", one).isEqualTo(one.position());
            assertThat(stored.versions).as("versions of %s", one).isEqualTo(one.versions());
        }
        assertThat(store.head()).isEqualTo(Position.of(check.position));
        check.versions.forEach(
                (stream, version) -> assertThat(store.version(stream).value()).isEqualTo(version));
    }

    private void read(EventStore store) {
        for (var page = store.readAll(Position.START, PAGE);
                !page.isEmpty();
                page = store.readAll(Position.of(position), PAGE)) {
            page.forEach(this::count);
        }
    }

    private void count(StoredEvent event) {
        assertThat(event.position().value()).as("position after %s", position).isEqualTo(++position);
        assertThat(event.version().value())
                .as("version in %s", event.stream())
                .isEqualTo(versions.merge(event.stream(), 1L, Long::sum));
        assertThat(event.recordedAt()).isAfterOrEqualTo(recordedAt);
        recordedAt = event.recordedAt();
        assertThat(ids.add(event.id())).as("first event with id %s", event.id()).isTrue();
        Map<String, String> user = event.metadata().user();
        StoredCommit commit = commits.computeIfAbsent(
                user.getOrDefault(Workload.COMMIT, ""),
                id -> new StoredCommit(position, Integer.parseInt(user.getOrDefault(Workload.SIZE, "0"))));
        commit.events++;
        commit.last = position;
        commit.versions.put(event.stream().toString(), event.version().value());
    }
}
