package dev.daybook.subscription;

import dev.daybook.store.Claim;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.ParkedEvent.State;
import dev.daybook.store.SubscriptionStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** What one partition keeps aside, as its owner knows it: which keys are held up, and what is to be tried next. For one thread. */
final class KeptAside {

    /** After how many additions all that is kept aside is counted again. */
    private static final long COUNTED_EACH = 1_000;

    /** After which time all is counted again while there is no room. */
    private static final long COUNTED_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** After how many more records of what was passed over the oldest are forgotten, and how many of them at one time. */
    private static final int FORGOTTEN_EACH = 100;

    private static final int FORGOTTEN_AT_ONCE = 1_000;

    private final SubscriptionSetup setup;
    private final Claim claim;
    private final SubscriptionStore store;
    private final InstantSource clock;
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private Set<String> blocked = Set.of();
    private Optional<ParkedEvent> next = Optional.empty();
    private volatile boolean retries = true;
    private long count;
    private long countedAt;
    private long addedSinceCount;
    private int recordsSinceForgotten;

    KeptAside(SubscriptionSetup setup, Claim claim, SubscriptionStore store, InstantSource clock) {
        this.setup = setup;
        this.claim = claim;
        this.store = store;
        this.clock = clock;
    }

    void load() {
        blocked = new HashSet<>(store.blockedKeys(setup.name(), claim.partition()));
        count();
        if (setup.onFailure().action() == FailurePolicy.Action.SKIP) {
            forgetRecords();
        }
        lookForNext();
    }

    /** Finds out anew what is to be tried next. */
    void lookForNext() {
        next = blocked.isEmpty()
                ? Optional.empty()
                : store.due(setup.name(), claim.partition(), 1).stream().findFirst();
        retries = next.isPresent();
    }

    boolean holdsUp(String key) {
        return blocked.contains(key);
    }

    /** Whether an event may be kept aside that is tried again by itself. Safe for use by many threads. */
    boolean retries() {
        return retries;
    }

    /** Something is about to be kept aside that is tried again; said before the checkpoint moves beyond it. */
    void willRetry() {
        retries = true;
    }

    /** When something is to be tried again. */
    Optional<Instant> nextRetry() {
        return next.flatMap(ParkedEvent::retryAt);
    }

    /** What is to be tried now. */
    Optional<ParkedEvent> due() {
        Instant now = clock.instant();
        return next.filter(event -> !event.retryAt().orElseThrow().isAfter(now));
    }

    /** How many of so many events there is room for. What others keep aside is seen now and then. */
    int roomFor(int events) {
        if (events > 0 && (addedSinceCount + events > COUNTED_EACH || count + events > setup.keptAside())) {
            count();
        }
        return Math.clamp(setup.keptAside() - count, 0, events);
    }

    /** Whether a tenth is free of what may be kept aside, so that it is worth while to take in events again. */
    boolean hasRoomAgain() {
        if (System.nanoTime() - countedAt > COUNTED_AFTER_NANOS) {
            count();
        }
        return count < setup.keptAside() - setup.keptAside() / 10;
    }

    /** How many are kept aside in all, as counted last. */
    long size() {
        return count;
    }

    private void count() {
        count = store.parkedCount(setup.name());
        countedAt = System.nanoTime();
        addedSinceCount = 0;
    }

    /** The record of an event that waits behind others of its key. */
    ParkedEvent waiting(KeyedEvent event) {
        return row(event, new Attempt(State.WAITING, 0, "", Optional.empty()));
    }

    /** The record of an event whose first attempt failed. */
    ParkedEvent failed(KeyedEvent event, Throwable error) {
        return row(event, afterAttempt(event.key(), 1, error));
    }

    /** The record of an event that was kept aside, after another attempt has failed. */
    ParkedEvent failedAgain(ParkedEvent event, Throwable error) {
        Attempt attempt = afterAttempt(event.key(), event.attempts() + 1, error);
        return new ParkedEvent(
                event.subscription(),
                event.partition(),
                event.key(),
                event.position(),
                attempt.state(),
                attempt.number(),
                attempt.error(),
                event.parkedAt(),
                attempt.retryAt());
    }

    private record Attempt(State state, int number, String error, Optional<Instant> retryAt) {}

    private Attempt afterAttempt(String key, int number, Throwable error) {
        String text = Failures.describe(error);
        if (number < setup.onFailure().attempts()) {
            Duration pause = setup.onFailure().backoff().after(number, random);
            return new Attempt(
                    State.RETRYING, number, text, Optional.of(clock.instant().plus(pause)));
        }
        return setup.onFailure().action() == FailurePolicy.Action.SKIP
                ? new Attempt(State.SKIPPED, number, text, Optional.empty())
                : new Attempt(State.PARKED, number, text + wayOut(key), Optional.empty());
    }

    /** A start does not try again what waits for a person. */
    private String wayOut(String key) {
        return ". Mend the cause, start with what was mended, then call SubscriptionOperations.retry(\"" + setup.name()
                + "\", \"" + key + "\", …), or retryAll(\"" + setup.name() + "\", …) for all keys";
    }

    private ParkedEvent row(KeyedEvent event, Attempt attempt) {
        return new ParkedEvent(
                setup.name(),
                claim.partition(),
                event.key(),
                event.position(),
                attempt.state(),
                attempt.number(),
                attempt.error(),
                clock.instant(),
                attempt.retryAt());
    }

    /** Events were stored as kept aside. */
    void kept(List<ParkedEvent> events) {
        for (ParkedEvent event : events) {
            if (event.state() == State.SKIPPED) {
                recorded();
            } else {
                addedSinceCount++;
                count++;
                blocked.add(event.key());
            }
        }
    }

    /** An event was passed over. */
    private void recorded() {
        recordsSinceForgotten++;
        if (recordsSinceForgotten >= FORGOTTEN_EACH) {
            forgetRecords();
        }
    }

    private void forgetRecords() {
        store.forgetSkipped(claim, setup.onFailure().records(), FORGOTTEN_AT_ONCE);
        recordsSinceForgotten = 0;
    }

    /** So many events were dealt with or passed over. */
    void freed(int events) {
        count -= events;
    }

    /** Events of a key were freed or passed over; the key may be free now. */
    void mayBeFree(String key) {
        if (store.ofKey(setup.name(), key, 1).isEmpty()) {
            blocked.remove(key);
        }
    }
}
