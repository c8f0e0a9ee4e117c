package dev.daybook.testing;

import dev.daybook.store.Lease;
import dev.daybook.store.LeaseStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The leases of an {@link InMemoryEventStore}, by the clock of that store. */
final class InMemoryLeaseStore implements LeaseStore {

    private final InMemorySession session;
    private final InMemoryStorage storage;

    InMemoryLeaseStore(InMemorySession session) {
        this.session = session;
        this.storage = session.storage();
    }

    @Override
    public Membership heartbeat(String node, Duration ttl) {
        if (!ttl.isPositive()) {
            throw new IllegalArgumentException("A node lives for a positive time, found " + ttl);
        }
        return session.whileOpen(() -> storage.leases().heartbeat(node, ttl, session.now()));
    }

    @Override
    public Set<String> held() {
        return session.whileOpen(() -> storage.leases().held(session.now()));
    }

    @Override
    public List<Lease> acquire(String node, Collection<String> names, int limit) {
        InMemorySession.requirePositive(limit);
        return session.whileOpen(() -> storage.leases().acquire(node, names, limit, session.now()));
    }

    @Override
    public void release(String node, Collection<Lease> leases) {
        session.whileOpen(() -> {
            storage.leases().release(node, leases);
            return leases;
        });
    }

    @Override
    public void leave(String node) {
        session.whileOpen(() -> {
            storage.leases().leave(node);
            return node;
        });
    }
}
