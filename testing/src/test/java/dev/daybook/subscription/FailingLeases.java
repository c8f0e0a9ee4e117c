package dev.daybook.subscription;

import dev.daybook.store.Lease;
import dev.daybook.store.LeaseStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The leases of a store, which fail as long as they are told to. */
final class FailingLeases implements LeaseStore {

    private final LeaseStore leases;
    private volatile Runnable beforeHeartbeat = () -> {};
    private volatile Runnable beforeRelease = () -> {};

    FailingLeases(LeaseStore leases) {
        this.leases = leases;
    }

    void beforeHeartbeat(Runnable action) {
        beforeHeartbeat = action;
    }

    void beforeRelease(Runnable action) {
        beforeRelease = action;
    }

    void mend() {
        beforeHeartbeat = () -> {};
        beforeRelease = () -> {};
    }

    @Override
    public Membership heartbeat(String node, Duration ttl) {
        beforeHeartbeat.run();
        return leases.heartbeat(node, ttl);
    }

    @Override
    public Set<String> held() {
        return leases.held();
    }

    @Override
    public List<Lease> acquire(String node, Collection<String> names, int limit) {
        return leases.acquire(node, names, limit);
    }

    @Override
    public void release(String node, Collection<Lease> given) {
        beforeRelease.run();
        leases.release(node, given);
    }

    @Override
    public void leave(String node) {
        leases.leave(node);
    }
}
