package dev.daybook.testing;

import dev.daybook.store.CommitResult;
import dev.daybook.store.Lease;
import dev.daybook.store.LeaseStore.Membership;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Who holds what, and who lives until when. Not safe for use by many threads. */
final class InMemoryLeases {

    private record Holding(Optional<String> holder, long epoch) {

        boolean isHeldBy(String node) {
            return holder.equals(Optional.of(node));
        }

        Holding released() {
            return new Holding(Optional.empty(), epoch);
        }
    }

    private final TreeMap<String, Instant> livesUntil = new TreeMap<>();
    private final TreeMap<String, Holding> holdings = new TreeMap<>();

    /** The answer to a commit of which a lease is not held any more. */
    Optional<CommitResult> lost(List<Lease> leases) {
        return leases.stream().filter(lease -> !isHeld(lease)).findFirst().map(CommitResult.LeaseLost::new);
    }

    Membership heartbeat(String node, Duration ttl, Instant now) {
        livesUntil.put(node, now.plus(ttl));
        return new Membership(
                livesUntil.keySet().stream().filter(name -> lives(name, now)).toList(), heldBy(node));
    }

    Set<String> held(Instant now) {
        return holdings.entrySet().stream()
                .filter(entry -> entry.getValue()
                        .holder()
                        .filter(holder -> lives(holder, now))
                        .isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    List<Lease> acquire(String node, Collection<String> names, int limit, Instant now) {
        List<Lease> acquired = new ArrayList<>();
        if (!lives(node, now)) {
            return acquired;
        }
        for (String name : names) {
            Optional<Holding> current = Optional.ofNullable(holdings.get(name));
            boolean isFree = current.flatMap(Holding::holder)
                    .map(holder -> !lives(holder, now))
                    .orElse(true);
            if (isFree && acquired.size() < limit) {
                Lease lease = new Lease(name, current.map(Holding::epoch).orElse(0L) + 1);
                holdings.put(name, new Holding(Optional.of(node), lease.epoch()));
                acquired.add(lease);
            }
        }
        return acquired;
    }

    void release(String node, Collection<Lease> leases) {
        for (Lease lease : leases) {
            holdings.computeIfPresent(
                    lease.name(),
                    (name, holding) ->
                            holding.isHeldBy(node) && holding.epoch() == lease.epoch() ? holding.released() : holding);
        }
    }

    void leave(String node) {
        release(node, heldBy(node));
        livesUntil.remove(node);
    }

    private boolean isHeld(Lease lease) {
        Holding holding = holdings.get(lease.name());
        return holding != null && holding.holder().isPresent() && holding.epoch() == lease.epoch();
    }

    private boolean lives(String node, Instant now) {
        Instant until = livesUntil.get(node);
        return until != null && now.isBefore(until);
    }

    private Set<Lease> heldBy(String node) {
        return holdings.entrySet().stream()
                .filter(entry -> entry.getValue().isHeldBy(node))
                .map(entry -> new Lease(entry.getKey(), entry.getValue().epoch()))
                .collect(Collectors.toSet());
    }
}
