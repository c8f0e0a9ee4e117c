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
import java.util.random.RandomGenerator;

/** What one partition keeps aside, as its owner knows it: which keys are held up, and what is to be tried next. For one thread. */
final class KeptAside {

    /** After how many additions all that is kept aside is counted again. */
    private static final long COUNTED_EACH = 1_000;

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
    private long count;
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
        count = store.parkedCount(setup.name());
        addedSinceCount = 0;
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
    }

    boolean holdsUp(String key) {
        return blocked.contains(key);
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

    /**
     * Whether so many events more would be too many. What others keep aside is seen now and then.
     */
    boolean isFullWith(int events) {
        if (addedSinceCount + events > COUNTED_EACH || count + addedSinceCount + events > setup.keptAside()) {
            count = store.parkedCount(setup.name());
            addedSinceCount = 0;
        }
        return count + addedSinceCount + events > setup.keptAside();
    }

    /** The record of an event that waits behind others of its key. */
    ParkedEvent waiting(KeyedEvent event) {
        return row(event, new Attempt(State.WAITING, 0, "", Optional.empty()));
    }

    /** The record of an event whose first attempt failed. */
    ParkedEvent failed(KeyedEvent event, Throwable error) {
        return row(event, afterAttempt(1, error));
    }

    /** The record of an event that was kept aside, after another attempt has failed. */
    ParkedEvent failedAgain(ParkedEvent event, Throwable error) {
        Attempt attempt = afterAttempt(event.attempts() + 1, error);
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

    private Attempt afterAttempt(int number, Throwable error) {
        String text = Failures.describe(error);
        if (number < setup.onFailure().attempts()) {
            Duration pause = setup.onFailure().backoff().after(number, random);
            return new Attempt(
                    State.RETRYING, number, text, Optional.of(clock.instant().plus(pause)));
        }
        State state = setup.onFailure().action() == FailurePolicy.Action.SKIP ? State.SKIPPED : State.PARKED;
        return new Attempt(state, number, text, Optional.empty());
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

    /** Events of a key were freed or passed over; the key may be free now. */
    void mayBeFree(String key) {
        if (store.ofKey(setup.name(), key, 1).isEmpty()) {
            blocked.remove(key);
        }
    }
}
