package dev.daybook.sql.projection;

import dev.daybook.event.EventCatalog;
import dev.daybook.event.EventTypes;
import dev.daybook.event.IdGenerator;
import dev.daybook.event.JsonCodec;
import dev.daybook.projection.Projection;
import dev.daybook.projection.Projections;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Metadata;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import dev.daybook.subscription.Backoff;
import dev.daybook.subscription.Node;
import dev.daybook.subscription.SubscriptionHost;
import dev.daybook.subscription.SubscriptionOperations;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/** Sales in shops, and what follows them at work. */
final class Sales implements AutoCloseable {

    static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
    static final Duration PLENTY = Duration.ofMinutes(2);

    /** What happens in a shop. */
    public sealed interface Sale {

        record Sold(String customer, LocalDate day, long cents) implements Sale {}

        record Returned(String customer, LocalDate day, long cents) implements Sale {}
    }

    private static final JsonCodec CODEC = JsonCodec.standard();
    private static final EventCatalog CATALOG = new EventCatalog(List.of(EventTypes.below(Sale.class)), CODEC);
    private static final IdGenerator IDS = IdGenerator.uuidV7(InstantSource.system(), new SecureRandom());
    private static final Duration LEASE_TIME = Duration.ofSeconds(10);

    private final EventStore store;
    private final Node node;
    private final SubscriptionHost host;
    private final Projections projections;

    /** Starts to follow. */
    Sales(EventStore store, Projection... following) {
        this(store, LEASE_TIME, following);
    }

    Sales(EventStore store, Duration leaseTime, Projection... following) {
        this.store = store;
        this.node = Node.join("sales", store.leases(), leaseTime);
        this.host = SubscriptionHost.start(store, node, InstantSource.system());
        try {
            this.projections = Projections.start(
                    List.of(following),
                    new Projections.Setup(
                            store,
                            CATALOG,
                            CODEC,
                            host,
                            InstantSource.system(),
                            new Backoff(Duration.ofMillis(1), Duration.ofMillis(5)),
                            Projections.DROP_AFTER));
        } catch (RuntimeException e) {
            host.close();
            node.close();
            throw e;
        }
    }

    SubscriptionOperations subscriptions() {
        return host.operations();
    }

    Projections projections() {
        return projections;
    }

    /** Stores what happened in a shop, in one append. */
    CommitResult happened(String shop, Sale... sales) {
        return store.commit(List.of(commit(shop, sales))).getFirst();
    }

    static Commit commit(String shop, Sale... sales) {
        List<SerializedEvent> events = Arrays.stream(sales)
                .map(sale -> CATALOG.serialize(sale, IDS.next(), Metadata.none()))
                .toList();
        return Commit.append(StreamId.of("shop", shop), ExpectedVersion.any(), events);
    }

    @Override
    public void close() {
        projections.close();
        host.close();
        node.close();
    }
}
