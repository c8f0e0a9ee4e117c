package dev.daybook.subscription;

import dev.daybook.store.EventStore;
import dev.daybook.store.Intervention;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.SubscriptionIntervention;
import dev.daybook.store.SubscriptionStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes what people ask for into the databases, and has the host look at once. */
final class HostOperations implements SubscriptionOperations {

    /** Few enough that steps under way hardly wait. */
    private static final int RETRIED_AT_ONCE = 500;

    private final EventStore log;
    private final Map<String, HostedSubscription> running;
    private final Runnable lookNow;

    HostOperations(EventStore log, Map<String, HostedSubscription> running, Runnable lookNow) {
        this.log = log;
        this.running = running;
        this.lookNow = lookNow;
    }

    @Override
    public List<SubscriptionStatus> list() {
        return new TreeMap<>(running)
                .values().stream().map(HostedSubscription::status).toList();
    }

    @Override
    public SubscriptionStatus show(String subscription) {
        return named(subscription).status();
    }

    private HostedSubscription named(String name) {
        HostedSubscription found = running.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "There is no subscription " + name + ", there are " + new TreeMap<>(running).keySet());
        }
        return found;
    }

    private SubscriptionStore storeOf(String name) {
        return named(name).store();
    }

    @Override
    public void pause(String subscription, Intervention intervention) {
        done(storeOf(subscription).pause(subscription, true, intervention));
    }

    @Override
    public void resume(String subscription, Intervention intervention) {
        done(storeOf(subscription).pause(subscription, false, intervention));
    }

    @Override
    public List<SubscriptionIntervention> interventions(String subscription, int limit) {
        return storeOf(subscription).interventions(subscription, limit);
    }

    private boolean done(boolean isDone) {
        if (isDone) {
            lookNow.run();
        }
        return isDone;
    }

    /** Times of recording never go back from one position to the next. */
    @Override
    public Position positionAt(Instant time) {
        long before = 0;
        long end = log.head().value();
        while (before < end) {
            long middle = before + (end - before) / 2;
            boolean isEarlier = log.readAll(Position.of(middle), 1).stream()
                    .anyMatch(event -> event.recordedAt().isBefore(time));
            if (isEarlier) {
                before = middle + 1;
            } else {
                end = middle;
            }
        }
        return Position.of(before);
    }

    @Override
    public void reset(String subscription, Position to, boolean knowingly, Intervention intervention) {
        HostedSubscription found = named(subscription);
        Optional<String> harm = found.harmOfReset();
        if (harm.isPresent() && !knowingly) {
            throw new IllegalArgumentException("Subscription " + subscription + " is not reset, since " + harm.get()
                    + ": say that it is done knowingly to do it all the same");
        }
        Position head = log.head();
        if (to.compareTo(head) > 0) {
            throw new IllegalArgumentException("Subscription " + subscription + " cannot be reset to position " + to
                    + ", the log ends at position " + head);
        }
        done(found.store().reset(subscription, to, intervention));
    }

    @Override
    public List<ParkedEvent> parked(String subscription, Optional<ParkedEvent> after, int limit) {
        return storeOf(subscription).parked(subscription, after, limit);
    }

    @Override
    public List<ParkedEvent> parkedOf(String subscription, String key, int limit) {
        return storeOf(subscription).ofKey(subscription, key, limit);
    }

    @Override
    public Optional<StoredEvent> event(ParkedEvent parked) {
        return log.readAll(Position.of(parked.position().value() - 1), 1).stream()
                .filter(event -> event.position().equals(parked.position()))
                .findFirst();
    }

    @Override
    public boolean retry(String subscription, String key, Intervention intervention) {
        return done(storeOf(subscription).retry(subscription, key, intervention));
    }

    /** Those that fail again meanwhile are not retried once more: they are at positions that it has left behind. */
    @Override
    public long retryAll(String subscription, Intervention intervention) {
        SubscriptionStore store = storeOf(subscription);
        long keys = 0;
        Position after = Position.START;
        List<Position> retried = store.retryParked(subscription, after, RETRIED_AT_ONCE, intervention);
        while (!retried.isEmpty()) {
            keys += retried.size();
            after = retried.getLast();
            retried = store.retryParked(subscription, after, RETRIED_AT_ONCE, intervention);
        }
        done(keys > 0);
        return keys;
    }

    @Override
    public boolean discard(String subscription, String key, Position position, Intervention intervention) {
        return done(storeOf(subscription).discard(subscription, key, position, intervention));
    }
}
