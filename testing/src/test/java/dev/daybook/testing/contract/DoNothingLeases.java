package dev.daybook.testing.contract;

import dev.daybook.store.Lease;
import dev.daybook.store.LeaseStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Gives everything to everyone. */
final class DoNothingLeases implements LeaseStore {

    @Override
    public Membership heartbeat(String node, Duration ttl) {
        return new Membership(List.of(node), Set.of());
    }

    @Override
    public Set<String> held() {
        return Set.of();
    }

    @Override
    public List<Lease> acquire(String node, Collection<String> names, int limit) {
        return names.stream().limit(limit).map(name -> new Lease(name, 1)).toList();
    }

    @Override
    public void release(String node, Collection<Lease> leases) {}

    @Override
    public void leave(String node) {}
}
