package dev.daybook.subscription;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Intervention;
import dev.daybook.store.Metadata;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import dev.daybook.testing.InMemoryEventStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** A store in memory, and a node that runs subscriptions on it. */
final class Workplace implements AutoCloseable {

    static final Intervention ANN = new Intervention("ann", "it was mended");
    static final Duration LEASE = Duration.ofSeconds(10);
    static final Backoff SHORT = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5));

    private final InMemoryEventStore memory;
    private final EventStore store;
    private final Node node;
    private final SubscriptionHost host;

    private Workplace(InMemoryEventStore memory, EventStore store, Duration leaseTime) {
        this.memory = memory;
        this.store = store;
        this.node = Node.join("orders", store.leases(), leaseTime);
        this.host = SubscriptionHost.start(store, node, InstantSource.system());
    }

    static Workplace open() {
        return open(UnaryOperator.identity());
    }

    /** On a store that does something else than the one it is made from. */
    static Workplace open(UnaryOperator<EventStore> change) {
        InMemoryEventStore memory = new InMemoryEventStore();
        return new Workplace(memory, change.apply(memory), LEASE);
    }

    /** On a store by whose clock leases run out. */
    static Workplace open(InstantSource clock) {
        InMemoryEventStore memory = new InMemoryEventStore(clock);
        return new Workplace(memory, memory, LEASE);
    }

    /** Another node on the same data. */
    Workplace another(Duration leaseTime, UnaryOperator<EventStore> change) {
        InMemoryEventStore other = memory.reopen();
        return new Workplace(other, change.apply(other), leaseTime);
    }

    EventStore store() {
        return store;
    }

    SubscriptionHost host() {
        return host;
    }

    NotingHandler handler() {
        return new NotingHandler(store.subscriptions());
    }

    RunningSubscription run(SubscriptionSetup setup, EventHandler handler) {
        return host.run(setup, handler, store.subscriptions());
    }

    /** Appends one event to each of the streams, in this order, each in a commit of its own. */
    void append(String... streams) {
        for (String stream : streams) {
            appendOfType("noted", stream);
        }
    }

    void appendOfType(String type, String stream) {
        SerializedEvent event = new SerializedEvent(UUID.randomUUID(), new EventType(type, 1), "{}", Metadata.none());
        CommitResult result = memory.commit(Commit.append(StreamId.parse(stream), ExpectedVersion.any(), event));
        if (!(result instanceof CommitResult.Committed)) {
            throw new AssertionError("Not committed: " + result);
        }
    }

    /** Appends so many events in one commit. */
    void appendMany(String stream, int count) {
        List<SerializedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new SerializedEvent(UUID.randomUUID(), new EventType("noted", 1), "{}", Metadata.none()));
        }
        CommitResult result = memory.commit(Commit.append(StreamId.parse(stream), ExpectedVersion.any(), events));
        if (!(result instanceof CommitResult.Committed)) {
            throw new AssertionError("Not committed: " + result);
        }
    }

    /** Its node gives its leases back while its subscriptions are at work, as one that was frozen finds them taken. */
    void leave() {
        node.close();
    }

    @Override
    public void close() {
        host.close();
        node.close();
        store.close();
    }
}
