package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoreLimits;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What the contract's tests have in common: an empty storage for each, the stores opened on it, and a few events. */
@Timeout(60)
abstract class StoreFixture {

    /** How long a test waits for what should happen at once before it fails. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Longer than any test may take: who waits so long must be woken. */
    static final Duration HOUR = Duration.ofHours(1);

    static final StreamId ORDER = StreamId.of("order", "1");
    static final StreamId CUSTOMER = StreamId.of("customer", "1");

    final SampleEvents samples = new SampleEvents();

    private final Supplier<StoreStorage> newStorage;
    private final List<EventStore> opened = new ArrayList<>();
    private StoreStorage storage;
    private EventStore store;

    /** @param newStorage makes an empty storage */
    @SuppressWarnings("NullAway.Init") // by openAStoreOnAnEmptyStorage, before each test
    StoreFixture(Supplier<StoreStorage> newStorage) {
        this.newStorage = newStorage;
    }

    @BeforeEach
    final void openAStoreOnAnEmptyStorage() {
        storage = newStorage.get();
        store = openAnother();
    }

    @AfterEach
    final void closeEverything() {
        try {
            opened.forEach(EventStore::close);
        } finally {
            storage.close();
        }
    }

    /** The store under test. */
    final EventStore store() {
        return store;
    }

    /** Another store on the same storage, as another process would have it; closed after the test. */
    final EventStore openAnother() {
        return openAnother(StoreLimits.defaults());
    }

    final EventStore openAnother(StoreLimits limits) {
        return closedLater(storage.open(limits));
    }

    final EventStore openAnother(InstantSource clock) {
        return closedLater(storage.open(StoreLimits.defaults(), clock));
    }

    private EventStore closedLater(EventStore another) {
        opened.add(another);
        return another;
    }

    /** Appends to the end of a stream so many new events, and returns them. */
    final List<SerializedEvent> append(StreamId stream, int count) {
        List<SerializedEvent> events = samples.events(count);
        assertThat(store.commit(Commit.append(stream, ExpectedVersion.any(), events)))
                .isInstanceOf(CommitResult.Committed.class);
        return events;
    }

    final List<StoredEvent> wholeStream(StreamId stream) {
        return store.readStream(stream, Version.NONE, Integer.MAX_VALUE);
    }

    final List<StoredEvent> wholeLog() {
        return store.readAll(Position.START, Integer.MAX_VALUE);
    }

    static List<SerializedEvent> events(List<StoredEvent> stored) {
        return stored.stream().map(StoredEvent::event).toList();
    }

    static CommitResult committed(long position, long... versions) {
        return new CommitResult.Committed(Position.of(position), versions(versions));
    }

    static CommitResult duplicate(long position, long... versions) {
        return new CommitResult.Duplicate(Position.of(position), versions(versions));
    }

    static CommitResult conflict(StreamId stream, ExpectedVersion expected, long actual) {
        return new CommitResult.Conflict(stream, expected, Version.of(actual));
    }

    private static List<Version> versions(long... versions) {
        return Arrays.stream(versions).mapToObj(Version::of).toList();
    }
}
