package dev.daybook.testing;

import dev.daybook.store.Claim;
import dev.daybook.store.Intervention;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.SubscriptionIntervention;
import dev.daybook.store.SubscriptionIntervention.Action;
import dev.daybook.store.SubscriptionStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The subscriptions of an {@link InMemoryEventStore}; like its documents they stay open when the store is closed. */
final class InMemorySubscriptionStore implements SubscriptionStore {

    private final ReentrantLock lock;
    private final InMemorySubscriptions subscriptions;
    private final List<SubscriptionIntervention> interventions = new ArrayList<>();

    InMemorySubscriptionStore(ReentrantLock lock, InMemorySubscriptions subscriptions) {
        this.lock = lock;
        this.subscriptions = subscriptions;
    }

    @Override
    public Known begin(String subscription, int partitions, Position start) {
        return locked(() -> subscriptions.begin(subscription, partitions, start));
    }

    @Override
    public Optional<Known> find(String subscription) {
        return locked(() -> subscriptions.find(subscription));
    }

    @Override
    public List<Known> all() {
        return locked(subscriptions::all);
    }

    @Override
    public Optional<Position> claim(Claim claim) {
        return locked(() -> subscriptions.claim(claim));
    }

    @Override
    public boolean move(Progress progress) {
        return locked(() -> subscriptions.move(progress));
    }

    @Override
    public void pass(List<Progress> progresses) {
        for (Progress progress : progresses) {
            boolean unused = move(progress);
        }
    }

    @Override
    public boolean reset(String subscription, Position to, Intervention intervention) {
        return locked(() -> subscriptions.reset(subscription, to)
                && recorded(Action.RESET, subscription, Optional.empty(), Optional.of(to), intervention));
    }

    @Override
    public boolean pause(String subscription, boolean paused) {
        return locked(() -> subscriptions.pause(subscription, paused));
    }

    @Override
    public boolean pause(String subscription, boolean paused, Intervention intervention) {
        Action action = paused ? Action.PAUSE : Action.RESUME;
        return locked(() -> subscriptions.pause(subscription, paused)
                && recorded(action, subscription, Optional.empty(), Optional.empty(), intervention));
    }

    @Override
    public void forget(String subscription) {
        locked(() -> {
            subscriptions.forget(subscription);
            return true;
        });
    }

    @Override
    public List<ParkedEvent> parked(String subscription, Optional<ParkedEvent> after, int limit) {
        InMemorySession.requirePositive(limit);
        return locked(() -> subscriptions.parked(subscription, after, limit));
    }

    @Override
    public long parkedCount(String subscription) {
        return locked(() -> subscriptions.parkedCount(subscription));
    }

    @Override
    public Set<String> blockedKeys(String subscription, int partition) {
        return locked(() -> subscriptions.blockedKeys(subscription, partition));
    }

    @Override
    public List<ParkedEvent> due(String subscription, int partition, int limit) {
        InMemorySession.requirePositive(limit);
        return locked(() -> subscriptions.due(subscription, partition, limit));
    }

    @Override
    public Optional<Position> firstRetrying(String subscription, int attempts) {
        return locked(() -> subscriptions.firstRetrying(subscription, attempts));
    }

    @Override
    public List<ParkedEvent> ofKey(String subscription, String key, int limit) {
        InMemorySession.requirePositive(limit);
        return locked(() -> subscriptions.ofKey(subscription, key, limit));
    }

    @Override
    public boolean retry(String subscription, String key, Intervention intervention) {
        return locked(() -> {
            Optional<Position> first = subscriptions.ofKey(subscription, key, 1).stream()
                    .map(ParkedEvent::position)
                    .findFirst();
            return subscriptions.retry(subscription, key)
                    && recorded(Action.RETRY, subscription, Optional.of(key), first, intervention);
        });
    }

    @Override
    public List<Position> retryParked(String subscription, Position after, int limit, Intervention intervention) {
        InMemorySession.requirePositive(limit);
        return locked(() -> {
            List<Position> retried = subscriptions.retryParked(subscription, after, limit);
            if (!retried.isEmpty()) {
                boolean unused = recorded(
                        Action.RETRY, subscription, Optional.empty(), Optional.of(retried.getLast()), intervention);
            }
            return retried;
        });
    }

    @Override
    public boolean discard(String subscription, String key, Position position, Intervention intervention) {
        return locked(() -> subscriptions.discard(subscription, key, position)
                && recorded(Action.DISCARD, subscription, Optional.of(key), Optional.of(position), intervention));
    }

    private boolean recorded(
            Action action,
            String subscription,
            Optional<String> key,
            Optional<Position> position,
            Intervention intervention) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return interventions.add(new SubscriptionIntervention(now, action, subscription, key, position, intervention));
    }

    @Override
    public int forgetSkipped(Claim claim, int kept, int limit) {
        InMemorySession.requirePositive(limit);
        return locked(() -> subscriptions.forgetSkipped(claim, kept, limit));
    }

    @Override
    public List<SubscriptionIntervention> interventions(String subscription, int limit) {
        InMemorySession.requirePositive(limit);
        return locked(() -> interventions.reversed().stream()
                .filter(one -> one.subscription().equals(subscription))
                .limit(limit)
                .toList());
    }

    @Override
    public long revision() {
        return locked(subscriptions::revision);
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
