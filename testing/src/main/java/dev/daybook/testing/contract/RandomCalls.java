package dev.daybook.testing.contract;

import dev.daybook.store.EventStore;
import dev.daybook.store.Intervention;
import dev.daybook.store.Lease;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/** Makes calls that change queues, outcomes, and leases otherwise than by commits; sets the time on as well. */
final class RandomCalls {

    private static final List<String> NODES = List.of("node-0", "node-1", "node-2");
    private static final Intervention PERSON = new Intervention("ann", "At random");

    /**
     * What is called, on any store that holds the same.
     *
     * @param answer of a store, the same of every one
     */
    record Call(String name, Function<EventStore, Object> answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final Random random;
    private final RandomCommands commands;
    private final SettableClock clock;

    RandomCalls(Random random, RandomCommands commands, SettableClock clock) {
        this.random = random;
        this.commands = commands;
        this.clock = clock;
    }

    Call next() {
        clock.advance(Duration.ofNanos(random.nextLong(5_000_000_000L)));
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> park(commands.waiting());
            case 3 -> retry(commands.parked());
            case 4 -> edit(commands.parked());
            case 5 -> discard(commands.parked());
            case 6, 7 -> cancel(commands.known().header().id());
            case 8 -> release();
            case 9 -> forget();
            case 10, 11, 12 -> acquire();
            default -> handBack();
        };
    }

    private Call park(UUID id) {
        Lease lease = commands.lease();
        return new Call(
                "park " + id + " under " + lease,
                store -> Tickets.queued(store.commands(), id)
                        .map(queued -> store.commands().park(queued, 3, "At random", lease)));
    }

    private static Call retry(UUID id) {
        return new Call("retry " + id, store -> store.commands().retry(id, PERSON));
    }

    private Call edit(UUID id) {
        String payload = "{\"edited\":" + random.nextInt() + "}";
        return new Call("edit " + id, store -> store.commands().edit(id, payload, PERSON));
    }

    private static Call discard(UUID id) {
        return new Call("discard " + id, store -> store.commands().discard(id, PERSON));
    }

    private static Call cancel(UUID id) {
        return new Call("cancel " + id, store -> store.commands().cancel(id));
    }

    private Call release() {
        int limit = 1 + random.nextInt(3);
        return new Call("release " + limit, store -> store.commands().releaseDue(limit));
    }

    private Call forget() {
        Instant before = clock.instant().minusSeconds(random.nextInt(300));
        int limit = 1 + random.nextInt(5);
        return new Call(
                "forget " + limit + " before " + before,
                store -> store.commands().forgetOutcomes(before, limit));
    }

    private Call acquire() {
        String node = node();
        Duration ttl = Duration.ofSeconds(1 + random.nextInt(20));
        List<String> names = new ArrayList<>(RandomCommands.LEASES);
        Collections.shuffle(names, random);
        int limit = 1 + random.nextInt(2);
        boolean lives = random.nextInt(4) > 0;
        return new Call(node + " acquires " + limit + " of " + names, store -> {
            Object membership = lives ? store.leases().heartbeat(node, ttl) : "silent";
            List<Lease> acquired = store.leases().acquire(node, names, limit);
            commands.remember(acquired);
            return List.of(membership, acquired);
        });
    }

    private Call handBack() {
        String node = node();
        Lease lease = commands.lease();
        return random.nextInt(3) == 0
                ? new Call(node + " leaves", store -> {
                    store.leases().leave(node);
                    return node;
                })
                : new Call(node + " releases " + lease, store -> {
                    store.leases().release(node, List.of(lease));
                    return lease;
                });
    }

    private String node() {
        return NODES.get(random.nextInt(NODES.size()));
    }
}
