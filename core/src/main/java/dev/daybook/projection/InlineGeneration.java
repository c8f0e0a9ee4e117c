package dev.daybook.projection;

import dev.daybook.store.EventStore;
import dev.daybook.store.Generation;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.subscription.RunningSubscription;
import dev.daybook.subscription.SubscriptionStatus;
import dev.daybook.subscription.SubscriptionStatus.Lag;
import dev.daybook.subscription.SubscriptionStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** The serving generation of an inline projection: at the end of the log as long as all who append are of its definition. */
final class InlineGeneration implements RunningSubscription {

    private final String name;
    private final EventStore store;
    private final InlineUpkeep upkeep;
    private final Instant since;

    InlineGeneration(Generation generation, EventStore store, InlineUpkeep upkeep, Instant since) {
        this.name = generation.subscription();
        this.store = store;
        this.upkeep = upkeep;
        this.since = since;
    }

    @Override
    public String name() {
        return name;
    }

    /** Whatever is between the position and the head was appended by others, without its definition. */
    @Override
    public SubscriptionStatus status() {
        Position head = store.head(); // before the position, which would be beyond it otherwise
        Position position = position();
        long behind = Math.max(0, head.value() - position.value());
        Optional<String> error = upkeep.error();
        return new SubscriptionStatus(
                name, state(behind, error), position, since, new Lag(behind, Duration.ZERO), 0, error);
    }

    private State state(long behind, Optional<String> error) {
        if (upkeep.isClosed()) {
            return State.STOPPED;
        }
        if (error.isPresent()) {
            return State.RETRYING;
        }
        return behind == 0 ? State.FOLLOWING : State.CATCHING_UP;
    }

    @Override
    public Position position() {
        return store.subscriptions()
                .find(name)
                .map(SubscriptionStore.Known::position)
                .orElse(Position.START);
    }

    /** Whoever waits, waits for the append, and folds it if it was made by another without this definition. */
    @Override
    public boolean awaitPosition(Position position, Duration timeout) throws InterruptedException {
        if (isAt(position)) {
            return true;
        }
        requireOpen(position);
        long deadline = System.nanoTime() + timeout.toNanos();
        if (!store.awaitBeyond(Position.of(position.value() - 1), timeout)) {
            return false;
        }
        requireOpen(position);
        if (isAt(position)) {
            return true;
        }
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        if (!upkeep.catchUpUnless(() -> isAt(position), left)) {
            return false;
        }
        if (isAt(position)) {
            return true;
        }
        requireOpen(position); // it ends in the midst of it when it is closed
        return false;
    }

    private boolean isAt(Position position) {
        return position().compareTo(position) >= 0;
    }

    private void requireOpen(Position wanted) {
        if (upkeep.isClosed()) {
            throw new StoreUnavailableException(
                    "Inline projection " + name + " was closed here, expected it to get to position " + wanted
                            + ": start it again to wait",
                    Outcome.NOT_STORED);
        }
    }

    /** Appends are not held up for it. */
    @Override
    public void throttle(OptionalInt eventsPerSecond) {}

    /** Appends go on with it; it ends with its projection. */
    @Override
    public void close() {}
}
